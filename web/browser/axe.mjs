// What axe-core, which finds what assistive technology stumbles over, says of what is open in a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wrong with a page as it stands, that it is wider than the screen included. Options are axe-core's own. */
export async function faults(page, options = {}) {
  await page.waitForLoadState();
  // It goes in as an evaluated text: the pages' policies let no script element in.
  await page.evaluate(axe);
  return page.evaluate(async (given) => {
    await Promise.all(document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations !== Infinity).map((one) => one.finished.catch(() => {})));
    const { violations } = await window.axe.run(document, { iframes: false, ...given });
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
    return wide ? [...found, 'wider than the screen'] : found;
  }, options);
}
