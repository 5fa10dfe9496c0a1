// The console's dashboard, what it shows live, the owner's side, and what it does when key or server go away.
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { faults } from './axe.mjs';
import { names, rows, signIn, tabs } from './console.mjs';
import { ask, createHandle, openMail, release, subjects, submitPassword, update } from './demo.mjs';
import { describeInBrowser, server } from './setup.mjs';

const password = 'orbit lantern 87 cobalt';
const counted = 'query { viewer { ... on Reseller { counts { handles domains byRights { rights count } byReachability { state count } } } } }';

/** Makes a key with these scopes. */
async function makeKey(scopes) {
  const query = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } userErrors { message } } }';
  const { createApiKey } = await ask(query, { input: { name: 'of a test', scopes } });
  assert.deepEqual(createApiKey.userErrors, []);
  return { secret: createApiKey.secret, id: createApiKey.apiKey.id };
}

/** Renames a handle, and returns the name. */
async function rename(handle, familyName) {
  await update(handle, { familyName });
  return `Iris ${familyName}`;
}

/** Waits until a condition holds. */
async function until(holds, what) {
  for (const deadline = Date.now() + 15_000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 100))) {
    assert.ok(Date.now() < deadline, `not within 15 s: ${what}`);
  }
}

/** In the page: counts the lines that stood, and lets a test break one, since routes do not reach answers on their way. */
function holdTheLine() {
  window.lines = 0;
  const { fetch } = window;
  window.fetch = async (input, init) => {
    if (init?.headers?.Accept !== 'text/event-stream') return fetch(input, init);
    const cut = new AbortController();
    window.breakLine = () => cut.abort();
    const response = await fetch(input, { ...init, signal: AbortSignal.any([init.signal, cut.signal]) });
    window.lines++;
    return response;
  };
}

