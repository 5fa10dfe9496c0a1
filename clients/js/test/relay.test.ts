import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type GraphQLResponse, type GraphQLTaggedNode, type Variables,
  Environment, Network, RecordSource, Store,
  commitMutation, createOperationDescriptor, fetchQuery, getFragment, getPaginationMetadata, getRefetchMetadata, getRequest,
  getSingularSelector,
} from 'relay-runtime';
import { handlesList, handlesQuery, handlesRow, handlesSetLanguageMutation } from '../src/relay/handles';
import type { handlesQuery as HandlesQuery } from '../src/relay/__generated__/handlesQuery.graphql';
import type { handles_list$data } from '../src/relay/__generated__/handles_list.graphql';
import type { handles_row$data } from '../src/relay/__generated__/handles_row.graphql';
import type { handlesSetLanguageMutation as SetLanguage } from '../src/relay/__generated__/handlesSetLanguageMutation.graphql';
import {
  credentials, endpoint, filter, mostPages, notingFetch, orderBy, pageSize, staleChange, verifyConflict, verifyWalk,
} from './handledesk';

/** An environment as Relay's guide builds it. */
function newEnvironment() {
  const { fetch, sent } = notingFetch();
  const network = Network.create(async (params, variables) => {
    const response = await fetch(endpoint(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials() },
      body: JSON.stringify({ query: params.text, operationName: params.name, variables }),
    });
    return await response.json() as GraphQLResponse;
  });
  return { environment: new Environment({ network, store: new Store(new RecordSource()) }), sent };
}

const first = { first: pageSize, filter, orderBy };

/** What a component with useFragment reads from the store. */
function read<T>(environment: Environment, fragment: GraphQLTaggedNode, reference: unknown): T {
  const selector = getSingularSelector(getFragment(fragment), reference);
  assert.ok(selector, 'the reference is of another fragment');
  const snapshot = environment.lookup(selector);
  assert.equal(snapshot.isMissingData, false, 'the store lacks data that the fragment asks for');
  return snapshot.data as T;
}

/** Loads the first page and keeps it in the store, as useLazyLoadQuery does. */
async function load(environment: Environment) {
  await fetchQuery<HandlesQuery>(environment, handlesQuery, first).toPromise();
  const operation = createOperationDescriptor(getRequest(handlesQuery), first);
  environment.retain(operation);
  return () => read<handles_list$data>(environment, handlesList, environment.lookup(operation.fragment).data).handles;
}

const pageRequest = () => getPaginationMetadata(getFragment(handlesList), 'test').paginationRequest;

const rowsOf = (environment: Environment, handles: handles_list$data['handles']) =>
  handles.edges.map((edge) => read<handles_row$data>(environment, handlesRow, edge.node));

/** Loads page after page, as usePaginationFragment's loadNext does, until there are no more; tells how many there were. */
async function loadAll(environment: Environment, handles: () => handles_list$data['handles']): Promise<number> {
  let pages = 1;
  for (; handles().pageInfo.hasNextPage && pages < mostPages; pages++) {
    const variables: Variables = { ...first, after: handles().pageInfo.endCursor };
    await fetchQuery(environment, pageRequest() as never, variables).toPromise();
    assert.ok(handles().edges.length > pageSize * pages, 'the page was not added to the connection in the store');
  }
  assert.equal(handles().pageInfo.hasNextPage, false);
  return pages;
}

test('a connection is paged to its end, and the store holds one list', async () => {
  const { environment } = newEnvironment();
  const handles = await load(environment);
  const pages = await loadAll(environment, handles);

  await verifyWalk(rowsOf(environment, handles()), pages, handles().totalCount);
  const root = environment.getStore().getSource().get('client:root');
  assert.ok(root, 'the store has no root');
  const connection = Object.keys(root).filter((key) => key.startsWith('__handlesList_handles_connection'));
  assert.equal(connection.length, 1, `pages are in several records: ${connection.join(', ')}`);
});

test('a handle is fetched again through node(id), with its domains page by page', async () => {
  const { environment } = newEnvironment();
  const handles = await load(environment);
  const rows = () => rowsOf(environment, handles());
  const { refetchableRequest } = getRefetchMetadata(getFragment(handlesRow), 'test');
  const many = rows().find((row) => row.domains.pageInfo.hasNextPage);
  assert.ok(many, 'no handle on the first page has more than two domains: choose another filter');
  const now = () => {
    const row = rows().find((r) => r.id === many.id);
    assert.ok(row);
    return row;
  };
  for (let i = 0; now().domains.pageInfo.hasNextPage && i < mostPages; i++) {
    const variables: Variables = { id: many.id, first: 2, after: now().domains.pageInfo.endCursor };
    await fetchQuery(environment, refetchableRequest as never, variables).toPromise();
  }
  const ids = now().domains.edges.map((edge) => edge.node.id);
  assert.equal(ids.length, many.domains.totalCount);
  assert.equal(new Set(ids).size, ids.length);
});

test('a refused mutation tells the version that is there', async () => {
  const { environment } = newEnvironment();
  const handles = await load(environment);
  const [row] = rowsOf(environment, handles());
  assert.ok(row);
  const answer = await new Promise<SetLanguage['response']>((resolve, reject) => {
    commitMutation<SetLanguage>(environment, {
      mutation: handlesSetLanguageMutation,
      variables: { input: staleChange(row) },
      onCompleted: (response, errors) => (errors?.length ? reject(new Error(errors[0]?.message)) : resolve(response)),
      onError: reject,
    });
  });
  assert.equal(answer.updateHandle.handle, null);
  verifyConflict(answer.updateHandle.userErrors, row);
});
