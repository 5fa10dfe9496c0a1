// The rooms that are loaded when they are first entered. To add a view: write the component in its room, with a default
// export, and name it here.
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { SignedInAs } from '../api/session';
import type { MessageId } from '../i18n/en';

export interface PageView {
  path: string;
  title: MessageId;
  /** Who has it in the navigation. */
  for: readonly SignedInAs['kind'][];
  view: LazyExoticComponent<ComponentType>;
}

/** Pages beside the contacts, which come with the first load. */
export const pages: readonly PageView[] = [
  { path: '/dashboard', title: 'app.dashboard', for: ['RESELLER', 'OPERATOR'], view: lazy(() => import('../dashboard/DashboardPage')) },
  { path: '/register', title: 'app.register', for: ['RESELLER', 'OPERATOR'], view: lazy(() => import('../register/RegisterPage')) },
  { path: '/account', title: 'app.account', for: ['OWNER'], view: lazy(() => import('../owner/OwnerPage')) },
];

/** What lies over a page while the address says `?open=…&handle=…`; see opened.ts. */
export interface OverlayProps {
  /** The handle's id; empty for a new one. */
  handle: string;
  /** Closes it, and goes back to where it was opened. */
  close: () => void;
}

export const overlays = {
  new: lazy(() => import('../handle/CreateHandle')),
  edit: lazy(() => import('../handle/EditHandle')),
  delete: lazy(() => import('../handle/DeleteHandle')),
  release: lazy(() => import('../handle/ReleaseHandle')),
  reset: lazy(() => import('../handle/ResetReachability')),
  domains: lazy(() => import('../domains/HandleDomains')),
} satisfies Record<string, LazyExoticComponent<ComponentType<OverlayProps>>>;

export type OverlayName = keyof typeof overlays;
