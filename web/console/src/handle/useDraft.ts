import { useEffect, useRef, useState } from 'react';
import { sessionStore } from '../api/session';

/** What was typed and neither sent nor thrown away, by the form's name; it ends with the session or the page. */
const kept = new Map<string, { credential: string; typed: unknown }>();

export interface Draft<T> {
  typed: T;
  setTyped: (change: (now: T) => T) => void;
  /** Whether it holds what was typed before, when the form was left by the back button. */
  restored: boolean;
  /** Forgets it, after saving or on somebody's word. */
  drop: () => void;
}

/** The state of a form that outlives leaving it with unsaved changes; leaving the page itself asks first. */
export function useDraft<T>(name: string, initial: T, isDirty: (typed: T) => boolean): Draft<T> {
  const credential = sessionStore.get()?.credential ?? '';
  const [found] = useState(() => {
    const draft = kept.get(name);
    return draft?.credential === credential ? (draft.typed as T) : undefined;
  });
  const [typed, setTyped] = useState<T>(found ?? initial);
  const dropped = useRef(false);
  const dirty = isDirty(typed);
  useEffect(() => {
    if (dirty && !dropped.current) kept.set(name, { credential, typed });
    else kept.delete(name);
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [name, credential, typed, dirty]);
  const drop = () => {
    dropped.current = true;
    kept.delete(name);
  };
  const change = (next: (now: T) => T) => {
    dropped.current = false;
    setTyped(next);
  };
  return { typed, setTyped: change, restored: found !== undefined && dirty, drop };
}
