import { CircleCheck, Globe, MailQuestion } from 'lucide-react';
import { Link } from 'wouter';
import type { AheadQuery, DashboardQuery } from '../api/generated/graphql';
import { useOpened } from '../app/opened';
import { shownAs } from '../contacts/actions';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Badge } from '../ui/Badge';
import { IconButton } from '../ui/IconButton';
import { Glad, Lines, Panel } from './Panel';

/** Domains that go on hold unless their owners answer, the next first. */
export function AtRisk({ past, data }: { past: DashboardQuery['due']; data: AheadQuery | undefined }) {
  const { t, number } = useTexts();
  const count = data && Math.max(0, data.due.totalCount - (past?.totalCount ?? 0));
  return (
    <Panel title={t('dashboard.risk')} className="wide" aside={count ? <Badge tone="warn">{number(count)}{!data.due.totalCountExact && '+'}</Badge> : null}>
      {!data && <Lines count={6} />}
      {count === 0 && <Glad icon={<CircleCheck aria-hidden />}>{t('dashboard.risk.none')}</Glad>}
      {data && count !== 0 && <ul className="lines">{data.due.edges.map(({ node }) => <Line key={node.id} domain={node} />)}</ul>}
      {data && <footer>
        <Link href="/contacts?reachability=pending">{t('dashboard.risk.all')}</Link>
        {past && past.totalCount > 0 && <Link href="/contacts?reachability=failed">{t('dashboard.risk.passed', { count: past.totalCount })}</Link>}
      </footer>}
    </Panel>
  );
}

function Line({ domain: { unicodeName, reachabilityDueAt, owner } }: { domain: AheadQuery['due']['edges'][number]['node'] }) {
  const { t, fromNow, dateTime } = useTexts();
  const { open } = useOpened();
  const refusalText = useRefusalText();
  const shown = owner && shownAs(owner.actions.resetReachability);
  const hours = reachabilityDueAt ? (Date.parse(reachabilityDueAt) - Date.now()) / 3_600_000 : Infinity;
  return (
    <li>
      <div className="line-text">
        <strong><bdi>{unicodeName}</bdi></strong>
        {owner && <span className="soft"><bdi>{owner.displayName}</bdi> <span className="code">{owner.code}</span>{owner.reachability.bounced && <> · {t('reachability.bounced')}</>}</span>}
      </div>
      {reachabilityDueAt && <Badge tone={hours < 72 ? 'bad' : 'warn'} title={dateTime(reachabilityDueAt)}><time dateTime={reachabilityDueAt}>{fromNow(reachabilityDueAt)}</time></Badge>}
      {owner && (
        <div className="line-actions">
          {shown && shown.state !== 'absent' && <IconButton label={t('contacts.action.reset', { code: owner.code })} icon={<MailQuestion aria-hidden />} reason={shown.state === 'blocked' ? refusalText(shown.by) : undefined} popup="dialog" onPress={() => open('reset', owner.id)} />}
          <IconButton label={t('contacts.action.domains', { code: owner.code })} icon={<Globe aria-hidden />} popup="dialog" onPress={() => open('domains', owner.id)} />
        </div>
      )}
    </li>
  );
}
