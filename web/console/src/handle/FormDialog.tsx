import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Dialog } from '../ui/Dialog';
import './handle.css';

export interface FormDialogProps {
  title: ReactNode;
  submit: string;
  onSubmit: () => void;
  /** Whether something would be lost by closing. */
  dirty: boolean;
  running: boolean;
  /** Whether there is something to send. */
  ready?: boolean;
  /** Without a button to send: there is nothing that may be changed. */
  readOnly?: boolean;
  onClose: () => void;
  children: (form: RefObject<HTMLFormElement | null>) => ReactNode;
}

/** A form in a dialog, which asks before what was typed is thrown away. */
export function FormDialog({ title, submit, onSubmit, dirty, running, ready = true, readOnly, onClose, children }: FormDialogProps) {
  const { t } = useTexts();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (ready) return;
    // A button that cannot be pressed any more loses the focus, and with it the keyboard: the form takes it.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) form.current?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [ready]);
  const close = () => (dirty ? setAsking(true) : onClose());
  return (
    <Dialog
      title={title}
      size="large"
      onClose={close}
      held={running}
      footer={
        <>
          <Button onPress={close} isDisabled={running}>{t(readOnly ? 'app.close' : 'app.cancel')}</Button>
          {!readOnly && <Button type="submit" form={id} variant="primary" pending={running} isDisabled={!ready}>{submit}</Button>}
        </>
      }
    >
      <form
        ref={form}
        id={id}
        className="form"
        tabIndex={-1}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!running && ready && !readOnly) onSubmit();
        }}
      >
        {children(form)}
      </form>
      {asking && (
        <ConfirmDialog title={t('handle.discard')} confirm={t('handle.discard.confirm')} danger onConfirm={async () => { await Promise.resolve(); onClose(); }} onClose={() => setAsking(false)}>
          <p>{t('handle.discard.text')}</p>
        </ConfirmDialog>
      )}
    </Dialog>
  );
}
