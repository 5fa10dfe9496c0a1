import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/useTexts';

const pause = 250; // milliseconds without a key, until the list is asked

/** Searches a contact's domains as somebody types. */
export function DomainSearch({ onSearch }: { onSearch: (text: string) => void }) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const asked = useRef('');
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text;
      search.current(text);
    }, pause);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="search" role="search">
      <Search aria-hidden />
      <input
        type="search"
        className="input"
        dir="auto"
        aria-label={t('domains.search')}
        placeholder={t('domains.search')}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
