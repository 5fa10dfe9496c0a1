import { ReleaseHandleDocument } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import type { OverlayProps } from '../app/views';
import { useTexts } from '../i18n/useTexts';
import { Notice } from '../ui/Notice';
import { Consequences, HandleConfirmation } from './HandleConfirmation';

/** Asks before a contact goes to its owner. */
export default function ReleaseHandle({ handle, close }: OverlayProps) {
  const { t, known } = useTexts();
  const { run } = useChange(ReleaseHandleDocument, { types: ['Handle', 'Domain'] });
  return (
    <HandleConfirmation
      handle={handle}
      close={close}
      title={(code) => t('confirm.release.title', { code })}
      confirm={t('confirm.release')}
      danger
      check={({ actions }) => actions.release}
      act={async ({ id }) => (await run({ input: { handleId: id } })).releaseHandle.userErrors}
      done={(code) => t('confirm.release.done', { code })}
    >
      {({ domains, actions }) => (
        <>
          {actions.release.warnings.map(({ code, message }) => <Notice key={code} tone="warn">{known(`warning.${code}`) ?? message}</Notice>)}
          <Consequences texts={[t('confirm.release.mail'), t('confirm.release.rights'), domains && t('confirm.release.domains', { count: domains.totalCount }), t('confirm.final')]} />
        </>
      )}
    </HandleConfirmation>
  );
}
