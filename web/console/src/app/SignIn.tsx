import { lazy, Suspense, useRef, useState, type SubmitEvent } from 'react';
import { Problem } from '../api/problem';
import { beginSession, endedStore } from '../api/session';
import { useStore } from '../api/store';
import { whoIs } from '../api/viewer';
import { useProblemText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { TextField } from '../ui/fields';
import { Notice } from '../ui/Notice';
import { Spinner } from '../ui/states';
import { ConnectionBanner } from './ConnectionBanner';
import { LanguageMenu, ThemeMenu } from './menus';
import { useTitle } from './useTitle';

const OwnerSignIn = lazy(() => import('../owner/OwnerSignIn'));

export function SignIn() {
  const { t } = useTexts();
  const ended = useStore(endedStore);
  // A link may lead owners straight to their form: /console/?as=owner
  const [owner, setOwner] = useState(() => new URLSearchParams(location.search).get('as') === 'owner');
  useTitle(t('signIn.title'));
  return (
    <div className="sign-in">
      <header className="sign-in-head">
        <LanguageMenu />
        <ThemeMenu />
      </header>
      <main>
        <ConnectionBanner />
        <div className="card">
          <p className="brand">{t('app.name')}</p>
          <h1>{t('signIn.title')}</h1>
          {ended && <Notice tone={ended === 'rejected' ? 'warn' : 'info'} role="status">{t(`signIn.ended.${ended}`)}</Notice>}
          {owner ? <Suspense fallback={<Spinner />}><OwnerSignIn /></Suspense> : <KeyForm />}
          <p className="sign-in-other"><button type="button" className="link" onClick={() => setOwner(!owner)}>{t(owner ? 'signIn.withKey' : 'signIn.asOwner')}</button></p>
        </div>
      </main>
    </div>
  );
}

function KeyForm() {
  const { t } = useTexts();
  const problemText = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const [key, setKey] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [running, setRunning] = useState(false);
  const refuse = (why: string) => {
    setWrong(why);
    input.current?.focus();
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const credential = key.trim();
    if (running) return;
    if (!credential) return refuse(t('signIn.empty'));
    if (!/^[\x21-\x7e]+$/.test(credential)) return refuse(t('signIn.malformed'));
    setWrong(null);
    setRunning(true);
    try {
      beginSession(credential, await whoIs(credential));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refuse(error.code === 'UNAUTHENTICATED' ? t('signIn.rejected') : problemText(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {wrong && <p className="unseen" role="alert">{wrong}</p>}
      <TextField
        ref={input}
        label={t('signIn.key')}
        description={t('signIn.key.help')}
        errors={wrong ? [wrong] : []}
        type="password"
        name="key"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={key}
        onChange={setKey}
      />
      <Button type="submit" variant="primary" pending={running}>{t('signIn.submit')}</Button>
    </form>
  );
}
