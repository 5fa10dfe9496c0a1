// Who is signed in. It lives in the tab's session storage: it survives a reload and ends with the tab, and no other tab,
// address or log ever sees the credential.
import { Store } from './store';

export type SignedInAs = { kind: 'RESELLER'; id: string; name: string } | { kind: 'OPERATOR'; name: string } | { kind: 'OWNER'; id: string; name: string };

/** Why somebody is not signed in any more; the sign-in page says so. */
export type Ended = 'signedOut' | 'rejected';

export interface Session {
  /** What goes into the Authorization header: an API key, or an owner's session token. */
  credential: string;
  viewer: SignedInAs;
  /** Whether domains may be read; unknown until a list was refused for want of DOMAINS_READ. */
  withoutDomains?: boolean;
  /** Whether events may be read; unknown until they were refused for want of EVENTS_READ. */
  withoutEvents?: boolean;
}

const place = 'handledesk.session';

export const sessionStore = new Store<Session | null>(stored());
export const endedStore = new Store<Ended | null>(null);

function stored(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null') as Session | null;
  } catch {
    return null; // no session storage, or not ours: then nobody is signed in
  }
}

function keep(session: Session | null): void {
  try {
    if (session) sessionStorage.setItem(place, JSON.stringify(session));
    else sessionStorage.removeItem(place);
  } catch {
    // without session storage the session ends with the page
  }
  sessionStore.set(session);
}

export function beginSession(credential: string, viewer: SignedInAs): void {
  endedStore.set(null);
  keep({ credential, viewer });
}

let leaving = false;

/** Says that somebody signs out: whoever is refused meanwhile, since the server was quicker, did not lose a session. */
export function beginLeaving(): void {
  leaving = true;
}

/** Signs out. A credential that is not the current one any more ends nothing: its answer came too late. */
export function endSession(why: Ended, credential?: string): void {
  const session = sessionStore.get();
  if (!session || (credential !== undefined && credential !== session.credential)) return;
  endedStore.set(leaving ? 'signedOut' : why);
  leaving = false;
  keep(null);
}

/** Notes what an answer told of the viewer or of the key. */
export function noteSession(change: Partial<Pick<Session, 'viewer' | 'withoutDomains' | 'withoutEvents'>>): void {
  const session = sessionStore.get();
  if (!session) return;
  const next = { ...session, ...change };
  if (JSON.stringify(next) !== JSON.stringify(session)) keep(next);
}
