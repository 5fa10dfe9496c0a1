// How the console waits for a server that is away.
const pauses = { first: 500, longest: 10_000 }; // milliseconds

/**
 * Milliseconds until the next attempt, after one that failed and `failures` before it: longer each time, and never quite
 * alike, so that many pages do not come back in the same moment.
 */
export function pauseAfter(failures: number): number {
  return Math.min(pauses.first * 2 ** failures, pauses.longest) * (0.75 + Math.random() / 2);
}

/** Waits, but not longer than until the browser says that the network is back, or nobody waits any more. */
export function wait(milliseconds: number, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      gone.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener('online', end);
    gone.addEventListener('abort', end);
  });
}
