import { Globe, MailQuestion, Pencil, Send, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CheckFragment, ContactRowFragment } from '../api/generated/graphql';
import type { OverlayName } from '../app/views';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { IconButton } from '../ui/IconButton';
import { shownAs } from './actions';

interface RowActionsProps {
  contact: ContactRowFragment;
  withDomains: boolean;
  onOpen: (name: OverlayName, handle: string) => void;
}

/** The icons of a row: each enabled, disabled with the reason, or absent, as `actions` says. */
export function RowActions({ contact, withDomains, onOpen }: RowActionsProps) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const { code, actions } = contact;
  const one = (name: OverlayName, label: string, icon: ReactElement, check: CheckFragment, danger = false) => {
    const shown = shownAs(check);
    if (shown.state === 'absent') return <span key={name} className="no-action" />;
    const reason = shown.state === 'blocked' ? refusalText(shown.by) : undefined;
    return <IconButton key={name} label={label} icon={icon} danger={danger} reason={reason} popup="dialog" onPress={() => onOpen(name, contact.id)} />;
  };
  return (
    <div className="row-actions">
      {one('reset', t('contacts.action.reset', { code }), <MailQuestion aria-hidden />, actions.resetReachability)}
      {withDomains && <IconButton label={t('contacts.action.domains', { code })} icon={<Globe aria-hidden />} popup="dialog" onPress={() => onOpen('domains', contact.id)} />}
      {one('edit', t('contacts.action.edit', { code }), <Pencil aria-hidden />, actions.update)}
      {one('release', t('contacts.action.release', { code }), <Send aria-hidden />, actions.release)}
      {one('delete', t('contacts.action.delete', { code }), <Trash2 aria-hidden />, actions.delete, true)}
    </div>
  );
}
