import { Lock } from 'lucide-react';
import { useId } from 'react';
import { useTexts } from '../i18n/useTexts';
import { classes } from './classes';
import type { Choice, FieldProps } from './fields';
import './radios.css';

export interface RadiosProps<Value extends string> extends FieldProps {
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few, all in sight. The browser's own buttons, so arrow keys do what people expect. */
export function Radios<Value extends string>({ label, description, errors = [], locked, choices, value, onChange }: RadiosProps<Value>) {
  const { t } = useTexts();
  const id = useId();
  const texts = [errors.length > 0 && `${id}-errors`, locked && `${id}-lock`, description && `${id}-description`].filter(Boolean);
  return (
    <fieldset className={classes('field radios', errors.length > 0 && 'invalid', locked && 'locked')} aria-describedby={texts.join(' ') || undefined}>
      <legend>{label}</legend>
      <div className="radios-row">
        {choices.map((choice) => (
          <label key={choice.value}>
            <input type="radio" name={id} value={choice.value} checked={choice.value === value} disabled={Boolean(locked)} onChange={() => onChange(choice.value)} />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {errors.length > 0 && <p id={`${id}-errors`} className="field-errors">{errors.join(' ')}</p>}
      {locked && <p id={`${id}-lock`} className="field-lock"><Lock aria-hidden /> {t('ui.locked')}: {locked}</p>}
      {description && <p id={`${id}-description`} className="field-description">{description}</p>}
    </fieldset>
  );
}
