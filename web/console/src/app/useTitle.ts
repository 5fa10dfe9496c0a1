import { useEffect } from 'react';
import { useTexts } from '../i18n/useTexts';

/** Names the view in the browser's tab. */
export function useTitle(title: string): void {
  const { t } = useTexts();
  useEffect(() => {
    document.title = `${title} – ${t('app.name')}`;
  }, [title, t]);
}
