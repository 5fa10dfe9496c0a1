import { useId, useState } from 'react';
import type { HandleFormFragment } from '../api/generated/graphql';
import { useTexts, type Words } from '../i18n/useTexts';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { labelOfField } from './labels';
import { languageChoices } from './languages';
import { differences, fieldsOf, valuesOf, type Part, type Values } from './values';

export interface VersionsProps {
  /** What the change was made on. */
  base: HandleFormFragment;
  theirs: HandleFormFragment;
  mine: Values;
  onChosen: (values: Values) => void;
  onClose: () => void;
}

type Side = 'mine' | 'theirs';

/** Two versions of a contact side by side, after somebody else saved first; each field goes one way or the other. */
export function Versions({ base, theirs: { version, ...now }, mine, onChosen, onClose }: VersionsProps) {
  const { t } = useTexts();
  const before = valuesOf(base);
  const theirs = valuesOf({ version, ...now });
  const apart = differences(theirs, mine);
  const touched = new Set(differences(before, mine));
  const [chosen, setChosen] = useState<Partial<Record<Part, Side>>>({});
  // What only they changed is theirs, unless somebody says otherwise.
  const sideOf = (part: Part): Side => chosen[part] ?? (touched.has(part) ? 'mine' : 'theirs');
  const merge = () => {
    const merged = { ...theirs };
    for (const part of apart) if (sideOf(part) === 'mine') for (const name of fieldsOf(part)) merged[name] = mine[name];
    onChosen(merged);
  };
  return (
    <Dialog
      title={t('handle.conflict')} size="large" onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button onPress={() => onChosen(theirs)}>{t('handle.conflict.theirs')}</Button>
          <Button variant="primary" onPress={merge}>{t('handle.conflict.save')}</Button>
        </>
      }
    >
      <p>{t('handle.conflict.text', { seen: base.version, now: version })}</p>
      <table className="versions" role="table">
        <thead role="rowgroup">
          <tr role="row"><th role="columnheader" scope="col">{t('handle.conflict.field')}</th><th role="columnheader" scope="col">{t('handle.conflict.mine')}</th><th role="columnheader" scope="col">{t('handle.conflict.their')}</th></tr>
        </thead>
        <tbody role="rowgroup">
          {apart.map((part) => (
            <VersionRow key={part} part={part} mine={mine} theirs={theirs} side={sideOf(part)} onSide={(side) => setChosen((sides) => ({ ...sides, [part]: side }))} />
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

function VersionRow({ part, mine, theirs, side, onSide }: { part: Part; mine: Values; theirs: Values; side: Side; onSide: (side: Side) => void }) {
  const words = useTexts();
  const name = useId();
  const label = labelOfField(words.t, part);
  const cell = (of: Side, heading: string, values: Values) => (
    <td role="cell" data-label={heading}>
      <label>
        <input type="radio" name={name} checked={side === of} onChange={() => onSide(of)} aria-label={`${label}: ${heading}, ${textOf(words, part, values)}`} />
        <bdi>{textOf(words, part, values)}</bdi>
      </label>
    </td>
  );
  return (
    <tr role="row">
      <th role="rowheader" scope="row">{label}</th>
      {cell('mine', words.t('handle.conflict.mine'), mine)}
      {cell('theirs', words.t('handle.conflict.their'), theirs)}
    </tr>
  );
}

/** A part as people read it. */
function textOf({ t, known, country, language }: Words, part: Part, values: Values): string {
  if (part.startsWith('client')) return t(values[part as 'clientDeleteProhibited'] ? 'handle.yes' : 'handle.no');
  const texts = fieldsOf(part).map((name) => (name.endsWith('.country') && values[name] ? country(values[name]) : values[name]));
  const text = texts.filter(Boolean).join('\n');
  if (!text) return t('handle.nothing');
  if (part === 'kind') return known(`kind.${text}`) ?? text;
  if (part === 'language') return languageChoices(language, text).find(({ value }) => value === text)?.label ?? text;
  return text;
}
