import { useCallback, useEffect, useRef, useState } from 'react';

const slot = 'handledesk.key';

/**
 * The key in the box. It lives in this tab's session storage and nowhere else: a reload keeps it, closing the tab
 * forgets it. `latest` is for requests that start before the page is drawn again.
 */
export function useKey() {
  const [key, setState] = useState(load);
  const latest = useRef(key);
  const setKey = useCallback((text) => {
    latest.current = text.trim();
    save(latest.current);
    setState(latest.current);
  }, []);
  return { key, setKey, latest };
}

/** Follows a value once it has not changed for so many milliseconds. */
export function useSettled(value, milliseconds) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

/**
 * Where GraphiQL keeps tabs, history and layout: with this tab and its key, since variables may hold a password or the
 * token of a mailed link. Null where the browser blocks storage.
 */
export function tabStorage() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

// A browser that blocks storage throws on any touch of it. The key then lasts until the next reload.
function load() {
  try {
    return sessionStorage.getItem(slot) ?? '';
  } catch {
    return '';
  }
}

function save(key) {
  try {
    if (key) sessionStorage.setItem(slot, key);
    else sessionStorage.removeItem(slot);
  } catch {
    // See load.
  }
}
