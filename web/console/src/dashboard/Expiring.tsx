import { CalendarClock, RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { AheadQuery, DashboardQuery } from '../api/generated/graphql';
import { useOpened } from '../app/opened';
import { useTexts } from '../i18n/useTexts';
import { Badge } from '../ui/Badge';
import { Glad, Lines, Panel } from './Panel';
import { Columns } from './pictures';

const spans = [30, 60, 90] as const;
const shownAtMost = 8;
const day = 86_400_000;
type Node = AheadQuery['expiring']['edges'][number]['node'];

/** What expires soon, foremost what nobody renews: by week as a picture, and the next by name. */
export function Expiring({ past, data, now }: { past: DashboardQuery['expired']; data: AheadQuery | undefined; now: number }) {
  const { t } = useTexts();
  const [parameters, setParameters] = useSearchParams();
  const days = spans.find((span) => String(span) === parameters.get('days')) ?? spans[0];
  const choose = (span: number) => setParameters((before) => {
    const to = new URLSearchParams(before);
    if (span === spans[0]) to.delete('days');
    else to.set('days', String(span));
    return to;
  }, { replace: true });
  const before = past?.totalCount ?? 0;
  return (
    <Panel title={t('dashboard.expiring')} className="wide" aside={data && <Spans data={data} before={before} chosen={days} onChoose={choose} />}>
      {data ? <Ahead data={data} before={before} days={days} now={now} /> : <Lines count={8} />}
      {before > 0 && <footer><span className="soft">{t('dashboard.expired', { count: before })}</span></footer>}
    </Panel>
  );
}

function Spans({ data, before, chosen, onChoose }: { data: AheadQuery; before: number; chosen: number; onChoose: (days: number) => void }) {
  const { t, number } = useTexts();
  const counts = { 30: data.days30, 60: data.days60, 90: data.days90 };
  return (
    <div className="spans" role="group" aria-label={t('dashboard.expiring')}>
      {spans.map((span) => (
        <button key={span} type="button" aria-pressed={span === chosen} onClick={() => onChoose(span)}>
          {t('dashboard.days', { days: span })} <span className="number">{number(Math.max(0, counts[span].totalCount - before))}</span>
        </button>
      ))}
    </div>
  );
}

function Ahead({ data, before, days, now }: { data: AheadQuery; before: number; days: number; now: number }) {
  const { t, language } = useTexts();
  const weeks = useMemo(() => {
    const totals = [data.week1, data.week2, data.week3, data.week4, data.week5, data.week6, data.week7, data.week8, data.week9, data.week10, data.week11, data.week12];
    const name = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });
    // Each total counts all that expires before the end of its week; where totals are not exact, there is no difference.
    const exact = totals.every(({ totalCountExact }) => totalCountExact);
    return exact ? totals.map(({ totalCount }, n) => ({ name: name.format(now + n * 7 * day), count: Math.max(0, totalCount - (n ? (totals[n - 1]?.totalCount ?? 0) : before)) })) : [];
  }, [data, before, language, now]);
  const within = data.expiring.edges.map(({ node }) => node).filter(({ expiresAt }) => Date.parse(expiresAt) < now + days * day);
  const foremost = [...within.filter((node) => !node.autoRenew), ...within.filter((node) => node.autoRenew)].slice(0, shownAtMost);
  return (
    <div className="expiring">
      {weeks.length > 0 && <div><h3>{t('dashboard.weeks')}</h3><Columns label={t('dashboard.weeks')} weeks={weeks} /></div>}
      <div>
        <h3>{t('dashboard.next')}</h3>
        {foremost.length === 0 ? <Glad icon={<CalendarClock aria-hidden />}>{t('dashboard.expiring.none')}</Glad> : <ul className="lines">{foremost.map((node) => <Line key={node.id} domain={node} />)}</ul>}
      </div>
    </div>
  );
}

function Line({ domain: { unicodeName, expiresAt, autoRenew, owner } }: { domain: Node }) {
  const { t, date, fromNow } = useTexts();
  const { open } = useOpened();
  return (
    <li>
      <div className="line-text">
        {owner ? <button type="button" className="link" onClick={() => open('domains', owner.id)}><bdi>{unicodeName}</bdi></button> : <strong><bdi>{unicodeName}</bdi></strong>}
        {owner && <span className="soft"><bdi>{owner.displayName}</bdi></span>}
      </div>
      {autoRenew ? <Badge icon={<RefreshCw aria-hidden />}>{t('dashboard.autoRenew')}</Badge> : <Badge tone="warn">{t('dashboard.noAutoRenew')}</Badge>}
      <time className="line-time" dateTime={expiresAt} title={date(expiresAt)}>{fromNow(expiresAt)}</time>
    </li>
  );
}
