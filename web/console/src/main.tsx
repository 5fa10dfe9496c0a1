import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { applyTheme } from './app/preferences';
import { preferredLanguage, speak } from './i18n/language';
import './styles/base.css';
import './styles/buttons.css';
import './styles/fields.css';
import './styles/search.css';
import './styles/badges.css';
import './styles/states.css';
import './styles/table.css';
import './styles/dialog.css';
import './styles/shell.css';
import './styles/signIn.css';

applyTheme();
void speak(preferredLanguage()).then(() => {
  const place = document.getElementById('console');
  if (!place) throw new Error('the page has no place for the console');
  createRoot(place).render(<StrictMode><App /></StrictMode>);
});
