import type { ContactRowFragment } from '../api/generated/graphql';
import type { OverlayName } from '../app/views';
import type { Words } from '../i18n/useTexts';
import { KindBadge, ReachabilityBadge, RightsBadge } from '../ui/Badge';
import type { Column } from '../ui/DataTable';
import { RowActions } from './RowActions';

interface ColumnsOptions {
  words: Words;
  reseller: boolean;
  withDomains: boolean;
  onOpen: (name: OverlayName, handle: string) => void;
}

/** The columns of the list. Texts of people stand in `bdi`: whatever their script and direction, they stay in their cell. */
export function columnsOf({ words: { t, number, country, date, dateTime }, reseller, withDomains, onOpen }: ColumnsOptions): Column<ContactRowFragment>[] {
  const columns: (Column<ContactRowFragment> | false)[] = [
    { id: 'name', header: t('contacts.column.name'), sort: 'name', names: true, cell: (contact) => <Name contact={contact} /> },
    { id: 'code', header: t('contacts.column.code'), sort: 'code', cell: ({ code }) => <span className="code">{code}</span> },
    { id: 'kind', header: t('contacts.column.kind'), wide: true, cell: ({ kind }) => <KindBadge kind={kind} /> },
    { id: 'country', header: t('contacts.column.country'), wide: true, cell: ({ address }) => <span title={country(address.country)}>{country(address.country)}</span> },
    reseller && { id: 'rights', header: t('contacts.column.rights'), cell: ({ rights }) => rights && <RightsBadge rights={rights} /> },
    { id: 'reachability', header: t('contacts.column.reachability'), cell: ({ reachability }) => <ReachabilityBadge {...reachability} /> },
    withDomains && {
      id: 'domains', header: t('contacts.column.domains'), align: 'end',
      cell: ({ domains }) => <span className="number" title={t('contacts.domainsOf', { count: domains?.totalCount ?? 0 })}>{number(domains?.totalCount ?? 0)}</span>,
    },
    {
      id: 'updated', header: t('contacts.column.updated'), sort: 'updated', wide: true,
      cell: ({ updatedAt }) => <time dateTime={updatedAt} title={dateTime(updatedAt)}>{date(updatedAt)}</time>,
    },
    {
      id: 'actions', header: t('contacts.column.actions'), align: 'end',
      cell: (contact) => <RowActions contact={contact} withDomains={withDomains} onOpen={onOpen} />,
    },
  ];
  return columns.filter((column) => column !== false);
}

function Name({ contact: { displayName, organization, givenName, familyName } }: { contact: ContactRowFragment }) {
  return (
    <span className="name">
      <bdi title={displayName}>{displayName}</bdi>
      {organization && <small><bdi>{givenName} {familyName}</bdi></small>}
    </span>
  );
}
