import { useState } from 'react';
import { UpdateDomainContactsDocument, type ContactInput, type ContactRole, type DomainRowFragment, type RefusalFragment, type UpdateDomainContactsInput } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import { useRefusalText } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Refusals } from '../handle/Refusals';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Select, TextField } from '../ui/fields';
import { toast } from '../ui/toasts';

const roles = ['OWNER', 'ADMIN', 'TECH', 'BILLING'] as const satisfies readonly ContactRole[];
const fields = { OWNER: 'owner', ADMIN: 'admin', TECH: 'tech', BILLING: 'billing' } as const;

interface Choice {
  how: 'keep' | 'code' | 'owner' | 'none';
  code: string;
}

const keep: Choice = { how: 'keep', code: '' };

/** Says for each role of a domain which contact takes it; what is kept is not sent. */
export function DomainContacts({ domain, close }: { domain: DomainRowFragment; close: () => void }) {
  const { t } = useTexts();
  const { run } = useChange(UpdateDomainContactsDocument, { types: ['Domain', 'Handle'] });
  const [choices, setChoices] = useState<Record<ContactRole, Choice>>({ OWNER: keep, ADMIN: keep, TECH: keep, BILLING: keep });
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const { id, unicodeName: name } = domain;
  const save = async () => {
    const { userErrors } = (await run({ input: inputOf(id, choices) })).updateDomainContacts;
    setRefusals(userErrors);
    if (userErrors.length > 0) return false;
    toast({ tone: 'good', text: t('domains.contacts.done', { name }) });
    return true;
  };
  const of = (role: ContactRole) => refusals.filter(({ field }) => field?.[0] === fields[role]);
  const others = refusals.filter(({ field }) => !roles.some((role) => field?.[0] === fields[role]));
  return (
    <ConfirmDialog
      title={t('domains.contacts.title', { name })}
      confirm={t('domains.save')}
      disabled={roles.every((role) => choices[role].how === 'keep')}
      onConfirm={save}
      onClose={close}
    >
      {others.length > 0 && <Refusals title={t('confirm.refused')} refusals={others} />}
      {roles.map((role) => (
        <RoleChoice key={role} role={role} domain={domain} choice={choices[role]} refusals={of(role)} onChange={(choice) => setChoices({ ...choices, [role]: choice })} />
      ))}
    </ConfirmDialog>
  );
}

function inputOf(domainId: string, choices: Record<ContactRole, Choice>): UpdateDomainContactsInput {
  const input: UpdateDomainContactsInput = { domainId };
  for (const role of roles) {
    const contact = contactOf(choices[role]);
    if (contact !== undefined) input[fields[role]] = contact;
  }
  return input;
}

/** Undefined leaves the role alone, null takes the contact off. */
function contactOf({ how, code }: Choice): ContactInput | null | undefined {
  switch (how) {
    case 'keep':
      return undefined;
    case 'code':
      return { handleCode: code.trim() };
    case 'owner':
      return { sameAs: 'OWNER' };
    case 'none':
      return null;
  }
}

interface RoleChoiceProps {
  role: ContactRole;
  domain: DomainRowFragment;
  choice: Choice;
  refusals: readonly RefusalFragment[];
  onChange: (choice: Choice) => void;
}

function RoleChoice({ role, domain: { contacts }, choice, refusals, onChange }: RoleChoiceProps) {
  const { t } = useTexts();
  const refusalText = useRefusalText();
  const contact = contacts.find((one) => one.role === role);
  const now = contact?.handle ? `${contact.handle.displayName} (${contact.handle.code})` : t(contact ? 'domains.contacts.hidden' : 'domains.contacts.nobody');
  const ways: Choice['how'][] = role === 'OWNER' ? ['keep', 'code'] : contact ? ['keep', 'code', 'owner', 'none'] : ['keep', 'code', 'owner'];
  const errors = refusals.map(refusalText);
  const label = t(`role.${role}`);
  return (
    <fieldset className="role">
      <Select
        label={label}
        description={t('domains.contacts.now', { contact: `\u2068${now}\u2069` })}
        errors={choice.how === 'code' ? [] : errors}
        value={choice.how}
        onChange={(how) => onChange({ ...choice, how })}
        choices={ways.map((value) => ({ value, label: t(`domains.contacts.${value}`) }))}
      />
      {choice.how === 'code' && (
        <TextField label={t('domains.contacts.codeFor', { role: label })} errors={errors} required value={choice.code} onChange={(code) => onChange({ ...choice, code })} autoComplete="off" spellCheck={false} />
      )}
    </fieldset>
  );
}
