// Fields of forms. Each has a label, and may have a description, errors (the server's, beside the field) and a lock with
// its reason: a locked field shows its value, can be focused and read, and cannot be changed.
import { Lock } from 'lucide-react';
import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { useTexts } from '../i18n/useTexts';
import { classes } from './classes';

export interface FieldProps {
  label: string;
  description?: ReactNode;
  errors?: readonly string[] | undefined;
  /** Why it cannot be changed. */
  locked?: string | undefined;
  required?: boolean;
}

/** What a control says of the texts around it. */
interface Described {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

/** Label, lock, description and errors around a control of any kind. */
export function Field({ label, description, errors = [], locked, required, children, className }: FieldProps & {
  children: (described: Described) => ReactNode;
  className?: string;
}) {
  const { t } = useTexts();
  const id = useId();
  const texts = [description && `${id}-description`, locked && `${id}-lock`, errors.length > 0 && `${id}-errors`].filter(Boolean);
  return (
    <div className={classes('field', errors.length > 0 && 'invalid', locked && 'locked', className)}>
      <label htmlFor={id}>
        {label}
        {required && <span className="field-required" aria-hidden title={t('ui.required')}> *</span>}
      </label>
      {children({
        id,
        'aria-describedby': texts.join(' ') || undefined,
        'aria-invalid': errors.length > 0 || undefined,
        'aria-required': required || undefined,
      })}
      {errors.length > 0 && <ul id={`${id}-errors`} className="field-errors">{errors.map((error) => <li key={error}>{error}</li>)}</ul>}
      {locked && <p id={`${id}-lock`} className="field-lock"><Lock aria-hidden /> {t('ui.locked')}: {locked}</p>}
      {description && <p id={`${id}-description`} className="field-description">{description}</p>}
    </div>
  );
}

type Native<T> = Omit<T, 'onChange' | 'value' | 'id' | 'className' | 'style' | 'required'>;

export interface TextFieldProps extends FieldProps, Native<InputHTMLAttributes<HTMLInputElement>> {
  value: string;
  onChange: (value: string) => void;
  ref?: React.Ref<HTMLInputElement>;
}

/** One line. The server judges values, so no `required` or `pattern` of the browser's stands in the way. */
export function TextField({ label, description, errors, locked, required, value, onChange, ...rest }: TextFieldProps) {
  return (
    <Field {...{ label, description, errors, locked, required }}>
      {(described) => (
        <input dir="auto" {...rest} {...described} className="input" value={value} readOnly={Boolean(locked)} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

export interface TextAreaProps extends FieldProps, Native<TextareaHTMLAttributes<HTMLTextAreaElement>> {
  value: string;
  onChange: (value: string) => void;
}

/** Several lines. */
export function TextArea({ label, description, errors, locked, required, value, onChange, ...rest }: TextAreaProps) {
  return (
    <Field {...{ label, description, errors, locked, required }}>
      {(described) => (
        <textarea dir="auto" rows={3} {...rest} {...described} className="input" value={value} readOnly={Boolean(locked)} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
}

export interface SelectProps<Value extends string> extends FieldProps, Native<SelectHTMLAttributes<HTMLSelectElement>> {
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly Choice<Value>[];
  /** Without the label in sight; screen readers say it. */
  compact?: boolean;
}

/** One of several: the system's own list, which every phone and screen reader knows. */
export function Select<Value extends string>({ label, description, errors, locked, required, value, onChange, choices, compact, ...rest }: SelectProps<Value>) {
  return (
    <Field {...{ label, description, errors, locked, required }} className={classes(compact && 'compact')}>
      {(described) => (
        <select {...rest} {...described} className="input" value={value} disabled={Boolean(locked)} onChange={(event) => onChange(event.target.value as Value)}>
          {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
        </select>
      )}
    </Field>
  );
}

export interface CheckboxProps extends Omit<FieldProps, 'required'> {
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Checkbox({ label, description, errors, locked, checked, onChange }: CheckboxProps) {
  return (
    <Field {...{ label, description, errors, locked }} className="checkbox">
      {(described) => <input type="checkbox" {...described} checked={checked} disabled={Boolean(locked)} onChange={(event) => onChange(event.target.checked)} />}
    </Field>
  );
}
