import { useState } from 'react';
import { RenewDomainDocument, type DomainRowFragment, type RefusalFragment } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { useTexts } from '../i18n/useTexts';
import { Refusals } from '../handle/Refusals';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Select } from '../ui/fields';
import { toast } from '../ui/toasts';

const years = Array.from({ length: 10 }, (_, n) => String(n + 1));

/** Asks for how long, and says until when. The expiry that is shown goes along, so that pressing twice renews once. */
export function RenewDomain({ domain, close }: { domain: DomainRowFragment; close: () => void }) {
  const { t, date } = useTexts();
  const { run } = useChange(RenewDomainDocument, { types: ['Domain'] });
  const [chosen, setChosen] = useState('1');
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const { id, unicodeName: name, expiresAt } = domain;
  const renew = async () => {
    const { renewDomain } = await run({ input: { domainId: id, years: Number(chosen), currentExpiresAt: expiresAt } });
    setRefusals(renewDomain.userErrors);
    if (!renewDomain.domain) return false;
    toast({ tone: 'good', text: t('domains.renew.done', { name, date: date(renewDomain.domain.expiresAt) }) });
    return true;
  };
  return (
    <ConfirmDialog title={t('domains.renew.title', { name })} confirm={t('domains.renew')} onConfirm={renew} onClose={close}>
      {refusals.length > 0 && <Refusals title={t('confirm.refused')} refusals={refusals} />}
      <Select
        label={t('domains.renew.years')}
        value={chosen}
        onChange={setChosen}
        choices={years.map((value) => ({ value, label: t('domains.years', { count: Number(value) }) }))}
      />
      <p aria-live="polite">{t('domains.renew.until', { from: date(expiresAt), to: date(after(expiresAt, Number(chosen))) })}</p>
    </ConfirmDialog>
  );
}

/** Moves a point in time by calendar years, as registrations run; 29 February becomes 1 March where there is none. */
function after(instant: string, count: number): string {
  const moved = new Date(instant);
  moved.setUTCFullYear(moved.getUTCFullYear() + count);
  return moved.toISOString();
}
