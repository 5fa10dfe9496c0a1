// What is open over a page, in the address: `?open=edit&handle=hdl_…` beside the page's own state. So it survives a reload,
// can be linked to, and the back button closes it.
import { useCallback } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { overlays, type OverlayName } from './views';

export interface Opened {
  name: OverlayName;
  handle: string;
}

export interface Opening {
  opened: Opened | null;
  open: (name: OverlayName, handle?: string) => void;
  close: () => void;
}

/** Marks the entries of the history that `open` made: only those may be gone back from. */
const ours = { opened: true };

export function useOpened(): Opening {
  const [parameters, setParameters] = useSearchParams();
  const [, navigate] = useLocation();
  const name = parameters.get('open') ?? '';
  const open = useCallback(
    (next: OverlayName, handle = '') => {
      setParameters(
        (now) => {
          const to = new URLSearchParams(now);
          to.set('open', next);
          if (handle) to.set('handle', handle);
          else to.delete('handle');
          return to;
        },
        { state: ours },
      );
    },
    [setParameters],
  );
  const close = useCallback(() => {
    if ((history.state as typeof ours | null)?.opened) {
      history.back();
      return;
    }
    const to = new URLSearchParams(location.search);
    to.delete('open');
    to.delete('handle');
    navigate(`${location.pathname.replace(/^\/console/, '') || '/'}${to.size ? `?${to}` : ''}`, { replace: true });
  }, [navigate]);
  return { opened: Object.hasOwn(overlays, name) ? { name: name as OverlayName, handle: parameters.get('handle') ?? '' } : null, open, close };
}
