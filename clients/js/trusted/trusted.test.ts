// Against a server that runs the documents of `npm run manifests` and no other: every client sends ids alone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql as apolloDocument } from '@apollo/client';
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists';
import { type DocumentInput, Client, cacheExchange, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { type DocumentNode, Kind } from 'graphql';
import { type GraphQLResponse, Environment, Network, RecordSource, Store, fetchQuery } from 'relay-runtime';
import { readFragment } from '../src/codegen/__generated__';
import { handleAgain, handleRow, handlesPage, setLanguage } from '../src/codegen/documents';
import type { handlesQuery as HandlesQuery } from '../src/relay/__generated__/handlesQuery.graphql';
import { handlesQuery } from '../src/relay/handles';
import {
  credentials, filter, firstPage, notingFetch, orderBy, pageSize, staleChange, trustedEndpoint, verifyById, verifyConflict,
} from '../test/handledesk';

const apolloManifest = JSON.parse(readFileSync('build/manifests/apollo.json', 'utf8')) as {
  operations: { id: string, name: string, body: string }[],
};

/** Apollo as its guide to persisted queries sets it up: ids come from the manifest, the text is never sent. */
function newApollo({ useGETForHashedQueries = false, manifest = apolloManifest } = {}) {
  const { fetch, sent } = notingFetch();
  const ids = generatePersistedQueryIdsFromManifest({ loadManifest: () => manifest });
  const link = createPersistedQueryLink({ ...ids, useGETForHashedQueries })
    .concat(new HttpLink({ uri: trustedEndpoint(), headers: credentials(), fetch }));
  return { client: new ApolloClient({ cache: new InMemoryCache(), link }), sent };
}

/** urql with the ids that graphql-codegen puts into its documents. */
function newUrql({ preferGetForPersistedQueries = true } = {}) {
  const { fetch, sent } = notingFetch();
  const ids = persistedExchange({
    enforcePersistedQueries: true,
    enableForMutation: true,
    preferGetForPersistedQueries,
    generateHash: async (_, document) => idOf(document),
  });
  const client = new Client({
    url: trustedEndpoint(), fetch, fetchOptions: { headers: credentials() }, exchanges: [cacheExchange, ids, fetchExchange],
  });
  return { client, sent };
}

/** The id that graphql-codegen gave a document; another one has none that the server knows. */
function idOf(document: DocumentNode): string {
  return (document as { __meta__?: { hash?: string } }).__meta__?.hash ?? 'f'.repeat(64);
}

/** A network as Relay's guide to persisted queries writes it, with the parameter that GraphQL over HTTP has for it. */
function newRelay(idSent: (id: string) => string = (id) => id) {
  const { fetch, sent } = notingFetch();
  const network = Network.create(async (params, variables) => {
    assert.ok(params.id, 'the compiler gave no id');
    const response = await fetch(trustedEndpoint(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials() },
      body: JSON.stringify({ documentId: idSent(params.id), variables }),
    });
    return await response.json() as GraphQLResponse;
  });
  return { environment: new Environment({ network, store: new Store(new RecordSource()) }), sent };
}

for (const useGETForHashedQueries of [false, true]) {
  test(`Apollo's manifest: operations run by id (${useGETForHashedQueries ? 'GET' : 'POST'})`, async () => {
    const { client, sent } = newApollo({ useGETForHashedQueries });
    const { data } = await client.query({ query: handlesPage, variables: firstPage });
    assert.equal(data?.handles.edges.length, pageSize);
    const row = readFragment(handleRow, data.handles.edges[0]?.node);
    assert.ok(row);
    const again = await client.query({ query: handleAgain, variables: { id: row.id } });
    assert.equal(again.data?.node?.__typename, 'Handle');
    const refused = await client.mutate({ mutation: setLanguage, variables: { input: staleChange(row) } });
    verifyConflict(refused.data?.updateHandle.userErrors ?? [], row);

    verifyById(sent);
    assert.deepEqual(sent.map((request) => request.id), ['HandlesPage', 'HandleAgain', 'SetLanguage'].map(apolloId));
  });

  test(`graphql-codegen's manifest: operations run by id (urql, ${useGETForHashedQueries ? 'GET' : 'POST'})`, async () => {
    const { client, sent } = newUrql({ preferGetForPersistedQueries: useGETForHashedQueries });
    const { data, error } = await client.query(handlesPage, firstPage).toPromise();
    assert.ifError(error);
    assert.equal(data?.handles.edges.length, pageSize);
    const row = readFragment(handleRow, data.handles.edges[0]?.node);
    assert.ok(row);
    const again = await client.query(handleAgain, { id: row.id }).toPromise();
    assert.ifError(again.error);
    assert.equal(again.data?.node?.__typename, 'Handle');
    const refused = await client.mutation(setLanguage, { input: staleChange(row) }).toPromise();
    assert.ifError(refused.error);
    verifyConflict(refused.data?.updateHandle.userErrors ?? [], row);

    verifyById(sent);
    assert.deepEqual(sent.map((request) => request.id), [handlesPage, handleAgain, setLanguage].map(idOf));
  });
}

const apolloId = (name: string) => apolloManifest.operations.find((operation) => operation.name === name)?.id;

test("Relay's manifest: operations run by id", async () => {
  const { environment, sent } = newRelay();
  await fetchQuery<HandlesQuery>(environment, handlesQuery, { first: pageSize, filter, orderBy }).toPromise();
  verifyById(sent);
  assert.equal(sent.length, 1);
});

test('an id that no manifest has is refused, and no client sends the text instead', async () => {
  const apollo = newApollo({
    manifest: { operations: [{ id: 'e'.repeat(64), name: 'HandlesPage', body: '' }] },
  });
  await assert.rejects(apollo.client.query({ query: handlesPage, variables: firstPage }), forbidden);
  const relay = newRelay((id) => id.replace(/^./, 'x'));
  await assert.rejects(fetchQuery<HandlesQuery>(relay.environment, handlesQuery, { first: 1 }).toPromise() as Promise<unknown>);
  const urql = newUrql();
  const { error } = await urql.client.query(unlisted, {}).toPromise();
  assert.equal(error?.graphQLErrors[0]?.extensions['code'], 'FORBIDDEN');

  for (const { sent } of [apollo, relay, urql]) {
    assert.deepEqual(sent.map(({ text, codes }) => ({ text, codes })), [{ text: false, codes: ['FORBIDDEN'] }]);
  }
});

test('a text that no manifest has is refused', async () => {
  const { fetch, sent } = notingFetch();
  const link = new HttpLink({ uri: trustedEndpoint(), headers: credentials(), fetch });
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  await assert.rejects(client.query({ query: apolloDocument`query Unlisted { viewer { __typename } }` }), forbidden);
  assert.deepEqual(sent.map((request) => request.codes), [['FORBIDDEN']]);
});

const forbidden = (error: unknown) => CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.['code'] === 'FORBIDDEN';

/** A document that was never compiled. */
const unlisted: DocumentInput = {
  kind: Kind.DOCUMENT,
  definitions: [{
    kind: Kind.OPERATION_DEFINITION,
    operation: 'query' as never,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }] },
  }],
};
