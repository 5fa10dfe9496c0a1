// The words of the trade, told apart at a glance: each by its text, its icon or its frame, and then its colour.
import { Ban, CircleCheck, CircleX, Clock, Globe, LockKeyhole, Minus, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HandleKind, ReachabilityState, Rights } from '../api/generated/graphql';
import { useTexts } from '../i18n/useTexts';
import { classes } from './classes';

export type BadgeTone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

export function Badge({ tone = 'plain', outline, icon, title, children }: { tone?: BadgeTone; outline?: boolean; icon?: ReactNode; title?: string | undefined; children: ReactNode }) {
  return <span className={classes('badge', tone, outline && 'outline')} title={title}>{icon}{children}</span>;
}

export function RightsBadge({ rights }: { rights: Rights }) {
  const { t } = useTexts();
  const full = rights === 'FULL';
  return (
    <Badge tone={full ? 'accent' : 'plain'} outline={!full} icon={full ? <ShieldCheck aria-hidden /> : <LockKeyhole aria-hidden />} title={t(`rights.${rights}.help`)}>
      {t(`rights.${rights}`)}
    </Badge>
  );
}

const reachability = {
  NONE: { icon: <Minus aria-hidden />, tone: 'plain' },
  PENDING: { icon: <Clock aria-hidden />, tone: 'warn' },
  VALIDATED: { icon: <CircleCheck aria-hidden />, tone: 'good' },
  FAILED: { icon: <CircleX aria-hidden />, tone: 'bad' },
} as const;

export interface ReachabilityProps {
  state: ReachabilityState;
  dueAt?: string | null;
  bounced?: boolean;
}

/** Nothing, a pending icon, a green check or a failure. */
export function ReachabilityBadge({ state, dueAt, bounced }: ReachabilityProps) {
  const { t, date } = useTexts();
  const { icon, tone } = reachability[state];
  const more = [dueAt && t('reachability.due', { date: date(dueAt) }), bounced && t('reachability.bounced')].filter(Boolean).join('. ');
  if (state === 'NONE') return <span className="nothing" title={t('reachability.NONE')}><span aria-hidden>–</span><span className="unseen">{t('reachability.NONE')}</span></span>;
  return (
    <Badge tone={tone} icon={icon} title={more || undefined}>
      {t(`reachability.${state}`)}
      {more && <span className="unseen">. {more}</span>}
    </Badge>
  );
}

export function KindBadge({ kind }: { kind: HandleKind }) {
  const { t } = useTexts();
  return <span className="kind">{t(`kind.${kind}`)}</span>;
}

/** A domain's EPP status; one that this program does not know shows as it is. */
export function DomainStatusBadge({ status }: { status: string }) {
  const { known } = useTexts();
  const tone = status === 'OK' ? 'good' : status === 'CLIENT_HOLD' ? 'bad' : status === 'INACTIVE' ? 'warn' : 'plain';
  const icon = status === 'CLIENT_HOLD' ? <Ban aria-hidden /> : status === 'CLIENT_TRANSFER_PROHIBITED' ? <LockKeyhole aria-hidden /> : <Globe aria-hidden />;
  return <Badge tone={tone} icon={icon}>{known(`domainStatus.${status}`) ?? status}</Badge>;
}

export function HoldBadge({ reason, placedAt }: { reason: string; placedAt?: string }) {
  const { known, date } = useTexts();
  return <Badge tone="bad" icon={<ShieldAlert aria-hidden />} title={placedAt && date(placedAt)}>{known(`hold.${reason}`) ?? reason}</Badge>;
}

export function RoleBadge({ role }: { role: string }) {
  const { known } = useTexts();
  return <Badge outline>{known(`role.${role}`) ?? role}</Badge>;
}
