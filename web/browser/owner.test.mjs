// What the demo promises, by hand: from PENDING to VALIDATED by a mailed link, and from a released handle to its owner
// who signs in. The mailbox and the pages behind the links are used without scripts, as a careful reader would.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { openGraphiQL } from './graphiql.mjs';
import { handleToRelease, handleToReset, openMail, stateOf, subjects, submitPassword } from './demo.mjs';
import { assertClean, describeInBrowser, key, launch, server, watch } from './setup.mjs';

describeInBrowser('mailed links and the owner in a browser', owners);

const weak = 'password1234';
const strong = 'orbit lantern 87 cobalt';

function owners() {
  let browser;
  let contexts;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(() => {
    contexts = [];
  });
  afterEach(() => Promise.all(contexts.map((context) => context.close())));

  async function newPage(options) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    contexts.push(context);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    return { page, seen: await watch(page, { scripts: options?.javaScriptEnabled !== false }) };
  }

  test('a reset, the mail, the button behind its link: VALIDATED', async () => {
    const handle = await handleToReset();
    const { page, seen } = await newPage();
    const graphiql = await openGraphiQL(page);
    await graphiql.useKey(key, 'reseller');
    await graphiql.openExample('Reset reachability');
    await graphiql.setVariables({ input: { handleId: handle.id } });
    const { resetReachability } = await graphiql.run('ResetReachability');
    assert.deepEqual(resetReachability.userErrors, []);
    assert.equal(resetReachability.handle.reachability.state, 'PENDING');

    const reader = await newPage({ javaScriptEnabled: false });
    await openMail(reader.page, handle.email, subjects.reset);
    await reader.page.frameLocator('iframe').getByRole('link', { name: 'Confirm e-mail address' }).click();
    await reader.page.getByRole('heading', { level: 1, name: 'Confirm your e-mail address' }).waitFor();
    await reader.page.getByText(handle.email).first().waitFor();
    assert.equal(await stateOf(handle), 'PENDING', 'opening the link confirmed the address');
    const link = reader.page.url();
    await reader.page.getByRole('button', { name: 'Confirm this address' }).click();
    await reader.page.getByRole('heading', { level: 1, name: 'Your e-mail address is confirmed' }).waitFor();
    assert.ok(!reader.page.url().includes('token'), 'the token stayed in the address');
    assertClean(reader.seen);

    await graphiql.openExample('Reachability with its evidence');
    await graphiql.setVariables({ by: { code: handle.code } });
    const { reachability } = (await graphiql.run('ReachabilityEvidence')).handle;
    assert.equal(reachability.state, 'VALIDATED');
    assert.deepEqual(reachability.evidence.slice(0, 3).map((entry) => entry.kind), ['CONFIRMED', 'MAIL_SENT', 'RESET']);
    assertClean(seen);

    const again = await reader.page.goto(link);
    assert.equal(again.status(), 410);
    await reader.page.getByRole('heading', { level: 1, name: 'This link has been used already' }).waitFor();
  });

  test('a released handle, a password, the owner signed in: the owner changes the address, the reseller cannot', async () => {
    const handle = await handleToRelease();
    const { page, seen } = await newPage();
    const graphiql = await openGraphiQL(page);
    await graphiql.useKey(key, 'reseller');
    await graphiql.openExample('Release a handle to its owner');
    await graphiql.setVariables({ input: { handleId: handle.id } });
    const { releaseHandle } = await graphiql.run('ReleaseHandle');
    assert.deepEqual(releaseHandle.userErrors, []);
    assert.equal(releaseHandle.handle.rights, 'LIMITED');

    await setPassword(handle);

    await graphiql.openExample('Sign in');
    await graphiql.setVariables({ input: { code: handle.code.toLowerCase(), password: weak } });
    assert.deepEqual((await graphiql.run('SignIn')).signIn.userErrors.map((error) => error.code), ['SIGN_IN_FAILED']);
    await graphiql.setVariables({ input: { code: handle.code, password: strong } });
    const { sessionToken } = (await graphiql.run('SignIn')).signIn;
    await graphiql.useKey(sessionToken, `owner ${handle.code}`);

    await graphiql.openExample('Change my address');
    const own = (await graphiql.run('OwnAddress')).viewer.handle;
    assert.equal(own.id, handle.id);
    const street = `${Date.now() % 1000} Owner's Row`;
    const input = { handleId: own.id, address: { ...own.address, street: [street] } };
    await graphiql.setVariables({ input });
    const changed = (await graphiql.run('ChangeOwnAddress')).updateHandle;
    assert.deepEqual([changed.userErrors, changed.handle.address.street], [[], [street]]);

    await graphiql.useKey(key, 'reseller');
    const refused = (await graphiql.run('ChangeOwnAddress')).updateHandle;
    assert.deepEqual([refused.handle, refused.userErrors.map((error) => error.code)], [null, ['LIMITED_RIGHTS']]);
    await assertNothingKept(page, [strong, sessionToken]);

    await graphiql.useKey(sessionToken, `owner ${handle.code}`);
    await graphiql.openExample('My handle and domains');
    assert.ok((await graphiql.run('OwnHandle')).viewer.handle.domains.totalCount > 0, 'the owner sees no domain');
    await graphiql.openExample('Sign out');
    assert.deepEqual((await graphiql.run('SignOut')).signOut, { ended: 1, userErrors: [] });
    assertClean(seen);
    await page.reload();
    await page.locator('[data-state=refused]').waitFor();
  });

  /** The way of a released handle's owner from the mailbox to a password, without scripts. */
  async function setPassword(handle) {
    const { page, seen } = await newPage({ javaScriptEnabled: false });
    await openMail(page, handle.email, subjects.release);
    await page.frameLocator('iframe').getByRole('link', { name: 'Set a password' }).click();
    await page.getByRole('heading', { level: 1, name: 'Set your password' }).waitFor();
    await submitPassword(page, weak);
    const alert = page.getByRole('alert');
    await alert.getByText('too easy to guess').waitFor();
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.locator(':focus').getAttribute('role'), 'alert', 'the message does not get the focus');
    const field = page.getByLabel('New password', { exact: true });
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.match(await field.getAttribute('aria-describedby'), /password-error/);
    assert.equal(await field.inputValue(), '', 'the password came back');
    forgive(seen, 422);
    await submitPassword(page, strong, `${strong}!`);
    await alert.getByText('The two passwords differ').waitFor();
    forgive(seen, 422);
    await submitPassword(page, strong);
    await page.getByRole('heading', { level: 1, name: 'Your password is set' }).waitFor();
    await page.getByText(`POST ${server}/graphql`).waitFor();
    assertClean(seen);
  }
}

/** Takes off the complaint that Chromium makes of every answer with such a status. */
function forgive(seen, status) {
  const rest = seen.complaints.filter((text) => !text.includes(`status of ${status} `));
  assert.ok(rest.length < seen.complaints.length, `no page was answered with ${status}`);
  seen.complaints = rest;
}

/** Passwords and tokens may be in this tab, never in what outlives it. */
async function assertNothingKept(page, secrets) {
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie);
  assert.deepEqual(secrets.filter((secret) => kept.includes(secret)), []);
}
