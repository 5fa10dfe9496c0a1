import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../app/Page';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/states';
import { useDraft } from '../handle/useDraft';
import './register.css';
import { RegisterForm } from './RegisterForm';
import { emptyRegistration, isTouched } from './registration';
import type { RegisteredDomain } from './useRegistration';

/** Registers a domain, with its contacts in one go. */
export default function RegisterPage() {
  const { t } = useTexts();
  const [done, setDone] = useState<RegisteredDomain | null>(null);
  const draft = useDraft('register', emptyRegistration, isTouched);
  if (done) return <Page title={t('app.register')}><Done domain={done} onAgain={() => setDone(null)} /></Page>;
  return (
    <Page title={t('app.register')}>
      <RegisterForm
        draft={draft}
        onDone={(domain) => {
          draft.setTyped(() => emptyRegistration);
          setDone(domain);
        }}
      />
    </Page>
  );
}

function Done({ domain: { unicodeName, expiresAt, owner }, onAgain }: { domain: RegisteredDomain; onAgain: () => void }) {
  const { t, date } = useTexts();
  return (
    <div role="status">
      <EmptyState icon={<CircleCheck aria-hidden />} title={t('register.done', { name: unicodeName })} action={<Button onPress={onAgain}>{t('register.done.again')}</Button>}>
        {t('register.done.until', { date: date(expiresAt) })}
        {owner && (
          <> {t('register.done.owner')}: <Link href={`/contacts?${new URLSearchParams({ q: owner.code, open: 'edit', handle: owner.id })}`}><bdi>{owner.displayName}</bdi> ({owner.code})</Link></>
        )}
      </EmptyState>
    </div>
  );
}
