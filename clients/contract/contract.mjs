// The contract with clients: what the schema must not break unawares.
//
//   npm run check             fails on a breaking change since schema.baseline.graphql that declared.md does not declare
//   npm run contract:accept   makes the schema as it is the baseline; refuses while `check` fails
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptDeclared, compare, readDeclared, verdict } from './changes.mjs';

const beside = (file) => join(import.meta.dirname, file);
const files = { schema: beside('../../schema.graphql'), baseline: beside('schema.baseline.graphql'), declared: beside('declared.md') };
const text = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file, 'utf8')]));

const changes = await compare(text.baseline, text.schema);
const { undeclared, stale } = verdict(changes, readDeclared(text.declared));

const list = (heading, lines, prefix = '  ') => {
  if (lines.length > 0) console.log([heading, ...lines.map((line) => prefix + line), ''].join('\n'));
};
list('Can surprise clients (see that they know; nothing to declare):', changes.dangerous);
list('Breaks clients, and is declared:', changes.breaking.filter((line) => !undeclared.includes(line)));
const today = new Date().toISOString().slice(0, 10);
list('Breaks clients and is not declared. Take it back, or write into declared.md, with the reason:',
  undeclared.map((line) => `- \`${line}\` (${today}): `), '');
list('Is declared, but is no change since the baseline. Take it out of declared.md:', stale);

if (undeclared.length + stale.length > 0) {
  process.exitCode = 1;
} else if (process.argv[2] === 'accept') {
  writeFileSync(files.baseline, text.schema);
  writeFileSync(files.declared, acceptDeclared(text.declared));
  console.log('schema.baseline.graphql is the schema as it is now; commit it with declared.md');
} else {
  console.log(`The contract holds: ${changes.breaking.length} breaking changes since the baseline, each declared.`);
}
