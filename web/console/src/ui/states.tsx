// What stands in a view's place while it has nothing to show.
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem';
import { useProblemText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Button } from './Button';
import { Notice } from './Notice';

export function Spinner() {
  const { t } = useTexts();
  return <div className="loading" role="status"><span className="spinner" /><span>{t('app.loading')}</span></div>;
}

/** A grey line where text will stand. */
export function Skeleton({ width = 'medium' }: { width?: 'short' | 'medium' | 'long' }) {
  return <span className={`skeleton ${width}`} aria-hidden />;
}

export function EmptyState({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      {icon}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** What went wrong with a view, and a way on. */
export function ProblemState({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const { t } = useTexts();
  const problemText = useProblemText();
  return (
    <Notice tone="bad" role="alert" title={t('problem.title')}>
      <p>{problemText(problem)}</p>
      {problem.requestId && <p className="soft">{t('problem.requestId', { id: problem.requestId })}</p>}
      {onRetry && <Button onPress={onRetry}>{t('app.retry')}</Button>}
    </Notice>
  );
}
