import { Candidates, type Candidate } from '../handle/Candidates';
import { HandleFields } from '../handle/HandleFields';
import { useTexts } from '../i18n/useTexts';
import { Radios } from '../ui/Radios';
import { ContactPicker } from './ContactPicker';
import type { Contact, Role, Way } from './registration';

export interface ContactFieldsProps {
  role: Role;
  contact: Contact;
  onChange: (change: (now: Contact) => Contact) => void;
  errorsAt: (name: string) => string[];
  candidates: readonly Candidate[];
  /** Creates another handle although these are there. */
  onCreateAgain: () => void;
}

/** Who a domain lists in one role: a contact of the list, a new one, the owner, or nobody. */
export function ContactFields({ role, contact, onChange, errorsAt, candidates, onCreateAgain }: ContactFieldsProps) {
  const { t, known } = useTexts();
  const name = known(`role.${role.toUpperCase()}`) ?? role;
  const ways: Way[] = role === 'owner' ? ['existing', 'create'] : ['sameAs', 'existing', 'create', 'none'];
  const choose = (handleId: string, handle: string) => onChange((now) => ({ ...now, way: 'existing', handleId, handle }));
  return (
    <section className="form register-contact" aria-label={name}>
      <Radios
        label={name}
        choices={ways.map((way) => ({ value: way, label: t(`register.${way}`) }))}
        value={contact.way}
        onChange={(way) => onChange((now) => ({ ...now, way }))}
      />
      {contact.way === 'existing' && (
        <div data-field={role}>
          <ContactPicker label={t('register.contact', { role: name })} contact={contact} onChoose={choose} errors={errorsAt(role)} required full={role === 'owner'} />
        </div>
      )}
      {contact.way === 'create' && candidates.length > 0 && (
        <Candidates
          candidates={candidates}
          verb={(code) => t('handle.duplicate.use', { code })}
          onTake={({ id, displayName, code }) => choose(id, `${displayName} (${code})`)}
          onCreate={onCreateAgain}
        />
      )}
      {contact.way === 'create' && (
        <div className="form register-new">
          <HandleFields
            prefix={`${role}.create.`}
            values={contact.values}
            onChange={(field, value) => onChange((now) => ({ ...now, again: false, values: { ...now.values, [field]: value } }))}
            errorsAt={(field) => errorsAt(`${role}.create.${field}`)}
          />
        </div>
      )}
    </section>
  );
}
