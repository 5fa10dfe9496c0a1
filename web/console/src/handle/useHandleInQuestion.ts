import { useEffect, useMemo } from 'react';
import { HandleToConfirmDocument } from '../api/generated/graphql';
import { useRead } from '../api/operations';
import { noteSession, sessionStore } from '../api/session';
import { useStore } from '../api/store';

/** Reads all that a confirmation has to say, by one request. */
export function useHandleInQuestion(id: string) {
  const withoutDomains = useStore(sessionStore)?.withoutDomains ?? false;
  const variables = useMemo(() => ({ id, withDomains: !withoutDomains }), [id, withoutDomains]);
  const reading = useRead(HandleToConfirmDocument, variables, { types: ['Handle', 'Domain'] });
  const { problem } = reading;
  // A key without DOMAINS_READ refuses the number of domains: then the confirmation goes without, as the list does.
  const refusesDomains = problem?.code === 'FORBIDDEN' && problem.path.at(-1) === 'domains';
  useEffect(() => {
    if (refusesDomains) noteSession({ withoutDomains: true });
  }, [refusesDomains]);
  return { ...reading, problem: refusesDomains ? undefined : problem };
}
