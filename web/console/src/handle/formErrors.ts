// Where the server's errors stand in a form. A field is named by its path into `input`, joined by dots.
import type { RefusalFragment } from '../api/generated/graphql';

export interface PlacedError {
  /** The field; empty when the whole is meant. */
  name: string;
  text: string;
}

/** Puts each error beside the field it names, else beside the nearest one that the form shows, else at the top. */
export function placeErrors(errors: readonly RefusalFragment[], names: readonly string[], say: (error: RefusalFragment) => string): PlacedError[] {
  const placed = errors.map((error) => ({ name: nearest(error.field ?? [], names), text: say(error) }));
  const order = new Map(names.map((name, place) => [name, place]));
  return placed.sort((a, b) => (order.get(a.name) ?? -1) - (order.get(b.name) ?? -1));
}

function nearest(path: readonly string[], names: readonly string[]): string {
  for (let length = path.length; length > 0; length--) {
    const prefix = path.slice(0, length).join('.');
    const found = names.find((name) => name === prefix) ?? names.find((name) => name.startsWith(`${prefix}.`));
    if (found) return found;
  }
  return '';
}

/** Moves the focus into a field of a form, by its name. */
export function focusField(form: HTMLElement | null, name: string): void {
  const place = form?.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const folded = place?.closest('details');
  if (folded) folded.open = true;
  place?.querySelector<HTMLElement>('input:not(:disabled), select:not(:disabled), textarea')?.focus();
}
