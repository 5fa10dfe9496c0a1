// The console's list of contacts: what people do with it, and what its address remembers.
import assert from 'node:assert/strict';
import { faults } from './axe.mjs';
import { names, rows, signIn, tabs } from './console.mjs';
import { key, describeInBrowser, server } from './setup.mjs';

describeInBrowser('the console', () => {
  const inTab = tabs();

  inTab('signs in with a key, shows contacts by one request, and signs out', async (page, seen) => {
    await signIn(page);
    await rows(page);
    assert.equal(await page.title(), 'Contacts – Handledesk');
    assert.ok(!seen.requests.some((address) => address.includes(key)), 'the key is in an address');
    const asked = [];
    page.on('request', (request) => {
      // The line on which changes are told stays open beside the views.
      if (request.url().endsWith('/graphql') && request.headers().accept !== 'text/event-stream') asked.push(request);
    });
    await page.reload();
    await rows(page);
    assert.equal(asked.length, 1);
    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You have signed out.').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });

  inTab('says what is wrong with a key', async (page) => {
    await page.goto(`${server}/console/`);
    const submit = page.getByRole('button', { name: 'Sign in' });
    await submit.click();
    await page.locator('.field-errors', { hasText: 'Paste your API key here' }).waitFor();
    await page.getByLabel('API key').fill('two words');
    await submit.click();
    await page.locator('.field-errors', { hasText: 'no spaces' }).waitFor();
    await page.getByLabel('API key').fill('hdk_0000');
    await submit.click();
    await page.locator('.field-errors', { hasText: 'signs in nobody' }).waitFor();
    assert.deepEqual(await faults(page), []);
  }, { clean: false }); // the browser itself notes an answer of 401

  inTab('searches, sorts and pages; the address remembers, and back goes back', async (page) => {
    await signIn(page);
    const first = await names(page);
    await page.getByRole('button', { name: 'Name, sort ascending' }).click();
    await page.waitForURL(/sort=name/);
    const sorted = await names(page);
    assert.notDeepEqual(sorted, first);
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.waitForURL(/after=/);
    const second = await names(page);
    assert.ok(second.every((name) => name === sorted.at(-1) || !sorted.includes(name)));
    await page.reload();
    assert.deepEqual(await names(page), second);
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.waitForURL(/before=/);
    assert.deepEqual(await names(page), sorted);
    await page.goBack();
    await page.waitForURL(/after=/);
    assert.deepEqual(await names(page), second);
    await page.getByRole('searchbox').fill(sorted[0].split(' ')[0]);
    await page.waitForURL((url) => url.searchParams.has('q') && !url.searchParams.has('after'));
    await page.getByRole('rowheader', { name: sorted[0] }).first().waitFor();
    await page.getByRole('searchbox').fill('no such contact anywhere');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
  });

  inTab('filters by rights', async (page) => {
    await signIn(page);
    await rows(page);
    await page.getByRole('button', { name: 'Rights' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Limited' }).click();
    await page.keyboard.press('Escape');
    await page.waitForURL(/rights=limited/);
    await (await rows(page)).first().waitFor();
    await page.locator('table[aria-busy="false"]').waitFor();
    assert.equal(await page.locator('tbody .badge', { hasText: 'Full' }).count(), 0);
    const edit = page.getByRole('button', { name: /^Edit/ }).first();
    assert.equal(await edit.getAttribute('aria-disabled'), 'true');
    await edit.focus();
    await page.getByRole('tooltip').waitFor();
  });

  inTab('opens what the address says, and back closes it', async (page) => {
    await signIn(page);
    await rows(page);
    await page.getByRole('button', { name: /^Domains of/ }).first().click();
    await page.waitForURL(/open=domains&handle=hdl_/);
    await page.getByRole('dialog').waitFor();
    await page.reload();
    await page.getByRole('dialog').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  inTab('tells of a server that is lost, and goes on when it is back', async (page) => {
    await signIn(page);
    await rows(page);
    await page.route('**/graphql', (route) => route.abort('connectionrefused'));
    await page.getByRole('button', { name: 'Name, sort ascending' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    await page.unroute('**/graphql');
    await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
    await rows(page);
  }, { clean: false }); // the browser itself notes the lost connection

  inTab('signs out with a word why when the key stops working', async (page) => {
    await signIn(page);
    await rows(page);
    const errors = [{ message: 'revoked', extensions: { code: 'UNAUTHENTICATED' } }];
    await page.route('**/graphql', (route) => route.fulfill({ status: 401, contentType: 'application/graphql-response+json', body: JSON.stringify({ errors }) }));
    await page.getByRole('button', { name: 'Name, sort ascending' }).click();
    await page.getByText('your key was revoked or has expired').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  }, { clean: false });
});

describeInBrowser('the console, as it looks and reads', () => {
  const inTab = tabs();

  for (const [colorScheme, width] of [['light', 1280], ['dark', 320]]) {
    inTab(`has no fault and fits the screen: ${colorScheme}, ${width} pixels wide`, async (page) => {
      await page.goto(`${server}/console/`);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      assert.deepEqual(await faults(page), []);
      await signIn(page);
      await rows(page);
      assert.deepEqual(await faults(page), []);
    }, { colorScheme, viewport: { width, height: 800 } });
  }

  for (const [locale, title] of [['de-AT', 'Kontakte'], ['fr-CA', 'Contacts'], ['es-MX', 'Contactos']]) {
    inTab(`speaks the language of the browser: ${locale}`, async (page) => {
      await page.goto(`${server}/console/`);
      await page.locator('input[name=key]').fill(key);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), locale.slice(0, 2));
    }, { locale });
  }
});
