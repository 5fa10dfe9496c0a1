import { Bell, ContactRound, Globe, KeyRound, Radio, Settings2, WifiOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { LiveEventFragment } from '../api/generated/graphql';
import { useStore } from '../api/store';
import { useOpened } from '../app/opened';
import { useTexts } from '../i18n/useTexts';
import { EmptyState } from '../ui/states';
import './live.css';
import { liveStore, type LineState } from './liveStore';

const shownAtMost = 12;

/** What happened, newest first: what was read with the page, and what came since. */
export function Feed({ former }: { former: readonly LiveEventFragment[] }) {
  const { t } = useTexts();
  const live = useStore(liveStore);
  useMinutes();
  const known = new Map([...live.events, ...former].map((event) => [event.id, event]));
  const events = [...known.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, shownAtMost);
  const fresh = new Set(live.events.map(({ id }) => id));
  return (
    <>
      <Announcement events={live.events} count={live.count} />
      {events.length === 0 ? (
        <EmptyState icon={<Bell aria-hidden />} title={t('live.empty')}>{t('live.empty.text')}</EmptyState>
      ) : (
        <ol className="feed">
          {events.map((event) => <Entry key={event.id} event={event} fresh={fresh.has(event.id)} />)}
        </ol>
      )}
    </>
  );
}

/** Whether the feed is live. */
export function LineBadge() {
  const { t } = useTexts();
  const { line } = useStore(liveStore);
  const broken: LineState[] = ['broken', 'connecting', 'resting'];
  return (
    <span role="status" className={`line-badge ${line}`}>
      {line === 'live' && <><Radio aria-hidden /> {t('live.on')}</>}
      {broken.includes(line) && <><WifiOff aria-hidden /> {t('live.reconnecting')}</>}
    </span>
  );
}

function Entry({ event, fresh }: { event: LiveEventFragment; fresh: boolean }) {
  const { t, known, fromNow, dateTime } = useTexts();
  const Icon = event.entityId.startsWith('hdl_') ? ContactRound : event.entityId.startsWith('dom_') ? Globe : event.entityId.startsWith('key_') ? KeyRound : Settings2;
  return (
    <li className={fresh ? 'fresh' : undefined}>
      <Icon aria-hidden />
      <div>
        <p><span>{known(`event.${event.action}`) ?? event.action}</span>{' '}<What event={event} /></p>
        <p className="soft">
          {t(`live.by.${event.actor.kind}`, { key: event.actor.apiKeyId?.slice(-4) ?? '' })}{' · '}
          <time dateTime={event.at} title={dateTime(event.at)}>{fromNow(earlier(event.at))}</time>
        </p>
      </div>
    </li>
  );
}

/** The server's clock may be ahead of this one's: what happened is never in the future. */
function earlier(at: string): string {
  return Date.parse(at) > Date.now() ? new Date().toISOString() : at;
}

/** What was changed, and a way to it. */
function What({ event: { entity } }: { event: LiveEventFragment }) {
  const { t } = useTexts();
  const { open } = useOpened();
  switch (entity?.__typename) {
    case 'Handle':
      return <Link href={`/contacts?q=${encodeURIComponent(entity.code)}`}><bdi>{entity.displayName}</bdi> <span className="code">{entity.code}</span></Link>;
    case 'Domain': {
      const owner = entity.owner?.id;
      return owner ? <button type="button" className="link" onClick={() => open('domains', owner)}><bdi>{entity.unicodeName}</bdi></button> : <bdi>{entity.unicodeName}</bdi>;
    }
    case 'ApiKey':
      return <span><bdi>{entity.keyName}</bdi> <span className="code">…{entity.hint}</span></span>;
    case 'Reseller':
      return <bdi>{entity.resellerName}</bdi>;
    default:
      return <span className="soft">{entity ? '' : t('live.gone')}</span>;
  }
}

/** Reads out what came, together and not more often than every few seconds. */
function Announcement({ events, count }: { events: readonly LiveEventFragment[]; count: number }) {
  const { t, known } = useTexts();
  const [said, setSaid] = useState('');
  const heard = useRef(count);
  const latest = useRef({ events, count });
  useEffect(() => {
    latest.current = { events, count };
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const { events: now, count: total } = latest.current;
      const fresh = total - heard.current;
      heard.current = total;
      const [first] = now;
      if (fresh === 1 && first) setSaid(known(`event.${first.action}`) ?? first.action);
      else if (fresh > 1) setSaid(t('live.several', { count: fresh }));
    }, 5000);
    return () => clearInterval(timer);
  }, [t, known]);
  return <p className="unseen" role="status">{said}</p>;
}

/** Renders again every half minute, so that "a minute ago" stays true. */
function useMinutes(): void {
  const [, setNow] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow((now) => now + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
}
