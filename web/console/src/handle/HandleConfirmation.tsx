import { useState, type ReactNode } from 'react';
import type { HandleInQuestionFragment, RefusalFragment } from '../api/generated/graphql';
import { useTexts } from '../i18n/useTexts';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Notice } from '../ui/Notice';
import { ProblemState, Spinner } from '../ui/states';
import { toast } from '../ui/toasts';
import './confirmations.css';
import { Refusals } from './Refusals';
import { useHandleInQuestion } from './useHandleInQuestion';

/** What would be done, and what stands in the way. */
interface Check {
  allowed: boolean;
  blockers: readonly RefusalFragment[];
}

export interface HandleConfirmationProps {
  handle: string;
  close: () => void;
  title: (code: string) => string;
  confirm: string;
  danger?: boolean;
  check: (handle: HandleInQuestionFragment) => Check;
  /** What will happen. */
  children: (handle: HandleInQuestionFragment) => ReactNode;
  /** Does it, and returns why it was refused. */
  act: (handle: HandleInQuestionFragment) => Promise<readonly RefusalFragment[]>;
  /** What to say once it is done. */
  done: (code: string) => string;
}

/** Asks before something is done to a handle. It says what stands in the way now, and what did when it was tried. */
export function HandleConfirmation({ handle: id, close, title, confirm, danger, check, children, act, done }: HandleConfirmationProps) {
  const { t } = useTexts();
  const { data, problem, fetching, reload } = useHandleInQuestion(id);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const handle = data?.handle;
  const found = handle ? check(handle) : undefined;
  const run = async () => {
    if (!handle) return false;
    setRefusals([]);
    const refused = await act(handle);
    if (refused.length > 0) {
      setRefusals(refused);
      reload(); // what is shown is not what is there any more
      return false;
    }
    toast({ tone: 'good', text: done(handle.code) });
    return true;
  };
  return (
    <ConfirmDialog
      title={title(handle?.code ?? '…')}
      confirm={confirm}
      danger={danger ?? false}
      disabled={!found?.allowed || fetching}
      onConfirm={run}
      onClose={close}
    >
      {problem && <ProblemState problem={problem} onRetry={reload} />}
      {!data && !problem && <Spinner />}
      {data && !handle && <Notice tone="bad" role="alert">{t('refusal.NOT_FOUND')}</Notice>}
      {refusals.length > 0 && <Refusals title={t('confirm.refused')} refusals={refusals} />}
      {found && !found.allowed && refusals.length === 0 && <Refusals title={t('confirm.blocked')} refusals={found.blockers} />}
      {handle && <Subject handle={handle} />}
      {handle && found?.allowed && children(handle)}
    </ConfirmDialog>
  );
}

function Subject({ handle: { displayName, code, email, domains } }: { handle: HandleInQuestionFragment }) {
  const { t, number } = useTexts();
  return (
    <dl className="subject">
      <dt>{t('contacts.column.name')}</dt>
      <dd><bdi>{displayName}</bdi></dd>
      <dt>{t('contacts.column.code')}</dt>
      <dd className="code">{code}</dd>
      <dt>{t('confirm.email')}</dt>
      <dd><bdi>{email}</bdi></dd>
      {domains && <><dt>{t('contacts.column.domains')}</dt><dd>{number(domains.totalCount)}</dd></>}
    </dl>
  );
}

/** What will happen, point by point. */
export function Consequences({ texts }: { texts: (string | false | undefined)[] }) {
  return <ul className="consequences">{texts.filter(Boolean).map((text) => <li key={String(text)}>{text}</li>)}</ul>;
}
