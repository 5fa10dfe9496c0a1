import { useState } from 'react';
import { RegisterDomainDocument, type RefusalFragment, type RegisterDomainMutation } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { Problem } from '../api/problem';
import { candidatesOf, type Candidate } from '../handle/Candidates';
import { placeErrors, type PlacedError } from '../handle/formErrors';
import { useProblemText, useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { linesOf, namesShown, registrationInput, type Registration, type Role } from './registration';

export type RegisteredDomain = NonNullable<RegisterDomainMutation['registerDomain']['domain']>;

/** Sends a registration, and keeps what the server says against it. */
export function useRegistration(onDone: (domain: RegisteredDomain) => void) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const { run, running } = useChange(RegisterDomainDocument, { types: ['Handle', 'Domain'] });
  const [errors, setErrors] = useState<PlacedError[]>([]);
  const [candidates, setCandidates] = useState<Partial<Record<Role, Candidate[]>>>({});
  const send = async (typed: Registration) => {
    const lines = linesOf(typed.nameservers);
    const say = (error: RefusalFragment) => {
      const place = error.field?.[0] === 'nameservers' ? lines[Number(error.field[1])] : undefined;
      return place ? t('register.nameservers.line', { line: place.line, text: refusalText(error) }) : refusalText(error);
    };
    try {
      const { registerDomain: { domain, userErrors } } = await run({ input: registrationInput(typed) });
      const equal = userErrors.filter(({ code }) => code === 'DUPLICATE');
      setCandidates(Object.fromEntries(equal.map((error) => [error.field?.[0] ?? 'owner', candidatesOf([error])])));
      setErrors(placeErrors(userErrors.filter(({ code }) => code !== 'DUPLICATE'), namesShown(typed), say));
      if (domain) onDone(domain);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setErrors([{ name: '', text: problemText(error) }]);
    }
  };
  return { send, running, errors, candidates };
}
