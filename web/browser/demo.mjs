// What the tests take from the running demo, asked for by the API, and its mailbox.
import assert from 'node:assert/strict';
import { key, server } from './setup.mjs';

/** Runs an operation with the reseller's key and returns its data. */
export async function ask(query, variables) {
  const response = await fetch(`${server}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** A handle, written to in English, whose owner has not answered and may get another link. Each run uses up one. */
export function handleToReset() {
  return find('resetReachability', { rights: ['FULL'], reachability: ['PENDING'] });
}

/** A handle, written to in English, with domains and not yet released. Each run uses up one. */
export function handleToRelease() {
  return find('release', { rights: ['FULL'], reachability: ['VALIDATED'], linked: true });
}

async function find(action, filter) {
  const query = `query ($filter: HandleFilter, $after: String) {
    handles(first: 100, after: $after, filter: $filter) {
      edges { node { id code email language actions { check: ${action} { allowed } } } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  for (let after = null; ; ) {
    const { handles } = await ask(query, { filter, after });
    const found = handles.edges.map((edge) => edge.node).find((node) => node.actions.check.allowed && node.language?.startsWith('en'));
    if (found) return found;
    assert.ok(handles.pageInfo.hasNextPage, `the demo has no more handle for ${action}: start it with an empty folder`);
    after = handles.pageInfo.endCursor;
  }
}

export async function stateOf(handle) {
  const data = await ask('query ($id: ID!) { node(id: $id) { ... on Handle { reachability { state } } } }', { id: handle.id });
  return data.node.reachability.state;
}

/** Creates a handle, to whose address a mail goes at once. */
export async function createHandle() {
  const email = `iris.${crypto.randomUUID()}@example.net`;
  const input = {
    kind: 'PERSON', givenName: 'Iris', familyName: 'Calloway', email, phone: '+442079460330', language: 'en',
    address: { street: ['14 Orchard Lane'], city: 'Bristol', postalCode: 'BS1 5TR', country: 'GB' },
  };
  const query = 'mutation ($input: CreateHandleInput!) { createHandle(input: $input) { handle { id code } userErrors { message } } }';
  const { createHandle: answer } = await ask(query, { input });
  assert.deepEqual(answer.userErrors, []);
  return { ...answer.handle, email };
}

/** Registers a domain of its own for an owner. */
export async function register(owner, admin) {
  const name = `desk-${crypto.randomUUID().slice(0, 13)}.de`;
  const input = { name, owner: { handleId: owner.id }, ...(admin && { admin: { handleId: admin.id } }), transferLock: false };
  const query = 'mutation ($input: RegisterDomainInput!) { registerDomain(input: $input) { domain { id unicodeName } userErrors { message } } }';
  const { registerDomain } = await ask(query, { input });
  assert.deepEqual(registerDomain.userErrors, []);
  return registerDomain.domain;
}

/** The id of one of the handles that the demo has for trying. */
export function idOf(code) {
  return ask('query ($code: String!) { handle(by: { code: $code }) { id } }', { code }).then(({ handle }) => handle.id);
}

export async function update(handle, changes) {
  const query = 'mutation ($input: UpdateHandleInput!) { updateHandle(input: $input) { userErrors { message } } }';
  assert.deepEqual((await ask(query, { input: { handleId: handle.id, ...changes } })).updateHandle.userErrors, []);
}

export async function release(handle) {
  const query = 'mutation ($id: ID!) { releaseHandle(input: { handleId: $id }) { userErrors { message } } }';
  assert.deepEqual((await ask(query, { id: handle.id })).releaseHandle.userErrors, []);
}

/** Opens the mailbox, looks for new mail until one to the address with such a subject is there, and opens the newest. */
export async function openMail(page, address, subject) {
  await page.goto(`${server}/mailbox/`);
  const mail = page.getByRole('listitem').filter({ hasText: address }).filter({ hasText: subject }).first().getByRole('link');
  for (const deadline = Date.now() + 15_000; (await mail.count()) === 0; ) {
    assert.ok(Date.now() < deadline, `no mail to ${address} with ${subject} within 15 s`);
    await page.waitForTimeout(200);
    await page.getByRole('link', { name: 'Look for new mail' }).click();
  }
  await mail.click();
}

/** How the subjects of the mails begin that the tests wait for. */
export const subjects = { start: 'Please confirm', reset: 'Your new link to confirm', release: 'Your contact record' };

/** Fills in and sends the page on which an owner sets a password. */
export async function submitPassword(page, password, again = password) {
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('Repeat the new password').fill(again);
  await page.getByRole('button', { name: 'Set password' }).click();
}
