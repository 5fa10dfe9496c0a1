import { ContactRound, Plus, SearchX } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { sessionStore } from '../api/session';
import { useStore } from '../api/store';
import { useOpened } from '../app/opened';
import { Page } from '../app/Page';
import { useTexts } from '../i18n/useTexts';
import { ChangedSince } from '../live/ChangedSince';
import { Button } from '../ui/Button';
import { DataTable, type Sorting } from '../ui/DataTable';
import { Pager } from '../ui/Pager';
import { SearchField } from '../ui/SearchField';
import { EmptyState, ProblemState } from '../ui/states';
import { columnsOf } from './columns';
import './contacts.css';
import { Filters, SortSelect } from './Filters';
import { isFiltered, sizes, type ListState, type SortBy } from './listState';
import { useList, useListState } from './useList';

/** The list of contacts. */
export function ContactsPage() {
  const words = useTexts();
  const { t, number } = words;
  const { state, change } = useListState();
  const { open } = useOpened();
  const list = useList(state);
  const reseller = useStore(sessionStore)?.viewer.kind === 'RESELLER';
  const columns = useMemo(
    () => columnsOf({ words, reseller, withDomains: !list.withoutDomains, onOpen: open }),
    [words, reseller, list.withoutDomains, open],
  );
  const search = (text: string) => change({ search: text }, { replace: true });
  const sort = useCallback(({ by, down }: Sorting) => change({ sort: { by: by as SortBy, down } }), [change]);
  const handles = list.data?.handles;
  const rows = useMemo(() => handles?.edges.map((edge) => edge.node), [handles]);
  const count = handles && (handles.totalCountExact ? t('contacts.count', { count: handles.totalCount }) : t('contacts.countAtLeast', { count: number(handles.totalCount) }));
  return (
    <Page
      title={t('contacts.title')}
      lead={count ?? ' '}
      aside={<Button variant="primary" icon={<Plus aria-hidden />} onPress={() => open('new')}>{t('contacts.new')}</Button>}
    >
      <div className="toolbar">
        <SearchField label={t('contacts.search')} hint={t('contacts.search.hint')} value={state.search} onSearch={search} />
        <Filters state={state} onChange={change} reseller={reseller} />
        <SortSelect state={state} onChange={change} />
      </div>
      <ChangedSince shown={list.data} prefix="hdl_" onRefresh={list.reload} />
      {list.problem && <ProblemState problem={list.problem} onRetry={list.reload} />}
      {rows?.length === 0 ? (
        <Nothing state={state} onClear={change} onNew={() => open('new')} />
      ) : (
        (rows || !list.problem) && <DataTable label={t('contacts.title')} columns={columns} rows={rows} rowId={({ id }) => id} busy={list.fetching} sorting={state.sort} onSort={sort} expected={12} />
      )}
      {handles && (
        <Pager
          hasPrevious={handles.pageInfo.hasPreviousPage}
          hasNext={handles.pageInfo.hasNextPage}
          onPrevious={() => change({ before: handles.pageInfo.startCursor ?? '' })}
          onNext={() => change({ after: handles.pageInfo.endCursor ?? '' })}
          size={state.size}
          sizes={sizes}
          onSize={(size) => change({ size })}
        />
      )}
    </Page>
  );
}

function Nothing({ state, onClear, onNew }: { state: ListState; onClear: (next: Partial<ListState>) => void; onNew: () => void }) {
  const { t } = useTexts();
  const { search } = state;
  if (!search && !isFiltered(state)) {
    return <EmptyState icon={<ContactRound aria-hidden />} title={t('contacts.empty')} action={<Button variant="primary" onPress={onNew}>{t('contacts.new')}</Button>}>{t('contacts.empty.text')}</EmptyState>;
  }
  const clear = () => onClear({ search: '', rights: [], origin: [], reachability: [], kind: [], country: '', linked: '' });
  return <EmptyState icon={<SearchX aria-hidden />} title={t('contacts.nothing')} action={<Button onPress={clear}>{t('contacts.filter.clear')}</Button>}>{t('contacts.nothing.text')}</EmptyState>;
}
