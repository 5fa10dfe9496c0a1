import type { Words } from '../i18n/useTexts';
import type { FieldName, Part } from './values';

/** The label of a control, by its field's name. */
export function labelOfField(t: Words['t'], name: FieldName | Part): string {
  const [address, part, line] = name.split('.');
  if (!part) return t(`handle.field.${name as Part}`);
  const label = part === 'street' ? t('handle.field.street', { line: Number(line) + 1 }) : t(`handle.field.${part as 'city' | 'postalCode' | 'stateProvince' | 'country'}`);
  return address === 'internationalAddress' ? t('handle.international.of', { field: label }) : label;
}
