import { useRef } from 'react';
import { HandleToEditDocument, type HandleFormFragment } from '../api/generated/graphql';
import { useRead } from '../api/operations';
import type { OverlayProps } from '../app/views';
import { useTexts } from '../i18n/useTexts';
import { Dialog } from '../ui/Dialog';
import { Notice } from '../ui/Notice';
import { ProblemState, Spinner } from '../ui/states';
import { EditForm } from './EditForm';

/** Loads a contact with its version and what may be changed, and gives it to the form. */
export default function EditHandle({ handle: id, close }: OverlayProps) {
  const { t } = useTexts();
  const { data, problem, fetching, reload } = useRead(HandleToEditDocument, { id });
  const begun = useRef(false);
  const handle: HandleFormFragment | null | undefined = data?.handle;
  // What an earlier look has left in the cache is no ground to begin on.
  if (handle && (begun.current || !fetching)) {
    begun.current = true;
    return <EditForm latest={handle} reload={reload} close={close} />;
  }
  return (
    <Dialog title={t('handle.edit')} size="large" dismissable onClose={close}>
      {problem && !fetching ? <ProblemState problem={problem} onRetry={reload} />
        : fetching ? <Spinner />
        : <Notice tone="warn" role="alert">{t('refusal.NOT_FOUND')}</Notice>}
    </Dialog>
  );
}
