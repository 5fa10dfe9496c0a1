// The playground in a real browser, against a real server.
//
//   HANDLEDESK_URL   where it is served, such as http://127.0.0.1:8080
//   HANDLEDESK_KEY   a key of a reseller that has handles, with at least HANDLES_READ and DOMAINS_READ
//   CHROMIUM         the browser; /usr/bin/chromium when unset
//
// With one of them missing the tests are skipped, except where CI is true: there they fail.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { chromium } from 'playwright-core';

const server = process.env.HANDLEDESK_URL ?? '';
const key = process.env.HANDLEDESK_KEY ?? '';
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

const groups = JSON.parse(readFileSync(new URL('../graphiql/examples/index.json', import.meta.url), 'utf8'));
const titles = groups.flatMap((group) => group.examples.map((example) => example.title));

const missing = [
  !server && 'HANDLEDESK_URL is not set',
  !key && 'HANDLEDESK_KEY is not set',
  !existsSync(executablePath) && `there is no browser at ${executablePath}`,
].filter(Boolean);

if (missing.length > 0 && process.env.CI === 'true') {
  test('the playground in a browser', () => assert.fail(`cannot run: ${missing.join(', ')}`));
} else if (missing.length > 0) {
  console.error(`SKIPPED, nothing was tested in a browser: ${missing.join(', ')}`);
  test('the playground in a browser', { skip: missing.join(', ') }, () => {});
} else {
  describe('the playground in a browser', { timeout: 120_000 }, playground);
}

function playground() {
  let browser;
  let page;
  let seen;

  before(async () => {
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
  });
  after(() => browser?.close());

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    seen = await watch(page);
    await page.goto(server);
    await page.locator('.graphiql-query-editor .CodeMirror').waitFor();
  });
  afterEach(() => page.close());

  const keyBox = () => page.getByLabel('Key', { exact: true });
  const signIn = async () => {
    await keyBox().fill(key);
    await page.getByRole('status').getByText('Signed in').waitFor();
  };
  const openExample = async (title) => {
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByRole('menuitem', { name: title, exact: true }).click();
  };
  const editorText = (name) => page.locator(`.${name} .CodeMirror`).first().evaluate((element) => element.CodeMirror.getValue());

  test('loads whole under its policy and asks no other host for anything', async () => {
    assert.match(await page.title(), /Handledesk/);
    await page.getByRole('heading', { level: 1, name: /Handledesk/ }).waitFor();
    await page.getByText('handledesk key create').waitFor();
    await signIn();
    assert.ok(seen.requests.some((address) => new URL(address).pathname === '/graphql'), 'the schema was not asked for');
    assertClean(seen);
  });

  test('keeps the key in this tab alone, hides it, and sends it', async () => {
    const asked = page.waitForRequest((request) => request.postData()?.includes('KeyCheck'));
    await signIn();
    assert.equal((await asked).headers().authorization, `Bearer ${key}`);
    const stored = await page.evaluate(() => [JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage }), document.cookie]);
    assert.deepEqual(stored.map((text) => text.includes(key)), [true, false, false]);

    assert.equal(await keyBox().getAttribute('type'), 'password');
    await page.getByRole('button', { name: 'Show key' }).click();
    assert.equal(await keyBox().getAttribute('type'), 'text');
    await page.reload();
    await page.getByRole('status').getByText('Signed in').waitFor();
    assert.equal(await keyBox().inputValue(), key);
    assert.equal(await keyBox().getAttribute('type'), 'password');
    assertClean(seen);
  });

  test('says that a wrong key is refused, and keeps the documentation', async () => {
    await keyBox().fill('hdk_wrong');
    await page.locator('[data-state=refused]').waitFor();
    assert.notEqual(await page.locator('[data-state=refused]').innerText(), '');
    await page.reload();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).waitFor();
    assert.deepEqual(seen.violations, []);
  });

  test('runs an example, chosen and started with the keyboard', async () => {
    await signIn();
    await page.getByRole('button', { name: 'Examples' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'HandlesWithDomains' }).waitFor();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await page.locator('.result-window').getByText('totalCountExact').waitFor();
    const { data, errors } = JSON.parse(await editorText('result-window'));
    assert.equal(errors, undefined);
    assert.ok(data.handles.totalCount > 0 && data.handles.edges.length > 0, 'no handle came back');
    assertClean(seen);
  });

  test('opens each example in a tab of its own, valid against the schema that is served', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).waitFor(); // the schema is there to check against
    for (const [index, title] of titles.entries()) {
      await openExample(title);
      assert.equal(await page.getByRole('tab').count(), index + 2, title);
      assert.notEqual(await editorText('graphiql-query-editor'), '', title);
      await page.waitForTimeout(700); // the editor checks half a second after the last change
      assert.deepEqual(await page.locator('.CodeMirror-lint-mark-error').allInnerTexts(), [], title);
    }
    assertClean(seen);
  });

  test('shows the schema with its descriptions', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText("a registrar's resellers manage").waitFor();
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await page.getByText('Everything that can be read.').waitFor();
    await page.getByRole('link', { name: 'handles', exact: true }).click();
    await page.getByText("The handles in the caller's list.").waitFor();
    assertClean(seen);
  });
}

/** Notes all that a page asks for, and all that it complains of. */
async function watch(page) {
  const seen = { requests: [], complaints: [], violations: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.complaints.push(message.text());
  });
  await page.exposeFunction('noteViolation', (text) => seen.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.noteViolation(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile ?? ''}`);
    });
  });
  return seen;
}

function assertClean(seen) {
  const outside = seen.requests.filter((address) => !address.startsWith('data:') && new URL(address).origin !== new URL(server).origin);
  assert.deepEqual({ outside, complaints: seen.complaints, violations: seen.violations }, { outside: [], complaints: [], violations: [] });
}
