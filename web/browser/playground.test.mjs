// The playground in a real browser, against a real server; setup.mjs says what it needs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { openGraphiQL } from './graphiql.mjs';
import { assertClean, describeInBrowser, key, launch, watch } from './setup.mjs';

const groups = JSON.parse(readFileSync(new URL('../graphiql/examples/index.json', import.meta.url), 'utf8'));
const titles = groups.flatMap((group) => group.examples.map((example) => example.title));

describeInBrowser('the playground in a browser', playground);

function playground() {
  let browser;
  let page;
  let seen;
  let graphiql;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    seen = await watch(page);
    graphiql = await openGraphiQL(page);
  });
  afterEach(() => page.close());

  test('loads whole under its policy and asks no other host for anything', async () => {
    assert.match(await page.title(), /Handledesk/);
    await page.getByRole('heading', { level: 1, name: /Handledesk/ }).waitFor();
    await page.getByText('handledesk key create').waitFor();
    await graphiql.useKey(key);
    assert.ok(seen.requests.some((address) => new URL(address).pathname === '/graphql'), 'the schema was not asked for');
    assertClean(seen);
  });

  test('keeps the key in this tab alone, hides it, and sends it', async () => {
    const asked = page.waitForRequest((request) => request.postData()?.includes('KeyCheck'));
    await graphiql.useKey(key);
    assert.equal((await asked).headers().authorization, `Bearer ${key}`);
    const stored = await page.evaluate(() => [JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage }), document.cookie]);
    assert.deepEqual(stored.map((text) => text.includes(key)), [true, false, false]);

    assert.equal(await graphiql.keyBox().getAttribute('type'), 'password');
    await page.getByRole('button', { name: 'Show key' }).click();
    assert.equal(await graphiql.keyBox().getAttribute('type'), 'text');
    await page.reload();
    await page.getByRole('status').getByText('Signed in').waitFor();
    assert.equal(await graphiql.keyBox().inputValue(), key);
    assert.equal(await graphiql.keyBox().getAttribute('type'), 'password');
    assertClean(seen);
  });

  test('says that a wrong key is refused, and keeps the documentation', async () => {
    await graphiql.keyBox().fill('hdk_wrong');
    await page.locator('[data-state=refused]').waitFor();
    assert.notEqual(await page.locator('[data-state=refused]').innerText(), '');
    await page.reload();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).waitFor();
    assert.deepEqual(seen.violations, []);
  });

  test('runs an example, chosen and started with the keyboard', async () => {
    await graphiql.useKey(key);
    await page.getByRole('button', { name: 'Examples' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    const hidden = await page.getByRole('menu').evaluate((menu) => menu.scrollWidth - menu.clientWidth);
    assert.equal(hidden, 0, 'the menu runs out of its box sideways, where nobody looks');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'HandlesWithDomains' }).waitFor();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await page.locator('.result-window').getByText('totalCountExact').waitFor();
    const { data, errors } = JSON.parse(await graphiql.text('result-window'));
    assert.equal(errors, undefined);
    assert.ok(data.handles.totalCount > 0 && data.handles.edges.length > 0, 'no handle came back');
    assertClean(seen);
  });

  test('opens each example in a tab of its own, valid against the schema that is served', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).waitFor(); // the schema is there to check against
    for (const [index, title] of titles.entries()) {
      await graphiql.openExample(title);
      assert.equal(await page.getByRole('tab').count(), index + 2, title);
      assert.notEqual(await graphiql.text('graphiql-query-editor'), '', title);
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
