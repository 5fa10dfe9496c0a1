// What the form to register a domain holds, and what is sent of it.
import type { ContactInput, RegisterDomainInput } from '../api/generated/graphql';
import { emptyValues, fieldNames, fieldsOf, newHandle, parts, type FieldName, type Values } from '../handle/values';

export const roles = ['owner', 'admin', 'tech', 'billing'] as const;
export type Role = (typeof roles)[number];
export type Way = 'existing' | 'create' | 'sameAs' | 'none';

export interface Contact {
  way: Way;
  /** The chosen handle, and how it reads. */
  handleId: string;
  handle: string;
  values: Values;
  /** Whether another one may be created although the same is there. */
  again: boolean;
}

export interface Registration {
  resellerId: string;
  name: string;
  years: string;
  contacts: Record<Role, Contact>;
  nameservers: string;
  autoRenew: boolean;
  transferLock: boolean;
}

const contact = (way: Way): Contact => ({ way, handleId: '', handle: '', values: emptyValues, again: false });

export const emptyRegistration: Registration = {
  resellerId: '', name: '', years: '1', nameservers: '', autoRenew: true, transferLock: true,
  contacts: { owner: contact('existing'), admin: contact('sameAs'), tech: contact('none'), billing: contact('none') },
};

export function isTouched({ name, nameservers, contacts }: Registration): boolean {
  return [name, nameservers].some((text) => text.trim() !== '') || roles.some((role) => contacts[role].handleId !== '' || isTyped(contacts[role].values));
}

function isTyped(values: Values): boolean {
  return parts.some((part) => part !== 'kind' && fieldsOf(part).some((name) => values[name].trim() !== ''));
}

/** The names of the fields as they are shown now, in their order. */
export function namesShown({ contacts }: Registration): string[] {
  const of = (role: Role) => (contacts[role].way === 'create' ? fieldNames.map((name) => `${role}.create.${name}`) : [role]);
  return ['resellerId', 'name', 'years', ...roles.flatMap(of), 'nameservers'];
}

/** A contact's field that a name in the whole form means. */
export function partsOfName(name: string): { role: Role; field: FieldName | '' } | null {
  const [role, , ...field] = name.split('.');
  return (roles as readonly string[]).includes(role ?? '') ? { role: role as Role, field: field.join('.') as FieldName | '' } : null;
}

export function linesOf(text: string): { line: number; host: string }[] {
  return text.split('\n').map((host, place) => ({ line: place + 1, host: host.trim() })).filter(({ host }) => host);
}

function contactIn({ way, handleId, values, again }: Contact): ContactInput | null {
  if (way === 'existing') return { handleId };
  if (way === 'sameAs') return { sameAs: 'OWNER' };
  return way === 'create' ? { create: { ...newHandle(values), onDuplicate: again ? 'CREATE' : 'REFUSE' } } : null;
}

export function registrationInput({ resellerId, name, years, contacts, nameservers, autoRenew, transferLock }: Registration): RegisterDomainInput {
  const chosen = Object.fromEntries(roles.map((role) => [role, contactIn(contacts[role])]).filter(([, input]) => input));
  return {
    ...(resellerId && { resellerId }), name: name.trim(), years: Number(years), autoRenew, transferLock,
    nameservers: linesOf(nameservers).map(({ host }) => host),
    ...(chosen as { owner: ContactInput }),
  };
}
