import { useState } from 'react';
import { UpdateHandleDocument, type HandleFormFragment } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { Problem } from '../api/problem';
import { useProblemText, useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { toast } from '../ui/toasts';
import { placeErrors, type PlacedError } from './formErrors';
import { changesBetween, fieldNames, valuesOf, type Values } from './values';

export interface UpdateOptions {
  /** `goOn` when only the protection against changes was taken off: now there is more to change. */
  onSaved: (saved: HandleFormFragment, goOn: boolean) => void;
  onConflict: () => void;
}

/** Saves what was changed, and keeps what the server says against it. */
export function useUpdate({ onSaved, onConflict }: UpdateOptions) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const { run, running } = useChange(UpdateHandleDocument, { types: ['Handle'] });
  const [errors, setErrors] = useState<PlacedError[]>([]);
  const send = async (base: HandleFormFragment, values: Values) => {
    try {
      const changes = changesBetween(valuesOf(base), values);
      const { updateHandle: { handle, userErrors } } = await run({ input: { handleId: base.id, expectedVersion: base.version, ...changes } });
      setErrors(placeErrors(userErrors, fieldNames, refusalText));
      if (userErrors.some(({ code }) => code === 'CONFLICT')) onConflict();
      if (!handle) return;
      const lifted = changes.clientUpdateProhibited === false && Object.keys(changes).length === 1;
      const mailed = changes.email !== undefined && handle.reachability.state === 'PENDING';
      toast({ tone: 'good', text: t(mailed ? 'handle.saved.mail' : lifted ? 'handle.saved.lifted' : 'handle.saved', { code: handle.code, email: handle.email }) });
      onSaved(handle, lifted);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setErrors([{ name: '', text: problemText(error) }]);
    }
  };
  return { send, running, errors, forget: () => setErrors([]) };
}
