import { useRef } from 'react';
import { sessionStore } from '../api/session';
import { useStore } from '../api/store';
import { ErrorSummary } from '../handle/ErrorSummary';
import { labelOfField } from '../handle/labels';
import { ResellerField } from '../handle/ResellerField';
import { RestoredNote } from '../handle/RestoredNote';
import type { Draft } from '../handle/useDraft';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { Checkbox, Select, TextArea, TextField } from '../ui/fields';
import { ContactFields } from './ContactFields';
import { emptyRegistration, partsOfName, roles, type Contact, type Registration, type Role } from './registration';
import { useRegistration, type RegisteredDomain } from './useRegistration';

export interface RegisterFormProps {
  draft: Draft<Registration>;
  onDone: (domain: RegisteredDomain) => void;
}

export function RegisterForm({ draft: { typed, setTyped, restored }, onDone }: RegisterFormProps) {
  const { t } = useTexts();
  const labelOf = useLabels();
  const form = useRef<HTMLFormElement>(null);
  const operator = useStore(sessionStore)?.viewer.kind === 'OPERATOR';
  const { send, running, errors, candidates } = useRegistration(onDone);
  const put = (change: Partial<Registration>) => setTyped((now) => ({ ...now, ...change }));
  const errorsAt = (name: string) => errors.filter((error) => error.name === name).map(({ text }) => text);
  const withContact = (now: Registration, role: Role, change: (now: Contact) => Contact) => ({ ...now, contacts: { ...now.contacts, [role]: change(now.contacts[role]) } });
  const createAgain = (role: Role) => {
    const next = withContact(typed, role, (now) => ({ ...now, again: true }));
    setTyped(() => next);
    void send(next);
  };
  return (
    <form ref={form} className="form register" noValidate onSubmit={(event) => { event.preventDefault(); if (!running) void send(typed); }}>
      <ErrorSummary errors={errors} labelOf={labelOf} form={form} />
      {restored && <RestoredNote onDiscard={() => setTyped(() => emptyRegistration)} />}
      <fieldset className="form-group">
        <legend>{t('register.group.domain')}</legend>
        {operator && <ResellerField value={typed.resellerId} onChange={(resellerId) => put({ resellerId })} errors={errorsAt('resellerId')} />}
        <DomainFields typed={typed} put={put} errorsAt={errorsAt} />
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('register.group.contacts')}</legend>
        {roles.map((role) => (
          <ContactFields
            key={role} role={role} contact={typed.contacts[role]} errorsAt={errorsAt} candidates={candidates[role] ?? []}
            onChange={(change) => setTyped((now) => withContact(now, role, change))} onCreateAgain={() => createAgain(role)}
          />
        ))}
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('register.group.settings')}</legend>
        <div data-field="nameservers">
          <TextArea label={t('register.nameservers')} description={t('register.nameservers.help')} dir="ltr" spellCheck={false} value={typed.nameservers} onChange={(nameservers) => put({ nameservers })} errors={errorsAt('nameservers')} />
        </div>
        <Checkbox label={t('register.autoRenew')} checked={typed.autoRenew} onChange={(autoRenew) => put({ autoRenew })} />
        <Checkbox label={t('register.transferLock')} checked={typed.transferLock} onChange={(transferLock) => put({ transferLock })} />
      </fieldset>
      <div className="row"><Button type="submit" variant="primary" pending={running}>{t('register.submit')}</Button></div>
    </form>
  );
}

function DomainFields({ typed, put, errorsAt }: { typed: Registration; put: (change: Partial<Registration>) => void; errorsAt: (name: string) => string[] }) {
  const { t } = useTexts();
  const years = Array.from({ length: 10 }, (_, place) => ({ value: String(place + 1), label: t('register.years.count', { count: place + 1 }) }));
  return (
    <div className="form-grid">
      <div data-field="name"><TextField label={t('register.name')} required value={typed.name} onChange={(name) => put({ name })} errors={errorsAt('name')} autoComplete="off" spellCheck={false} /></div>
      <div data-field="years"><Select label={t('register.years')} choices={years} value={typed.years} onChange={(count) => put({ years: count })} errors={errorsAt('years')} /></div>
    </div>
  );
}

/** What the fields of the whole form are called, by their names. */
function useLabels(): (name: string) => string {
  const { t, known } = useTexts();
  return (name) => {
    const contact = partsOfName(name);
    if (!contact) return name === 'resellerId' ? t('handle.reseller') : (known(`register.${name}`) ?? name);
    const role = known(`role.${contact.role.toUpperCase()}`) ?? contact.role;
    return contact.field ? `${role}, ${labelOfField(t, contact.field)}` : role;
  };
}
