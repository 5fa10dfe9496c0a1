import { useEffect, useRef } from 'react';
import type { LiveEventFragment } from '../api/generated/graphql';
import { liveStore } from './liveStore';

interface RefreshOptions {
  /** The least time between two refreshes, in milliseconds. */
  every: number;
  /** Which events matter; all, when left out. */
  matters?: (event: LiveEventFragment) => boolean;
}

const settling = 700; // milliseconds, in which the events of one change arrive together

/** Calls `refresh` soon after something happened, and not again before `every` is over. */
export function useLiveRefresh(refresh: () => void, { every, matters }: RefreshOptions): void {
  const latest = useRef({ refresh, matters });
  useEffect(() => {
    latest.current = { refresh, matters };
  });
  useEffect(() => {
    let before = liveStore.get();
    let last = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const now = liveStore.get();
      const fresh = now.events.slice(0, now.count - before.count);
      const news = now.gaps > before.gaps || fresh.some((event) => latest.current.matters?.(event) ?? true);
      before = now;
      if (!news || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        last = Date.now();
        latest.current.refresh();
      }, Math.max(settling, last + every - Date.now()));
    };
    const stop = liveStore.watch(look);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [every]);
}
