import { CalendarClock, Globe, RefreshCw } from 'lucide-react';
import { useOpened } from '../app/opened';
import { useTexts, type Words } from '../i18n/useTexts';
import { Badge, DomainStatusBadge, HoldBadge, RoleBadge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { DataTable, type Column } from '../ui/DataTable';
import { EmptyState } from '../ui/states';
import type { OwnHandle } from './OwnerPage';

const soon = 90 * 86_400_000; // milliseconds, in which an end is near

type Edge = OwnHandle['domains']['edges'][number];

/** The owner's domains; the drawer has what can be done with them. */
export function OwnDomains({ handle: { id, domains } }: { handle: OwnHandle }) {
  const words = useTexts();
  const { t, number } = words;
  const { open } = useOpened();
  return (
    <section className="own-part own-domains" aria-labelledby="own-domains">
      <header className="own-head">
        <h2 id="own-domains">{t('owner.domains')} <span className="soft number">{number(domains.totalCount)}</span></h2>
        {domains.totalCount > 0 && <Button icon={<Globe aria-hidden />} onPress={() => open('domains', id)}>{t('owner.domains.manage')}</Button>}
      </header>
      {domains.totalCount === 0 ? (
        <EmptyState icon={<Globe aria-hidden />} title={t('owner.domains.none')}>{t('owner.domains.none.text')}</EmptyState>
      ) : (
        <DataTable label={t('owner.domains')} columns={columnsOf(words)} rows={domains.edges} rowId={({ node }) => node.id} />
      )}
      {domains.totalCount > domains.edges.length && <p className="soft">{t('owner.domains.more', { count: domains.totalCount - domains.edges.length })}</p>}
    </section>
  );
}

function columnsOf({ t, date }: Words): Column<Edge>[] {
  return [
    { id: 'domain', header: t('owner.domain'), names: true, cell: ({ node }) => <bdi>{node.unicodeName}</bdi> },
    { id: 'roles', header: t('owner.roles'), cell: ({ roles }) => <span className="row">{roles.map((role) => <RoleBadge key={role} role={role} />)}</span> },
    { id: 'expires', header: t('owner.expires'), cell: ({ node }) => <time dateTime={node.expiresAt}>{date(node.expiresAt)}</time> },
    {
      id: 'renewal', header: t('owner.renewal'),
      cell: ({ node }) => (node.autoRenew ? <Badge icon={<RefreshCw aria-hidden />}>{t('dashboard.autoRenew')}</Badge> : <Badge tone={Date.parse(node.expiresAt) < Date.now() + soon ? 'warn' : 'plain'} icon={<CalendarClock aria-hidden />}>{t('dashboard.noAutoRenew')}</Badge>),
    },
    {
      id: 'status', header: t('owner.status'),
      cell: ({ node }) => (
        <span className="row">
          {node.holds.map((hold) => <HoldBadge key={hold.reason} {...hold} />)}
          {node.holds.length === 0 && node.statuses.map((status) => <DomainStatusBadge key={status} status={status} />)}
          {node.reachabilityDueAt && <small className="soft">{t('reachability.due', { date: date(node.reachabilityDueAt) })}</small>}
        </span>
      ),
    },
  ];
}
