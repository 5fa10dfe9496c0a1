// What the console asks before something is done to a contact, what then happens, and what is refused.
import assert from 'node:assert/strict';
import { faults } from './axe.mjs';
import { dialog, drawer, go, gone, press, signIn, tabs } from './console.mjs';
import { ask, createHandle, handleToReset, idOf, register } from './demo.mjs';
import { describeInBrowser } from './setup.mjs';

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
