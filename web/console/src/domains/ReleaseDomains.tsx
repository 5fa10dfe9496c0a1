import { useState } from 'react';
import { ReleaseDomainsDocument, type DomainRowFragment, type ReplaceableRole } from '../api/generated/graphql';
import { useChange } from '../api/operations';
import type { Refusing } from '../i18n/refusals';
import { useTexts } from '../i18n/useTexts';
import { Consequences } from '../handle/HandleConfirmation';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Checkbox } from '../ui/fields';
import { Notice } from '../ui/Notice';
import { listingOwn, ownersOf, withHandle } from './release';
import { ReleaseResults } from './ReleaseResults';

/** What became of one domain; it was released when nothing refuses. */
export interface Result {
  domain: DomainRowFragment;
  refusals: readonly Refusing[];
}

interface Options {
  releaseHandles: boolean;
  replaceContacts: ReplaceableRole[];
  atomic: boolean;
}

export interface ReleaseDomainsProps {
  domains: readonly DomainRowFragment[];
  /** Hears the ids of those that are gone. */
  onReleased: (ids: string[]) => void;
  close: () => void;
}

/** Asks before domains leave the account, says what became of each, and tries those again that were refused. */
export function ReleaseDomains({ domains: all, onReleased, close }: ReleaseDomainsProps) {
  const { t } = useTexts();
  const { run } = useChange(ReleaseDomainsDocument, { types: ['Domain', 'Handle'] });
  const [domains, setDomains] = useState(all);
  const [options, setOptions] = useState<Options>({ releaseHandles: false, replaceContacts: [], atomic: false });
  const [results, setResults] = useState<readonly Result[] | null>(null);
  const release = async () => {
    const { releaseDomains } = await run({ input: { domainIds: domains.map(({ id }) => id), ...options } });
    const byId = new Map(releaseDomains.results.map(({ domainId, userErrors }) => [domainId, userErrors]));
    const found = domains.map((domain) => ({ domain, refusals: byId.get(domain.id) ?? [] }));
    onReleased(found.filter(({ refusals }) => refusals.length === 0).map(({ domain }) => domain.id));
    setResults(found);
    return false; // the dialog stays and says what became of each
  };
  if (results) {
    const again = () => {
      setDomains(results.filter(({ refusals }) => refusals.length > 0).map(({ domain }) => domain));
      setResults(null);
    };
    return <ReleaseResults results={results} onAgain={again} close={close} />;
  }
  const locked = withHandle(domains);
  const hopeless = !options.releaseHandles && (options.atomic ? locked.length > 0 : locked.length === domains.length);
  return (
    <ConfirmDialog title={t('domains.release.title', { count: domains.length })} confirm={t('domains.release')} danger disabled={hopeless} onConfirm={release} onClose={close}>
      <ul className="domain-names" aria-label={t('contacts.column.domains')} tabIndex={0}>
        {domains.map(({ id, unicodeName }) => <li key={id}><bdi>{unicodeName}</bdi></li>)}
      </ul>
      <Consequences
        texts={[
          t('domains.release.leaves', { count: domains.length }),
          t('domains.release.stays'),
          listingOwn(domains, 'BILLING') > 0 && t('domains.release.billing', { count: listingOwn(domains, 'BILLING') }),
          t('confirm.final'),
        ]}
      />
      <ReleaseOptions domains={domains} locked={locked} options={options} onChange={(next) => setOptions({ ...options, ...next })} />
    </ConfirmDialog>
  );
}

interface ReleaseOptionsProps {
  domains: readonly DomainRowFragment[];
  locked: readonly DomainRowFragment[];
  options: Options;
  onChange: (next: Partial<Options>) => void;
}

function ReleaseOptions({ domains, locked, options, onChange }: ReleaseOptionsProps) {
  const { t, list } = useTexts();
  const { releaseHandles, replaceContacts, atomic } = options;
  const owners = ownersOf(locked);
  const codes = owners.length > 5 ? `${owners.slice(0, 5).join(', ')}, …` : list(owners);
  const replace = (role: ReplaceableRole, on: boolean) => onChange({ replaceContacts: on ? [...replaceContacts, role] : replaceContacts.filter((one) => one !== role) });
  return (
    <>
      {locked.length > 0 && (
        <>
          <Checkbox
            label={t('domains.release.handles', { count: owners.length })}
            description={t('domains.release.handles.help', { count: owners.length, codes })}
            checked={releaseHandles}
            onChange={(on) => onChange({ releaseHandles: on })}
          />
          {!releaseHandles && <Notice tone="warn" role="status">{t(atomic ? 'domains.release.noneGoes' : 'domains.release.refusedWithout', { count: locked.length })}</Notice>}
        </>
      )}
      {(['ADMIN', 'TECH'] as const).map((role) => listingOwn(domains, role) > 0 && (
        <Checkbox
          key={role}
          label={t(`domains.release.replace.${role}`, { count: listingOwn(domains, role) })}
          checked={replaceContacts.includes(role)}
          onChange={(on) => replace(role, on)}
        />
      ))}
      {domains.length > 1 && <Checkbox label={t('domains.release.atomic')} description={t('domains.release.atomic.help')} checked={atomic} onChange={(on) => onChange({ atomic: on })} />}
    </>
  );
}
