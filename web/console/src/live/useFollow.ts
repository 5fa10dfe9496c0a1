import { useEffect } from 'react';
import { sessionStore } from '../api/session';
import { follow } from './follow';

/** Follows what happens, for as long as somebody is signed in: the shell does, once for the tab. */
export function useFollow(credential: string): void {
  useEffect(() => {
    if (sessionStore.get()?.withoutEvents) return;
    return follow(credential);
  }, [credential]);
}
