import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { makeClient } from '../api/client';
import { byId } from '../api/documents';
import { SignInDocument } from '../api/generated/graphql';
import { Problem, problemOf } from '../api/problem';
import { beginSession } from '../api/session';
import { whoIs } from '../api/viewer';
import { useProblemText, useRefusalText, type Refusing } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { TextField } from '../ui/fields';
import { Notice } from '../ui/Notice';

/** Signs in the owner of a contact record, with its code and the password that the owner set by a mailed link. */
export default function OwnerSignIn() {
  const { t } = useTexts();
  const problemText = useProblemText();
  const refusalText = useRefusalText();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<{ code?: string; password?: string; whole?: string }>({});
  const [running, setRunning] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (running) return;
    const empty = { ...(!code.trim() && { code: t('owner.code.empty') }), ...(!password && { password: t('owner.password.empty') }) };
    setWrong(empty);
    if (empty.code || empty.password) return (empty.code ? first : second).current?.focus();
    setRunning(true);
    try {
      const refusals = await enter(code.trim(), password);
      if (!refusals) return;
      setPassword('');
      setWrong({ whole: refusals.map(refusalText).join(' ') });
      second.current?.focus();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setWrong({ whole: problemText(error) });
    } finally {
      setRunning(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {wrong.whole && <Notice tone="bad" role="alert">{wrong.whole}</Notice>}
      <TextField ref={first} label={t('owner.code')} description={t('owner.code.help')} errors={wrong.code ? [wrong.code] : []} name="code" autoComplete="username" autoCapitalize="characters" spellCheck={false} value={code} onChange={setCode} />
      <TextField ref={second} label={t('owner.password')} errors={wrong.password ? [wrong.password] : []} type="password" name="password" autoComplete="current-password" value={password} onChange={setPassword} />
      <Button type="submit" variant="primary" pending={running}>{t('signIn.submit')}</Button>
      <p><a href="/owner/recover">{t('owner.recover')}</a></p>
    </form>
  );
}

/** Begins a session, or returns why not. Without an Idempotency-Key: the server shall keep no answer that holds a token. */
async function enter(code: string, password: string): Promise<Refusing[] | null> {
  const { data, error } = await makeClient('').mutation(byId(SignInDocument), { input: { code, password } }).toPromise();
  if (error) throw problemOf(error);
  const token = data?.signIn.sessionToken;
  if (!token) return data?.signIn.userErrors ?? [];
  beginSession(token, await whoIs(token));
  return null;
}
