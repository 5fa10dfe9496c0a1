import { ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox, type ComboBoxProps as AriaComboBoxProps } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { useTexts } from '../i18n/useTexts';
import type { Choice, FieldProps } from './fields';

export interface ComboChoice extends Choice {
  detail?: string;
  /** Whether it is shown, but cannot be chosen; `detail` says why. */
  disabled?: boolean;
}

export interface ComboBoxProps extends FieldProps {
  choices: readonly ComboChoice[];
  /** The chosen value; null for none. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** For choices that the server finds: what is typed, controlled by the caller; then nothing is filtered here. */
  search?: { text: string; onChange: (text: string) => void; busy?: boolean };
  placeholder?: string;
}

/** One of many, found by typing. */
export function ComboBox({ label, description, errors = [], locked, required, choices, value, onChange, search, placeholder }: ComboBoxProps) {
  const { t } = useTexts();
  const found: Partial<AriaComboBoxProps<ComboChoice>> = search
    ? { items: choices, inputValue: search.text, onInputChange: search.onChange }
    : { defaultItems: choices };
  return (
    <AriaComboBox
      {...found}
      className={errors.length > 0 ? 'field invalid' : 'field'}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      isReadOnly={Boolean(locked)}
      isRequired={required ?? false}
      isInvalid={errors.length > 0}
      validationBehavior="aria"
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label>{label}{required && <span className="field-required" aria-hidden> *</span>}</Label>
      <div className="combo">
        <Input className="input" placeholder={placeholder} dir="auto" />
        <Button className="icon-button"><ChevronDown aria-hidden /></Button>
      </div>
      <FieldError className="field-errors">{errors.join(' ')}</FieldError>
      {(locked ?? description) && <Text slot="description" className="field-description">{locked ? `${t('ui.locked')}: ${locked}` : description}</Text>}
      <Popover className="popover" offset={4}>
        <ListBox className="listbox" renderEmptyState={() => <p className="listbox-empty">{search?.busy ? t('app.loading') : t('ui.noOptions')}</p>}>
          {(choice: ComboChoice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} isDisabled={choice.disabled ?? false} className="listbox-item">
              <Text slot="label">{choice.label}</Text>
              {choice.detail && <Text slot="description">{choice.detail}</Text>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
