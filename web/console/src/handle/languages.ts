// The languages to write to somebody in: first those that the mails have, then others of the trade's customers.
const mails = ['en', 'de', 'fr', 'es'];
const others = 'ar bg cs da el et fi he hr hu it ja ko lt lv nb nl pl pt pt-BR ro ru sk sl sv tr uk zh-Hans zh-Hant'.split(' ');

/** Choices by their names in a language; the contact's own stays a choice, whatever it is. */
export function languageChoices(language: string, current: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' });
  const choice = (value: string) => ({ value, label: nameOf(names, value) });
  const order = new Intl.Collator(language);
  const more = others.map(choice).sort((a, b) => order.compare(a.label, b.label));
  const known = [...mails.map(choice), ...more];
  return current && !known.some(({ value }) => value === current) ? [choice(current), ...known] : known;
}

function nameOf(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag; // not of the form of a tag
  }
}
