import { useId, type ReactElement } from 'react';
import { Focusable } from 'react-aria-components/Focusable';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { classes } from './classes';
import { toast } from './toasts';

export interface IconButtonProps {
  /** What it does, for screen readers and as the tooltip. */
  label: string;
  icon: ReactElement;
  onPress?: () => void;
  /** Why it cannot be used now. It can be focused all the same, so that everybody can learn the reason. */
  reason?: string | undefined;
  danger?: boolean;
  /** What it opens, when it opens something. */
  popup?: 'dialog' | 'menu';
  className?: string;
  disabled?: boolean;
}

/** A button without words. */
export function IconButton({ label, icon, onPress, reason, danger, popup, className, disabled }: IconButtonProps) {
  const description = useId();
  // A finger cannot hover: it learns the reason by pressing.
  const press = reason ? () => toast({ tone: 'info', text: reason }) : onPress;
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      <Focusable isDisabled={disabled ?? false}>
        <button
          type="button"
          className={classes('icon-button', danger && 'danger', className)}
          aria-label={label}
          aria-disabled={reason ? true : undefined}
          aria-describedby={reason ? description : undefined}
          aria-haspopup={reason ? undefined : popup}
          disabled={disabled}
          onClick={press}
        >
          {icon}
          {reason && <span id={description} hidden>{reason}</span>}
        </button>
      </Focusable>
      <Tooltip className="tooltip" offset={6}>{reason ? <><strong>{label}</strong><span>{reason}</span></> : label}</Tooltip>
    </TooltipTrigger>
  );
}
