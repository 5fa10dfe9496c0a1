import { CloudOff, Hourglass } from 'lucide-react';
import { connectionStore } from '../api/connection';
import { useStore } from '../api/store';
import { useTexts } from '../i18n/useTexts';

/** Says that the server does not answer, or asked to wait. It goes by itself, once it does. */
export function ConnectionBanner() {
  const { t } = useTexts();
  const connection = useStore(connectionStore);
  return (
    <div role="status" className="connection-place">
      {connection.state === 'lost' && <p className="connection bad"><CloudOff aria-hidden /> {t('app.lost')}</p>}
      {connection.state === 'busy' && <p className="connection warn"><Hourglass aria-hidden /> {t('app.busy', { seconds: connection.seconds })}</p>}
    </div>
  );
}
