import { useEffect, useRef, type ReactNode } from 'react';
import { arrival } from './arrival';
import { useTitle } from './useTitle';

/** A page: its title in the tab and as the heading, which gets the focus when somebody comes from another page. */
export function Page({ title, aside, lead, children }: { title: string; aside?: ReactNode; lead?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useEffect(() => {
    if (arrival()) heading.current?.focus();
  }, []);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {lead && <p className="page-lead" aria-live="polite">{lead}</p>}
        </div>
        {aside && <div className="page-aside">{aside}</div>}
      </header>
      {children}
    </div>
  );
}
