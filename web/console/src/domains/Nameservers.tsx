import { useState } from 'react';
import { SetNameserversDocument, type DomainRowFragment, type RefusalFragment } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Refusals } from '../handle/Refusals';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { TextArea } from '../ui/fields';
import { toast } from '../ui/toasts';

/** One host name in a line, so that a whole list can be pasted. What is wrong with which one stands at the field. */
export function Nameservers({ domain: { id, unicodeName: name, nameservers }, close }: { domain: DomainRowFragment; close: () => void }) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const { run } = useChange(SetNameserversDocument, { types: ['Domain'] });
  const [text, setText] = useState(nameservers.join('\n'));
  const [tried, setTried] = useState<{ hosts: string[]; refusals: readonly RefusalFragment[] }>({ hosts: [], refusals: [] });
  const save = async () => {
    const hosts = text.split(/[\s,;]+/).filter(Boolean);
    const { userErrors } = (await run({ input: { domainId: id, nameservers: hosts } })).setNameservers;
    setTried({ hosts, refusals: userErrors });
    if (userErrors.length > 0) return false;
    toast({ tone: 'good', text: t('domains.nameservers.done', { name }) });
    return true;
  };
  const ofField = tried.refusals.filter(({ field }) => field?.[0] === 'nameservers');
  const others = tried.refusals.filter((refusal) => !ofField.includes(refusal));
  const errors = ofField.map((refusal) => {
    const host = tried.hosts[Number(refusal.field?.[1])];
    return host ? `\u2068${host}\u2069: ${refusalText(refusal)}` : refusalText(refusal);
  });
  return (
    <ConfirmDialog title={t('domains.nameservers.title', { name })} confirm={t('domains.save')} onConfirm={save} onClose={close}>
      {others.length > 0 && <Refusals title={t('confirm.refused')} refusals={others} />}
      <TextArea
        label={t('domains.nameservers')}
        description={t('domains.nameservers.help')}
        errors={errors}
        value={text}
        onChange={setText}
        rows={6}
        autoCapitalize="none"
        spellCheck={false}
      />
    </ConfirmDialog>
  );
}
