import { useMemo, useState } from 'react';
import type { CheckFragment, HandleFormFragment } from '../api/generated/graphql';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Checkbox } from '../ui/fields';
import { Notice } from '../ui/Notice';
import { Versions } from './Versions';
import { ErrorSummary } from './ErrorSummary';
import { FormDialog } from './FormDialog';
import { HandleFields } from './HandleFields';
import { labelOfField } from './labels';
import { RestoredNote } from './RestoredNote';
import { useDraft } from './useDraft';
import { useUpdate } from './useUpdate';
import { differences, valuesOf, type FieldName, type Values } from './values';

export interface EditFormProps {
  /** The contact as it is now. */
  latest: HandleFormFragment;
  reload: () => void;
  close: () => void;
}

/** What a form began with, and what was typed over it. */
interface Edited {
  base: HandleFormFragment;
  values: Values;
}

const isDirty = ({ base, values }: Edited) => differences(valuesOf(base), values).length > 0;

/** Changes a contact: only what was changed is sent, upon the version it was changed on. */
export function EditForm({ latest, reload, close }: EditFormProps) {
  const { t } = useTexts();
  const { typed, setTyped, restored, drop } = useDraft<Edited>(latest.id, { base: latest, values: valuesOf(latest) }, isDirty);
  const { base, values } = typed;
  const [comparing, setComparing] = useState(false);
  const leave = () => { drop(); close(); };
  const update = useUpdate({
    onSaved: (saved, goOn) => (goOn ? setTyped(() => ({ base: saved, values: valuesOf(saved) })) : leave()),
    onConflict: () => { setComparing(true); reload(); },
  });
  const locks = useLocks(base);
  const dirty = isDirty(typed);
  const put = (name: FieldName, value: string) => setTyped((now) => ({ ...now, values: { ...now.values, [name]: value } }));
  const errorsAt = (name: string) => update.errors.filter((error) => error.name === name).map(({ text }) => text);
  return (
    <FormDialog
      title={<>{t('handle.edit')} <span className="code">{base.code}</span></>}
      submit={t('handle.save')} dirty={dirty} ready={dirty} running={update.running} readOnly={Boolean(locks.all) && !locks.liftable}
      onSubmit={() => void update.send(base, values)} onClose={leave}
    >
      {(form) => (
        <>
          {locks.all && <Notice tone="info" title={t(locks.liftable ? 'handle.protected' : 'handle.readOnly')}><p>{locks.all}</p></Notice>}
          <ErrorSummary errors={update.errors} labelOf={(name) => labelOfField(t, name as FieldName)} form={form} />
          {restored && <RestoredNote onDiscard={() => setTyped(() => ({ base: latest, values: valuesOf(latest) }))} />}
          {locks.liftable && <Protection name="clientUpdateProhibited" values={values} onChange={put} locked={undefined} />}
          <HandleFields values={values} onChange={put} errorsAt={errorsAt} locks={locks} />
          <fieldset className="form-group">
            <legend>{t('handle.group.protection')}</legend>
            <Protection name="clientDeleteProhibited" values={values} onChange={put} locked={locks.all} />
            {!locks.liftable && <Protection name="clientUpdateProhibited" values={values} onChange={put} locked={locks.all} />}
          </fieldset>
          {comparing && latest.version !== base.version && (
            <Versions
              base={base} theirs={latest} mine={values}
              onClose={() => setComparing(false)}
              onChosen={(chosen) => {
                setComparing(false);
                setTyped(() => ({ base: latest, values: chosen }));
                if (differences(valuesOf(latest), chosen).length > 0) void update.send(latest, chosen);
                else update.forget();
              }}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

function Protection({ name, values, onChange, locked }: { name: 'clientDeleteProhibited' | 'clientUpdateProhibited'; values: Values; onChange: (name: FieldName, value: string) => void; locked: string | undefined }) {
  const { t } = useTexts();
  return (
    <div data-field={name}>
      <Checkbox label={labelOfField(t, name)} description={t(`handle.${name}.help`)} checked={values[name] === 'yes'} onChange={(set) => onChange(name, set ? 'yes' : '')} locked={locked} />
    </div>
  );
}

/** What is locked and why, as `actions` says. The one thing a prohibition of updates allows is to take it off. */
function useLocks({ actions }: HandleFormFragment) {
  const refusalText = useRefusalText();
  return useMemo(() => {
    const why = ({ allowed, blockers }: CheckFragment) => (allowed ? undefined : blockers.map(refusalText).join(' ') || undefined);
    const liftable = !actions.update.allowed && actions.update.blockers.every(({ code }) => code === 'UPDATE_PROHIBITED');
    return { all: why(actions.update), identifiers: why(actions.updateIdentifiers), liftable };
  }, [actions, refusalText]);
}
