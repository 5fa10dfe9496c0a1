import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';

/** Says that a form goes on where it was left. */
export function RestoredNote({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTexts();
  return (
    <Notice tone="info" role="status">
      <div className="row"><span>{t('handle.restored')}</span> <Button onPress={onDiscard}>{t('handle.restored.discard')}</Button></div>
    </Notice>
  );
}
