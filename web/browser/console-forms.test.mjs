// The console's forms: creating and editing a contact, and registering a domain.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults } from './axe.mjs';
import { rows, signIn } from './console.mjs';
import { ask, createHandle, update } from './demo.mjs';
import { assertClean, describeInBrowser, launch, server, watch } from './setup.mjs';

const word = () => crypto.randomUUID().slice(0, 8).replace(/\d/g, (digit) => 'ghijklmnop'[digit]);

/** Waits for what is said in passing, and puts it away: it must not lie over what is pressed next. */
async function toast(page, text) {
  await page.locator('.toast', { hasText: text }).first().getByRole('button', { name: 'Dismiss' }).click();
}

async function handleBy(code) {
  const { handle } = await ask('query ($code: String!) { handle(by: { code: $code }) { id code version email phone mobile vatNumber familyName } }', { code });
  return handle;
}

async function find(filter) {
  const query = 'query ($filter: HandleFilter) { handles(first: 1, filter: $filter) { edges { node { id code displayName } } } }';
  return (await ask(query, { filter })).handles.edges[0].node;
}

const focused = (field) => field.and(field.page().locator(':focus')).waitFor();

/** Fills in a contact; what is left out stays as it is. */
async function fill(place, { country, ...texts }) {
  for (const [label, text] of Object.entries(texts)) await place.getByLabel(label, { exact: true }).fill(text);
  if (!country) return;
  await place.getByRole('combobox', { name: 'Country' }).first().fill(country);
  await place.page().getByRole('listbox').getByRole('option', { name: country, exact: true }).click();
}

const iris = () => ({
  'Given name *': 'Iris', 'Family name *': `Vale ${word()}`, 'Street, line 1 *': '14 Orchard Lane', 'Postal code': 'BS1 5TR', 'City *': 'Bristol',
  'E-mail *': `iris.${word()}@example.net`, 'Phone *': '+442079460330', country: 'United Kingdom',
});

