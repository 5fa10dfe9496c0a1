// The console in a browser: how tests sign in, and what axe-core says of what is open.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { key, server } from './setup.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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

/** What assistive technology would stumble over, and whether the page is wider than the screen. */
export async function faults(page) {
  // axe-core goes in as an evaluated text: the page's policy lets no script element in.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    await Promise.all(document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations !== Infinity).map((one) => one.finished.catch(() => {})));
    const { violations } = await window.axe.run(document, { iframes: false });
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join(' | ')}`);
    return wide ? [...found, 'wider than the screen'] : found;
  });
}
