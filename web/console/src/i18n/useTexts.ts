import { IntlMessageFormat } from 'intl-messageformat';
import { useMemo } from 'react';
import { useStore } from '../api/store';
import type { MessageId } from './en';
import { textsStore, type Language, type Texts } from './language';

export type Values = Record<string, string | number | Date>;

export interface Words {
  language: Language;
  /** The message in the chosen language, with its arguments put in. */
  t: (id: MessageId, values?: Values) => string;
  /** The message of a code that may be newer than this program; undefined when there is none. */
  known: (id: string, values?: Values) => string | undefined;
  number: (value: number) => string;
  date: (value: string) => string;
  dateTime: (value: string) => string;
  /** "in 3 days", "2 hours ago" */
  fromNow: (value: string) => string;
  /** "40 seconds", "5 minutes" */
  duration: (seconds: number) => string;
  country: (code: string) => string;
  list: (values: string[]) => string;
}

const made = new WeakMap<Texts, Words>();

/** Messages, numbers, dates and names of countries in the chosen language. */
export function useTexts(): Words {
  const texts = useStore(textsStore);
  return useMemo(() => {
    if (!texts) throw new Error('no language is loaded yet');
    let words = made.get(texts);
    if (!words) made.set(texts, (words = wordsOf(texts)));
    return words;
  }, [texts]);
}

function wordsOf({ language, catalogue }: Texts): Words {
  const number = new Intl.NumberFormat(language);
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const formats = new Map<string, IntlMessageFormat>();
  const format = (text: string, values?: Values): string => {
    if (!text.includes('{')) return text;
    let found = formats.get(text);
    if (!found) formats.set(text, (found = new IntlMessageFormat(text, language)));
    return String(found.format(values));
  };
  return {
    language,
    t: (id, values) => format(catalogue[id], values),
    known: (id, values) => (Object.hasOwn(catalogue, id) ? format(catalogue[id as MessageId], values) : undefined),
    number: (value) => number.format(value),
    date: (value) => date.format(new Date(value)),
    dateTime: (value) => dateTime.format(new Date(value)),
    fromNow: (value) => relative.format(...span((Date.parse(value) - Date.now()) / 1000)),
    duration: (seconds) => {
      const [amount, unit] = span(seconds);
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.max(1, amount));
    },
    country: (code) => {
      try {
        return countries.of(code.toUpperCase()) ?? code;
      } catch {
        return code; // not of the form of a country's code
      }
    },
    list: (values) => list.format(values),
  };
}

/** A span of time in the largest unit that fits. */
function span(seconds: number): [number, 'day' | 'hour' | 'minute' | 'second'] {
  const size = Math.abs(seconds);
  if (size >= 86_400) return [Math.round(seconds / 86_400), 'day'];
  if (size >= 3600) return [Math.round(seconds / 3600), 'hour'];
  if (size >= 60) return [Math.round(seconds / 60), 'minute'];
  return [Math.round(seconds), 'second'];
}
