import { Page } from '../app/Page';
import { useTexts } from '../i18n/useTexts';
import { Feed, LineBadge } from '../live/Feed';
import { ProblemState } from '../ui/states';
import { AtRisk } from './AtRisk';
import { Counts } from './Counts';
import './dashboard.css';
import { Expiring } from './Expiring';
import { OnHold } from './OnHold';
import { Lines, Panel } from './Panel';
import { useDashboard } from './useDashboard';

/** What there is, what is about to happen, and what happens. */
export default function DashboardPage() {
  const { t } = useTexts();
  const { first, ahead, now, withDomains, withEvents } = useDashboard();
  const { data } = first;
  const problem = first.problem ?? ahead.problem;
  return (
    <Page title={t('app.dashboard')}>
      {problem && <ProblemState problem={problem} onRetry={() => { first.reload(); ahead.reload(); }} />}
      {(data || !problem) && (
        <div className="dashboard" aria-busy={!data}>
          <div className="dashboard-main">
            <Counts data={data} />
            {withDomains && <AtRisk past={data?.due} data={ahead.data} />}
            {withDomains && <Expiring past={data?.expired} data={ahead.data} now={now} />}
            {!withDomains && <p className="soft">{t('dashboard.withoutDomains')}</p>}
          </div>
          <div className="dashboard-side">
            <Panel title={t('live.title')} aside={withEvents && <LineBadge />}>
              {!withEvents && <p className="soft">{t('live.without')}</p>}
              {withEvents && (data ? <Feed former={data.events?.edges.map(({ node }) => node) ?? []} /> : <Lines count={8} />)}
            </Panel>
            {withDomains && <OnHold held={data?.held} />}
          </div>
        </div>
      )}
    </Page>
  );
}
