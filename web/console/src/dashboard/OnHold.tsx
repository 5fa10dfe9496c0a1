import { ShieldCheck } from 'lucide-react';
import type { DashboardQuery } from '../api/generated/graphql';
import { useOpened } from '../app/opened';
import { useTexts } from '../i18n/useTexts';
import { Badge, HoldBadge } from '../ui/Badge';
import { Glad, Lines, Panel } from './Panel';

/** Domains that are not in the DNS, because of a hold. */
export function OnHold({ held }: { held: DashboardQuery['held'] }) {
  const { t, number } = useTexts();
  const { open } = useOpened();
  return (
    <Panel title={t('dashboard.held')} aside={held && held.totalCount > 0 ? <Badge tone="bad">{number(held.totalCount)}{!held.totalCountExact && '+'}</Badge> : null}>
      {!held && <Lines />}
      {held?.totalCount === 0 && <Glad icon={<ShieldCheck aria-hidden />}>{t('dashboard.held.none')}</Glad>}
      {held && held.totalCount > 0 && (
        <ul className="lines">
          {held.edges.map(({ node: { id, unicodeName, holds, owner } }) => (
            <li key={id}>
              <div className="line-text">
                {owner ? <button type="button" className="link" onClick={() => open('domains', owner.id)}><bdi>{unicodeName}</bdi></button> : <strong><bdi>{unicodeName}</bdi></strong>}
                {owner && <span className="soft"><bdi>{owner.displayName}</bdi></span>}
              </div>
              <span className="row">{holds.map((hold) => <HoldBadge key={hold.reason} {...hold} />)}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
