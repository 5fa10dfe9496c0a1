// Every page of the owners and of the mailbox under axe-core, which finds what assistive technology stumbles over.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults } from './axe.mjs';
import { createHandle, openMail, release, subjects, submitPassword } from './demo.mjs';
import { describeInBrowser, launch, server } from './setup.mjs';

describeInBrowser('pages that owners open', pages);

function pages() {
  let browser;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  for (const [colorScheme, width] of [['light', 1280], ['dark', 320]]) {
    test(`have no fault and fit the screen: ${colorScheme}, ${width} pixels wide`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      context.setDefaultTimeout(15_000);
      const inspector = new Inspector(await context.newPage());
      try {
        const handle = await createHandle();
        await inspectConfirmation(inspector, handle);
        await inspectPassword(inspector, handle);
        await inspectTheRest(inspector);
      } finally {
        await context.close();
      }
      assert.deepEqual(inspector.faults, []);
    });
  }
}

/** Looks at what is open in a page and notes what is wrong. */
class Inspector {
  faults = [];

  constructor(page) {
    this.page = page;
  }

  async look(name, heading = /./) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await this.inspect(name);
  }

  async inspect(name, options) {
    const found = await faults(this.page, options);
    this.faults.push(...found.map((text) => `${name}: ${text}`));
  }
}

async function inspectConfirmation(inspector, handle) {
  const { page } = inspector;
  await inspectMail(inspector, handle, subjects.start);
  await inspector.look('confirm', 'Confirm your e-mail address');
  const link = page.url();
  await page.getByRole('button').click();
  await inspector.look('confirmed', 'Your e-mail address is confirmed');
  await page.goto(link);
  await inspector.look('a used link', 'This link has been used already');
}

async function inspectPassword(inspector, handle) {
  const { page } = inspector;
  await release(handle);
  await inspectMail(inspector, handle, subjects.release);
  await inspector.look('password', 'Set your password');
  await submitPassword(page, 'password1234');
  await page.getByRole('alert').waitFor();
  await inspector.look('password, refused', 'Set your password');
  await submitPassword(page, 'orbit lantern 87 cobalt');
  await inspector.look('password set', 'Your password is set');
}

/** Looks at a mail in every way that the mailbox has, and goes on to the page behind its link. */
async function inspectMail(inspector, handle, subject) {
  const { page } = inspector;
  await openMail(page, handle.email, subject);
  await inspector.look('mail');
  await page.getByRole('link', { name: 'Source' }).click();
  await inspector.look('source of a mail');
  await page.getByRole('link', { name: 'Plain text' }).click();
  await inspector.look('text of a mail');
  const link = await page.getByRole('main').getByRole('link').first().getAttribute('href');
  // In the mailbox's frame no script runs, axe-core neither, so the mail is looked at by itself. It leaves the ground to
  // the mail program, here the system's, and is no page with a heading and landmarks.
  const mail = await page.request.get(page.url().replace(/text$/, 'frame'));
  await page.goto('about:blank');
  await page.setContent(await mail.text());
  await page.addStyleTag({ content: 'html { background: Canvas }' });
  await inspector.inspect('inside of a mail', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  await page.goto(link);
}

async function inspectTheRest(inspector) {
  const { page } = inspector;
  await page.goto(`${server}/mailbox/`);
  await inspector.look('mailbox', 'Mailbox');
  await page.goto(`${server}/owner/confirm?token=hdt_0`);
  await inspector.look('a malformed link', 'This link is not complete');
  await page.goto(`${server}/owner/recover`);
  await inspector.look('recover', 'Ask for a password link');
  await page.getByRole('textbox').fill(' ');
  await page.getByRole('button').click();
  await page.getByRole('alert').waitFor();
  await inspector.look('recover, refused', 'Ask for a password link');
  await page.getByRole('textbox').fill('XX1000-HD');
  await page.getByRole('button').click();
  await inspector.look('requested', 'Your request has been received');
}
