// What the server says in English, in the chosen language: refusals by their code, problems by theirs.
import { useMemo } from 'react';
import type { Problem } from '../api/problem';
import { useTexts } from './useTexts';

/** A user error or a blocker, as far as its text goes. */
export interface Refusing {
  code: string;
  message: string;
  retryAfterSeconds?: number | null;
}

/** Says why something was or would be refused. English is the server's own; an unknown code keeps the server's message. */
export function useRefusalText(): (refusal: Refusing) => string {
  const { language, known, duration } = useTexts();
  return useMemo(
    () => (refusal) => {
      if (refusal.code === 'RATE_LIMITED' && refusal.retryAfterSeconds) {
        return known('refusal.RATE_LIMITED.wait', { time: duration(refusal.retryAfterSeconds) }) ?? refusal.message;
      }
      return language === 'en' ? sentence(refusal.message) : (known(`refusal.${refusal.code}`) ?? sentence(refusal.message));
    },
    [language, known, duration],
  );
}

/** Says what went wrong with a whole operation. */
export function useProblemText(): (problem: Problem) => string {
  const { t } = useTexts();
  return useMemo(() => (problem) => t(`problem.${problem.code}`, { message: problem.message }), [t]);
}

/** The server's messages begin in lower case, to follow the name of a field. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
