import { CircleCheck, CircleX, Undo2 } from 'lucide-react';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Notice } from '../ui/Notice';
import type { Result } from './ReleaseDomains';

/** What became of each domain, those first that were refused. */
export function ReleaseResults({ results, onAgain, close }: { results: readonly Result[]; onAgain: () => void; close: () => void }) {
  const { t } = useTexts();
  const refused = results.filter(({ refusals }) => refusals.length > 0);
  const released = results.filter(({ refusals }) => refusals.length === 0);
  const text = [
    released.length > 0 && t('domains.release.done', { count: released.length }),
    refused.length > 0 && t('domains.release.refused', { count: refused.length }),
  ].filter(Boolean).join(' ');
  return (
    <Dialog
      title={t('domains.release.results')}
      onClose={close}
      footer={
        <>
          {refused.length > 0 && <Button onPress={onAgain}>{t('domains.release.again', { count: refused.length })}</Button>}
          <Button autoFocus variant="primary" onPress={close}>{t('app.close')}</Button>
        </>
      }
    >
      <Notice tone={refused.length > 0 ? 'warn' : 'good'} role="status">{text}</Notice>
      <ul className="results" aria-label={t('domains.release.results')}>
        {[...refused, ...released].map((result) => <Outcome key={result.domain.id} {...result} />)}
      </ul>
    </Dialog>
  );
}

function Outcome({ domain, refusals }: Result) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const rolledBack = refusals.some(({ code }) => code === 'ROLLED_BACK');
  const Icon = refusals.length === 0 ? CircleCheck : rolledBack ? Undo2 : CircleX;
  return (
    <li className={refusals.length === 0 ? 'released' : 'refused'}>
      <Icon aria-hidden />
      <div>
        <bdi>{domain.unicodeName}</bdi>
        <p className="soft">{refusals.length === 0 ? t('domains.release.released') : refusals.map(refusalText).join(' ')}</p>
      </div>
    </li>
  );
}
