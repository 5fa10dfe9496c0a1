import type { ReactNode } from 'react';
import type { OwnAddressFragment } from '../api/generated/graphql';
import { useTexts } from '../i18n/useTexts';
import { KindBadge, ReachabilityBadge } from '../ui/Badge';
import type { OwnHandle } from './OwnerPage';

/** All that the record says. */
export function OwnData({ handle }: { handle: OwnHandle }) {
  const { t, date, dateTime, language } = useTexts();
  const { reachability } = handle;
  const text = (value: string | null) => value && <bdi>{value}</bdi>;
  const rows: [string, ReactNode][] = [
    [t('contacts.column.kind'), <KindBadge key="kind" kind={handle.kind} />],
    [t('owner.organization'), text(handle.organization)],
    [t('owner.registrationNumber'), text(handle.registrationNumber)],
    [t('owner.name'), text(`${handle.givenName} ${handle.familyName}`)],
    [t('owner.email'), text(handle.email)],
    [t('owner.phone'), text(handle.phone)],
    [t('owner.mobile'), text(handle.mobile)],
    [t('owner.fax'), text(handle.fax)],
    [t('owner.address'), <Address key="address" address={handle.address} />],
    [t('owner.internationalAddress'), handle.internationalAddress && <Address key="international" address={handle.internationalAddress} />],
    [t('owner.vatNumber'), text(handle.vatNumber)],
    [t('app.language'), handle.language && languageName(handle.language, language)],
    [t('owner.created'), date(handle.createdAt)],
    [t('contacts.column.updated'), dateTime(handle.updatedAt)],
  ];
  return (
    <section className="own-part" aria-labelledby="own-data">
      <h2 id="own-data">{t('owner.data')}</h2>
      <dl className="own-data">
        {rows.map(([name, value]) => value && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        <div>
          <dt>{t('contacts.column.reachability')}</dt>
          <dd>
            <ReachabilityBadge {...reachability} />
            {reachability.state === 'PENDING' && <p className="soft">{reachability.sentAt ? t('owner.reachability.sent', { date: dateTime(reachability.sentAt) }) : t('owner.reachability.waiting')}{' '}{reachability.dueAt && t('reachability.due', { date: date(reachability.dueAt) })}</p>}
            {reachability.bounced && <p className="own-warning">{t('owner.reachability.bounced')}</p>}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Address({ address: { street, postalCode, city, stateProvince, country: code } }: { address: OwnAddressFragment }) {
  const { country } = useTexts();
  const lines = [...street, [postalCode, city].filter(Boolean).join(' '), stateProvince].filter((line): line is string => Boolean(line));
  return <>{lines.map((line, n) => <div key={n}><bdi>{line}</bdi></div>)}<div>{country(code)}</div></>;
}

function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language', fallback: 'code' }).of(code) ?? code;
  } catch {
    return code; // not of the form of a language's code
  }
}