describeInBrowser('the dashboard', () => {
  const inTab = tabs({ script: holdTheLine });

  inTab('shows the counts of the API, and each leads to its list', async (page) => {
    await signIn(page, { path: '/dashboard' });
    const legend = (name) => page.getByRole('link', { name: new RegExp(`^${name} `) });
    await legend('Full').waitFor();
    const { counts } = (await ask(counted)).viewer;
    const shown = async (name) => Number((await legend(name).locator('.number').textContent()).replace(/\D/g, ''));
    const of = (list, by, value) => list.find((one) => one[by] === value).count;
    assert.equal(await shown('Full'), of(counts.byRights, 'rights', 'FULL'));
    assert.equal(await shown('Limited'), of(counts.byRights, 'rights', 'LIMITED'));
    assert.equal(await shown('Reachable'), of(counts.byReachability, 'state', 'VALIDATED'));
    assert.equal(await shown('Answer pending'), of(counts.byReachability, 'state', 'PENDING'));
    const picture = await page.getByRole('img', { name: /^Reachability: Reachable/ }).getAttribute('aria-label');
    assert.match(picture, /Not reachable \d/);

    await page.getByRole('button', { name: /^Domains of/ }).first().waitFor();
    await page.getByRole('button', { name: '90 days' }).click();
    await page.waitForURL(/days=90/);
    const expiring = page.getByRole('region', { name: 'Expiring domains' });
    await expiring.getByRole('img', { name: /Per week/ }).waitFor();

    await legend('Limited').click();
    await page.waitForURL(/contacts\?rights=limited/);
    await rows(page);
    assert.equal(await page.locator('tbody .badge', { hasText: 'Full' }).count(), 0);
    await page.getByText(`${counts.byRights.find(({ rights }) => rights === 'LIMITED').count} contacts`).waitFor();
  });

  inTab('lists the next deadlines first, none of them past', async (page) => {
    await signIn(page, { path: '/dashboard' });
    const risk = page.getByRole('region', { name: 'Domains at risk' });
    const times = risk.locator('time');
    await times.first().waitFor();
    const due = await times.evaluateAll((found) => found.map((one) => Date.parse(one.dateTime)));
    assert.deepEqual(due, [...due].sort((a, b) => a - b));
    assert.ok(due[0] > Date.now() - 120_000);
    await risk.getByRole('button', { name: /^Domains of/ }).first().click();
    await page.waitForURL(/open=domains&handle=hdl_/);
  });

  inTab('shows a change as it happens, and one that happened while the line was broken', async (page) => {
    const handle = await createHandle();
    await signIn(page, { path: '/dashboard' });
    const feed = page.getByRole('region', { name: 'What is happening' });
    await feed.getByText('Live', { exact: true }).waitFor();
    await feed.getByText(await rename(handle, 'Firstborn')).first().waitFor();
    await feed.getByText('Contact changed').first().waitFor();
    await page.waitForTimeout(1500); // the refresh that this caused is on its way before the line breaks
    const asked = [];
    let open = false;
    await page.route('**/graphql', async (route) => {
      if (route.request().headers().accept !== 'text/event-stream') return route.abort();
      asked.push(route.request().postDataJSON().variables.after);
      return open ? route.continue() : route.abort();
    });
    await page.evaluate(() => window.breakLine());
    await feed.getByText('Reconnecting …').waitFor();
    const second = await rename(handle, 'Secondborn');
    open = true;
    await feed.getByText('Live', { exact: true }).waitFor();
    await feed.getByText(second).first().waitFor();
    assert.ok(asked.length > 0 && asked.every(Boolean), `resumed without a cursor: ${asked}`);
  }, { clean: false });

  inTab('tells an open list that something changed, and leaves refreshing to who reads', async (page) => {
    const handle = await createHandle();
    await signIn(page, { path: `/contacts?q=${handle.code}` });
    await rows(page);
    await page.waitForFunction(() => window.lines > 0);
    const name = await rename(handle, 'Thirdborn');
    const refresh = page.getByRole('button', { name: /^\d+ changes? – refresh$/ });
    await refresh.waitFor();
    assert.ok(!(await names(page)).includes(name));
    await refresh.click();
    await page.getByRole('rowheader', { name }).waitFor();
    await refresh.waitFor({ state: 'detached' });
  });

  inTab('says in a line what a key may not see', async (page) => {
    const { secret } = await makeKey(['HANDLES_READ']);
    await signIn(page, { path: '/dashboard', credential: secret });
    await page.getByText('Your key may not read events').waitFor();
    await page.getByText('Your key may not read domains').waitFor();
    await page.getByRole('link', { name: /^Full / }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  });
});

describeInBrowser('when key or server go away', () => {
  const inTab = tabs({ script: holdTheLine });

  inTab('a key that is revoked signs out with a word why, with nobody touching anything', async (page) => {
    const { secret, id } = await makeKey(['HANDLES_READ', 'EVENTS_READ']);
    await signIn(page, { credential: secret });
    await rows(page);
    await ask('mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { userErrors { message } } }', { id });
    await page.getByText('your key was revoked or has expired').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  }, { clean: false });

  inTab('a server that is lost shows, and the page goes on by itself once it is back', async (page) => {
    await signIn(page);
    const first = await names(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Name, sort ascending' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    assert.deepEqual(await page.locator('table tbody th bdi').first().textContent(), first[0]);
    await page.context().setOffline(false);
    await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
    await page.waitForFunction((name) => document.querySelector('table[aria-busy="false"] tbody th bdi')?.textContent !== name, first[0]);
  }, { clean: false });
});

describeInBrowser('texts of people', () => {
  const inTab = tabs({ script: holdTheLine });

  inTab('any script, direction and markup stays text in its cell', async (page) => {
    const mark = `Q${crypto.randomUUID().slice(0, 8)}`;
    const address = { street: ['<b>1</b> شارع'], city: 'القاهرة', postalCode: '11511', country: 'EG' };
    const query = 'mutation ($input: CreateHandleInput!) { createHandle(input: $input) { userErrors { message } } }';
    for (const organization of [`${mark} שלום עולם בע״מ`, `${mark} مكتب القاهرة‏`, `${mark} <img src=x onerror="document.title='hit'">`]) {
      const input = { kind: 'COMPANY', organization, givenName: 'محمد', familyName: '<i>x</i>', email: `${mark}.${crypto.randomUUID()}@example.net`, phone: '+442079460330', language: 'en', address };
      assert.deepEqual((await ask(query, { input })).createHandle.userErrors, []);
    }
    await signIn(page, { path: `/contacts?q=${mark}` });
    await until(async () => (await (await rows(page)).count()) === 3, 'three rows');
    assert.equal(await page.locator('td img, th img, td i, th i').count(), 0);
    assert.ok((await names(page)).some((name) => name.includes('<img src=x')));
    const outside = await page.locator('tbody bdi').evaluateAll((found) => found.filter((one) => {
      const cell = one.closest('td, th').getBoundingClientRect();
      const { left, right } = one.getBoundingClientRect();
      return left < cell.left - 1 || right > cell.right + 1;
    }).length);
    assert.equal(outside, 0, 'a name leaves its cell');
    await page.getByRole('navigation').getByRole('link', { name: 'Dashboard' }).click();
    await page.getByRole('region', { name: 'What is happening' }).getByText('<img src=x').waitFor();
    assert.match(await page.title(), /^Dashboard/);
  });
});

describeInBrowser('the owner of a contact record', () => {
  const inTab = tabs({ script: holdTheLine });
  let handle;

  before(async () => {
    handle = await createHandle();
    await release(handle);
  });

  inTab('sets a password, signs in by code and password, sees the own record alone, and signs out', async (page) => {
    await openMail(page, handle.email, subjects.release);
    await page.frameLocator('iframe').getByRole('link', { name: /password/i }).first().click();
    await submitPassword(page, password);
    await page.goto(`${server}/console/`);
    await page.getByRole('button', { name: 'I am the owner of a contact record' }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('.field-errors', { hasText: 'Enter the code' }).waitFor();
    assert.deepEqual(await faults(page), []);
    assert.equal(await page.getByRole('link', { name: /No password yet/ }).getAttribute('href'), '/owner/recover');
    await enter(page, 'not the password 12');
    await page.getByRole('alert').filter({ hasText: /password/ }).waitFor();
    await enter(page, password);
    await page.waitForURL(/console\/account/);
    await page.getByText(handle.email).waitFor();
    await page.getByRole('heading', { name: 'No domains' }).waitFor();
    assert.deepEqual(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allTextContents(), ['My data']);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.waitForURL(new RegExp(`open=edit&handle=${handle.id}`));
    await page.goto(`${server}/console/contacts`);
    await page.waitForURL(/console\/account/);
    const token = await page.evaluate(() => JSON.parse(sessionStorage.getItem('handledesk.session')).credential);
    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await page.getByText('You have signed out.').waitFor();
    const answer = await fetch(`${server}/graphql`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: '{"query":"{viewer{__typename}}"}' });
    assert.equal(answer.status, 401, 'the session lives on at the server');
  }, { clean: false });

  async function enter(page, secret) {
    await page.getByLabel('Contact code').fill(handle.code.toLowerCase());
    await page.getByLabel('Password').fill(secret);
    await page.keyboard.press('Enter');
  }

  for (const [colorScheme, width] of [['light', 1280], ['dark', 320]]) {
    inTab(`dashboard and own page have no fault and fit the screen: ${colorScheme}, ${width} pixels wide`, async (page) => {
      await signIn(page, { path: '/dashboard' });
      await page.getByRole('region', { name: 'Domains at risk' }).locator('time').first().waitFor();
      assert.deepEqual(await faults(page), []);
      await page.emulateMedia({ colorScheme: colorScheme === 'light' ? 'dark' : 'light' });
      assert.deepEqual(await faults(page), []);
      await page.evaluate(() => sessionStorage.clear());
      const token = await ownerToken();
      await page.goto(`${server}/console/`);
      await page.getByLabel('API key').fill(token); // a session token is taken as well
      await page.keyboard.press('Enter');
      await page.getByText(handle.email).waitFor();
      assert.deepEqual(await faults(page), []);
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await faults(page), []);
    }, { colorScheme, viewport: { width, height: 900 } });
  }

  async function ownerToken() {
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken userErrors { message } } }';
    const { signIn: answer } = await ask(query, { input: { code: handle.code, password } });
    assert.deepEqual(answer.userErrors, []);
    return answer.sessionToken;
  }
});
