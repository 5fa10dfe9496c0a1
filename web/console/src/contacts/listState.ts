// The state of the list, which lives in the address: what is searched, filtered, sorted, and which page it is. Whatever
// somebody writes there, only what the API knows is asked for.
import type { ContactsQueryVariables, HandleFilter, HandleKind, HandleOrderField, Origin, ReachabilityState, Rights } from '../api/generated/graphql';
import { longestSearch } from '../ui/typing';

export const allRights = ['FULL', 'LIMITED'] as const satisfies readonly Rights[];
export const allOrigins = ['CREATED', 'PRE_CONVERSION', 'ATTACHED', 'RELEASED', 'OWN'] as const satisfies readonly Origin[];
export const allStates = ['NONE', 'PENDING', 'VALIDATED', 'FAILED'] as const satisfies readonly ReachabilityState[];
export const allKinds = ['PERSON', 'COMPANY', 'ASSOCIATION', 'PUBLIC_BODY'] as const satisfies readonly HandleKind[];
export const sizes = [20, 50, 100] as const;

const sorts = { created: 'CREATED_AT', updated: 'UPDATED_AT', name: 'NAME', code: 'CODE' } as const satisfies Record<string, HandleOrderField>;
export type SortBy = keyof typeof sorts;

export interface ListState {
  search: string;
  rights: Rights[];
  origin: Origin[];
  reachability: ReachabilityState[];
  kind: HandleKind[];
  country: string;
  linked: 'yes' | 'no' | '';
  sort: { by: SortBy; down: boolean };
  size: number;
  after: string;
  before: string;
}

const usualSort = '-created';

export function readState(parameters: URLSearchParams): ListState {
  const several = <Value extends string>(name: string, known: readonly Value[]): Value[] => {
    const asked = (parameters.get(name) ?? '').toUpperCase().split(',');
    return known.filter((value) => asked.includes(value));
  };
  const sort = parameters.get('sort') ?? usualSort;
  const by = sort.replace(/^-/, '');
  const linked = parameters.get('linked');
  const country = (parameters.get('country') ?? '').toUpperCase();
  const size = Number(parameters.get('size'));
  const before = parameters.get('before') ?? '';
  return {
    search: (parameters.get('q') ?? '').slice(0, longestSearch),
    rights: several('rights', allRights),
    origin: several('origin', allOrigins),
    reachability: several('reachability', allStates),
    kind: several('kind', allKinds),
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    linked: linked === 'yes' || linked === 'no' ? linked : '',
    sort: Object.hasOwn(sorts, by) ? { by: by as SortBy, down: sort.startsWith('-') } : { by: 'created', down: true },
    size: (sizes as readonly number[]).includes(size) ? size : sizes[0],
    after: before ? '' : (parameters.get('after') ?? ''),
    before,
  };
}

/** Writes a state over the parameters, which keep what is not of the list: what is open over it. */
export function writeState(state: ListState, parameters: URLSearchParams): URLSearchParams {
  const to = new URLSearchParams(parameters);
  const put = (name: string, value: string) => (value ? to.set(name, value) : to.delete(name));
  const sort = `${state.sort.down ? '-' : ''}${state.sort.by}`;
  put('q', state.search);
  for (const name of ['rights', 'origin', 'reachability', 'kind'] as const) put(name, state[name].join(',').toLowerCase());
  put('country', state.country.toLowerCase());
  put('linked', state.linked);
  put('sort', sort === usualSort ? '' : sort);
  put('size', state.size === sizes[0] ? '' : String(state.size));
  put('after', state.after);
  put('before', state.before);
  return to;
}

export function isFiltered(state: ListState): boolean {
  const { rights, origin, reachability, kind, country, linked } = state;
  return [rights, origin, reachability, kind].some((chosen) => chosen.length > 0) || country !== '' || linked !== '';
}

export function variablesOf(state: ListState, withDomains: boolean): ContactsQueryVariables {
  const filter: HandleFilter = {};
  if (state.search.trim()) filter.search = state.search.trim();
  if (state.rights.length > 0) filter.rights = state.rights;
  if (state.origin.length > 0) filter.origin = state.origin;
  if (state.reachability.length > 0) filter.reachability = state.reachability;
  if (state.kind.length > 0) filter.kind = state.kind;
  if (state.country) filter.country = [state.country];
  if (state.linked) filter.linked = state.linked === 'yes';
  return {
    ...(state.before ? { last: state.size, before: state.before } : { first: state.size, after: state.after || null }),
    filter: Object.keys(filter).length > 0 ? filter : null,
    orderBy: { field: sorts[state.sort.by], direction: state.sort.down ? 'DESC' : 'ASC' },
    withDomains,
  };
}
