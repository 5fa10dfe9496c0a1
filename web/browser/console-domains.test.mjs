// The console's drawer of a contact's domains: what can be done to them, one by one and several at once.
import assert from 'node:assert/strict';
import { faults } from './axe.mjs';
import { dialog, drawer, go, gone, press, rows, signIn, tabs } from './console.mjs';
import { ask, createHandle, idOf, register, release } from './demo.mjs';
import { describeInBrowser } from './setup.mjs';

/** A contact with FULL rights that owns one domain, and is ADMIN of two whose owner has LIMITED rights. */
async function mixed() {
  const [mine, theirs] = [await createHandle(), await createHandle()];
  const locked = await register(mine);
  const free = [await register(theirs, mine), await register(theirs, mine)];
  await release(theirs);
  return { mine, theirs, locked, free };
}

const releaseByApi = (ids) => ask('mutation ($ids: [ID!]!) { releaseDomains(input: { domainIds: $ids }) { results { userErrors { code } } } }', { ids });

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
