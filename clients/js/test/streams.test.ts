// Subscriptions by the reference clients of both protocols: graphql-sse and graphql-ws.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient as createEventsClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { credentials, endpoint } from './handledesk';

const document = 'subscription Changes($after: String) { events(after: $after) { cursor event { id action entityId } } }';

interface Update {
  cursor: string;
  event: { id: string; action: string; entityId: string };
}

/** What both clients offer. */
interface Subscriber {
  iterate(request: { query: string; variables?: Record<string, unknown> }): AsyncIterableIterator<{ data?: unknown; errors?: unknown }>;
  dispose(): void | Promise<void>;
}

const socketUrl = () => endpoint().replace(/^http/, 'ws');

const clients: Record<string, () => Subscriber> = {
  'graphql-sse': () => createEventsClient({ url: endpoint(), headers: credentials(), retryAttempts: 0 }),
  'graphql-ws': () => createSocketClient({
    url: socketUrl(), webSocketImpl: WebSocket, connectionParams: credentials(), retryAttempts: 0,
  }),
};

async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(endpoint(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...credentials() },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json() as { data: T; errors?: unknown };
  assert.equal(answer.errors, undefined);
  return answer.data;
}

let made = 0;

/** Creates a handle and returns its id. */
async function createHandle(): Promise<string> {
  const name = `${process.pid}-${Date.now()}-${made++}`;
  const data = await ask<{ createHandle: { handle: { id: string } | null; userErrors: unknown[] } }>(
    `mutation Create($input: CreateHandleInput!) {
      createHandle(input: $input) { handle { id } userErrors { code message } }
    }`,
    {
      input: {
        kind: 'PERSON', givenName: 'Stream', familyName: name, email: `stream-${name}@example.com`, phone: '+49.3012345',
        address: { street: ['Hauptstr. 1'], city: 'Berlin', postalCode: '10115', country: 'DE' },
      },
    },
  );
  assert.deepEqual(data.createHandle.userErrors, []);
  assert.ok(data.createHandle.handle);
  return data.createHandle.handle.id;
}

/** The first update about the entity. */
async function updateOf(updates: AsyncIterable<{ data?: unknown; errors?: unknown }>, entityId: string): Promise<Update> {
  for await (const { data, errors } of updates) {
    assert.equal(errors, undefined);
    const update = (data as { events: Update }).events;
    if (update.event.entityId === entityId) return update;
  }
  assert.fail('the stream ended before the change came');
}

for (const [name, connect] of Object.entries(clients)) {
  test(`${name} sees a change, and resumes after it without missing any`, { timeout: 30_000 }, async () => {
    const first = connect();
    const before = (await ask<{ events: { edges: { cursor: string }[] } }>(
      '{ events(last: 1, orderBy: { direction: ASC }) { edges { cursor } } }',
    )).events.edges[0]?.cursor;
    assert.ok(before, 'the demo has no events');
    const one = await createHandle();
    const seen = await updateOf(first.iterate({ query: document, variables: { after: before } }), one);
    assert.equal(seen.event.action, 'HANDLE_CREATED');
    await first.dispose();

    const missed = await createHandle(); // while nobody listens
    const second = connect();
    const updates = second.iterate({ query: document, variables: { after: seen.cursor } });
    assert.equal((await updateOf(updates, missed)).event.action, 'HANDLE_CREATED');
    await second.dispose();
  });

  test(`${name} runs a query too`, { timeout: 30_000 }, async () => {
    const client = connect();
    const answers = [];
    for await (const answer of client.iterate({ query: '{ viewer { __typename } }' })) answers.push(answer.data);
    assert.deepEqual(answers, [{ viewer: { __typename: 'Reseller' } }]);
    await client.dispose();
  });
}

test('graphql-sse shows what is wrong with a document', { timeout: 30_000 }, async () => {
  const client = createEventsClient({ url: endpoint(), headers: credentials(), retryAttempts: 0 });
  for await (const answer of client.iterate({ query: 'subscription { nothing }' })) {
    assert.equal(answer.errors?.[0]?.extensions?.['code'], 'GRAPHQL_VALIDATION_FAILED');
  }
  client.dispose();
});

test('graphql-ws is told that its key does not hold', { timeout: 30_000 }, async () => {
  const client = createSocketClient({
    url: socketUrl(), webSocketImpl: WebSocket, connectionParams: { authorization: 'Bearer hdk_wrong' }, retryAttempts: 0,
  });
  await assert.rejects(
    async () => { for await (const _ of client.iterate({ query: document })) assert.fail('an answer came'); },
    (closed: { code?: number }) => closed.code === 4403,
  );
  await client.dispose();
});
