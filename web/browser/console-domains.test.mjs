// The console's confirmations for a contact, and its drawer of domains: what is asked, done, refused and said afterwards.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults, rows, signIn } from './console.mjs';
import { ask, createHandle, handleToReset, release } from './demo.mjs';
import { assertClean, describeInBrowser, launch, watch } from './setup.mjs';

/** Gives what runs a test in a tab of its own, which must not have complained or asked another host. */
function tabs() {
  let browser;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  return (name, body, options = {}) =>
    test(name, async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      const seen = await watch(page);
      try {
        await body(page, seen);
      } finally {
        await context.close();
      }
      assertClean(seen);
    });
}

/** Goes to an address of the console without loading the page again, as a link in it does. */
async function go(page, address) {
  await page.evaluate((to) => history.pushState(null, '', `/console/contacts?${to}`), address);
}

const dialog = (page) => page.getByRole('alertdialog');
const press = (page, name) => dialog(page).getByRole('button', { name, exact: true }).click();
const gone = (page) => dialog(page).waitFor({ state: 'detached' });

/** The drawer, once it shows domains. */
async function drawer(page) {
  const found = page.getByRole('dialog', { name: /^Domains/ });
  await found.locator('table[aria-busy="false"] tbody tr').first().waitFor();
  return found;
}

async function register(owner, admin) {
  const name = `desk-${crypto.randomUUID().slice(0, 13)}.de`;
  const input = { name, owner: { handleId: owner.id }, ...(admin && { admin: { handleId: admin.id } }), transferLock: false };
  const query = 'mutation ($input: RegisterDomainInput!) { registerDomain(input: $input) { domain { id unicodeName } userErrors { message } } }';
  const { registerDomain } = await ask(query, { input });
  assert.deepEqual(registerDomain.userErrors, []);
  return registerDomain.domain;
}

/** A contact with FULL rights that owns one domain, and is ADMIN of two whose owner has LIMITED rights. */
async function mixed() {
  const [mine, theirs] = [await createHandle(), await createHandle()];
  const locked = await register(mine);
  const free = [await register(theirs, mine), await register(theirs, mine)];
  await release(theirs);
  return { mine, theirs, locked, free };
}

function idOf(code) {
  return ask('query ($code: String!) { handle(by: { code: $code }) { id } }', { code }).then(({ handle }) => handle.id);
}

const releaseByApi = (ids) => ask('mutation ($ids: [ID!]!) { releaseDomains(input: { domainIds: $ids }) { results { userErrors { code } } } }', { ids });

