import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../i18n/useTexts';
import { classes } from './classes';
import { IconButton } from './IconButton';

export interface DialogProps {
  title: ReactNode;
  /** Called when Escape or the close button is pressed, or, if `dismissable`, the ground beside it. */
  onClose: () => void;
  children: ReactNode;
  /** Buttons; they stay in sight while the content scrolls. */
  footer?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  role?: 'dialog' | 'alertdialog';
  /** Whether pressing beside it closes it: not where somebody may lose what was typed. */
  dismissable?: boolean;
  /** Whether it cannot be closed now, while a change is on its way. */
  held?: boolean;
}

/** A dialog in the middle of the screen; on a phone it fills it. It is open as long as it is rendered. */
export function Dialog(props: DialogProps) {
  return <Layer {...props} shape={classes('dialog', props.size ?? 'medium')} />;
}

/** A sheet at the side, for what is looked at beside the list. */
export function Drawer(props: DialogProps) {
  return <Layer dismissable {...props} shape={classes('drawer', props.size ?? 'medium')} />;
}

function Layer({ title, onClose, children, footer, shape, role = 'dialog', dismissable = false, held = false }: DialogProps & { shape: string }) {
  const { t } = useTexts();
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      onOpenChange={(open) => open || held || onClose()}
      isDismissable={dismissable && !held}
      isKeyboardDismissDisabled={held}
    >
      <Modal className={shape}>
        <AriaDialog role={role} className="dialog-body">
          <header className="dialog-head">
            <Heading slot="title" level={2}>{title}</Heading>
            <IconButton label={t('app.close')} icon={<X aria-hidden />} onPress={onClose} disabled={held} />
          </header>
          <div className="dialog-content">{children}</div>
          {footer && <footer className="dialog-foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
