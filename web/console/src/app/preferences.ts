// Light, dark, or as the system: an attribute of the root element that base.css follows.
import { Store } from '../api/store';

export type Theme = 'system' | 'light' | 'dark';

const place = 'handledesk.theme';

export const themeStore = new Store<Theme>(stored());

function stored(): Theme {
  try {
    const value = localStorage.getItem(place);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = themeStore.get();
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(place, theme);
  } catch {
    // without storage the choice ends with the page
  }
  themeStore.set(theme);
  applyTheme();
}
