import { ResetReachabilityDocument } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import type { OverlayProps } from '../app/views';
import { useTexts } from '../i18n/useTexts';
import { Consequences, HandleConfirmation } from './HandleConfirmation';

/** Asks before another link is mailed to a contact that has not answered. */
export default function ResetReachability({ handle, close }: OverlayProps) {
  const { t, date } = useTexts();
  const { run } = useChange(ResetReachabilityDocument, { types: ['Handle'] });
  return (
    <HandleConfirmation
      handle={handle}
      close={close}
      title={(code) => t('confirm.reset.title', { code })}
      confirm={t('confirm.reset')}
      check={({ actions }) => actions.resetReachability}
      act={async ({ id }) => (await run({ input: { handleId: id } })).resetReachability.userErrors}
      done={(code) => t('confirm.reset.done', { code })}
    >
      {({ domains, reachability: { dueAt, resets } }) => (
        <Consequences
          texts={[
            t('confirm.reset.link'),
            dueAt ? t('confirm.reset.deadline', { date: date(dueAt) }) : t('confirm.reset.deadlines'),
            domains && t('confirm.reset.domains', { count: domains.totalCount }),
            t('confirm.reset.count', { count: resets }),
          ]}
        />
      )}
    </HandleConfirmation>
  );
}
