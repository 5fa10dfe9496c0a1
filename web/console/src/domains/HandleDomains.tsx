import { Globe, LogOut, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DomainRowFragment } from '../api/generated/graphql';
import type { OverlayProps } from '../app/views';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { DataTable } from '../ui/DataTable';
import { Drawer } from '../ui/Dialog';
import { Checkbox } from '../ui/fields';
import { Notice } from '../ui/Notice';
import { Pager } from '../ui/Pager';
import { SearchField } from '../ui/SearchField';
import { EmptyState, ProblemState } from '../ui/states';
import { AuthCode } from './AuthCode';
import { columnsOf, type Row } from './columns';
import { DomainContacts } from './DomainContacts';
import type { Asked } from './DomainActions';
import './domains.css';
import { Nameservers } from './Nameservers';
import { ReleaseDomains } from './ReleaseDomains';
import { releaseShownAs } from './release';
import { RenewDomain } from './RenewDomain';
import { sizes, useDomains } from './useDomains';
import { most, useSelection, type Selection } from './useSelection';

/** The domains of a contact, with all that can be done to them. */
export default function HandleDomains({ handle: id, close }: OverlayProps) {
  const words = useTexts();
  const { t } = words;
  const list = useDomains(id);
  const selection = useSelection();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [releasing, setReleasing] = useState<readonly DomainRowFragment[] | null>(null);
  const onAsk = (next: Asked) => (next.what === 'release' ? setReleasing([next.domain]) : setAsked(next));
  const columns = useMemo(() => columnsOf({ words, selection, onAsk }), [words, selection]);
  const { handle, problem, fetching, data } = list;
  const rows = handle?.domains.edges;
  const nothing = rows?.length === 0;
  return (
    <Drawer size="large" title={<Title handle={handle} />} onClose={close}>
      {problem && <ProblemState problem={problem} onRetry={list.reload} />}
      {data && !handle && !fetching && <Notice tone="bad" role="alert">{t('refusal.NOT_FOUND')}</Notice>}
      {(handle ?? !data) && !(problem && !handle) && (
        <>
          <div className="toolbar">
            <SearchField label={t('domains.search')} value={list.search} onSearch={list.onSearch} />
            <span className="soft" role="status">{handle && t('contacts.domainsOf', { count: handle.domains.totalCount })}</span>
          </div>
          {rows && !nothing && <SelectionBar rows={rows} selection={selection} onRelease={() => setReleasing([...selection.selected.values()])} />}
          {nothing ? (
            <EmptyState icon={list.search ? <SearchX aria-hidden /> : <Globe aria-hidden />} title={t(list.search ? 'domains.nothing' : 'domains.empty')} />
          ) : (
            <DataTable label={t('contacts.column.domains')} columns={columns} rows={rows} rowId={({ node }) => node.id} busy={fetching} expected={6} />
          )}
        </>
      )}
      {handle && (
        <Pager
          hasPrevious={handle.domains.pageInfo.hasPreviousPage}
          hasNext={handle.domains.pageInfo.hasNextPage}
          onPrevious={list.onPrevious}
          onNext={list.onNext}
          size={list.size}
          sizes={sizes}
          onSize={list.onSize}
        />
      )}
      {asked && <Dialogs asked={asked} rows={rows} close={() => setAsked(null)} />}
      {releasing && <ReleaseDomains domains={releasing} onReleased={selection.drop} close={() => setReleasing(null)} />}
    </Drawer>
  );
}

function Title({ handle }: { handle: { displayName: string; code: string } | null | undefined }) {
  const { t } = useTexts();
  return (
    <>
      {t('domains.title')}
      {handle && <small className="title-of"><bdi>{handle.displayName}</bdi> <span className="code">{handle.code}</span></small>}
    </>
  );
}

/** How many are ticked, on this page and others, and what can be done to them together. */
function SelectionBar({ rows, selection, onRelease }: { rows: readonly Row[]; selection: Selection; onRelease: () => void }) {
  const { t } = useTexts();
  const { selected, set, clear } = selection;
  const here = rows.map(({ node }) => node).filter((domain) => releaseShownAs(domain).state === 'allowed');
  const all = here.length > 0 && here.every(({ id }) => selected.has(id));
  if (here.length === 0 && selected.size === 0) return null;
  return (
    <div className="selection-bar">
      <Checkbox label={t('domains.selectPage')} checked={all} onChange={(on) => set(here, on)} />
      <span className="soft" role="status">{t('domains.selected', { count: selected.size })}{selected.size >= most && ` – ${t('domains.selected.most', { count: most })}`}</span>
      {selected.size > 0 && <Button variant="quiet" onPress={clear}>{t('domains.clear')}</Button>}
      <Button variant="danger" icon={<LogOut aria-hidden />} isDisabled={selected.size === 0} onPress={onRelease}>{t('domains.releaseSelected')}</Button>
    </div>
  );
}

/** The dialog that was asked for, about the domain as it is by now. */
function Dialogs({ asked: { what, domain }, rows, close }: { asked: Asked; rows: readonly Row[] | undefined; close: () => void }) {
  const now = rows?.find(({ node }) => node.id === domain.id)?.node ?? domain;
  switch (what) {
    case 'renew':
      return <RenewDomain domain={now} close={close} />;
    case 'nameservers':
      return <Nameservers domain={now} close={close} />;
    case 'authCode':
      return <AuthCode domain={now} close={close} />;
    case 'contacts':
      return <DomainContacts domain={now} close={close} />;
    case 'release':
      return null; // it has a state of its own, since it may be about several
  }
}
