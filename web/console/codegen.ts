// Types and ids of the console's operations: every .graphql file below src. Their texts go into the manifest that the
// program embeds, not into the bundle: there a document is its id.
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';
import { fileURLToPath } from 'node:url';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const config: CodegenConfig = {
  schema: from('../../schema.graphql'),
  documents: [from('src/**/*.graphql')],
  generates: {
    [from('src/api/generated/')]: {
      preset: 'client',
      // A document that is sent by its id cannot be given __typename on the way, as urql's caches do.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: 'replaceDocumentWithHash', hashAlgorithm: 'sha256' },
      },
      config: {
        scalars: { ID: 'string', DateTime: 'string', JSON: 'unknown' },
        strictScalars: true,
        useTypeImports: true,
        enumsAsTypes: true,
      },
    },
  },
};

export default config;
