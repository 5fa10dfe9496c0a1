import { useCallback, useEffect, useMemo, useState } from 'react';
import { AheadDocument, DashboardDocument, type AheadQueryVariables, type LiveEventFragment } from '../api/generated/graphql';
import { useRead } from '../api/operations';
import { noteSession, sessionStore } from '../api/session';
import { useStore } from '../api/store';
import { useNotedViewer } from '../api/viewer';
import { knowCursor } from '../live/liveStore';
import { useLiveRefresh } from '../live/useLiveRefresh';

const day = 86_400_000;
const horizon = 365; // days in which a deadline counts

/** What the page reads, and reads again as things happen: often what is cheap, seldom what costs the key's points. */
export function useDashboard() {
  const session = useStore(sessionStore);
  const operator = session?.viewer.kind === 'OPERATOR';
  const withDomains = !session?.withoutDomains;
  const withEvents = !session?.withoutEvents;
  const [now, setNow] = useState(minute);
  const variables = useMemo(() => ({ now: new Date(now).toISOString(), operator, withDomains, withEvents }), [now, operator, withDomains, withEvents]);
  const first = useRead(DashboardDocument, variables, { types: ['Handle', 'Domain'] });
  const { data, problem, reload } = first;
  useNotedViewer(data?.viewer);
  useEffect(() => knowCursor(data?.events?.pageInfo.endCursor), [data]);
  const ahead = useRead(AheadDocument, useMemo(() => variablesOf(now, data?.due?.pageInfo.endCursor, data?.expired?.pageInfo.endCursor), [now, data]), {
    types: ['Handle', 'Domain'], pause: !data?.due,
  });
  const refresh = useCallback(() => {
    if (minute() - now > 10 * 60_000) setNow(minute()); // other variables: that asks anew, too
    else reload();
  }, [now, reload]);
  useLiveRefresh(refresh, { every: 5000 });
  useLiveRefresh(ahead.reload, { every: 30_000, matters: concernsDomains });
  // Without a scope the whole answer is refused: then the page goes without that part.
  const lacks = problem?.code === 'FORBIDDEN' ? lackOf(problem.path) : null;
  useEffect(() => {
    if (lacks) noteSession({ [lacks]: true });
  }, [lacks]);
  return { first: { ...first, problem: lacks ? undefined : problem }, ahead, now, operator, withDomains, withEvents };
}

function concernsDomains({ entityId, action }: LiveEventFragment): boolean {
  return entityId.startsWith('dom_') || action.startsWith('REACHABILITY');
}

function lackOf(path: readonly (string | number)[]): 'withoutDomains' | 'withoutEvents' | null {
  if (path[0] === 'events') return 'withoutEvents';
  return ['due', 'expired', 'held'].includes(String(path[0])) && path.length === 1 ? 'withoutDomains' : null;
}

/** The beginning of this minute: variables that stay the same for a while are answered from what is known meanwhile. */
function minute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}

function variablesOf(now: number, dueAfter: string | null | undefined, expiresAfter: string | null | undefined): AheadQueryVariables {
  const at = (days: number) => new Date(now + days * day).toISOString();
  return {
    dueAfter: dueAfter ?? null, dueBefore: at(horizon), expiresAfter: expiresAfter ?? null,
    week1: at(7), week2: at(14), week3: at(21), week4: at(28), week5: at(35), week6: at(42),
    week7: at(49), week8: at(56), week9: at(63), week10: at(70), week11: at(77), week12: at(84),
    days30: at(30), days60: at(60), days90: at(90),
  };
}
