// What the rules of releasing ask for, as far as a dialog must know before.
import type { DomainRowFragment } from '../api/generated/graphql';
import { shownAs, type Shown } from '../contacts/actions';

/**
 * How the action shows. OWNER_HAS_NO_ACCESS alone does not stand in the way: it is what the choice of releasing the
 * owner's contact along, in the dialog, is there for.
 */
export function releaseShownAs({ actions: { release } }: DomainRowFragment): Shown {
  return needsHandle(release) ? { state: 'allowed' } : shownAs(release);
}

function needsHandle({ blockers }: DomainRowFragment['actions']['release']): boolean {
  return blockers.length > 0 && blockers.every(({ code }) => code === 'OWNER_HAS_NO_ACCESS');
}

/** Those that can be released only together with their owner's contact. */
export function withHandle(domains: readonly DomainRowFragment[]): DomainRowFragment[] {
  return domains.filter(({ actions }) => needsHandle(actions.release));
}

/** The codes of the contacts that would be released along. */
export function ownersOf(domains: readonly DomainRowFragment[]): string[] {
  const codes = domains.flatMap(({ contacts }) => contacts.filter(({ role }) => role === 'OWNER').map(({ handle }) => handle?.code ?? ''));
  return [...new Set(codes.filter(Boolean))];
}

/** How many of them list the reseller's own company in a role. */
export function listingOwn(domains: readonly DomainRowFragment[], role: 'ADMIN' | 'TECH' | 'BILLING'): number {
  return domains.filter(({ contacts }) => contacts.some((contact) => contact.role === role && contact.handle?.origin === 'OWN')).length;
}
