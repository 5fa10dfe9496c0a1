import { DeleteHandleDocument } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import type { OverlayProps } from '../app/views';
import { useTexts } from '../i18n/useTexts';
import { Consequences, HandleConfirmation } from './HandleConfirmation';

/** Asks before a contact is deleted. The version that was read goes along: nobody deletes what they have not seen. */
export default function DeleteHandle({ handle, close }: OverlayProps) {
  const { t } = useTexts();
  const { run } = useChange(DeleteHandleDocument, { types: ['Handle'] });
  return (
    <HandleConfirmation
      handle={handle}
      close={close}
      title={(code) => t('confirm.delete.title', { code })}
      confirm={t('confirm.delete')}
      danger
      check={({ actions }) => actions.delete}
      act={async ({ id, version }) => (await run({ input: { handleId: id, expectedVersion: version } })).deleteHandle.userErrors}
      done={(code) => t('confirm.delete.done', { code })}
    >
      {({ code, domains }) => (
        <Consequences texts={[t('confirm.delete.text'), t('confirm.delete.code', { code }), domains && t('confirm.delete.domains', { count: domains.totalCount }), t('confirm.final')]} />
      )}
    </HandleConfirmation>
  );
}
