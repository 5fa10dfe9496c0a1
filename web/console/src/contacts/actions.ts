import type { CheckFragment } from '../api/generated/graphql';

/** How an action shows: its icon can be used, is there with the reason why not, or is absent. */
export type Shown = { state: 'allowed' } | { state: 'blocked'; by: CheckFragment['blockers'][number] } | { state: 'absent' };

/** Codes with which an action makes no sense at all here, or is not this key's business. */
const hiding = new Set(['REACHABILITY_NOT_PENDING', 'MISSING_SCOPE']);

/** Says how an action shows, exactly as the server's `actions` has it. */
export function shownAs(check: CheckFragment): Shown {
  const [first] = check.blockers;
  if (check.allowed) return { state: 'allowed' };
  if (!first || check.blockers.some((blocker) => hiding.has(blocker.code))) return { state: 'absent' };
  return { state: 'blocked', by: first };
}
