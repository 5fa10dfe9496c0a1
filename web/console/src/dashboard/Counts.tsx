import type { DashboardQuery } from '../api/generated/graphql';
import { useTexts } from '../i18n/useTexts';
import { Lines, Panel } from './Panel';
import { Bar, Ring, type Share } from './pictures';

const rightsTones = { FULL: 'accent', LIMITED: 'plain' } as const;
const stateTones = { VALIDATED: 'good', PENDING: 'warn', FAILED: 'bad', NONE: 'plain' } as const;
const states = ['VALIDATED', 'PENDING', 'FAILED', 'NONE'] as const;

/** What there is: of a reseller by the counts, which are always exact; of operators by the lists' own. */
export function Counts({ data }: { data: DashboardQuery | undefined }) {
  const { t } = useTexts();
  if (!data) return <><Panel title={t('dashboard.contacts')}><Lines /></Panel><Panel title={t('dashboard.reachability')}><Lines /></Panel></>;
  const counts = data.viewer?.__typename === 'Reseller' ? data.viewer.counts : null;
  return (
    <>
      {counts ? <Own counts={counts} /> : <All data={data} />}
      <Reachability data={data} />
    </>
  );
}

type Reseller = Extract<NonNullable<DashboardQuery['viewer']>, { __typename: 'Reseller' }>;

function Own({ counts }: { counts: NonNullable<Reseller['counts']> }) {
  const { t, number } = useTexts();
  const shares = counts.byRights.map(({ rights, count }): Share => ({
    id: rights, label: t(`rights.${rights}`), count, tone: rightsTones[rights], href: `/contacts?rights=${rights.toLowerCase()}`,
  }));
  return (
    <Panel title={t('dashboard.contacts')}>
      <dl className="figures">
        <div><dt>{t('dashboard.contacts')}</dt><dd>{number(counts.handles)}</dd></div>
        <div><dt>{t('dashboard.domains')}</dt><dd>{number(counts.domains)}</dd></div>
      </dl>
      <h3>{t('dashboard.byRights')}</h3>
      <Bar label={t('dashboard.byRights')} shares={shares} />
    </Panel>
  );
}

function All({ data }: { data: DashboardQuery }) {
  const { t, number } = useTexts();
  const total = (of: { totalCount: number; totalCountExact?: boolean } | null | undefined) => of && `${number(of.totalCount)}${of.totalCountExact === false ? '+' : ''}`;
  const figures = [
    [t('dashboard.resellers'), total(data.resellers)],
    [t('dashboard.contacts'), total(data.all)],
    [t('dashboard.domains'), total(data.allDomains)],
    [t('dashboard.deadLetters'), total(data.deadLetters)],
  ];
  return (
    <Panel title={t('dashboard.everything')}>
      <dl className="figures">
        {figures.map(([name, value]) => value && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
    </Panel>
  );
}

function Reachability({ data }: { data: DashboardQuery }) {
  const { t, number } = useTexts();
  const counts = data.viewer?.__typename === 'Reseller' ? data.viewer.counts?.byReachability : null;
  const listed = { VALIDATED: data.validated, PENDING: data.pending, FAILED: data.failed, NONE: data.none };
  const shares = states.map((state): Share => ({
    id: state, label: t(`reachability.${state}`), tone: stateTones[state], href: `/contacts?reachability=${state.toLowerCase()}`,
    count: counts?.find((one) => one.state === state)?.count ?? listed[state]?.totalCount ?? 0,
  }));
  return (
    <Panel title={t('dashboard.reachability')}>
      <Ring label={t('dashboard.reachability')} shares={shares} total={number(shares.reduce((sum, { count }) => sum + count, 0))} />
    </Panel>
  );
}
