import type { RefusalFragment } from '../api/generated/graphql';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import './handle.css';

export type Candidate = Extract<RefusalFragment, { __typename?: 'DuplicateError' }>['candidates'][number];

/** The handles that a refusal found equal to the input. */
export function candidatesOf(errors: readonly RefusalFragment[]): Candidate[] {
  return errors.flatMap((error) => ('candidates' in error ? error.candidates : []));
}

/** Offers the handles that are there already, or to create another one all the same. */
export function Candidates({ candidates, verb, onTake, onCreate }: { candidates: readonly Candidate[]; verb: (code: string) => string; onTake: (candidate: Candidate) => void; onCreate: () => void }) {
  const { t } = useTexts();
  return (
    <Notice tone="warn" role="alert" title={t('handle.duplicate')}>
      <ul className="candidates">
        {candidates.map((candidate) => (
          <li key={candidate.id}>
            <span><bdi>{candidate.displayName}</bdi> <span className="code">{candidate.code}</span></span>
            <Button onPress={() => onTake(candidate)}>{verb(candidate.code)}</Button>
          </li>
        ))}
      </ul>
      <div className="row"><Button variant="quiet" onPress={onCreate}>{t('handle.duplicate.create')}</Button></div>
    </Notice>
  );
}
