import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { Choice } from './fields';

interface MenuProps<Value extends string> {
  /** A react-aria Button, or ui/Button. */
  trigger: ReactElement;
  label: string;
  items: readonly (Choice<Value> & { icon?: ReactNode; detail?: string })[];
}

/** A button that opens a list of things to do. */
export function Menu<Value extends string>({ trigger, label, items, onAction }: MenuProps<Value> & { onAction: (value: Value) => void }) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" offset={4}>
        <AriaMenu className="menu" aria-label={label} onAction={(key) => onAction(key as Value)}>
          {items.map((item) => <MenuItem key={item.value} id={item.value} textValue={item.label} className="menu-item">{item.icon}{item.label}</MenuItem>)}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

interface ChoosingProps<Value extends string> extends MenuProps<Value> {
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
  /** One, or any number. */
  mode?: 'single' | 'multiple';
}

/** A button that opens a list of things to choose from. */
export function ChoiceMenu<Value extends string>({ trigger, label, items, chosen, onChange, mode = 'multiple' }: ChoosingProps<Value>) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" offset={4}>
        <AriaMenu
          className="menu"
          aria-label={label}
          selectionMode={mode}
          disallowEmptySelection={mode === 'single'}
          selectedKeys={chosen}
          onSelectionChange={(keys) => onChange(items.map((item) => item.value).filter((value) => keys === 'all' || keys.has(value)))}
        >
          {items.map((item) => (
            <MenuItem key={item.value} id={item.value} textValue={item.label} className="menu-item">
              <span className="menu-check"><Check aria-hidden /></span>
              {item.icon}
              {item.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
