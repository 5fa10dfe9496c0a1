import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryContextProvider } from '@graphiql/plugin-history';
import { GraphiQLProvider } from '@graphiql/react';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { useState } from 'react';
import groups from 'examples';
import { Examples } from './examples.jsx';
import { createFetcher } from './fetcher.js';
import { KeyBox } from './keybox.jsx';
import { tabStorage, useKey } from './key.js';

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];
const storage = tabStorage();

/**
 * The page: a header row over GraphiQL. GraphiQL's own parts are put together here, rather than by its ready-made
 * component, so that the header can open tabs and still come first for the keyboard and for screen readers.
 */
export function Playground() {
  const { key, setKey, latest } = useKey();
  const [fetcher] = useState(() => createFetcher(() => latest.current)); // a new one would fetch the schema again

  return (
    <GraphiQLProvider
      fetcher={fetcher}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      defaultQuery={groups[0].examples[0].query}
      shouldPersistHeaders={false}
      storage={storage}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryContextProvider>
        <DocExplorerContextProvider>
          <header className="playground-header">
            <h1>
              Handledesk <small>GraphQL playground</small>
            </h1>
            <Examples groups={groups} />
            <KeyBox value={key} onChange={setKey} fetcher={fetcher} />
          </header>
          <main className="playground-main">
            <GraphiQLInterface defaultEditorToolsVisibility="variables" showPersistHeadersSettings={false}>
              <GraphiQL.Logo>
                <span className="playground-logo">GraphiQL</span>
              </GraphiQL.Logo>
            </GraphiQLInterface>
          </main>
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}
