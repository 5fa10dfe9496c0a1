import type { OverlayProps } from '../app/views';
import { useTexts } from '../i18n/useTexts';
import { Drawer } from '../ui/Dialog';

export default function HandleDomains({ handle, close }: OverlayProps) {
  const { t } = useTexts();
  return <Drawer title={t('contacts.filter.linked')} dismissable onClose={close}><p>{t('app.soon')}</p><p className="soft">{handle}</p></Drawer>;
}
