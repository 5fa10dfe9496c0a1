import { Suspense } from 'react';
import { useTexts } from '../i18n/useTexts';
import { Dialog } from '../ui/Dialog';
import { Spinner } from '../ui/states';
import { Boundary } from './Boundary';
import { useOpened } from './opened';
import { overlays } from './views';

/** Shows what the address says is open. */
export function Overlay() {
  const { t } = useTexts();
  const { opened, close } = useOpened();
  if (!opened) return null;
  const View = overlays[opened.name];
  const around = (content: React.ReactNode) => <Dialog title={t('app.name')} size="small" dismissable onClose={close}>{content}</Dialog>;
  return (
    <Boundary key={`${opened.name} ${opened.handle}`} frame={around}>
      <Suspense fallback={around(<Spinner />)}>
        <View handle={opened.handle} close={close} />
      </Suspense>
    </Boundary>
  );
}