describeInBrowser("the console's forms", () => {
  let browser;
  let context;
  let page;
  let seen;

  before(async () => {
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    seen = await watch(page);
    await signIn(page);
    await rows(page);
  });
  after(() => browser?.close());

  /** Goes to an address of the console without loading the page anew, as its links do. */
  const go = async (path) => {
    await page.evaluate((to) => { history.pushState(null, '', to); }, `/console${path}`);
  };
  const edit = async (handle) => {
    await go(`/contacts?open=edit&handle=${handle.id}`);
    const dialog = page.getByRole('dialog', { name: `Edit contact ${handle.code}` });
    await dialog.waitFor();
    return dialog;
  };
  const closed = () => page.getByRole('dialog').waitFor({ state: 'detached' });
  const inDark = async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const found = await faults(page);
    await page.emulateMedia({ colorScheme: 'light' });
    return found;
  };

  test('creates a contact, after the errors beside the fields are corrected; markup in a name is text', async () => {
    await go('/contacts');
    await page.getByRole('button', { name: 'New contact' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New contact' });
    await dialog.getByRole('radio', { name: 'Company' }).check();
    const name = `<b onclick="x()">${word()}</b>`;
    await fill(dialog, { ...iris(), 'Organization *': name, 'E-mail *': 'no address' });
    await dialog.getByLabel('City *').fill('');
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await dialog.getByRole('alert').getByText('2 things are to be corrected').waitFor();
    const city = dialog.getByLabel('City *');
    await focused(city); // the first wrong field
    assert.equal(await city.getAttribute('aria-invalid'), 'true');
    assert.match(await dialog.locator('[data-field=email] .field-errors').textContent(), /no @/);
    await dialog.getByRole('alert').getByRole('button', { name: 'E-mail' }).click();
    await focused(dialog.getByLabel('E-mail *'));
    assert.equal(await dialog.getByLabel('Organization *').inputValue(), name);
    assert.deepEqual([await faults(page), await inDark()], [[], []]);
    await fill(dialog, { 'City *': 'Bristol', 'E-mail *': `co.${word()}@example.net` });
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await toast(page, `${name} was created as`);
    await closed();
    await page.getByRole('rowheader', { name }).waitFor();
  });

  test('offers the contact that is there already, and asks before typed text is thrown away', async () => {
    await go('/contacts?open=new');
    const dialog = page.getByRole('dialog', { name: 'New contact' });
    const typed = iris();
    await fill(dialog, typed);
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await closed();
    await toast(page, 'was created as');
    await go('/contacts?open=new');
    await fill(dialog, typed);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const asked = page.getByRole('alertdialog');
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await asked.waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await dialog.getByText('You already have exactly this contact').waitFor();
    assert.deepEqual([await faults(page), await inDark()], [[], []]);
    await dialog.getByRole('button', { name: /^Open / }).click();
    await page.getByRole('dialog', { name: /^Edit contact/ }).waitFor();
    assert.equal(await page.getByLabel('Family name *').inputValue(), typed['Family name *']);
    await page.keyboard.press('Escape');
    await closed();
  });

  test('edits by keyboard alone, and sends what was changed and nothing else', async () => {
    const handle = await createHandle();
    const dialog = await edit(handle);
    const save = dialog.getByRole('button', { name: 'Save changes' });
    assert.ok(await save.isDisabled(), 'what is unchanged can be saved');
    await dialog.getByLabel('Given name *').waitFor();
    for (let n = 0; n < 40 && !(await dialog.getByLabel('VAT number').evaluate((input) => input === document.activeElement)); n++) await page.keyboard.press('Tab');
    await page.keyboard.type('GB123456789');
    const sent = page.waitForRequest((request) => request.postData()?.includes('expectedVersion'));
    await page.keyboard.press('Enter');
    const { input } = (await sent).postDataJSON().variables;
    assert.deepEqual(input, { handleId: handle.id, expectedVersion: 1, vatNumber: 'GB123456789' });
    await toast(page, `${handle.code} was saved.`);
    await closed();
    const again = await edit(handle);
    await again.getByLabel('E-mail *').fill(`new.${handle.email}`);
    await again.getByRole('button', { name: 'Save changes' }).click();
    await toast(page, `A mail to confirm the new address goes to new.${handle.email}`);
    await closed();
  });

  test('locks identifiers of a linked contact and all of a limited one, with the reason', async () => {
    const linked = await find({ rights: ['FULL'], linked: true, kind: ['COMPANY'] });
    let dialog = await edit(linked);
    assert.equal(await dialog.getByLabel('Family name *').getAttribute('readonly'), '');
    assert.match(await dialog.locator('[data-field=familyName] .field-lock').textContent(), /locked while any domain lists the handle/);
    assert.ok(await dialog.getByRole('radio', { name: 'Company' }).isDisabled());
    assert.equal(await dialog.getByLabel('City *').getAttribute('readonly'), null);
    assert.deepEqual([await faults(page), await inDark()], [[], []]);
    await page.keyboard.press('Escape');
    await closed();
    dialog = await edit(await find({ rights: ['LIMITED'] }));
    await dialog.getByText('This contact can only be viewed').waitFor();
    assert.equal(await dialog.locator('input:not([readonly], :disabled)').count(), 0);
    assert.equal(await dialog.getByRole('button', { name: 'Save changes' }).count(), 0);
    await page.keyboard.press('Escape');
    await closed();
  });

  test('takes the protection against changes off, and then lets the rest be changed', async () => {
    const handle = await createHandle();
    await update(handle, { clientUpdateProhibited: true });
    const dialog = await edit(handle);
    assert.equal(await dialog.getByLabel('City *').getAttribute('readonly'), '');
    await dialog.getByLabel('Protect against changes').uncheck();
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await toast(page, 'no longer protected');
    await dialog.locator('[data-field="address.city"] input:not([readonly])').waitFor();
    await page.keyboard.press('Escape');
    await closed();
  });

  test('shows both versions after a conflict, and saves what was chosen', async () => {
    const handle = await createHandle();
    const dialog = await edit(handle);
    await dialog.getByLabel('Mobile', { exact: true }).fill('+447700900111');
    await dialog.getByLabel('VAT number').fill('GB111111111');
    await update(handle, { vatNumber: 'GB222222222', familyName: 'Theirs' });
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    const versions = page.getByRole('dialog', { name: 'Somebody else saved first' });
    await versions.waitFor();
    assert.deepEqual([await faults(page), await inDark()], [[], []]);
    assert.ok(await versions.getByRole('radio', { name: /^Family name: Theirs/ }).isChecked());
    assert.ok(await versions.getByRole('radio', { name: /^VAT number: Mine, GB111111111/ }).isChecked());
    await versions.getByRole('radio', { name: /^VAT number: Theirs, GB222222222/ }).check();
    await versions.getByRole('button', { name: 'Save this choice' }).click();
    await closed();
    const { mobile, vatNumber, familyName, version } = await handleBy(handle.code);
    assert.deepEqual({ mobile, vatNumber, familyName, version }, { mobile: '+447700900111', vatNumber: 'GB222222222', familyName: 'Theirs', version: 3 });
  });

  test('registers a domain with a new contact in one go; limited ones cannot own', async () => {
    await go('/register');
    const form = page.locator('form.register');
    const limited = await find({ rights: ['LIMITED'] });
    await form.getByRole('combobox', { name: 'Owner: which contact' }).fill(limited.code);
    const option = page.getByRole('option', { name: limited.code });
    await option.waitFor();
    assert.equal(await option.getAttribute('aria-disabled'), 'true');
    assert.match(await option.textContent(), /Limited rights/);
    await page.keyboard.press('Escape');
    await option.waitFor({ state: 'detached' });
    const own = await find({ rights: ['FULL'], linked: true, kind: ['COMPANY'] });
    const choice = form.getByRole('combobox', { name: 'Owner: which contact' });
    await choice.fill(own.code);
    await page.getByRole('option', { name: own.code }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await choice.inputValue(), `${own.displayName} (${own.code})`);
    const owner = page.getByRole('region', { name: 'Owner' });
    await owner.getByRole('radio', { name: 'New contact' }).check();
    const name = `${word()}-forms.net`;
    await form.getByLabel('Domain name *').fill(name);
    await fill(owner, { ...iris(), 'Phone *': '12' });
    await form.getByRole('button', { name: 'Register domain' }).click();
    await owner.locator('[data-field="owner.create.phone"] .field-errors').waitFor();
    await focused(owner.getByLabel('Phone *'));
    assert.deepEqual([await faults(page), await inDark()], [[], []]);
    await owner.getByLabel('Phone *').fill('+442079460330');
    await form.getByRole('button', { name: 'Register domain' }).click();
    await page.getByRole('heading', { name: `${name} is registered` }).waitFor();
    await page.locator('.empty').getByRole('link', { name: /Iris Vale/ }).click();
    await page.getByRole('dialog', { name: /^Edit contact/ }).getByText('Locked').first().waitFor();
    await page.keyboard.press('Escape');
    await closed();
    assertClean(seen);
  });

  test('keeps what was typed when the line is lost while saving, and sends the same key again', async () => {
    const handle = await createHandle();
    const dialog = await edit(handle);
    await dialog.getByLabel('Mobile', { exact: true }).fill('+447700900222');
    const keys = [];
    await page.route('**/graphql', (route) => {
      const sent = route.request().headers()['idempotency-key'];
      if (sent) keys.push(sent);
      return sent && keys.length < 3 ? route.abort('connectionrefused') : route.continue();
    });
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('.connection.bad').waitFor({ state: 'attached' });
    assert.equal(await dialog.getByLabel('Mobile', { exact: true }).inputValue(), '+447700900222');
    await toast(page, `${handle.code} was saved.`);
    await closed();
    await page.unroute('**/graphql');
    assert.equal(keys.length, 3);
    assert.equal(new Set(keys).size, 1);
    const { version } = await handleBy(handle.code);
    assert.equal(version, 2);
  });

  test('is safe to save again after an answer that says nothing: the same key goes out', async () => {
    const handle = await createHandle();
    const dialog = await edit(handle);
    await dialog.getByLabel('Mobile', { exact: true }).fill('+447700900223');
    const keys = [];
    await page.route('**/graphql', (route) => {
      const sent = route.request().headers()['idempotency-key'];
      if (sent) keys.push(sent);
      return sent && keys.length === 1 ? route.fulfill({ status: 500, body: '' }) : route.continue();
    });
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await toast(page, `${handle.code} was saved.`);
    await closed();
    await page.unroute('**/graphql');
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
  });

  test('keeps what was typed when the back button leaves the form', async () => {
    await go('/contacts');
    await page.getByRole('button', { name: 'New contact' }).first().click();
    await page.getByLabel('City *').fill('Bristol');
    await page.goBack();
    await closed();
    await page.getByRole('button', { name: 'New contact' }).first().click();
    await page.getByText('This is what you typed before').waitFor();
    assert.equal(await page.getByLabel('City *').inputValue(), 'Bristol');
    const outside = seen.requests.filter((address) => !address.startsWith('data:') && new URL(address).origin !== new URL(server).origin);
    assert.deepEqual({ outside, violations: seen.violations }, { outside: [], violations: [] });
  });
});
