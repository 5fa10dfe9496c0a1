// The server that the tests talk to, and the list that every client pages through.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { buildSchema, introspectionFromSchema } from 'graphql';
import type { HandleFilter, HandleOrder, HandlesPageQueryVariables } from '../src/codegen/__generated__/graphql';

function required(name: string, example: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: give ${example}`);
  return value;
}

/** The endpoint of a server with the demo's data. */
export const endpoint = () => required('HANDLEDESK_URL', 'the endpoint, such as http://127.0.0.1:8080/graphql');

/** The endpoint of a server that runs the documents of `npm run manifests` and no other. */
export const trustedEndpoint = () =>
  required('HANDLEDESK_TRUSTED_URL', 'the endpoint of a server with --trusted-documents enforce');

/** What signs in the demo's first reseller. */
export const credentials = () => ({ authorization: `Bearer ${required('HANDLEDESK_KEY', "a key of the demo's first reseller")}` });

/** The schema as introspection gives it, for caches that know types and interfaces. */
export const introspection = () => introspectionFromSchema(buildSchema(readFileSync('../../schema.graphql', 'utf8')));

export const pageSize = 5;

/** 27 handles of the demo's first reseller, which it may change. */
export const filter: HandleFilter = { kind: ['PUBLIC_BODY'], rights: ['FULL'], reachability: ['VALIDATED'], linked: true };

export const orderBy: HandleOrder = { field: 'NAME', direction: 'ASC' };

export const firstPage: HandlesPageQueryVariables = { first: pageSize, filter, orderBy };

/** A walk that does not end by itself within these pages is broken. */
export const mostPages = 12;

/** A handle as every client reads it. */
export interface Row {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly domains: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly id: string } }[] };
}

/** A request as it went over the wire. */
export interface Sent {
  method: string;
  /** Whether the text of the operation was sent. */
  text: boolean;
  /** The id that was sent in the place of the text, or beside it. */
  id: string | undefined;
  /** The codes of the errors in the answer. */
  codes: string[];
  /** The messages of the errors in the answer. */
  messages: string[];
}

/** A fetch that notes what is sent. */
export function notingFetch(): { fetch: typeof fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const method = init?.method ?? 'GET';
      const url = new URL(input instanceof Request ? input.url : input);
      const parameters = method === 'GET'
        ? { ...Object.fromEntries(url.searchParams), extensions: JSON.parse(url.searchParams.get('extensions') ?? '{}') }
        : JSON.parse(String(init?.body));
      const response = await fetch(input, init);
      const answer = await response.clone().json() as { errors?: { message: string, extensions?: { code?: string } }[] };
      sent.push({
        method,
        text: Boolean(parameters.query),
        id: parameters.documentId ?? parameters.extensions?.persistedQuery?.sha256Hash,
        codes: (answer.errors ?? []).map((e) => e.extensions?.code ?? ''),
        messages: (answer.errors ?? []).map((e) => e.message),
      });
      return response;
    },
  };
}

let all: Promise<string[]> | undefined;

/** The ids of the whole list in one page, read without any client library. */
function wholeList(): Promise<string[]> {
  return all ??= (async () => {
    const response = await fetch(endpoint(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials() },
      body: JSON.stringify({
        query: `query ($filter: HandleFilter, $orderBy: HandleOrder) {
          handles(first: 100, filter: $filter, orderBy: $orderBy) { edges { node { id } } }
        }`,
        variables: { filter, orderBy },
      }),
    });
    const answer = await response.json() as { data: { handles: { edges: { node: { id: string } }[] } } };
    return answer.data.handles.edges.map((edge) => edge.node.id);
  })();
}

/** Verifies that a walk in so many pages, of which the last has none after it, read the whole list in its order. */
export async function verifyWalk(rows: readonly Row[], pages: number, totalCount: number): Promise<void> {
  const ids = rows.map((row) => row.id);
  assert.equal(new Set(ids).size, ids.length, 'a handle came twice');
  assert.deepEqual(ids, await wholeList());
  assert.equal(rows.length, totalCount);
  assert.equal(pages, Math.ceil(totalCount / pageSize));
  assert.ok(pages >= 3, `the demo has only ${pages} pages of such handles: choose another filter`);
  assert.ok(rows.some((row) => row.domains.edges.length > 0), 'no handle came with domains');
}

/** Something of the error that a stale `expectedVersion` is answered with. */
export interface Refusal {
  readonly __typename?: string;
  readonly code: string;
  readonly field?: readonly string[] | null;
  readonly currentVersion?: number;
}

/** Verifies that a mutation with a version that is not the row's was refused, and says which one is. */
export function verifyConflict(refusals: readonly Refusal[], row: Row): void {
  assert.equal(refusals.length, 1);
  assert.equal(refusals[0]?.__typename, 'ConflictError');
  assert.equal(refusals[0]?.code, 'CONFLICT');
  assert.equal(refusals[0]?.currentVersion, row.version);
}

/** The input of a mutation that a server must refuse, and that changes little where it does not. */
export const staleChange = (row: Row) => ({ handleId: row.id, expectedVersion: row.version - 1, language: 'en' });

/** Verifies that an operation went by its id alone, and by nothing else. */
export function verifyById(sent: readonly Sent[]): void {
  assert.ok(sent.length > 0, 'nothing was sent');
  for (const request of sent) {
    assert.equal(request.text, false, 'the text was sent');
    assert.ok(request.id, 'no id was sent');
    assert.deepEqual(request.codes, []);
  }
}
