import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/useTexts';

const pause = 250; // milliseconds without a key, until the list is asked

/** Searches as somebody types. The address follows; what changes there, by the back button for instance, shows here. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const { t } = useTexts();
  const [text, setText] = useState(value);
  const asked = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text;
      onSearch(text);
    }, pause);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <div className="search" role="search">
      <Search aria-hidden />
      <input
        ref={input}
        type="search"
        className="input"
        dir="auto"
        aria-label={t('contacts.search')}
        placeholder={t('contacts.search.hint')}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text && <button type="button" className="icon-button" aria-label={t('ui.clear')} onClick={() => { setText(''); input.current?.focus(); }}><X aria-hidden /></button>}
    </div>
  );
}
