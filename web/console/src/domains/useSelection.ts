import { useCallback, useState } from 'react';
import type { DomainRowFragment } from '../api/generated/graphql';

/** How many domains one request releases at most. */
export const most = 100;

/** The domains that are ticked, also on pages that were left since. */
export function useSelection() {
  const [selected, setSelected] = useState<ReadonlyMap<string, DomainRowFragment>>(new Map());
  const set = useCallback((domains: readonly DomainRowFragment[], on: boolean) => {
    setSelected((now) => {
      const next = new Map(now);
      for (const domain of domains) {
        if (!on) next.delete(domain.id);
        else if (next.has(domain.id) || next.size < most) next.set(domain.id, domain);
      }
      return next;
    });
  }, []);
  const drop = useCallback((ids: readonly string[]) => {
    setSelected((now) => new Map([...now].filter(([id]) => !ids.includes(id))));
  }, []);
  const clear = useCallback(() => setSelected(new Map()), []);
  return { selected, set, drop, clear };
}

export type Selection = ReturnType<typeof useSelection>;
