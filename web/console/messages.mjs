// That every message is one in ICU's format, and takes the same arguments in each language. That none is missing, the
// compiler of TypeScript says.
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

const languages = ['en', 'de', 'fr', 'es'];

export async function checkMessages(folder) {
  const wrong = [];
  const catalogues = await Promise.all(languages.map((language) => catalogue(join(folder, `${language}.ts`))));
  const [english] = catalogues;
  for (const [n, messages] of catalogues.entries()) {
    for (const [id, text] of Object.entries(messages)) {
      try {
        const found = argumentsOf(text);
        const wanted = argumentsOf(english[id]);
        if (found !== wanted) wrong.push(`${languages[n]} ${id}: takes {${found}}, in English {${wanted}}`);
      } catch (error) {
        wrong.push(`${languages[n]} ${id}: ${error.message}`);
      }
    }
  }
  if (wrong.length > 0) throw new Error(`messages do not fit:\n  ${wrong.join('\n  ')}`);
}

async function catalogue(file) {
  const { outputText } = ts.transpileModule(await readFile(file, 'utf8'), { compilerOptions: { module: 'esnext', target: 'es2023' } });
  return (await import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`)).default;
}

function argumentsOf(text) {
  const names = new Set();
  const walk = (elements) => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
      for (const option of Object.values(element.options ?? {})) walk(option.value);
    }
  };
  walk(parse(text));
  return [...names].sort().join(', ');
}
