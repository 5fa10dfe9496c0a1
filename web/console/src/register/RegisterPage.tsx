import { Page } from '../app/Page';
import { useTexts } from '../i18n/useTexts';
import { EmptyState } from '../ui/states';

export default function RegisterPage() {
  const { t } = useTexts();
  return <Page title={t('app.register')}><EmptyState title={t('app.soon')} /></Page>;
}
