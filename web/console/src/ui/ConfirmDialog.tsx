import { useState, type ReactNode } from 'react';
import { Problem } from '../api/problem';
import { useProblemText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Notice } from './Notice';

export interface ConfirmDialogProps {
  title: ReactNode;
  /** What will happen, and to how many. */
  children: ReactNode;
  /** The verb of the button, such as "Delete". */
  confirm: string;
  danger?: boolean;
  /** Does it. A Problem that it throws is shown, and the dialog stays open; so it does after `false`, for refusals that `children` show. */
  onConfirm: () => Promise<boolean | void>;
  onClose: () => void;
  /** While there is nothing to confirm yet, or nothing any more. */
  disabled?: boolean;
}

/** Asks before something is done that cannot be undone. */
export function ConfirmDialog({ title, children, confirm, danger, onConfirm, onClose, disabled }: ConfirmDialogProps) {
  const { t } = useTexts();
  const problemText = useProblemText();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async () => {
    setRunning(true);
    setProblem(null);
    try {
      if ((await onConfirm()) !== false) onClose();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog
      title={title}
      role="alertdialog"
      size="small"
      onClose={onClose}
      held={running}
      footer={
        <>
          <Button autoFocus onPress={onClose} isDisabled={running}>{t('app.cancel')}</Button>
          <Button variant={danger ? 'danger' : 'primary'} onPress={() => void run()} pending={running} isDisabled={disabled ?? false}>{confirm}</Button>
        </>
      }
    >
      {problem && <Notice tone="bad" role="alert">{problemText(problem)}</Notice>}
      {children}
    </Dialog>
  );
}
