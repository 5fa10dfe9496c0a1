import { useMemo } from 'react';
import { countriesIn } from '../i18n/countries';
import { useTexts } from '../i18n/useTexts';
import { ComboBox } from '../ui/ComboBox';
import { TextField } from '../ui/fields';
import { labelOfField } from './labels';
import type { HandleFieldsProps } from './HandleFields';
import { addressParts, type AddressName } from './values';

const autoComplete: Record<string, string> = {
  'street.0': 'address-line1', 'street.1': 'address-line2', 'street.2': 'address-line3', postalCode: 'postal-code', city: 'address-level2', stateProvince: 'address-level1',
};
const needed = new Set(['street.0', 'city', 'country']);

/** A postal address, either form. */
export function AddressFields({ of, values, onChange, errorsAt, prefix = '', locked, required }: HandleFieldsProps & { of: AddressName; locked: string | undefined; required: boolean }) {
  const { t, language } = useTexts();
  const countries = useMemo(() => countriesIn(language).map(({ code, name }) => ({ value: code, label: name })), [language]);
  return (
    <div className="form-grid address">
      {addressParts.map((part) => {
        const name = `${of}.${part}` as const;
        const shared = { label: labelOfField(t, name), errors: errorsAt(name), locked, required: required && needed.has(part) };
        return (
          <div key={part} data-field={prefix + name} className={`cell-${part.replace('.', '-')}`}>
            {part === 'country'
              ? <ComboBox {...shared} choices={countries} value={values[name] || null} onChange={(country) => onChange(name, country ?? '')} />
              : <TextField {...shared} value={values[name]} onChange={(text) => onChange(name, text)} autoComplete={of === 'address' ? `section-contact ${autoComplete[part]}` : 'off'} />}
          </div>
        );
      })}
    </div>
  );
}
