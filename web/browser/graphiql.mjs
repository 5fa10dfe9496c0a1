import { server } from './setup.mjs';

/** Opens GraphiQL in a page and returns what a person does there. */
export async function openGraphiQL(page) {
  await page.goto(server);
  await page.locator('.graphiql-query-editor .CodeMirror').waitFor();
  return new GraphiQL(page);
}

class GraphiQL {
  constructor(page) {
    this.page = page;
  }

  keyBox() {
    return this.page.getByLabel('Key', { exact: true });
  }

  /** Puts a key into the box and waits until it shows whom it signs in, such as "owner JD1042-HD". */
  async useKey(key, whom = '') {
    await this.keyBox().fill(key);
    await this.page.getByRole('status').getByText(`Signed in: ${whom}`).waitFor();
  }

  async openExample(title) {
    await this.page.getByRole('button', { name: 'Examples' }).click();
    await this.page.getByRole('menuitem', { name: title, exact: true }).click();
  }

  /** The text of the first editor inside an element of GraphiQL, such as "result-window". */
  text(name) {
    return this.page.locator(`.${name} .CodeMirror`).first().evaluate((element) => element.CodeMirror.getValue());
  }

  /** Writes the variables as a person would: all that is there is replaced. */
  async setVariables(variables) {
    const editor = this.page.getByRole('region', { name: 'Variables' }).locator('.CodeMirror').first();
    await editor.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(JSON.stringify(variables, null, 2));
  }

  /** Presses the button, chooses the operation where the document has several, and returns the answer's data. */
  async run(operation) {
    const answered = this.page.waitForResponse((response) => response.request().postDataJSON()?.operationName === operation);
    const button = await this.runButton(operation);
    const chooses = await button.getAttribute('aria-haspopup');
    await button.click();
    if (chooses) await this.page.getByRole('menuitem', { name: operation, exact: true }).click();
    const { data, errors } = await (await answered).json();
    if (errors) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
    await this.page.waitForFunction((expected) => {
      const shown = document.querySelector('.result-window .CodeMirror').CodeMirror.getValue();
      return shown && JSON.stringify(JSON.parse(shown).data) === expected;
    }, JSON.stringify(data));
    return data;
  }

  // GraphiQL reads a document a tenth of a second after it changed, faster than a person, and slower than a test.
  async runButton(operation) {
    const operations = await this.page.waitForFunction((name) => {
      const read = document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.operations ?? [];
      return read.some((one) => one.name?.value === name) && read.length;
    }, operation);
    const opensMenu = (await operations.jsonValue()) > 1 ? '[aria-haspopup=menu]' : ':not([aria-haspopup])';
    return this.page.locator(`button.graphiql-execute-button${opensMenu}`);
  }
}
