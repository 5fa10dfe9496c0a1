import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { type ApolloLink, ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { handleAgain, handleRow, handlesPage, setLanguage } from '../src/codegen/documents';
import { readFragment } from '../src/codegen/__generated__';
import type { HandlesPageQuery } from '../src/codegen/__generated__/graphql';
import {
  credentials, endpoint, firstPage, introspection, mostPages, notingFetch, pageSize, staleChange, verifyById, verifyConflict,
  verifyWalk,
} from './handledesk';

/** Which types stand behind an interface or union, as Apollo's guide takes it from the schema. */
function possibleTypes(): Record<string, string[]> {
  const types = introspection().__schema.types.filter((type) => type.kind === 'INTERFACE' || type.kind === 'UNION');
  return Object.fromEntries(types.map((type) => [type.name, type.possibleTypes.map((possible) => possible.name)]));
}

function newClient(before: (http: ApolloLink) => ApolloLink = (http) => http) {
  const { fetch, sent } = notingFetch();
  const cache = new InMemoryCache({
    possibleTypes: possibleTypes(),
    typePolicies: { Query: { fields: { handles: relayStylePagination(['filter', 'orderBy']) } } },
  });
  const http = new HttpLink({ uri: endpoint(), headers: credentials(), fetch });
  return { client: new ApolloClient({ cache, link: before(http) }), cache, sent };
}

const rowsOf = (data: HandlesPageQuery) => data.handles.edges.map((edge) => readFragment(handleRow, edge.node));

/** Pages to the end with fetchMore; gives what the cache holds then. */
async function walk(client: ApolloClient) {
  await client.query({ query: handlesPage, variables: firstPage });
  const query = client.watchQuery({ query: handlesPage, variables: firstPage });
  const subscription = query.subscribe({});
  /** What a component is shown once it is shown more than so many handles. */
  const shownAbove = async (count: number) => (await firstValueFrom(query.pipe(
    filter((shown) => shown.dataState === 'complete' && shown.data.handles.edges.length > count),
    timeout(10_000), // a page that is not merged into the list is never shown
  ))).data as HandlesPageQuery;
  let data = await shownAbove(0);
  let pages = 1;
  for (; data.handles.pageInfo.hasNextPage && pages < mostPages; pages++) {
    const more = shownAbove(data.handles.edges.length);
    await query.fetchMore({ variables: { after: data.handles.pageInfo.endCursor } });
    data = await more;
  }
  subscription.unsubscribe();
  assert.equal(data.handles.pageInfo.hasNextPage, false);
  return { data, pages };
}

test('a connection is paged to its end, and the normalised cache holds one list', async () => {
  const { client, cache } = newClient();
  const { data, pages } = await walk(client);

  const rows = rowsOf(data);
  await verifyWalk(rows, pages, data.handles.totalCount);
  const held = cache.extract();
  const lists = Object.keys(held.ROOT_QUERY ?? {}).filter((field) => field.startsWith('handles'));
  assert.equal(lists.length, 1, `pages are in several lists: ${lists.join(', ')}`);
  const handles = Object.keys(held).filter((id) => id.startsWith('Handle:'));
  assert.deepEqual(handles.sort(), rows.map((row) => `Handle:${row.id}`).sort());

  const cached = await client.query({ query: handlesPage, variables: firstPage, fetchPolicy: 'cache-only' });
  assert.ok(cached.data);
  assert.equal(cached.data.handles.edges.length, data.handles.totalCount);
});

test('a handle is fetched again through node(id), and the list sees what came', async () => {
  const { client, cache } = newClient();
  const page = await client.query({ query: handlesPage, variables: firstPage });
  assert.ok(page.data);
  const [row] = rowsOf(page.data);
  assert.ok(row);
  const id = cache.identify({ __typename: 'Handle', id: row.id });
  cache.modify({ id: id ?? '', fields: { displayName: () => 'stale' } });

  const again = await client.query({ query: handleAgain, variables: { id: row.id }, fetchPolicy: 'network-only' });

  assert.equal(again.data?.node?.__typename, 'Handle');
  const list = client.readQuery({ query: handlesPage, variables: firstPage });
  assert.ok(list);
  assert.equal(rowsOf(list)[0]?.displayName, row.displayName);
});

test('a refused mutation tells the version that is there', async () => {
  const { client } = newClient();
  const page = await client.query({ query: handlesPage, variables: firstPage });
  assert.ok(page.data);
  const [row] = rowsOf(page.data);
  assert.ok(row);
  const answer = await client.mutate({ mutation: setLanguage, variables: { input: staleChange(row) } });
  assert.ok(answer.data);
  assert.equal(answer.data.updateHandle.handle, null);
  verifyConflict(answer.data.updateHandle.userErrors, row);
});

for (const useGETForHashedQueries of [false, true]) {
  test(`automatic persisted queries: hash, text once, then the hash alone (${useGETForHashedQueries ? 'GET' : 'POST'})`, async () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const { client, sent } = newClient((http) => createPersistedQueryLink({ sha256, useGETForHashedQueries }).concat(http));
    // A name of its own, so that no earlier run has registered the text.
    const query = renamed(`Unseen${process.hrtime.bigint()}`);

    const missed = await client.query({ query, variables: { ...firstPage, first: pageSize } });
    assert.equal(missed.data?.handles.edges.length, pageSize);
    assert.deepEqual(sent.map(({ text, codes }) => ({ text, codes })), [
      { text: false, codes: ['PERSISTED_QUERY_NOT_FOUND'] },
      { text: true, codes: [] },
    ]);

    sent.length = 0;
    await client.query({ query, variables: { ...firstPage, first: pageSize }, fetchPolicy: 'network-only' });
    verifyById(sent);
    assert.equal(sent[0]?.method, useGETForHashedQueries ? 'GET' : 'POST');
  });
}

/** The page's query under another name. */
function renamed(name: string): typeof handlesPage {
  return {
    ...handlesPage,
    definitions: handlesPage.definitions.map((d) =>
      d.kind === 'OperationDefinition' ? { ...d, name: { kind: 'Name', value: name } } : d),
  } as typeof handlesPage;
}
