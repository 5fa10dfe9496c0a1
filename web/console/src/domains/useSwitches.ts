import { useRef } from 'react';
import { SetAutoRenewDocument, SetTransferLockDocument, type DomainRowFragment } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { Problem } from '../api/problem';
import { useProblemText, useRefusalText, type Refusing } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { toast } from '../ui/toasts';

/** What is switched on or off without asking first, since switching back is as easy. */
export function useSwitches() {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const lock = useChange(SetTransferLockDocument, { types: ['Domain'] });
  const renewal = useChange(SetAutoRenewDocument, { types: ['Domain'] });
  const busy = useRef(false);
  const attempt = async (change: () => Promise<readonly Refusing[]>, done: string) => {
    if (busy.current) return; // pressed twice
    busy.current = true;
    try {
      const refused = await change();
      if (refused.length > 0) toast({ tone: 'bad', text: refused.map(refusalText).join(' ') });
      else toast({ tone: 'good', text: done });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast({ tone: 'bad', text: problemText(error) });
    } finally {
      busy.current = false;
    }
  };
  return {
    setLock: ({ id, unicodeName: name }: DomainRowFragment, locked: boolean) =>
      attempt(async () => (await lock.run({ input: { domainId: id, locked } })).setTransferLock.userErrors, t(locked ? 'domains.lock.done' : 'domains.unlock.done', { name })),
    setRenewal: ({ id, unicodeName: name }: DomainRowFragment, enabled: boolean) =>
      attempt(async () => (await renewal.run({ input: { domainId: id, enabled } })).setAutoRenew.userErrors, t(enabled ? 'domains.renewal.done' : 'domains.noRenewal.done', { name })),
  };
}
