// What the tab's one line to the server has told, for whatever is open.
import type { LiveEventFragment } from '../api/generated/graphql';
import { Store } from '../api/store';

/** `off` is a key that may not read events, or nobody signed in; `resting` a tab that nobody looks at. */
export type LineState = 'off' | 'connecting' | 'live' | 'broken' | 'resting';

export interface Live {
  line: LineState;
  /** Newest first, the last hundred since the page was loaded. */
  events: readonly LiveEventFragment[];
  /** How many there were in all. */
  count: number;
  /** How often the line broke before there was a cursor to go on from: something may have been missed. */
  gaps: number;
}

const none: Live = { line: 'off', events: [], count: 0, gaps: 0 };
const kept = 100;

export const liveStore = new Store<Live>(none);

let cursor: string | null = null;

/** Where to go on after the line broke; null while nothing is known to be the last. */
export function lastCursor(): string | null {
  return cursor;
}

/** Notes where the events ended that were read beside the line, so that it can be gone on from even if it told nothing yet. */
export function knowCursor(known: string | null | undefined): void {
  cursor ??= known ?? null;
}

export function forgetLive(): void {
  cursor = null;
  liveStore.set(none);
}

export function noteLine(line: LineState): void {
  const live = liveStore.get();
  if (live.line !== line) liveStore.set({ ...live, line });
}

export function noteGap(): void {
  const live = liveStore.get();
  liveStore.set({ ...live, gaps: live.gaps + 1 });
}

/** The server does not know the cursor any more: go on from now. */
export function dropCursor(): void {
  cursor = null;
  noteGap();
}

export function noteEvent(at: string, event: LiveEventFragment): void {
  cursor = at;
  const live = liveStore.get();
  if (live.events.some((one) => one.id === event.id)) return;
  liveStore.set({ ...live, events: [event, ...live.events].slice(0, kept), count: live.count + 1 });
}
