// Bundles the playground into graphiql/dist, which is committed and embedded into the program.
//
//   node graphiql/build.mjs          writes dist
//   node graphiql/build.mjs --check  fails if dist is not, byte for byte, what the sources give
import { build } from 'esbuild';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settle } from '../dist.mjs';
import { licenses } from '../licenses.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');

/** Gives the examples to `import groups from 'examples'`: the same files that the Go package embeds. */
const examples = {
  name: 'examples',
  setup(bundle) {
    bundle.onResolve({ filter: /^examples$/ }, () => ({ path: 'examples', namespace: 'examples' }));
    bundle.onLoad({ filter: /.*/, namespace: 'examples' }, async () => ({
      contents: JSON.stringify(await readExamples(join(here, 'examples'))),
      loader: 'json',
    }));
  },
};

async function readExamples(folder) {
  const groups = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  const files = new Set(await readdir(folder));
  const text = (name) => (files.has(name) ? readFile(join(folder, name), 'utf8') : '');
  for (const group of groups) {
    for (const example of group.examples) {
      example.query = await readFile(join(folder, `${example.name}.graphql`), 'utf8');
      example.variables = await text(`${example.name}.json`);
    }
  }
  return groups;
}

/** Leaves out the 370 KB of web fonts inside GraphiQL's style sheet; playground.css names the system's instead. */
const systemFonts = {
  name: 'system-fonts',
  setup(bundle) {
    bundle.onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/@font-face\s*\{[^}]*\}/g, ''),
      loader: 'css',
    }));
  },
};

/** Returns what dist should hold: a map from file name to bytes. */
async function bundleFiles() {
  const result = await build({
    absWorkingDir: dirname(here),
    entryPoints: { playground: 'graphiql/src/main.jsx' },
    entryNames: '[name]-[hash]',
    outdir: 'graphiql/dist',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark() in style sheets
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none', // LICENSES.txt has the full texts
    plugins: [examples, systemFonts],
    metafile: true,
    write: false,
  });
  const files = new Map(result.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
  const named = (ending) => [...files.keys()].find((name) => name.endsWith(ending));
  const page = (await readFile(join(here, 'src/index.html'), 'utf8'))
    .replace('{{script}}', `/graphiql/${named('.js')}`)
    .replace('{{style}}', `/graphiql/${named('.css')}`);
  files.set('index.html', Buffer.from(page));
  files.set('LICENSES.txt', Buffer.from(await licenses('The playground', dirname(here), Object.keys(result.metafile.inputs))));
  return files;
}

await settle(dist, await bundleFiles());
