// How components read and change: typed by the documents that graphql-codegen makes of the .graphql files.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { AnyVariables } from '@urql/core';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { headersFor } from './client';
import { byId } from './documents';
import { Problem, problemOf } from './problem';
import { sessionStore } from './session';

export interface Reading<Data> {
  /** The newest answer; while another is on its way, the one before. */
  data: Data | undefined;
  problem: Problem | undefined;
  /** Whether an answer is on its way. */
  fetching: boolean;
  /** Asks again. */
  reload: () => void;
}

export interface ReadOptions {
  /** Do not ask yet. */
  pause?: boolean;
  /** Types whose changes ask again, beside those in the answer: an empty list has none. */
  types?: string[];
}

/** Reads, and reads again when the variables change. An answer to former variables never takes the place of a newer one. */
export function useRead<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { pause = false, types }: ReadOptions = {},
): Reading<Data> {
  const named = types?.join();
  const context = useMemo(() => (named ? { additionalTypenames: named.split(',') } : {}), [named]);
  const [{ data, error, fetching, stale }, execute] = useQuery<Data, AnyVariables>({
    query: byId(document) as TypedDocumentNode<Data, AnyVariables>, variables, pause, context,
  });
  const reload = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const problem = useMemo(() => (error ? problemOf(error) : undefined), [error]);
  return { data, problem, fetching: fetching || stale, reload };
}

export interface Change<Data, Variables> {
  /** Sends the mutation. It throws a Problem when there is no answer; `userErrors` in the answer are for the caller. */
  run: (variables: Variables) => Promise<Data>;
  running: boolean;
}

/**
 * Changes. Each intended change has an Idempotency-Key of its own, which is kept until there is an answer: whoever presses
 * the button again after a lost connection, with the same input, cannot change twice. Afterwards all lists that hold
 * objects of the types in the answer are read again.
 */
export function useChange<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  { types }: Pick<ReadOptions, 'types'> = {},
): Change<Data, Variables> {
  const client = useClient();
  const intended = useRef<{ input: string; key: string } | null>(null);
  const [running, setRunning] = useState(false);
  const named = types?.join();
  const run = useCallback(
    async (variables: Variables): Promise<Data> => {
      const input = JSON.stringify(variables);
      if (intended.current?.input !== input) intended.current = { input, key: crypto.randomUUID() };
      const headers = headersFor(sessionStore.get()?.credential ?? '');
      setRunning(true);
      try {
        const { data, error } = await client
          .mutation<Data, AnyVariables>(byId(document) as TypedDocumentNode<Data, AnyVariables>, variables, {
            additionalTypenames: named?.split(','),
            fetchOptions: { headers: { ...headers, 'Idempotency-Key': intended.current.key } },
          })
          .toPromise();
        if (error) throw problemOf(error);
        if (!data) throw new Problem('UNKNOWN', 'the answer holds no data');
        intended.current = null;
        return data;
      } finally {
        setRunning(false);
      }
    },
    [client, document, named],
  );
  return { run, running };
}
