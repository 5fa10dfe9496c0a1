import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { CreateHandleDocument, type OnDuplicate } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { Problem } from '../api/problem';
import { sessionStore } from '../api/session';
import { useStore } from '../api/store';
import type { OverlayProps } from '../app/views';
import { useProblemText, useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { toast } from '../ui/toasts';
import { Candidates, candidatesOf, type Candidate } from './Candidates';
import { ErrorSummary } from './ErrorSummary';
import { FormDialog } from './FormDialog';
import { placeErrors, type PlacedError } from './formErrors';
import { HandleFields } from './HandleFields';
import { labelOfField } from './labels';
import { ResellerField } from './ResellerField';
import { RestoredNote } from './RestoredNote';
import { useDraft } from './useDraft';
import { emptyValues, fieldNames, fieldsOf, newHandle, parts, type FieldName, type Values } from './values';

const untouched = { resellerId: '', ...emptyValues };
type Typed = Values & { resellerId: string };
const names = ['resellerId', ...fieldNames];

function isDirty(typed: Typed): boolean {
  return typed.resellerId !== '' || parts.some((part) => part !== 'kind' && fieldsOf(part).some((name) => typed[name].trim() !== ''));
}

/** A new contact. */
export default function CreateHandle({ close }: OverlayProps) {
  const { t } = useTexts();
  const operator = useStore(sessionStore)?.viewer.kind === 'OPERATOR';
  const [, setParameters] = useSearchParams();
  const { typed, setTyped, restored, drop } = useDraft<Typed>('new', untouched, isDirty);
  const { send, running, errors, candidates } = useCreation(typed, () => { drop(); close(); });
  const put = (name: FieldName | 'resellerId', value: string) => setTyped((now) => ({ ...now, [name]: value }));
  const errorsAt = (name: string) => errors.filter((error) => error.name === name).map(({ text }) => text);
  const openThat = ({ id }: Candidate) => {
    drop();
    setParameters((now) => {
      const to = new URLSearchParams(now);
      to.set('open', 'edit');
      to.set('handle', id);
      return to;
    }, { replace: true, state: history.state });
  };
  return (
    <FormDialog title={t('contacts.new')} submit={t('handle.create')} dirty={isDirty(typed)} running={running} onSubmit={() => void send('REFUSE')} onClose={() => { drop(); close(); }}>
      {(form) => (
        <>
          {candidates.length > 0 && (
            <Candidates candidates={candidates} verb={(code) => t('handle.duplicate.open', { code })} onTake={openThat} onCreate={() => void send('CREATE')} />
          )}
          <ErrorSummary errors={errors} labelOf={(name) => (name === 'resellerId' ? t('handle.reseller') : labelOfField(t, name as FieldName))} form={form} />
          {restored && <RestoredNote onDiscard={() => setTyped(() => untouched)} />}
          {operator && <ResellerField value={typed.resellerId} onChange={(id) => put('resellerId', id)} errors={errorsAt('resellerId')} />}
          <HandleFields values={typed} onChange={put} errorsAt={errorsAt} />
        </>
      )}
    </FormDialog>
  );
}

/** Sends what was typed, and keeps what the server says against it. */
function useCreation(typed: Typed, onDone: () => void) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const { run, running } = useChange(CreateHandleDocument, { types: ['Handle'] });
  const [errors, setErrors] = useState<PlacedError[]>([]);
  const [candidates, setCandidates] = useState<Candidate[]>([]);
  const send = async (onDuplicate: OnDuplicate) => {
    try {
      const input = { ...newHandle(typed), onDuplicate, ...(typed.resellerId && { resellerId: typed.resellerId }) };
      const { createHandle: { handle, userErrors } } = await run({ input });
      setCandidates(candidatesOf(userErrors));
      setErrors(placeErrors(userErrors.filter(({ code }) => code !== 'DUPLICATE'), names, refusalText));
      if (!handle) return;
      const said = { name: handle.displayName, code: handle.code, email: handle.email };
      toast({ tone: 'good', text: t(handle.reachability.state === 'PENDING' ? 'handle.created.mail' : 'handle.created', said) });
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setErrors([{ name: '', text: problemText(error) }]);
    }
  };
  return { send, running, errors, candidates };
}