describeInBrowser('the console, before something is done to a contact', () => {
  const inTab = tabs();

  inTab('deletes one that is free, and says which domains keep another', async (page) => {
    const [free, linked] = [await createHandle(), await createHandle()];
    const domain = await register(linked);
    await signIn(page, { path: `/contacts?q=${free.code}` });
    await page.getByRole('button', { name: `Delete ${free.code}` }).click();
    await dialog(page).getByText(`The code ${free.code} is never given out again.`).waitFor();
    await dialog(page).getByText('No domain uses it.').waitFor();
    await dialog(page).getByText(free.email).waitFor();
    // Somebody changes it meanwhile: the version that was shown is refused, the one that is shown next is not.
    await ask('mutation ($id: ID!) { updateHandle(input: { handleId: $id, vatNumber: null, phone: "+442079460331" }) { userErrors { message } } }', { id: free.id });
    await press(page, 'Delete');
    await dialog(page).getByRole('alert').filter({ hasText: 'The server refused' }).waitFor();
    await dialog(page).locator('button:not([disabled])', { hasText: /^Delete$/ }).waitFor();
    await press(page, 'Delete');
    await gone(page);
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    assert.equal((await ask('query ($id: ID!) { node(id: $id) { id } }', { id: free.id })).node, null);

    await go(page, `open=delete&handle=${linked.id}`);
    await dialog(page).getByRole('list', { name: 'Domains that use the contact' }).getByText(domain.unicodeName).waitFor();
    assert.ok(await dialog(page).getByRole('button', { name: 'Delete', exact: true }).isDisabled());
    await go(page, `open=delete&handle=${await idOf('FL1087-HD')}`);
    await dialog(page).getByText('1 domain that you cannot see uses it.').waitFor();
    assert.deepEqual(await faults(page), []);
  });

  inTab('releases one: its row becomes limited, and what it cannot do any more says why', async (page) => {
    const handle = await createHandle();
    await register(handle);
    await signIn(page, { path: `/contacts?q=${handle.code}` });
    await page.getByRole('button', { name: `Release ${handle.code}` }).click();
    await dialog(page).getByText('The address was never proved to answer.').waitFor();
    await dialog(page).getByText('1 domain stays with you.').waitFor();
    await press(page, 'Release');
    await gone(page);
    await page.locator('tbody .badge', { hasText: 'Limited' }).waitFor();
    for (const name of [`Edit ${handle.code}`, `Delete ${handle.code}`, `Release ${handle.code} to its owner`]) {
      const button = page.getByRole('button', { name, exact: true });
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      assert.match(await button.locator('[id]').textContent(), /LIMITED rights|released before/);
    }
    // The domain itself can leave: the owner is in control already.
    await page.getByRole('button', { name: `Domains of ${handle.code}` }).click();
    await (await drawer(page)).getByRole('button', { name: /^Release desk-/ }).click();
    await dialog(page).getByText('The domain leaves your account').waitFor();
    assert.equal(await dialog(page).getByRole('checkbox').count(), 0);
    await press(page, 'Release');
    await page.getByText('1 domain was released.').waitFor();
  });

  inTab('sends a new link, and says how long to wait for another', async (page) => {
    const handle = await handleToReset();
    await signIn(page, { path: `/contacts?open=reset&handle=${handle.id}` });
    await dialog(page).getByText('The links sent before stop working.').waitFor();
    await press(page, 'Send new link');
    await gone(page);
    await go(page, `open=reset&handle=${handle.id}`);
    await dialog(page).getByText(/Too often\. Possible again in (1 minute|\d+ seconds)/).waitFor();
    assert.ok(await dialog(page).getByRole('button', { name: 'Send new link' }).isDisabled());
    // The same refusal when it comes only as the button is pressed.
    const other = await handleToReset();
    await go(page, `open=reset&handle=${other.id}`);
    await dialog(page).getByText('The links sent before stop working.').waitFor();
    await ask('mutation ($id: ID!) { resetReachability(input: { handleId: $id }) { userErrors { code } } }', { id: other.id });
    await press(page, 'Send new link');
    const refused = dialog(page).getByRole('alert').filter({ hasText: 'The server refused' });
    await refused.getByText(/Possible again in/).waitFor();
  });
});

