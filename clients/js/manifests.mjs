// Writes the manifests of trusted documents that the three tools make of the tests' documents into a folder:
//
//   npm run manifests -- DIR     DIR/relay.json, DIR/codegen.json, DIR/apollo.json
//
// A server that is started with all three runs what is in `npm run test:trusted`.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('no folder is given: npm run manifests -- DIR');
  process.exit(2);
}
await import('./build.mjs');

const documents = {
  relay: Object.entries,
  codegen: Object.entries,
  apollo: ({ format, version, operations }) => {
    if (format !== 'apollo-persisted-query-manifest' || version !== 1) throw new Error(`Apollo writes ${format} ${version} now`);
    return operations.map(({ id, body }) => [id, body]);
  },
};
const to = resolve(process.env.INIT_CWD ?? '.', folder);
mkdirSync(to, { recursive: true });
for (const [tool, of] of Object.entries(documents)) {
  const file = join(import.meta.dirname, 'build/manifests', `${tool}.json`);
  const found = of(JSON.parse(readFileSync(file, 'utf8')));
  if (found.length < 3 || !found.every(([id, text]) => id && text.includes('{'))) {
    throw new Error(`${file} lacks documents: it has ${found.length}`);
  }
  copyFileSync(file, join(to, `${tool}.json`));
  console.log(`${join(to, `${tool}.json`)}: ${found.length} documents`);
}
