// What the tests in a browser share: where the server is, the browser, and the watch over what a page does.
//
//   HANDLEDESK_URL   where the demo is served, such as http://127.0.0.1:8080
//   HANDLEDESK_KEY   a key of one of its resellers with all scopes
//   CHROMIUM         the browser; /usr/bin/chromium when unset
//
// With one of them missing the tests are skipped, except where CI is true: there they fail.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { chromium } from 'playwright-core';

export const server = process.env.HANDLEDESK_URL ?? '';
export const key = process.env.HANDLEDESK_KEY ?? '';
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

const missing = [
  !server && 'HANDLEDESK_URL is not set',
  !key && 'HANDLEDESK_KEY is not set',
  !existsSync(executablePath) && `there is no browser at ${executablePath}`,
].filter(Boolean);

/** Declares tests that need the browser and the server. */
export function describeInBrowser(name, tests) {
  if (missing.length > 0 && process.env.CI === 'true') {
    test(name, () => assert.fail(`cannot run: ${missing.join(', ')}`));
  } else if (missing.length > 0) {
    console.error(`SKIPPED, nothing was tested in a browser: ${missing.join(', ')}`);
    test(name, { skip: missing.join(', ') }, () => {});
  } else {
    describe(name, { timeout: 120_000 }, tests);
  }
}

export function launch() {
  return chromium.launch({ executablePath, args: flags.split(' ') });
}

/** Notes all that a page asks for, and all that it complains of. A page without scripts tells of violations on the console. */
export async function watch(page, { scripts = true } = {}) {
  const seen = { requests: [], complaints: [], violations: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.complaints.push(message.text());
  });
  if (!scripts) return seen;
  await page.exposeFunction('noteViolation', (text) => seen.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.noteViolation(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile ?? ''}`);
    });
  });
  return seen;
}

export function assertClean(seen) {
  const outside = seen.requests.filter((address) => !address.startsWith('data:') && new URL(address).origin !== new URL(server).origin);
  assert.deepEqual({ outside, complaints: seen.complaints, violations: seen.violations }, { outside: [], complaints: [], violations: [] });
}
