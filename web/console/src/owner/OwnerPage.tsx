import { KeyRound, LogOut, MailQuestion, Pencil, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { OwnHandleDocument, type CheckFragment, type OwnHandleQuery } from '../api/generated/graphql';
import { useRead } from '../api/operations';
import { useNotedViewer } from '../api/viewer';
import { useOpened } from '../app/opened';
import { Page } from '../app/Page';
import type { OverlayName } from '../app/views';
import { shownAs } from '../contacts/actions';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { Button } from '../ui/Button';
import { IconButton } from '../ui/IconButton';
import { EmptyState, ProblemState, Skeleton } from '../ui/states';
import './owner.css';
import { OwnData } from './OwnData';
import { OwnDomains } from './OwnDomains';
import { useOwnerSignOut } from './signOut';

export type OwnHandle = Extract<NonNullable<OwnHandleQuery['viewer']>, { __typename: 'Owner' }>['handle'];

/** An owner's own record and domains. */
export default function OwnerPage() {
  const { t } = useTexts();
  const { data, problem, reload } = useRead(OwnHandleDocument, {}, { types: ['Handle', 'Domain'] });
  useNotedViewer(data?.viewer);
  useLiveRefresh(reload, { every: 5000 });
  const handle = data?.viewer?.__typename === 'Owner' ? data.viewer.handle : undefined;
  return (
    <Page title={t('app.account')} lead={handle && <><bdi>{handle.displayName}</bdi> · <span className="code">{handle.code}</span></>} aside={handle && <Actions handle={handle} />}>
      {problem && <ProblemState problem={problem} onRetry={reload} />}
      {data && !handle && <EmptyState title={t('owner.nobody')} />}
      {handle && (
        <div className="own">
          <OwnData handle={handle} />
          <OwnDomains handle={handle} />
          <Sessions />
        </div>
      )}
      {!data && !problem && <div className="own" aria-busy><div className="own-part stack"><Skeleton width="long" /><Skeleton /><Skeleton width="long" /></div></div>}
    </Page>
  );
}

/** What the owner may do with the record, as `actions` says. */
function Actions({ handle: { id, code, actions } }: { handle: OwnHandle }) {
  const { t } = useTexts();
  const { open } = useOpened();
  const refusalText = useRefusalText();
  const one = (name: OverlayName, label: string, icon: ReactElement, check: CheckFragment, words?: string) => {
    const shown = shownAs(check);
    if (shown.state === 'absent') return null;
    if (shown.state === 'allowed' && words) return <Button key={name} icon={icon} onPress={() => open(name, id)}>{words}</Button>;
    return <IconButton key={name} label={label} icon={icon} reason={shown.state === 'blocked' ? refusalText(shown.by) : undefined} danger={name === 'delete'} popup="dialog" onPress={() => open(name, id)} />;
  };
  return (
    <div className="row">
      {one('reset', t('contacts.action.reset', { code }), <MailQuestion aria-hidden />, actions.resetReachability)}
      {one('delete', t('contacts.action.delete', { code }), <Trash2 aria-hidden />, actions.delete)}
      {one('edit', t('contacts.action.edit', { code }), <Pencil aria-hidden />, actions.update, t('owner.edit'))}
    </div>
  );
}

function Sessions() {
  const { t } = useTexts();
  const signOut = useOwnerSignOut();
  const [running, setRunning] = useState(false);
  const leave = async () => {
    setRunning(true);
    await signOut(true);
  };
  return (
    <section className="own-part own-sessions">
      <div>
        <h2>{t('owner.sessions')}</h2>
        <p className="soft">{t('owner.sessions.text')}</p>
      </div>
      <div className="row">
        <a className="button secondary" href="/owner/recover"><KeyRound aria-hidden /> {t('owner.newPassword')}</a>
        <Button icon={<LogOut aria-hidden />} pending={running} onPress={() => void leave()}>{t('owner.signOut.everywhere')}</Button>
      </div>
    </section>
  );
}
