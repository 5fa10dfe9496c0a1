import { defineConfig, type Plugin } from 'vite';

/** The languages of the console; react-aria's own texts (of combo boxes, for instance) come along in 30 more. */
const languages = /[\\/](en-US|de-DE|fr-FR|es-ES)\.m?js$/;

const fewLanguages: Plugin = {
  name: 'few-languages',
  enforce: 'pre',
  load(id) {
    const text = /[\\/]react-(aria|stately|aria-components)[\\/].*[\\/][a-z]{2}-[A-Z]{2}\.m?js$/.test(id);
    return text && !languages.test(id) ? 'export default {};' : null;
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [fewLanguages],
  // `npm run dev` shows the console while it changes; the API is that of a running server.
  server: { host: '127.0.0.1', proxy: { '/graphql': process.env.HANDLEDESK_URL ?? 'http://127.0.0.1:8080' } },
  build: {
    target: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark() in style sheets
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // react-aria's files say "use client", which is for servers that render.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      output: {
        hashCharacters: 'hex', // so that names look alike, and a server can tell hashed ones by a pattern
        entryFileNames: 'assets/[name]-[hash:8].js',
        chunkFileNames: 'assets/[name]-[hash:8].js',
        assetFileNames: 'assets/[name]-[hash:8][extname]',
      },
    },
  },
});
