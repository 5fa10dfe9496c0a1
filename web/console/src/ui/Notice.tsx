import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'info' | 'good' | 'warn' | 'bad';

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

/** A paragraph that stands out, with an icon, so that it does not speak by its colour alone. */
export function Notice({ tone, role, title, children }: { tone: Tone; role?: 'alert' | 'status'; title?: string; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className={`notice ${tone}`} role={role}>
      <Icon aria-hidden />
      <div>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
