import { Store } from '../api/store';
import type { Catalogue } from './en';

export const languages = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' } as const;
export type Language = keyof typeof languages;

const place = 'handledesk.language';

// One chunk for each language, loaded when it is chosen.
const catalogues: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('./en'),
  de: () => import('./de'),
  fr: () => import('./fr'),
  es: () => import('./es'),
};

export interface Texts {
  language: Language;
  catalogue: Catalogue;
}

/** What the console speaks. Null until the first catalogue is there. */
export const textsStore = new Store<Texts | null>(null);

export async function speak(language: Language): Promise<void> {
  const { default: catalogue } = await catalogues[language]();
  document.documentElement.lang = language;
  textsStore.set({ language, catalogue });
}

/** Changes the language and remembers it. */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  try {
    localStorage.setItem(place, language);
  } catch {
    // without storage the choice ends with the page
  }
}

/** The language that was chosen, or else the first of the browser's that the console speaks, or else English. */
export function preferredLanguage(): Language {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(place);
  } catch {
    // then the browser's
  }
  const found = [chosen ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in languages);
  return (found as Language | undefined) ?? 'en';
}
