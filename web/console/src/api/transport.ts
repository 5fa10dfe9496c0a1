// A fetch with patience. A server that is not reachable is asked again until it answers, and one that says RATE_LIMITED
// after the time it names. Reads wait as long as somebody wants them; changes give up after a minute, so that a form can
// be used again. A change is safe to send again: its Idempotency-Key makes the server answer as it did the first time.
import { noteConnection } from './connection';
import { noteOwnChange } from './ownChanges';
import { pauseAfter, wait } from './patience';

const patience = { answer: 20_000, change: 60_000, longestWait: 120 };

/** Statuses that proxies answer while there is no server behind them, and that the server answers while it cannot. */
const away = new Set([502, 503, 504]);

export async function patientFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const request = Symbol('request');
  const gone = init.signal ?? new AbortController().signal;
  const isChange = new Headers(init.headers).has('Idempotency-Key');
  const until = isChange ? Date.now() + patience.change : Number.POSITIVE_INFINITY;
  try {
    for (let failures = 0; ; failures++) {
      const response = await attempt(input, init, gone);
      const pause = untilNext(response, failures);
      if (pause === null || Date.now() + pause > until) {
        if (response && isChange) noteOwnChange(response.headers.get('X-Request-Id'));
        if (response) return response;
        throw new TypeError('the server cannot be reached');
      }
      const busy = response?.status === 429;
      noteConnection(request, busy ? { state: 'busy', seconds: Math.ceil(pause / 1000) } : { state: 'lost' });
      await wait(pause, gone);
      gone.throwIfAborted();
    }
  } finally {
    noteConnection(request, null);
  }
}

/** Returns the answer, or null when there is none. */
async function attempt(input: RequestInfo | URL, init: RequestInit, gone: AbortSignal): Promise<Response | null> {
  try {
    return await fetch(input, { ...init, signal: AbortSignal.any([gone, AbortSignal.timeout(patience.answer)]) });
  } catch (error) {
    if (gone.aborted) throw error; // nobody wants the answer any more
    return null;
  }
}

/** How long to wait before the next attempt, in milliseconds; null when there is an answer to give. */
function untilNext(response: Response | null, failures: number): number | null {
  if (response && response.status !== 429 && !away.has(response.status)) return null;
  const asked = Number(response?.headers.get('Retry-After'));
  if (asked > 0) return asked <= patience.longestWait ? asked * 1000 : null;
  return pauseAfter(failures);
}
