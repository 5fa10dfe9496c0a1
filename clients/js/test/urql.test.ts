import assert from 'node:assert/strict';
import test from 'node:test';
import { type AnyVariables, type Exchange, type TypedDocumentNode, Client, cacheExchange, fetchExchange } from '@urql/core';
import { cacheExchange as graphcache } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { persistedExchange } from '@urql/exchange-persisted';
import { handleAgain, handleRow, handlesPage, setLanguage } from '../src/codegen/documents';
import { readFragment } from '../src/codegen/__generated__';
import type { HandlesPageQuery } from '../src/codegen/__generated__/graphql';
import {
  type Row, credentials, endpoint, firstPage, introspection, mostPages, notingFetch, pageSize, staleChange, verifyById,
  verifyConflict, verifyWalk,
} from './handledesk';

/** A client as urql's guide builds it: queries go by GET, as they do unless it is told otherwise. */
function newClient(cache: Exchange = cacheExchange, ...before: Exchange[]) {
  const { fetch, sent } = notingFetch();
  const client = new Client({
    url: endpoint(), fetch, fetchOptions: { headers: credentials() }, exchanges: [cache, ...before, fetchExchange],
  });
  return { client, sent };
}

const normalised = () => graphcache({
  schema: introspection(),
  resolvers: { Query: { handles: relayPagination() } },
});

async function ask<D, V extends AnyVariables>(client: Client, document: TypedDocumentNode<D, V>, variables: V): Promise<D> {
  const { data, error } = await client.query(document, variables).toPromise();
  assert.ifError(error);
  assert.ok(data);
  return data;
}

const rowsOf = (data: HandlesPageQuery) => data.handles.edges.map((edge) => readFragment(handleRow, edge.node));

test('a connection is paged to its end, page by page', async () => {
  const { client, sent } = newClient();
  const rows: Row[] = [];
  let data = await ask(client, handlesPage, firstPage);
  let pages = 1;
  rows.push(...rowsOf(data));
  for (; data.handles.pageInfo.hasNextPage && pages < mostPages; pages++) {
    data = await ask(client, handlesPage, { ...firstPage, after: data.handles.pageInfo.endCursor });
    rows.push(...rowsOf(data));
  }
  await verifyWalk(rows, pages, data.handles.totalCount);
  assert.deepEqual([...new Set(sent.map((request) => request.method))], ['GET']);
});

test('a connection is paged to its end, and the normalised cache holds one list', async () => {
  const { client, sent } = newClient(normalised());
  let data = await ask(client, handlesPage, firstPage);
  let pages = 1;
  for (; data.handles.pageInfo.hasNextPage && pages < mostPages; pages++) {
    data = await ask(client, handlesPage, { ...firstPage, after: data.handles.pageInfo.endCursor });
    assert.ok(data.handles.edges.length > pageSize * pages, 'the page was not merged into the list');
  }
  await verifyWalk(rowsOf(data), pages, data.handles.totalCount);

  sent.length = 0;
  const [row] = rowsOf(data);
  assert.ok(row);
  const { data: cached } = await client.query(handlesPage, firstPage, { requestPolicy: 'cache-only' }).toPromise();
  assert.equal(cached?.handles.edges.length, data.handles.totalCount);
  assert.deepEqual(sent, []);
});

test('a handle is fetched again through node(id)', async () => {
  const { client } = newClient(normalised());
  const [row] = rowsOf(await ask(client, handlesPage, firstPage));
  assert.ok(row);
  const { node } = await ask(client, handleAgain, { id: row.id });
  assert.equal(node?.__typename, 'Handle');
  assert.deepEqual(readFragment(handleRow, node), row);
});

test('a refused mutation tells the version that is there', async () => {
  const { client } = newClient();
  const [row] = rowsOf(await ask(client, handlesPage, firstPage));
  assert.ok(row);
  const { data, error } = await client.mutation(setLanguage, { input: staleChange(row) }).toPromise();
  assert.ifError(error);
  assert.ok(data);
  assert.equal(data.updateHandle.handle, null);
  verifyConflict(data.updateHandle.userErrors, row);
});

for (const preferGetForPersistedQueries of [false, true]) {
  test(`automatic persisted queries: hash, text once, then the hash alone (${preferGetForPersistedQueries ? 'GET' : 'POST'})`, async () => {
    const { client, sent } = newClient(cacheExchange, persistedExchange({ preferGetForPersistedQueries }));
    // A name of its own, so that no earlier run has registered the text.
    const name = `Unseen${process.hrtime.bigint()}`;
    const query = `query ${name}($first: Int) { handles(first: $first) { edges { node { id } } } }`;
    const options = { requestPolicy: 'network-only' as const };

    const missed = await client.query(query, { first: pageSize }, options).toPromise();
    assert.ifError(missed.error);
    assert.equal(missed.data?.handles.edges.length, pageSize);
    assert.deepEqual(sent.map(({ text, codes, messages }) => ({ text, codes, messages })), [
      { text: false, codes: ['PERSISTED_QUERY_NOT_FOUND'], messages: ['PersistedQueryNotFound'] },
      { text: true, codes: [], messages: [] },
    ]);

    sent.length = 0;
    assert.ifError((await client.query(query, { first: pageSize }, options).toPromise()).error);
    verifyById(sent);
    assert.equal(sent[0]?.method, preferGetForPersistedQueries ? 'GET' : 'POST');
  });
}
