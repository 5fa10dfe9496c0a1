import type { RefusalFragment } from '../api/generated/graphql';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Notice } from '../ui/Notice';

/** Why something was or would be refused: each reason, and the domains that stand in the way. */
export function Refusals({ title, refusals }: { title: string; refusals: readonly RefusalFragment[] }) {
  const refusalText = useRefusalText();
  return (
    <Notice tone="bad" role="alert" title={title}>
      {refusals.map((refusal) => (
        <div key={`${refusal.code} ${refusal.field?.join('.') ?? ''}`}>
          <p>{refusalText(refusal)}</p>
          {refusal.__typename === 'HandleLinkedError' && <Linked domains={refusal.domains} hiddenCount={refusal.hiddenCount} />}
        </div>
      ))}
    </Notice>
  );
}

function Linked({ domains, hiddenCount }: { domains: readonly { id: string; unicodeName: string }[]; hiddenCount: number }) {
  const { t } = useTexts();
  return (
    <>
      {domains.length > 0 && (
        <ul className="domain-names" aria-label={t('confirm.linked')} tabIndex={0}>
          {domains.map(({ id, unicodeName }) => <li key={id}><bdi>{unicodeName}</bdi></li>)}
        </ul>
      )}
      {domains.length >= 100 && <p>{t('confirm.linked.first')}</p>}
      {hiddenCount > 0 && <p>{t('confirm.linked.hidden', { count: hiddenCount })}</p>}
    </>
  );
}
