import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { Store, useStore } from '../api/store';
import { useTexts } from '../i18n/useTexts';

export interface Toast {
  tone: 'info' | 'good' | 'bad';
  text: string;
  /** Something to do about it. */
  action?: { label: string; onPress: () => void };
}

interface Shown extends Toast {
  id: number;
}

const shownStore = new Store<readonly Shown[]>([]);
let count = 0;

/** Says something in passing. The same text again takes the place of the former. */
export function toast(said: Toast): void {
  const others = shownStore.get().filter((other) => other.text !== said.text);
  shownStore.set([...others.slice(-3), { ...said, id: ++count }]);
}

function dismiss(id: number): void {
  shownStore.set(shownStore.get().filter((other) => other.id !== id));
}

/** The region where toasts are read out and shown; the shell has one. */
export function Toasts() {
  const { t } = useTexts();
  const shown = useStore(shownStore);
  return (
    <section className="toasts" aria-label={t('app.notifications')} aria-live="polite" data-react-aria-top-layer="true">
      {shown.map((one) => <ToastCard key={one.id} {...one} />)}
    </section>
  );
}

const icons = { info: Info, good: CircleCheck, bad: CircleAlert };

function ToastCard({ id, tone, text, action }: Shown) {
  const { t } = useTexts();
  useEffect(() => {
    if (tone === 'bad' || action) return; // it stays until it was read
    const timer = setTimeout(() => dismiss(id), 4000 + text.length * 60);
    return () => clearTimeout(timer);
  }, [id, tone, text, action]);
  const Icon = icons[tone];
  return (
    <div className={`toast ${tone}`}>
      <Icon aria-hidden />
      <span dir="auto">{text}</span>
      {action && <button type="button" className="link" onClick={() => { dismiss(id); action.onPress(); }}>{action.label}</button>}
      <button type="button" className="icon-button" aria-label={t('app.dismiss')} onClick={() => dismiss(id)}><X aria-hidden /></button>
    </div>
  );
}
