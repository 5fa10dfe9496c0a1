import { Suspense, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Provider } from 'urql';
import { Link, Redirect, Route, Router, Switch } from 'wouter';
import { makeClient } from '../api/client';
import { sessionStore, type Session } from '../api/session';
import { useStore } from '../api/store';
import { ContactsPage } from '../contacts/ContactsPage';
import { useTexts } from '../i18n/useTexts';
import { useFollow } from '../live/useFollow';
import { EmptyState, Spinner } from '../ui/states';
import { Toasts } from '../ui/toasts';
import { Boundary } from './Boundary';
import { Overlay } from './Overlay';
import { Page } from './Page';
import { Shell } from './Shell';
import { SignIn } from './SignIn';
import { pages } from './views';

export function App() {
  const { language } = useTexts();
  const session = useStore(sessionStore);
  return (
    <I18nProvider locale={language}>
      <Router base="/console">
        {session ? <SignedIn key={session.credential} session={session} /> : <SignIn />}
        <Toasts />
      </Router>
    </I18nProvider>
  );
}

function SignedIn({ session: { credential, viewer } }: { session: Session }) {
  const client = useMemo(() => makeClient(credential), [credential]);
  useFollow(credential);
  return (
    <Provider value={client}>
      <Shell viewer={viewer}>
        <Boundary>
          <Suspense fallback={<Spinner />}>
            <Switch>
              <Route path="/"><Redirect to={viewer.kind === 'OWNER' ? '/account' : '/contacts'} replace /></Route>
              <Route path="/contacts">{viewer.kind === 'OWNER' ? <Redirect to="/account" replace /> : <ContactsPage />}</Route>
              {pages.filter((page) => page.for.includes(viewer.kind)).map(({ path, view: View }) => <Route key={path} path={path}><View /></Route>)}
              <Route><NotFound owner={viewer.kind === 'OWNER'} /></Route>
            </Switch>
          </Suspense>
        </Boundary>
        <Overlay />
      </Shell>
    </Provider>
  );
}

function NotFound({ owner }: { owner: boolean }) {
  const { t } = useTexts();
  return (
    <Page title={t('app.notFound')}>
      <EmptyState title={t('app.notFound')} action={<Link href="/">{t(owner ? 'app.account' : 'app.toContacts')}</Link>}>{t('app.notFound.text')}</EmptyState>
    </Page>
  );
}
