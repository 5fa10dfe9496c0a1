import { ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { countriesIn } from '../i18n/countries';
import { useTexts } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { classes } from '../ui/classes';
import { Select, type Choice } from '../ui/fields';
import { ChoiceMenu } from '../ui/Menu';
import { allKinds, allOrigins, allRights, allStates, isFiltered, type ListState, type SortBy } from './listState';

interface FiltersProps {
  state: ListState;
  onChange: (next: Partial<ListState>) => void;
  /** Rights and origin are of resellers' lists only. */
  reseller: boolean;
}

export function Filters({ state, onChange, reseller }: FiltersProps) {
  const { t, language } = useTexts();
  const countries = useMemo(() => countriesIn(language).map(({ code, name }) => ({ value: code, label: name })), [language]);
  const none = { country: '', linked: '' } as const;
  return (
    <div className="filters" role="group" aria-label={t('contacts.filters')}>
      {reseller && <Filter label={t('contacts.filter.rights')} items={allRights.map((value) => ({ value, label: t(`rights.${value}`) }))} chosen={state.rights} onChange={(rights) => onChange({ rights })} />}
      <Filter label={t('contacts.filter.reachability')} items={allStates.map((value) => ({ value, label: t(`reachability.${value}`) }))} chosen={state.reachability} onChange={(reachability) => onChange({ reachability })} />
      <Filter label={t('contacts.filter.kind')} items={allKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} chosen={state.kind} onChange={(kind) => onChange({ kind })} />
      {reseller && <Filter label={t('contacts.filter.origin')} items={allOrigins.map((value) => ({ value, label: t(`origin.${value}`) }))} chosen={state.origin} onChange={(origin) => onChange({ origin })} />}
      <Select<ListState['linked']>
        compact
        label={t('contacts.filter.linked')}
        value={state.linked}
        onChange={(linked) => onChange({ linked })}
        choices={[
          { value: '', label: `${t('contacts.filter.linked')}: ${t('ui.any')}` },
          { value: 'yes', label: t('contacts.filter.linked.yes') },
          { value: 'no', label: t('contacts.filter.linked.no') },
        ]}
      />
      <Select
        compact
        label={t('contacts.filter.country')}
        value={state.country}
        onChange={(country) => onChange({ country })}
        choices={[{ value: '', label: `${t('contacts.filter.country')}: ${t('ui.any')}` }, ...countries]}
      />
      {isFiltered(state) && <Button variant="quiet" onPress={() => onChange({ ...none, rights: [], origin: [], reachability: [], kind: [] })}>{t('contacts.filter.clear')}</Button>}
    </div>
  );
}

interface FilterProps<Value extends string> {
  label: string;
  items: readonly Choice<Value>[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** Any number of alternatives; the button says which are chosen. */
function Filter<Value extends string>({ label, items, chosen, onChange }: FilterProps<Value>) {
  const words = items.filter((item) => chosen.includes(item.value)).map((item) => item.label);
  return (
    <ChoiceMenu
      label={label}
      items={items}
      chosen={chosen}
      onChange={onChange}
      trigger={
        <AriaButton className={classes('button secondary filter', words.length > 0 && 'chosen')}>
          <span>{label}{words.length > 0 && `: ${words.length > 2 ? words.length : words.join(', ')}`}</span>
          <ChevronDown aria-hidden />
        </AriaButton>
      }
    />
  );
}

/** Every order of the list by a name of its own: on a narrow screen there are no column heads to press. */
export function SortSelect({ state, onChange }: Pick<FiltersProps, 'state' | 'onChange'>) {
  const { t } = useTexts();
  const choices = [
    { value: '-created', label: t('contacts.sort.newest') },
    { value: 'created', label: t('contacts.sort.oldest') },
    { value: '-updated', label: t('contacts.sort.changed') },
    { value: 'updated', label: t('contacts.sort.unchanged') },
    { value: 'name', label: t('contacts.sort.name') },
    { value: '-name', label: t('contacts.sort.nameDown') },
    { value: 'code', label: t('contacts.sort.code') },
    { value: '-code', label: t('contacts.sort.codeDown') },
  ];
  const value = `${state.sort.down ? '-' : ''}${state.sort.by}`;
  return <Select compact label={t('contacts.sort')} value={value} onChange={(next) => onChange({ sort: { by: next.replace('-', '') as SortBy, down: next.startsWith('-') } })} choices={choices} />;
}
