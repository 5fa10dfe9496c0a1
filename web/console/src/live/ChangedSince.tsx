import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { isOwnChange } from '../api/ownChanges';
import { useStore } from '../api/store';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { liveStore } from './liveStore';

const settling = 1000; // milliseconds: the answer to a change of this tab may come after its event

interface ChangedSinceProps {
  /** What is shown: with each new object, everything that happened before counts as seen. */
  shown: unknown;
  /** Of which ids changes matter, by their prefix, such as "hdl_". */
  prefix: string;
  onRefresh: () => void;
}

/** Says that what is shown was changed elsewhere meanwhile. The list does not move by itself under somebody's hand. */
export function ChangedSince({ shown, prefix, onRefresh }: ChangedSinceProps) {
  const { t } = useTexts();
  const live = useStore(liveStore);
  const [seen, setSeen] = useState({ shown, count: live.count, gaps: live.gaps });
  const [settled, setSettled] = useState(live.count);
  if (seen.shown !== shown) setSeen({ shown, count: live.count, gaps: live.gaps });
  useEffect(() => {
    const timer = setTimeout(() => setSettled(live.count), settling);
    return () => clearTimeout(timer);
  }, [live.count]);
  const fresh = live.events.slice(live.count - settled, Math.max(0, live.count - seen.count));
  const changed = new Set(fresh.filter((event) => event.entityId.startsWith(prefix) && !isOwnChange(event.requestId)).map((event) => event.entityId)).size;
  const missed = live.gaps > seen.gaps && live.line === 'live';
  return (
    <div className="changed-since" role="status">
      {(changed > 0 || missed) && (
        <Button variant="quiet" icon={<RefreshCw aria-hidden />} onPress={onRefresh}>
          {changed > 0 ? t('live.changed', { count: changed }) : t('live.missed')}
        </Button>
      )}
    </div>
  );
}
