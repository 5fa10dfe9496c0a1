import { Languages, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { endSession, type SignedInAs } from '../api/session';
import { useStore } from '../api/store';
import { chooseLanguage, languages, type Language } from '../i18n/language';
import { useTexts } from '../i18n/useTexts';
import { useOwnerSignOut } from '../owner/signOut';
import { ChoiceMenu, Menu } from '../ui/Menu';
import { chooseTheme, themeStore, type Theme } from './preferences';

export function LanguageMenu() {
  const { t, language } = useTexts();
  const items = (Object.keys(languages) as Language[]).map((value) => ({ value, label: languages[value] }));
  return (
    <ChoiceMenu
      mode="single"
      label={t('app.language')}
      items={items}
      chosen={[language]}
      onChange={([next]) => next && void chooseLanguage(next)}
      trigger={<Button className="icon-button worded" aria-label={`${t('app.language')}: ${language.toUpperCase()}, ${languages[language]}`}><Languages aria-hidden /><span>{language.toUpperCase()}</span></Button>}
    />
  );
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

export function ThemeMenu() {
  const { t } = useTexts();
  const theme = useStore(themeStore);
  const Icon = themeIcons[theme];
  const items = (['system', 'light', 'dark'] as const).map((value: Theme) => ({ value, label: t(`app.theme.${value}`) }));
  return (
    <ChoiceMenu
      mode="single"
      label={t('app.theme')}
      items={items}
      chosen={[theme]}
      onChange={([next]) => next && chooseTheme(next)}
      trigger={<Button className="icon-button" aria-label={`${t('app.theme')}: ${t(`app.theme.${theme}`)}`}><Icon aria-hidden /></Button>}
    />
  );
}

export function ViewerMenu({ viewer }: { viewer: SignedInAs }) {
  const { t } = useTexts();
  const signOutOwner = useOwnerSignOut();
  // A key goes on living without the tab; an owner's session is ended at the server, too.
  const leave = (everywhere: boolean) => (viewer.kind === 'OWNER' ? void signOutOwner(everywhere) : endSession('signedOut'));
  const items = [{ value: 'signOut', label: t('app.signOut'), icon: <LogOut aria-hidden /> }];
  if (viewer.kind === 'OWNER') items.push({ value: 'everywhere', label: t('owner.signOut.everywhere'), icon: <LogOut aria-hidden /> });
  return (
    <Menu
      label={t('app.signedInAs', { name: viewer.name })}
      items={items}
      onAction={(chosen) => leave(chosen === 'everywhere')}
      trigger={
        <Button className="viewer" aria-label={`${t('app.signedInAs', { name: viewer.name })} ${t(`app.kind.${viewer.kind}`)}`}>
          <UserRound aria-hidden />
          <span className="viewer-name"><bdi>{viewer.name}</bdi>{' '}<small>{t(`app.kind.${viewer.kind}`)}</small></span>
        </Button>
      }
    />
  );
}
