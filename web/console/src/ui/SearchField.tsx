import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/useTexts';
import { longestSearch, typingPause } from './typing';

export interface SearchFieldProps {
  label: string;
  /** What it looks in; the label, when left out. */
  hint?: string;
  /** What is searched now. It may change by itself, by the back button for instance, and then shows here. */
  value: string;
  onSearch: (text: string) => void;
}

/** Searches as somebody types. */
export function SearchField({ label, hint = label, value, onSearch }: SearchFieldProps) {
  const { t } = useTexts();
  const [text, setText] = useState(value);
  const asked = useRef(value);
  const search = useRef(onSearch);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    search.current = onSearch;
  });
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text;
      search.current(text);
    }, typingPause);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="search" role="search">
      <Search aria-hidden />
      <input
        ref={input}
        type="search"
        className="input"
        dir="auto"
        aria-label={label}
        placeholder={hint}
        maxLength={longestSearch}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text && <button type="button" className="icon-button" aria-label={t('ui.clear')} onClick={() => { setText(''); input.current?.focus(); }}><X aria-hidden /></button>}
    </div>
  );
}
