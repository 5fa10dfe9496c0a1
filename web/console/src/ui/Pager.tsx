import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTexts } from '../i18n/useTexts';
import { Button } from './Button';
import { Select } from './fields';

export interface PagerProps {
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
  size: number;
  sizes: readonly number[];
  onSize: (size: number) => void;
}

/** Forward and back by cursor, and how many rows a page has. */
export function Pager({ hasPrevious, hasNext, onPrevious, onNext, size, sizes, onSize }: PagerProps) {
  const { t } = useTexts();
  return (
    <nav className="pager" aria-label={`${t('ui.page.previous')} / ${t('ui.page.next')}`}>
      <Select
        label={t('ui.page.size')}
        value={String(size)}
        onChange={(value) => onSize(Number(value))}
        choices={sizes.map((one) => ({ value: String(one), label: String(one) }))}
      />
      <Button onPress={onPrevious} isDisabled={!hasPrevious} icon={<ChevronLeft className="flips" aria-hidden />}>{t('ui.page.previous')}</Button>
      <Button onPress={onNext} isDisabled={!hasNext} icon={<ChevronRight className="flips" aria-hidden />}>{t('ui.page.next')}</Button>
    </nav>
  );
}