describeInBrowser('the console, with the domains of a contact', () => {
  const inTab = tabs();

  inTab('releases several: each with its result, and again those that were refused', async (page) => {
    const { mine, locked, free } = await mixed();
    await signIn(page, { path: `/contacts?open=domains&handle=${mine.id}` });
    const sheet = await drawer(page);
    await sheet.getByLabel('Select all on this page').check();
    await sheet.getByRole('button', { name: 'Release selected' }).click();
    await dialog(page).getByRole('heading', { name: 'Release 3 domains?' }).waitFor();
    await dialog(page).getByText('Without that, 1 domain will be refused').waitFor();
    await press(page, 'Release');
    const results = page.getByRole('dialog', { name: 'What became of each' });
    await results.getByText('2 domains were released. 1 domain was not.').waitFor();
    for (const { unicodeName } of free) await results.getByRole('listitem').filter({ hasText: unicodeName }).filter({ hasText: 'Released' }).waitFor();
    await results.getByRole('listitem').filter({ hasText: locked.unicodeName }).filter({ hasText: 'could not reach the domain' }).waitFor();
    assert.deepEqual(await faults(page), []);
    await results.getByRole('button', { name: 'Close' }).last().click();
    await sheet.getByText('1 selected').waitFor();
    await sheet.getByRole('button', { name: 'Release selected' }).click();
    assert.ok(await dialog(page).getByRole('button', { name: 'Release', exact: true }).isDisabled());
    await dialog(page).getByLabel('Release the owner’s contact too').check();
    await press(page, 'Release');
    await results.getByText('1 domain was released.').waitFor();
    const { node } = await ask('query ($id: ID!) { node(id: $id) { ... on Handle { rights } } }', { id: mine.id });
    assert.notEqual(node?.rights, 'FULL');
  });

  inTab('releases all or none', async (page) => {
    const { theirs, free } = await mixed();
    await signIn(page, { path: `/contacts?open=domains&handle=${theirs.id}` });
    const sheet = await drawer(page);
    await sheet.getByLabel('Select all on this page').check();
    await sheet.getByRole('button', { name: 'Release selected' }).click();
    await dialog(page).getByLabel('All or none').check();
    await releaseByApi([free[0].id]); // meanwhile somebody else was quicker
    await press(page, 'Release');
    const results = page.getByRole('dialog', { name: 'What became of each' });
    await results.getByText('2 domains were not.').waitFor();
    await results.getByRole('listitem').filter({ hasText: free[1].unicodeName }).filter({ hasText: 'Another domain of this call was refused' }).waitFor();
  });

  inTab('renews, locks, sets nameservers and contacts, and shows an auth code once', async (page) => {
    const handle = await createHandle();
    const { id, unicodeName: name } = await register(handle);
    const state = async () => (await ask('query ($id: ID!) { node(id: $id) { ... on Domain { expiresAt transferLock autoRenew nameservers contacts { role } } } }', { id })).node;
    const at = await state();
    await signIn(page, { path: `/contacts?open=domains&handle=${handle.id}` });
    const sheet = await drawer(page);
    const button = (label) => sheet.getByRole('button', { name: label, exact: true });

    await button(`Renew ${name}`).click();
    await dialog(page).getByLabel('For how long').selectOption('2');
    const year = new Date(at.expiresAt).getUTCFullYear() + 2;
    await dialog(page).getByText(new RegExp(`renewed, on .*${year}`)).waitFor();
    await press(page, 'Renew');
    await gone(page);
    assert.equal(new Date((await state()).expiresAt).getUTCFullYear(), year);

    await button(`Lock ${name} against transfers`).click();
    await button(`Unlock ${name} for transfers`).waitFor();
    await button(`Stop renewing ${name} by itself`).click();
    await button(`Let ${name} renew by itself`).waitFor();
    const switched = await state();
    assert.deepEqual([switched.transferLock, switched.autoRenew], [true, false]);

    await button(`Nameservers of ${name}`).click();
    await dialog(page).getByLabel('Nameservers', { exact: true }).fill('ns1.example.net\nnot_a host!');
    await press(page, 'Save');
    await dialog(page).locator('.field-errors').filter({ hasText: 'not_a' }).waitFor();
    await dialog(page).getByLabel('Nameservers', { exact: true }).fill('ns1.example.net\nns2.example.net');
    await press(page, 'Save');
    await gone(page);
    assert.deepEqual((await state()).nameservers, ['ns1.example.net', 'ns2.example.net']);

    await button(`Contacts of ${name}`).click();
    await dialog(page).getByLabel('Technical').selectOption('owner');
    await dialog(page).getByLabel('Billing').selectOption('code');
    await dialog(page).getByLabel('Code of the contact – Billing').fill('XX0000-HD');
    await press(page, 'Save');
    await dialog(page).locator('.field-errors').waitFor();
    await dialog(page).getByLabel('Code of the contact – Billing').fill(handle.code);
    await press(page, 'Save');
    await gone(page);
    assert.deepEqual((await state()).contacts.map(({ role }) => role).sort(), ['BILLING', 'OWNER', 'TECH']);

    await button(`Auth code of ${name}`).click();
    await press(page, 'Show new code');
    const code = await page.getByRole('status', { name: 'Auth code' }).textContent();
    assert.ok(code.length >= 16, code);
    await page.getByRole('dialog', { name: /^Auth code of/ }).getByRole('button', { name: 'Close' }).last().click();
    assert.ok(!(await page.content()).includes(code), 'the code is still in the page');
  });

  inTab('pages and searches through 5,000, one request a page', async (page, seen) => {
    await signIn(page);
    await rows(page);
    const asked = () => seen.requests.filter((address) => address.endsWith('/graphql')).length;
    const first = asked();
    await go(page, `open=domains&handle=${await idOf('KMA8022-HD')}`);
    const sheet = await drawer(page);
    await sheet.getByText(/^\d,?\d{3} domains$/).waitFor();
    assert.equal(asked() - first, 1);
    const names = () => sheet.locator('tbody th bdi').allTextContents();
    const before = await names();
    const last = before.at(-1);
    await sheet.getByRole('button', { name: 'Next page' }).click();
    await sheet.locator('tbody th bdi', { hasText: last }).waitFor({ state: 'detached' });
    await drawer(page);
    const second = await names();
    assert.equal(second.length, 25);
    assert.ok(second.every((name) => !before.includes(name)));
    assert.equal(asked() - first, 2);
    await sheet.getByRole('searchbox').fill(second[7]);
    await sheet.getByText('1 domain', { exact: true }).waitFor();
    assert.deepEqual(await names(), [second[7]]);
  });

  inTab('is used by keyboard alone: opens the drawer, ticks two, releases them', async (page) => {
    const { theirs } = await mixed();
    await signIn(page, { path: `/contacts?q=${theirs.code}` });
    await rows(page);
    /** Tabs on until the focused thing has such a name. */
    const reach = async (name) => {
      for (let n = 0; n < 60; n++) {
        await page.keyboard.press('Tab');
        const here = await page.evaluate(() => {
          const one = document.activeElement;
          return one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent;
        });
        if (name.test(here ?? '')) return;
      }
      assert.fail(`no Tab reaches ${name}`);
    };
    await reach(/^Domains of/);
    await page.keyboard.press('Enter');
    await drawer(page);
    for (let n = 0; n < 2; n++) {
      await reach(/^Select desk-/);
      await page.keyboard.press('Space');
    }
    await page.getByText('2 selected').waitFor();
    await reach(/^Release selected/);
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    await reach(/^Release$/);
    await page.keyboard.press('Enter');
    const results = page.getByRole('dialog', { name: 'What became of each' });
    await results.getByText('2 domains were released.').waitFor();
    await page.keyboard.press('Escape');
    await results.waitFor({ state: 'detached' });
  });

  for (const [colorScheme, width] of [['light', 1280], ['dark', 1280], ['light', 320]]) {
    inTab(`has no fault and fits the screen: ${colorScheme}, ${width} pixels wide`, async (page) => {
      await signIn(page, { path: `/contacts?open=domains&handle=${await idOf('JB5513-HD')}` });
      const sheet = await drawer(page);
      assert.deepEqual(await faults(page), []);
      await sheet.getByLabel('Select all on this page').check();
      await sheet.getByRole('button', { name: 'Release selected' }).click({ trial: true }); // nothing lies over it
      for (const [name, close] of [[/^Renew /, 'Cancel'], [/^Nameservers of/, 'Cancel'], [/^Contacts of/, 'Cancel'], [/^Auth code of/, 'Cancel'], [/^Release (?!selected)/, 'Cancel']]) {
        await sheet.getByRole('button', { name }).first().click();
        await dialog(page).waitFor();
        assert.deepEqual(await faults(page), [], String(name));
        await press(page, close);
        await gone(page);
      }
      for (const [open, code] of [['release', 'KOG3152-HD'], ['delete', 'KOG3152-HD'], ['reset', 'MF7578-HD']]) {
        await go(page, `open=${open}&handle=${await idOf(code)}`);
        await dialog(page).locator('.subject').waitFor();
        assert.deepEqual(await faults(page), [], open);
      }
    }, { colorScheme, viewport: { width, height: 800 } });
  }
});
