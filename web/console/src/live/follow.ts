// Keeps the tab's one line: opens it, opens it again behind the last cursor when it breaks, and lets go of it while
// nobody looks at the tab, since a browser has few connections to one host for all of its tabs together.
import { noteConnection } from '../api/connection';
import { pauseAfter, wait } from '../api/patience';
import { endSession, noteSession } from '../api/session';
import { readLine, type Ended } from './line';
import { dropCursor, forgetLive, lastCursor, noteEvent, noteGap, noteLine } from './liveStore';

const rest = 60_000; // milliseconds out of sight, until the line is let go

/** Follows until the returned function is called. */
export function follow(credential: string): () => void {
  const over = new AbortController();
  void keep(credential, over.signal);
  return () => {
    over.abort();
    forgetLive();
  };
}

async function keep(credential: string, over: AbortSignal): Promise<void> {
  const request = Symbol('line');
  noteLine('connecting');
  for (let failures = 0; !over.aborted; ) {
    const sight = outOfSight(over);
    let ended: Ended | null = null;
    const told = {
      open: () => {
        if (over.aborted) return;
        failures = 0;
        noteConnection(request, null);
        noteLine('live');
      },
      next: ({ cursor, event }: Parameters<Parameters<typeof readLine>[2]['next']>[0]) => {
        if (!over.aborted) noteEvent(cursor, event);
      },
    };
    try {
      ended = await readLine(credential, lastCursor(), told, sight.signal);
    } catch {
      // it broke, or it was let go
    }
    sight.stop();
    if (over.aborted) break;
    if (sight.signal.aborted) {
      noteLine('resting');
      noteConnection(request, null);
      await inSight(over);
      continue;
    }
    if (isFinal(ended, credential)) break;
    failures++;
    if (failures === 1 && lastCursor() === null) noteGap();
    noteLine('broken');
    if (!ended && failures > 1) noteConnection(request, { state: 'lost' });
    await wait(Math.max((ended?.wait ?? 0) * 1000, pauseAfter(failures - 1)), over);
  }
  noteConnection(request, null);
}

/** Acts on what the server says of the end, and tells whether there is no point in coming back. */
function isFinal(ended: Ended | null, credential: string): boolean {
  switch (ended?.code) {
    case 'UNAUTHENTICATED':
      endSession('rejected', credential);
      return true;
    case 'FORBIDDEN':
      noteSession({ withoutEvents: true });
      noteLine('off');
      return true;
    case 'BAD_USER_INPUT':
      if (lastCursor() !== null) {
        dropCursor(); // it is of another time or server: go on from now
        return false;
      }
      noteLine('off');
      return true;
    default:
      return false;
  }
}

/** A signal that is aborted once the tab has been out of sight for a while. */
function outOfSight(over: AbortSignal): { signal: AbortSignal; stop: () => void } {
  const control = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => control.abort(), rest);
  };
  const end = () => control.abort();
  look();
  document.addEventListener('visibilitychange', look);
  over.addEventListener('abort', end);
  return {
    signal: control.signal,
    stop: () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      over.removeEventListener('abort', end);
    },
  };
}

function inSight(over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden && !over.aborted) return;
      document.removeEventListener('visibilitychange', look);
      over.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    over.addEventListener('abort', look);
    look();
  });
}
