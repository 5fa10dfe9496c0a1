import type { OverlayProps } from '../app/views';
import { useTexts } from '../i18n/useTexts';
import { Dialog } from '../ui/Dialog';

export default function ReleaseHandle({ handle, close }: OverlayProps) {
  const { t } = useTexts();
  return <Dialog title={t('contacts.title')} dismissable onClose={close}><p>{t('app.soon')}</p><p className="soft">{handle}</p></Dialog>;
}
