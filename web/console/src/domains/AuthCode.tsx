import { Copy } from 'lucide-react';
import { useState } from 'react';
import { RevealAuthCodeDocument, type DomainRowFragment, type RefusalFragment } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { useTexts } from '../i18n/useTexts';
import { Refusals } from '../handle/Refusals';
import { Button } from '../ui/Button';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Dialog } from '../ui/Dialog';
import { Notice } from '../ui/Notice';
import { toast } from '../ui/toasts';

/** Makes a new auth code and shows it, this once: it lives in this dialog alone and is gone when that closes. */
export function AuthCode({ domain: { id, unicodeName: name }, close }: { domain: DomainRowFragment; close: () => void }) {
  const { t, known } = useTexts();
  const { run } = useChange(RevealAuthCodeDocument);
  const [answer, setAnswer] = useState<{ code: string | null; warnings: readonly { code: string; message: string }[] } | null>(null);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const title = t('domains.authCode.title', { name });
  const reveal = async () => {
    const { authCode, warnings, userErrors } = (await run({ input: { domainId: id } })).revealAuthCode;
    setRefusals(userErrors);
    if (userErrors.length === 0) setAnswer({ code: authCode ?? null, warnings });
    return false;
  };
  if (!answer) {
    return (
      <ConfirmDialog title={title} confirm={t('domains.authCode.show')} onConfirm={reveal} onClose={close}>
        {refusals.length > 0 && <Refusals title={t('confirm.refused')} refusals={refusals} />}
        <Notice tone="warn">{t('domains.authCode.before')}</Notice>
      </ConfirmDialog>
    );
  }
  return (
    <Dialog title={title} size="small" onClose={close} footer={<Button autoFocus={!answer.code} onPress={close}>{t('app.close')}</Button>}>
      {answer.warnings.map(({ code, message }) => <Notice key={code} tone="warn">{known(`warning.${code}`) ?? message}</Notice>)}
      {answer.code && <Shown code={answer.code} />}
    </Dialog>
  );
}

function Shown({ code }: { code: string }) {
  const { t } = useTexts();
  const copy = () => {
    navigator.clipboard.writeText(code).then(
      () => toast({ tone: 'good', text: t('domains.copied') }),
      () => toast({ tone: 'bad', text: t('domains.notCopied') }), // the browser does not allow it: it can be marked by hand
    );
  };
  return (
    <>
      <Notice tone="warn">{t('domains.authCode.once')}</Notice>
      <p className="secret"><output className="code" aria-label={t('domains.authCode')}>{code}</output></p>
      <Button autoFocus icon={<Copy aria-hidden />} onPress={copy}>{t('domains.copy')}</Button>
    </>
  );
}
