import { useMemo, type InputHTMLAttributes } from 'react';
import type { HandleKind } from '../api/generated/graphql';
import { useTexts } from '../i18n/useTexts';
import { Select, TextField } from '../ui/fields';
import { Radios } from '../ui/Radios';
import { AddressFields } from './AddressFields';
import './handle.css';
import { labelOfField } from './labels';
import { languageChoices } from './languages';
import { addressParts, type FieldName, type Values } from './values';

export interface HandleFieldsProps {
  values: Values;
  onChange: (name: FieldName, value: string) => void;
  errorsAt: (name: FieldName) => string[];
  /** What stands before the names of the fields in the whole form, such as `owner.create.`. */
  prefix?: string;
}

interface Locks {
  /** Why nothing can be changed. */
  all?: string | undefined;
  /** Why kind, names, organization and registration number cannot be changed. */
  identifiers?: string | undefined;
}

const kinds: readonly HandleKind[] = ['PERSON', 'COMPANY', 'ASSOCIATION', 'PUBLIC_BODY'];

/** The fields of a contact in groups: who it is, where, how to reach it, and what else there is. */
export function HandleFields({ locks = {}, ...fields }: HandleFieldsProps & { locks?: Locks }) {
  const { t } = useTexts();
  const { values, errorsAt } = fields;
  const abroad = addressParts.some((part) => values[`internationalAddress.${part}`] || errorsAt(`internationalAddress.${part}`).length > 0);
  return (
    <>
      <Identity {...fields} locked={locks.all ?? locks.identifiers} />
      <fieldset className="form-group">
        <legend>{t('handle.group.address')}</legend>
        <AddressFields {...fields} of="address" locked={locks.all} required />
        {(abroad || !locks.all) && (
          <details className="form-more" open={abroad || undefined}>
            <summary>{t('handle.international')}</summary>
            <p className="soft">{t('handle.international.help')}</p>
            <AddressFields {...fields} of="internationalAddress" locked={locks.all} required={false} />
          </details>
        )}
      </fieldset>
      <Reaching {...fields} locked={locks.all} />
    </>
  );
}

function Identity({ values, onChange, errorsAt, prefix = '', locked }: HandleFieldsProps & { locked: string | undefined }) {
  const { t } = useTexts();
  const text = { values, onChange, errorsAt, prefix, locked };
  return (
    <fieldset className="form-group">
      <legend>{t('handle.group.identity')}</legend>
      <div data-field={`${prefix}kind`}>
        <Radios
          label={labelOfField(t, 'kind')}
          choices={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={values.kind as HandleKind}
          onChange={(kind) => onChange('kind', kind)}
          errors={errorsAt('kind')}
          locked={locked}
        />
      </div>
      {/* Why they are locked is seen once, at the kind; assistive technology hears it at each. */}
      <div className={locked ? 'form-grid said-before' : 'form-grid'}>
        {values.kind !== 'PERSON' && (
          <>
            <NamedField {...text} name="organization" required autoComplete="section-contact organization" />
            <NamedField {...text} name="registrationNumber" dir="ltr" />
          </>
        )}
        <NamedField {...text} name="givenName" required autoComplete="section-contact given-name" />
        <NamedField {...text} name="familyName" required autoComplete="section-contact family-name" />
      </div>
    </fieldset>
  );
}

function Reaching({ values, onChange, errorsAt, prefix = '', locked }: HandleFieldsProps & { locked: string | undefined }) {
  const { t, language } = useTexts();
  const text = { values, onChange, errorsAt, prefix, locked };
  const languages = useMemo(() => [{ value: '', label: t('handle.language.none') }, ...languageChoices(language, values.language)], [t, language, values.language]);
  return (
    <>
      <fieldset className="form-group">
        <legend>{t('handle.group.reach')}</legend>
        <div className="form-grid">
          <NamedField {...text} name="email" required type="email" dir="ltr" description={t('handle.email.help')} autoComplete="section-contact email" />
          <NamedField {...text} name="phone" required type="tel" dir="ltr" description={t('handle.phone.help')} autoComplete="section-contact tel" />
          <NamedField {...text} name="mobile" type="tel" dir="ltr" autoComplete="section-contact mobile tel" />
          <NamedField {...text} name="fax" type="tel" dir="ltr" autoComplete="section-contact fax tel" />
        </div>
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('handle.group.more')}</legend>
        <div className="form-grid">
          <div data-field={`${prefix}language`}>
            <Select label={labelOfField(t, 'language')} choices={languages} value={values.language} onChange={(tag) => onChange('language', tag)} errors={errorsAt('language')} locked={locked} />
          </div>
          <NamedField {...text} name="vatNumber" dir="ltr" autoComplete="off" />
        </div>
      </fieldset>
    </>
  );
}

type Given = Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'dir' | 'autoComplete'>;

function NamedField({ name, values, onChange, errorsAt, prefix = '', ...rest }: HandleFieldsProps & Given & { name: FieldName; required?: boolean; description?: string; locked: string | undefined }) {
  const { t } = useTexts();
  return (
    <div data-field={prefix + name}>
      <TextField {...rest} label={labelOfField(t, name)} errors={errorsAt(name)} value={values[name]} onChange={(text) => onChange(name, text)} />
    </div>
  );
}
