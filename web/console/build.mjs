// Bundles the console into console/dist, which is committed and embedded into the program, and writes the types and ids
// of its operations into src/api/generated.
//
//   node console/build.mjs          writes both
//   node console/build.mjs --check  fails if either is not, byte for byte, what the sources give
//
// Both fail when types or messages do not fit together, and when the first view would take more than 250 KB.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { settle } from '../dist.mjs';
import { licenses } from '../licenses.mjs';
import { checkMessages } from './messages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const web = dirname(here);
const most = 250_000; // bytes, compressed, of all that the first view needs

/** Runs a tool of node_modules; its own words say what is wrong. */
function run(tool, ...args) {
  const { status } = spawnSync(process.execPath, [join(web, 'node_modules/.bin', tool), ...args], { cwd: web, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${tool} failed${args.includes('--check') ? ": run 'npm run build' in web/ and commit src/api/generated" : ''}`);
    process.exit(1);
  }
}

/** Returns what Vite makes: chunks and assets by name. */
async function bundle() {
  const { output } = await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn', build: { write: false } });
  return output;
}

/** Returns what dist should hold: a map from file name to bytes. */
async function filesOf(output) {
  const files = new Map(output.map((file) => [file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)]));
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  const inputs = modules.filter((id) => id.startsWith(join(web, 'node_modules'))).map((id) => id.slice(web.length + 1));
  files.set('LICENSES.txt', Buffer.from(await licenses('The console', web, inputs)));
  return files;
}

/** Fails when page, entry, all it imports, its style sheets and the largest catalogue of messages are too large together. */
function checkSize(output, files) {
  const size = (name) => gzipSync(files.get(name), { level: 9 }).length;
  const chunks = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const first = new Set();
  const need = (name) => {
    if (first.has(name)) return;
    first.add(name);
    for (const other of chunks.get(name)?.imports ?? []) need(other);
    for (const style of chunks.get(name)?.viteMetadata?.importedCss ?? []) first.add(style);
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) need(chunk.fileName);
  first.add('index.html');
  const catalogues = [...chunks.keys()].filter((name) => /^assets\/(en|de|fr|es)-/.test(name));
  first.add(catalogues.reduce((a, b) => (size(a) > size(b) ? a : b)));
  const total = [...first].reduce((sum, name) => sum + size(name), 0);
  for (const name of files.keys()) if (name !== 'LICENSES.txt') console.log(`${String(size(name)).padStart(7)} B gzip  ${name}${first.has(name) ? '  (first view)' : ''}`);
  console.log(`the first view: ${total} bytes gzip, of ${most} at most`);
  if (total > most) throw new Error(`the first view takes ${total} bytes compressed, ${most} at most: load more of it later`);
}

run('graphql-codegen', '--config', 'console/codegen.ts', ...(process.argv.includes('--check') ? ['--check'] : []));
run('tsc', '--project', 'console/tsconfig.json');
await checkMessages(join(here, 'src/i18n'));
const output = await bundle();
const files = await filesOf(output);
checkSize(output, files);
await settle(join(here, 'dist'), files);
