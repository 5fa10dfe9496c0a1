// What a form on a contact holds: one text for each control, named by the path of the field in the API's input.
import type { AddressInput, FormAddressFragment, HandleFormFragment, NewHandleInput, UpdateHandleInput } from '../api/generated/graphql';

export const addressParts = ['street.0', 'street.1', 'street.2', 'postalCode', 'city', 'stateProvince', 'country'] as const;
export const identifiers = ['kind', 'organization', 'registrationNumber', 'givenName', 'familyName'] as const;
const others = ['email', 'phone', 'mobile', 'fax', 'language', 'vatNumber'] as const;
const flags = ['clientDeleteProhibited', 'clientUpdateProhibited'] as const;

export type AddressName = 'address' | 'internationalAddress';
type AddressPart = (typeof addressParts)[number];
export type FieldName = (typeof identifiers)[number] | (typeof others)[number] | (typeof flags)[number] | `${AddressName}.${AddressPart}`;
export type Values = Record<FieldName, string>;

const inAddress = (address: AddressName) => addressParts.map((part) => `${address}.${part}` as const);

/** All names, in the order in which the form shows them. */
export const fieldNames: readonly FieldName[] = [...identifiers, ...inAddress('address'), ...inAddress('internationalAddress'), ...others, ...flags];

/** What changes as one: the API takes an address whole. */
export type Part = (typeof identifiers)[number] | (typeof others)[number] | (typeof flags)[number] | AddressName;
export const parts: readonly Part[] = [...identifiers, 'address', 'internationalAddress', ...others, ...flags];

export function fieldsOf(part: Part): readonly FieldName[] {
  return part === 'address' || part === 'internationalAddress' ? inAddress(part) : [part];
}

export const emptyValues: Values = { ...(Object.fromEntries(fieldNames.map((name) => [name, ''])) as Values), kind: 'PERSON' };

export function valuesOf(handle: HandleFormFragment): Values {
  const values = { ...emptyValues };
  for (const name of [...identifiers, ...others]) values[name] = handle[name] ?? '';
  const put = (name: AddressName, address: FormAddressFragment | null | undefined) => {
    if (!address) return;
    for (const part of addressParts) {
      values[`${name}.${part}`] = part.startsWith('street.') ? (address.street[Number(part.slice(7))] ?? '') : (address[part as keyof Omit<AddressInput, 'street'>] ?? '');
    }
  };
  put('address', handle.address);
  put('internationalAddress', handle.internationalAddress);
  values.clientDeleteProhibited = handle.statuses.includes('CLIENT_DELETE_PROHIBITED') ? 'yes' : '';
  values.clientUpdateProhibited = handle.statuses.includes('CLIENT_UPDATE_PROHIBITED') ? 'yes' : '';
  return values;
}

/** A person has no organization: what was typed there before the kind changed is not sent, but not forgotten either. */
function meant(values: Values): Values {
  return values.kind === 'PERSON' ? { ...values, organization: '', registrationNumber: '' } : values;
}

/** An address; null when nothing is typed. Empty lines of the street go only from the end, so that errors name the right one. */
function addressIn(values: Values, name: AddressName): AddressInput | null {
  const of = (part: AddressPart) => values[`${name}.${part}`];
  if (addressParts.every((part) => !of(part).trim())) return null;
  const street = [of('street.0'), of('street.1'), of('street.2')];
  while (street.length > 0 && !street.at(-1)?.trim()) street.pop();
  return { street, city: of('city'), stateProvince: of('stateProvince') || null, postalCode: of('postalCode') || null, country: of('country') };
}

export function newHandle(typed: Values): NewHandleInput {
  const values = meant(typed);
  const { kind, givenName, familyName, email, phone } = values;
  return {
    kind: kind as NewHandleInput['kind'], givenName, familyName, email, phone,
    organization: values.organization || null,
    registrationNumber: values.registrationNumber || null,
    address: addressIn(values, 'address') ?? { street: [], city: '', country: '' },
    internationalAddress: addressIn(values, 'internationalAddress'),
    fax: values.fax || null,
    mobile: values.mobile || null,
    language: values.language || null,
    vatNumber: values.vatNumber || null,
  };
}

/** The parts in which two states differ, as they would be sent. */
export function differences(one: Values, other: Values): Part[] {
  const [before, after] = [meant(one), meant(other)];
  return parts.filter((part) => fieldsOf(part).some((name) => before[name] !== after[name]));
}

const required = new Set<Part>(['kind', 'givenName', 'familyName', 'email', 'phone']);

/** What is to be sent, and nothing else: what was not touched is left alone. */
export function changesBetween(before: Values, typed: Values): Omit<UpdateHandleInput, 'handleId'> {
  const after = meant(typed);
  const sent = differences(before, after).map((part) => {
    if (part === 'address') return [part, addressIn(after, part) ?? { street: [], city: '', country: '' }];
    if (part === 'internationalAddress') return [part, addressIn(after, part)];
    if (part === 'clientDeleteProhibited' || part === 'clientUpdateProhibited') return [part, after[part] === 'yes'];
    return [part, required.has(part) ? after[part] : after[part] || null];
  });
  return Object.fromEntries(sent) as Omit<UpdateHandleInput, 'handleId'>;
}
