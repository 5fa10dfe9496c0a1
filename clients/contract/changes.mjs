// What breaks for clients between two versions of a schema, and whether it was declared.
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, getDirectiveValues, isInputObjectType, isObjectType, isRequiredArgument, isRequiredInputField } from 'graphql';

/**
 * Compares two versions of a schema, given in SDL.
 *
 * `breaking` is what can make an operation fail that worked before. `dangerous` is what can surprise a client, such as
 * another value of an enum or another default. Each is one line that begins with the place, sorted.
 */
export async function compare(before, after) {
  const [old, now] = [buildSchema(before), buildSchema(after)];
  const breaking = narrowed(old, now);
  const dangerous = [];
  for (const { criticality, type, path, message } of await diff(old, now)) {
    const line = `${path}: ${message}`;
    if (criticality.level === CriticalityLevel.Breaking || isRequiredNow(now, type, path)) breaking.push(line);
    else if (criticality.level === CriticalityLevel.Dangerous && !type.startsWith('DIRECTIVE_USAGE_')) dangerous.push(line);
  }
  return { breaking: breaking.sort(), dangerous: dangerous.sort() };
}

/** Whether a change of a default took it from an argument or field that must be given then. */
function isRequiredNow(schema, change, path = '') {
  const [typeName, fieldName, argumentName] = path.split('.');
  if (change === 'FIELD_ARGUMENT_DEFAULT_CHANGED') {
    return isRequiredArgument(schema.getType(typeName).getFields()[fieldName].args.find((a) => a.name === argumentName));
  }
  if (change === 'INPUT_FIELD_DEFAULT_VALUE_CHANGED') {
    const type = schema.getType(typeName);
    return isInputObjectType(type) && isRequiredInputField(type.getFields()[fieldName]);
  }
  return false;
}

/** Fields that ask more of their caller than before: by @scope of a key, by @rights of each kind of caller. */
function narrowed(old, now) {
  const lines = [];
  for (const type of Object.values(now.getTypeMap()).filter(isObjectType)) {
    const before = old.getType(type.name);
    if (!isObjectType(before)) continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      const was = before.getFields()[name];
      if (was) lines.push(...narrowing(demands(old, was), demands(now, field)).map((text) => `${type.name}.${name}: ${text}`));
    }
  }
  return lines;
}

/** The scope that a field asks for, and what each kind of caller is granted. */
function demands(schema, field) {
  const values = (name) => {
    const directive = schema.getDirective(name);
    return (directive && field.astNode && getDirectiveValues(directive, field.astNode)) || {};
  };
  const { scope, ...grants } = values('rights');
  return { scope: values('scope').requires ?? scope ?? null, grants };
}

function narrowing(was, is) {
  const texts = [];
  if (is.scope !== was.scope && is.scope !== null) texts.push(`The scope ${is.scope} is asked for, before it was ${was.scope ?? 'none'}`);
  for (const [caller, grant] of Object.entries(is.grants)) {
    const former = was.grants[caller] ?? 'YES';
    if (grant !== former && grant !== 'YES') texts.push(`The caller '${caller}' is granted ${grant}, before it was ${former}`);
  }
  return texts;
}

/** The heading in declared.md under which changes stand that the baseline does not have yet. */
export const pendingHeading = '## Since the baseline';

/** The heading under which changes stand that were accepted into the baseline. */
export const acceptedHeading = '## Before the baseline';

const declaration = /^- `(?<line>.+)` \((?<date>\d{4}-\d{2}-\d{2})\): (?<reason>.{10,})$/;

/** The lines that declared.md declares since the baseline. Throws on one that lacks its date or its reason. */
export function readDeclared(markdown) {
  const declared = [];
  for (const text of sections(markdown).pending) {
    if (text.trim() === '') continue;
    const groups = declaration.exec(text)?.groups;
    if (!groups || !isDate(groups.date)) {
      throw new Error(`declared.md: "${text}": expected - \`the line\` (2026-01-31): the reason, in 10 characters or more`);
    }
    if (declared.includes(groups.line)) throw new Error(`declared.md: this is declared twice: ${groups.line}`);
    declared.push(groups.line);
  }
  return declared;
}

const isDate = (text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

function sections(markdown) {
  const lines = markdown.split('\n');
  const [pending, accepted] = [lines.indexOf(pendingHeading), lines.indexOf(acceptedHeading)];
  if (pending < 0 || accepted < pending) {
    throw new Error(`declared.md: expected the headings "${pendingHeading}" and, after it, "${acceptedHeading}"`);
  }
  return { head: lines.slice(0, pending), pending: lines.slice(pending + 1, accepted), accepted: lines.slice(accepted + 1) };
}

/** declared.md once the baseline has what it declares. */
export function acceptDeclared(markdown) {
  const { head, pending, accepted } = sections(markdown);
  const filled = (lines) => lines.filter((line) => line.trim() !== '');
  const listed = [...filled(pending), ...filled(accepted)];
  return [...head, pendingHeading, '', acceptedHeading, '', ...listed, ...(listed.length ? [''] : [])].join('\n');
}

/** What is wrong: breaking changes that are not declared, and declarations of changes that are not there. */
export function verdict({ breaking }, declared) {
  return {
    undeclared: breaking.filter((line) => !declared.includes(line)),
    stale: declared.filter((line) => !breaking.includes(line)),
  };
}
