import { ContactRound, Globe, LayoutDashboard, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import type { SignedInAs } from '../api/session';
import { useTexts } from '../i18n/useTexts';
import { ConnectionBanner } from './ConnectionBanner';
import { LanguageMenu, ThemeMenu, ViewerMenu } from './menus';
import { pages } from './views';

const icons: Record<string, ReactNode> = {
  '/contacts': <ContactRound aria-hidden />,
  '/dashboard': <LayoutDashboard aria-hidden />,
  '/register': <Globe aria-hidden />,
  '/account': <UserRound aria-hidden />,
};

/** What stands around every page. */
export function Shell({ viewer, children }: { viewer: SignedInAs; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <>
      <a className="skip" href="#content">{t('app.skip')}</a>
      <header className="shell-head">
        <span className="brand">{t('app.name')}</span>
        <nav className="shell-nav" aria-label={t('app.navigation')}>
          {viewer.kind !== 'OWNER' && <NavLink path="/contacts">{t('app.contacts')}</NavLink>}
          {pages.filter((page) => page.for.includes(viewer.kind)).map((page) => <NavLink key={page.path} path={page.path}>{t(page.title)}</NavLink>)}
        </nav>
        <div className="shell-tools">
          <LanguageMenu />
          <ThemeMenu />
          <ViewerMenu viewer={viewer} />
        </div>
      </header>
      <ConnectionBanner />
      <main id="content" tabIndex={-1}>{children}</main>
    </>
  );
}

function NavLink({ path, children }: { path: string; children: ReactNode }) {
  const [active] = useRoute(`${path}/*?`);
  return <Link href={path} aria-current={active ? 'page' : undefined} className="nav-link">{icons[path]}<span>{children}</span></Link>;
}
