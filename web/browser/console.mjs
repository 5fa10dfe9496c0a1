// The console in a browser: the tabs that tests run in, how they sign in, and what the list shows.
import { after, before, test } from 'node:test';
import { assertClean, key, launch, server, watch } from './setup.mjs';

/**
 * Gives what runs a test in a tab of its own, which must not have asked another host, complained or met the policy. With
 * `clean: false` complaints are let pass, where the test itself makes the browser complain; `script` runs in the page first.
 */
export function tabs({ script } = {}) {
  let browser;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  return (name, body, { clean = true, ...options } = {}) =>
    test(name, async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      const seen = await watch(page);
      if (script) await page.addInitScript(script);
      try {
        await body(page, seen);
      } finally {
        await context.close();
      }
      assertClean(clean ? seen : { ...seen, complaints: [] });
    });
}

/** Opens a page of the console, below /console, and signs in there. */
export async function signIn(page, { path = '/contacts', credential = key } = {}) {
  await page.goto(`${server}/console${path}`);
  await page.getByLabel('API key').fill(credential);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Waits until the list shows rows and none are on their way. */
export async function rows(page) {
  await page.locator('table[aria-busy="false"] tbody tr').first().waitFor();
  return page.locator('table tbody tr');
}

export async function names(page) {
  return (await rows(page)).locator('th bdi').evaluateAll((found) => found.map((one) => one.textContent));
}

/** Goes to an address of the console without loading the page again, as a link in it does. */
export async function go(page, address) {
  await page.evaluate((to) => history.pushState(null, '', `/console/contacts?${to}`), address);
}

/** The dialog that asks before something is done. */
export const dialog = (page) => page.getByRole('alertdialog');

export const press = (page, name) => dialog(page).getByRole('button', { name, exact: true }).click();
export const gone = (page) => dialog(page).waitFor({ state: 'detached' });

/** The drawer, once it shows domains. */
export async function drawer(page) {
  const found = page.getByRole('dialog', { name: /^Domains/ });
  await found.locator('table[aria-busy="false"] tbody tr').first().waitFor();
  return found;
}
