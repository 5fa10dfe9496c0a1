import { useId, type ReactNode } from 'react';
import { Skeleton } from '../ui/states';

/** One part of the dashboard. */
export function Panel({ title, aside, children, className = '' }: { title: string; aside?: ReactNode; children: ReactNode; className?: string }) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** Grey lines where a list will stand. */
export function Lines({ count = 5 }: { count?: number }) {
  return <div className="stack">{Array.from({ length: count }, (_, n) => <Skeleton key={n} width={n % 2 ? 'medium' : 'long'} />)}</div>;
}

/** Says that there is nothing to worry about. */
export function Glad({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return <p className="glad">{icon}<span>{children}</span></p>;
}
