import { useClient } from 'urql';
import { byId } from '../api/documents';
import { SignOutDocument } from '../api/generated/graphql';
import { beginLeaving, endSession, sessionStore } from '../api/session';
import { useTexts } from '../i18n/useTexts';
import { toast } from '../ui/toasts';

const patience = 5000; // milliseconds: whoever leaves does not wait for a server that is away

/** Ends the owner's session at the server, or all of them, and here in any case. */
export function useOwnerSignOut(): (everywhere: boolean) => Promise<void> {
  const client = useClient();
  const { t } = useTexts();
  return async (everywhere) => {
    const credential = sessionStore.get()?.credential;
    beginLeaving();
    const asked = client.mutation(byId(SignOutDocument), { everywhere }).toPromise();
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patience));
    const answer = await Promise.race([asked, late]);
    if (answer?.data?.signOut.userErrors.length !== 0) toast({ tone: 'bad', text: t('owner.signOut.failed') });
    endSession('signedOut', credential);
  };
}
