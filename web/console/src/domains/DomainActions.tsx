import { CalendarPlus, KeyRound, LockKeyhole, LockKeyholeOpen, LogOut, RefreshCw, RefreshCwOff, Server, Users } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DomainRowFragment } from '../api/generated/graphql';
import { shownAs, type Shown } from '../contacts/actions';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { IconButton } from '../ui/IconButton';
import { releaseShownAs } from './release';
import { useSwitches } from './useSwitches';

/** What is asked for with a dialog, and for which domain. */
export interface Asked {
  what: 'renew' | 'nameservers' | 'authCode' | 'contacts' | 'release';
  domain: DomainRowFragment;
}

/** The icons of a domain: each enabled, disabled with the reason, or absent, as its `actions` say. */
export function DomainActions({ domain, onAsk }: { domain: DomainRowFragment; onAsk: (asked: Asked) => void }) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const { setLock, setRenewal } = useSwitches();
  const { actions, transferLock, autoRenew, unicodeName: name } = domain;
  const icon = (shown: Shown, label: string, drawn: ReactElement, press: () => void, more: { popup?: 'dialog'; danger?: boolean } = { popup: 'dialog' }) => {
    if (shown.state === 'absent') return null;
    const reason = shown.state === 'blocked' ? refusalText(shown.by) : undefined;
    return <IconButton label={label} icon={drawn} reason={reason} onPress={press} {...more} />;
  };
  const ask = (what: Asked['what']) => () => onAsk({ what, domain });
  return (
    <div className="row-actions domain-actions">
      {icon(shownAs(actions.renew), t('domains.action.renew', { name }), <CalendarPlus aria-hidden />, ask('renew'))}
      {icon(shownAs(actions.setAutoRenew), t(autoRenew ? 'domains.action.renewalOff' : 'domains.action.renewalOn', { name }),
        autoRenew ? <RefreshCw aria-hidden /> : <RefreshCwOff aria-hidden />, () => void setRenewal(domain, !autoRenew), {})}
      {icon(shownAs(actions.setTransferLock), t(transferLock ? 'domains.action.unlock' : 'domains.action.lock', { name }),
        transferLock ? <LockKeyhole aria-hidden /> : <LockKeyholeOpen aria-hidden />, () => void setLock(domain, !transferLock), {})}
      {icon(shownAs(actions.setNameservers), t('domains.action.nameservers', { name }), <Server aria-hidden />, ask('nameservers'))}
      {icon(shownAs(actions.updateContacts), t('domains.action.contacts', { name }), <Users aria-hidden />, ask('contacts'))}
      {icon(shownAs(actions.revealAuthCode), t('domains.action.authCode', { name }), <KeyRound aria-hidden />, ask('authCode'))}
      {icon(releaseShownAs(domain), t('domains.action.release', { name }), <LogOut aria-hidden />, ask('release'), { popup: 'dialog', danger: true })}
    </div>
  );
}
