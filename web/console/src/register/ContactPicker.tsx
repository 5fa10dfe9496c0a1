import { useEffect, useMemo, useState } from 'react';
import { ContactChoicesDocument } from '../api/generated/graphql';
import { useRead } from '../api/operations';
import { useTexts } from '../i18n/useTexts';
import { ComboBox, type ComboChoice } from '../ui/ComboBox';
import { longestSearch, typingPause } from '../ui/typing';
import type { Contact } from './registration';

export interface ContactPickerProps {
  label: string;
  contact: Contact;
  onChoose: (handleId: string, handle: string) => void;
  errors: string[];
  required: boolean;
  /** Whether only handles with FULL rights can be chosen; the others show why not. */
  full: boolean;
}

/** A contact of the list, searched by the server as somebody types. */
export function ContactPicker({ label, contact, onChoose, errors, required, full }: ContactPickerProps) {
  const { t } = useTexts();
  const [text, setText] = useState(contact.handle);
  const [search, setSearch] = useState('');
  useEffect(() => setText(contact.handle), [contact.handle]);
  useEffect(() => {
    // What stands there after choosing is no search.
    const timer = setTimeout(() => setSearch(text === contact.handle ? '' : text.trim().slice(0, longestSearch)), typingPause);
    return () => clearTimeout(timer);
  }, [text, contact.handle]);
  const { data, fetching } = useRead(ContactChoicesDocument, useMemo(() => ({ search, first: 20 }), [search]), { types: ['Handle'] });
  const choices = useMemo(() => {
    const found = (data?.handles.edges ?? []).map(({ node }): ComboChoice => {
      const limited = full && node.rights === 'LIMITED';
      return { value: node.id, label: `${node.displayName} (${node.code})`, detail: limited ? t('register.limited') : node.email, disabled: limited };
    });
    // The chosen one stays a choice, whatever is searched: else its name would go with it.
    const chosen = contact.handleId && !found.some(({ value }) => value === contact.handleId);
    return chosen ? [{ value: contact.handleId, label: contact.handle }, ...found] : found;
  }, [data, full, contact.handleId, contact.handle, t]);
  return (
    <ComboBox
      label={label} errors={errors} required={required} placeholder={t('contacts.search.hint')}
      choices={choices} value={contact.handleId || null} search={{ text, onChange: setText, busy: fetching }}
      onChange={(id) => {
        // It comes after choosing, and with the former choice after Escape or leaving: then the search goes.
        const handle = choices.find(({ value }) => value === id)?.label ?? '';
        setText(handle);
        onChoose(id ?? '', handle);
      }}
    />
  );
}
