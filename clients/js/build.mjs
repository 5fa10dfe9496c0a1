// Compiles everything that the tests run: `node build.mjs`. Nothing that it writes is committed.
//
//   src/relay/__generated__    Relay's artifacts
//   src/codegen/__generated__  what graphql-codegen's client preset makes
//   build/manifests            the manifests of trusted documents that three tools write: relay.json, codegen.json, apollo.json
//   build/test, build/trusted  the tests, type-checked and each bundled into one file
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { transformSync } from '@babel/core';
import relay from 'babel-plugin-relay';
import { build } from 'esbuild';

const relayArtifacts = 'src/relay/__generated__';
const codegenArtifacts = 'src/codegen/__generated__';
const manifests = 'build/manifests';

process.chdir(import.meta.dirname);
for (const folder of ['build', relayArtifacts, codegenArtifacts]) rmSync(folder, { recursive: true, force: true });
for (const folder of [manifests, relayArtifacts]) mkdirSync(folder, { recursive: true });

const run = (command, ...args) => execFileSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' });

writeFileSync(`${manifests}/relay.json`, '{}'); // relay-compiler adds to it
run('relay-compiler', '--noWatchman', '--output', 'quiet-with-errors');
run('graphql-codegen', '--silent');
copyFileSync(`${codegenArtifacts}/persisted-documents.json`, `${manifests}/codegen.json`);
run('generate-persisted-query-manifest');
run('tsc');

// Relay's own plugin for Babel puts the compiled artifacts in the place of the graphql`…` tags.
const relayTags = {
  name: 'relay-tags',
  setup(bundle) {
    bundle.onLoad({ filter: /\/src\/relay\/[^/]+\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: transformSync(readFileSync(path, 'utf8'), {
        filename: path,
        babelrc: false,
        configFile: false,
        parserOpts: { plugins: ['typescript'] },
        plugins: [[relay, { artifactDirectory: relayArtifacts, eagerEsModules: true }]],
      }).code,
    }));
  },
};

await build({
  entryPoints: ['test', 'trusted'].flatMap((folder) =>
    readdirSync(folder).filter((file) => file.endsWith('.test.ts')).map((file) => `${folder}/${file}`)),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs', // relay-runtime is CommonJS and asks for its parts at run time
  outExtension: { '.js': '.cjs' },
  outdir: 'build',
  define: { 'process.env.NODE_ENV': '"development"' }, // with the warnings that developers see
  sourcemap: 'inline',
  plugins: [relayTags],
  logLevel: 'warning',
});
