import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { useTexts } from '../i18n/useTexts';
import { classes } from './classes';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: ReactNode;
  /**
   * Whether what it does is running: then it keeps the focus and does nothing. (react-aria's own isPending leaves nodes
   * without a name behind, once the button is gone.)
   */
  pending?: boolean;
  children: ReactNode;
}

/** A button with words. */
export function Button({ variant = 'secondary', icon, pending = false, children, onPress, type = 'button', ...rest }: ButtonProps) {
  const { t } = useTexts();
  return (
    <AriaButton
      {...rest}
      {...(pending ? { 'data-pending': true } : { onPress })}
      type={pending ? 'button' : type}
      className={classes('button', variant)}
    >
      {pending ? <span className="spinner" aria-hidden /> : icon}
      <span>{children}</span>
      <span role="status" className="unseen">{pending && t('ui.busy')}</span>
    </AriaButton>
  );
}
