import { LockKeyhole, LockKeyholeOpen, RefreshCw, RefreshCwOff } from 'lucide-react';
import type { HandleDomainsQuery } from '../api/generated/graphql';
import type { Words } from '../i18n/useTexts';
import { Badge, DomainStatusBadge, HoldBadge, RoleBadge } from '../ui/Badge';
import type { Column } from '../ui/DataTable';
import { DomainActions, type Asked } from './DomainActions';
import { releaseShownAs } from './release';
import type { Selection } from './useSelection';

export type Row = NonNullable<HandleDomainsQuery['handle']>['domains']['edges'][number];

const soon = 30 * 86_400_000; // an expiry that is nearer than this stands out

interface ColumnsOptions {
  words: Words;
  selection: Selection;
  onAsk: (asked: Asked) => void;
}

/** The columns of a contact's domains. */
export function columnsOf({ words, selection, onAsk }: ColumnsOptions): Column<Row>[] {
  const { t } = words;
  return [
    { id: 'select', header: t('domains.column.select'), cell: ({ node }) => <Tick domain={node} selection={selection} words={words} /> },
    { id: 'name', header: t('domains.column.name'), names: true, cell: (row) => <Name row={row} /> },
    { id: 'status', header: t('domains.column.status'), cell: ({ node }) => <State domain={node} words={words} /> },
    { id: 'expires', header: t('domains.column.expires'), cell: ({ node }) => <Expiry domain={node} words={words} /> },
    { id: 'settings', header: t('domains.column.settings'), wide: true, cell: ({ node }) => <Settings domain={node} words={words} /> },
    { id: 'actions', header: t('contacts.column.actions'), align: 'end', cell: ({ node }) => <DomainActions domain={node} onAsk={onAsk} /> },
  ];
}

type Domain = Row['node'];

/** What can be released can be ticked; why another cannot, its icon says. */
function Tick({ domain, selection, words: { t } }: { domain: Domain; selection: Selection; words: Words }) {
  if (releaseShownAs(domain).state !== 'allowed') return null;
  return (
    <input
      type="checkbox"
      className="tick"
      aria-label={t('domains.select', { name: domain.unicodeName })}
      checked={selection.selected.has(domain.id)}
      onChange={(event) => selection.set([domain], event.target.checked)}
    />
  );
}

function Name({ row: { node, roles } }: { row: Row }) {
  return (
    <span className="domain-name">
      <bdi title={node.name}>{node.unicodeName}</bdi>
      <span className="badges">{roles.map((role) => <RoleBadge key={role} role={role} />)}</span>
    </span>
  );
}

function State({ domain: { statuses, holds, reachabilityDueAt }, words: { t, date } }: { domain: Domain; words: Words }) {
  return (
    <span className="domain-state">
      <span className="badges">{statuses.map((status) => <DomainStatusBadge key={status} status={status} />)}</span>
      {holds.map(({ reason, placedAt }) => (
        <span key={reason}>
          <HoldBadge reason={reason} placedAt={placedAt} /> <small>{t('domains.since', { date: date(placedAt) })}</small>
        </span>
      ))}
      {reachabilityDueAt && <Badge tone="warn">{t('reachability.due', { date: date(reachabilityDueAt) })}</Badge>}
    </span>
  );
}

function Expiry({ domain: { expiresAt }, words: { date, dateTime, fromNow } }: { domain: Domain; words: Words }) {
  const near = Date.parse(expiresAt) - Date.now() < soon;
  return (
    <span className={near ? 'expiry near' : 'expiry'}>
      <time dateTime={expiresAt} title={dateTime(expiresAt)}>{fromNow(expiresAt)}</time>
      <small>{date(expiresAt)}</small>
    </span>
  );
}

function Settings({ domain: { autoRenew, transferLock }, words: { t } }: { domain: Domain; words: Words }) {
  return (
    <span className="settings">
      <small>{autoRenew ? <RefreshCw aria-hidden /> : <RefreshCwOff aria-hidden />} {t(autoRenew ? 'domains.autoRenew.on' : 'domains.autoRenew.off')}</small>
      <small>{transferLock ? <LockKeyhole aria-hidden /> : <LockKeyholeOpen aria-hidden />} {t(transferLock ? 'domains.lock.on' : 'domains.lock.off')}</small>
    </span>
  );
}
