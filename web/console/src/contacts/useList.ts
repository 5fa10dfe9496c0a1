import { useCallback, useEffect, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { ContactsDocument } from '../api/generated/graphql';
import { useRead } from '../api/operations';
import { noteSession, sessionStore } from '../api/session';
import { useStore } from '../api/store';
import { useNotedViewer } from '../api/viewer';
import { readState, variablesOf, writeState, type ListState } from './listState';

/** The state of the list in the address, and how to change it. */
export function useListState() {
  const [parameters, setParameters] = useSearchParams();
  const state = useMemo(() => readState(parameters), [parameters]);
  const change = useCallback(
    (next: Partial<ListState>, how: { replace?: boolean } = {}) => {
      setParameters((now) => {
        // Whatever changes, the list begins at its first page, unless it is the page that changes.
        return writeState({ ...readState(now), after: '', before: '', ...next }, now);
      }, how);
    },
    [setParameters],
  );
  return { state, change };
}

/** The list's one request, with the viewer and the actions of every row. */
export function useList(state: ListState) {
  const withoutDomains = useStore(sessionStore)?.withoutDomains ?? false;
  const variables = useMemo(() => variablesOf(state, !withoutDomains), [state, withoutDomains]);
  const reading = useRead(ContactsDocument, variables, { types: ['Handle'] });
  const { data, problem } = reading;
  useNotedViewer(data?.viewer);
  // A key without DOMAINS_READ refuses the number of domains, and with it the row: then the list goes without.
  const refusesDomains = problem?.code === 'FORBIDDEN' && problem.path.at(-1) === 'domains';
  useEffect(() => {
    if (refusesDomains) noteSession({ withoutDomains: true });
  }, [refusesDomains]);
  return { ...reading, problem: refusesDomains ? undefined : problem, withoutDomains };
}
