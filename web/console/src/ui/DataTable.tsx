import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/useTexts';
import { classes } from './classes';
import { Skeleton } from './states';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The value to sort by, when the server can. */
  sort?: string;
  align?: 'end';
  /** The cell that names the row: the title of its card. */
  names?: boolean;
  /** Left out while there is room for a narrow table only; cards have it. */
  wide?: boolean;
}

export interface Sorting {
  by: string;
  down: boolean;
}

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** Undefined while the first rows are on their way. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** Whether newer rows are on their way. */
  busy?: boolean;
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
  /** How many lines to show while there are no rows yet. */
  expected?: number;
}

/** A table; on narrow screens each row is a card. The roles keep it a table for screen readers when CSS makes it none. */
export function DataTable<Row>({ label, columns, rows, rowId, busy, sorting, onSort, expected = 8 }: DataTableProps<Row>) {
  return (
    <div className={classes('table-frame', busy && rows && 'busy')}>
      <table className="table" role="table" aria-label={label} aria-busy={busy || !rows}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => <HeaderCell key={column.id} column={column} sorting={sorting} onSort={onSort} />)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows?.map((row) => (
            <tr key={rowId(row)} role="row">
              {columns.map((column) => <Cell key={column.id} column={column}>{column.cell(row)}</Cell>)}
            </tr>
          ))}
          {!rows && Array.from({ length: expected }, (_, n) => (
            <tr key={n} role="row" className="waiting">
              {columns.map((column, m) => <Cell key={column.id} column={column}><Skeleton width={(n + m) % 3 ? 'medium' : 'short'} /></Cell>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, children }: { column: Column<Row>; children: ReactNode }) {
  const shape = classes(`cell-${column.id}`, column.align, column.names && 'names', column.wide && 'wide');
  if (column.names) return <th scope="row" role="rowheader" className={shape} data-label={column.header}>{children}</th>;
  return <td role="cell" className={shape} data-label={column.header}>{children}</td>;
}

function HeaderCell<Row>({ column, sorting, onSort }: { column: Column<Row>; sorting: Sorting | undefined; onSort: ((sorting: Sorting) => void) | undefined }) {
  const { t } = useTexts();
  const shape = classes(`cell-${column.id}`, column.align, column.wide && 'wide');
  const { sort } = column;
  if (!sort || !onSort) return <th scope="col" role="columnheader" className={shape}>{column.header}</th>;
  const active = sorting?.by === sort;
  const down = active && !sorting.down; // what pressing would give
  const Icon = active ? (sorting.down ? ArrowDown : ArrowUp) : ChevronsUpDown;
  return (
    <th scope="col" role="columnheader" className={shape} aria-sort={active ? (sorting.down ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        className={classes('sort', active && 'active')}
        aria-label={t(down ? 'ui.sortDescending' : 'ui.sortAscending', { column: column.header })}
        onClick={() => onSort({ by: sort, down })}
      >
        {column.header}
        <Icon aria-hidden />
      </button>
    </th>
  );
}
