import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptDeclared, acceptedHeading, compare, pendingHeading, readDeclared, verdict } from './changes.mjs';

const before = `
directive @scope(requires: Scope!) on FIELD_DEFINITION
directive @rights(scope: Scope, owner: Grant!, anonymous: Grant! = NO) on FIELD_DEFINITION
enum Scope { HANDLES_READ HANDLES_WRITE }
enum Grant { YES OWN NO }
enum Kind { PERSON COMPANY }
interface Node { id: ID! }
type Handle implements Node {
  id: ID!
  kind: Kind!
  email: String
  domains(first: Int, most: Int! = 3): [String!]! @scope(requires: HANDLES_READ)
}
type Domain { name: String! }
union Thing = Handle | Domain
input HandleFilter { kind: Kind, years: Int! = 1 }
input HandleBy { id: ID, code: String }
type Query {
  handle(by: HandleBy!): Handle
  handles(filter: HandleFilter): [Thing!]!
}
type Mutation {
  deleteHandle(id: ID!): ID @rights(scope: HANDLES_WRITE, owner: OWN)
}
`;

/** The schema with one place changed; the place must be there once. */
function changed(place, to) {
  assert.equal(before.split(place).length, 2, `the schema does not have once: ${place}`);
  return before.replace(place, () => to);
}

const breaking = [
  ['a removed field', '  email: String\n', '', "Handle.email: Field 'email' was removed from object type 'Handle'"],
  ['a new required argument', '(first: Int,', '(why: String!, first: Int,',
    "Handle.domains.why: Argument 'why: String!' added to field 'Handle.domains'"],
  ['a changed type', 'email: String', 'email: Int', "Handle.email: Field 'Handle.email' changed type from 'String' to 'Int'"],
  ['a result that may be null now', 'kind: Kind!', 'kind: Kind', "Handle.kind: Field 'Handle.kind' changed type from 'Kind!' to 'Kind'"],
  ['a removed value of an enum', 'PERSON COMPANY', 'PERSON', "Kind.COMPANY: Enum value 'COMPANY' was removed from enum 'Kind'"],
  ['a removed argument', 'first: Int, ', '', "Handle.domains.first: Argument 'first: Int' was removed from field 'Handle.domains'"],
  ['an input field that must be given now', 'kind: Kind, years', 'kind: Kind!, years',
    "HandleFilter.kind: Input field 'HandleFilter.kind' changed type from 'Kind' to 'Kind!'"],
  ['a removed member of a union', 'Handle | Domain', 'Handle', "Thing: Member 'Domain' was removed from Union type 'Thing'"],
  ['an input that takes one field only', 'input HandleBy', 'input HandleBy @oneOf',
    "HandleBy.@oneOf: Directive 'oneOf' was added to input object 'HandleBy'"],
  ['an argument without its default', 'most: Int! = 3', 'most: Int!',
    "Handle.domains.most: Default value for argument 'most' on field 'Handle.domains' changed from '3' to 'undefined'"],
  ['an input field without its default', 'years: Int! = 1', 'years: Int!',
    "HandleFilter.years: Input field 'HandleFilter.years' default value changed from '1' to 'undefined'"],
  ['another scope', '@scope(requires: HANDLES_READ)', '@scope(requires: HANDLES_WRITE)',
    'Handle.domains: The scope HANDLES_WRITE is asked for, before it was HANDLES_READ'],
  ['a scope where none was asked for', 'email: String', 'email: String @scope(requires: HANDLES_READ)',
    'Handle.email: The scope HANDLES_READ is asked for, before it was none'],
  ['a right that is taken away', 'owner: OWN', 'owner: NO', "Mutation.deleteHandle: The caller 'owner' is granted NO, before it was OWN"],
];

/** A declared.md with these lines. */
const declaring = (...lines) => [
  '# Breaking changes', '', pendingHeading, '', ...lines.map((line) => `- \`${line}\` (2026-01-31): nobody asks for it any more`), '',
  acceptedHeading, '', "- `Handle.fax: Field 'fax' was removed from object type 'Handle'` (2025-01-31): it was never filled", '',
].join('\n');

for (const [name, place, to, line] of breaking) {
  test(`${name} fails, and passes once declared`, async () => {
    const changes = await compare(before, changed(place, to));
    assert.ok(changes.breaking.includes(line), `expected ${line}, found:\n${changes.breaking.join('\n')}`);
    assert.deepEqual(verdict(changes, readDeclared(declaring())), { undeclared: changes.breaking, stale: [] });
    assert.deepEqual(verdict(changes, readDeclared(declaring(...changes.breaking))), { undeclared: [], stale: [] });
  });
}

const harmless = [
  ['a new field', 'email: String', 'email: String\n  fax: String'],
  ['a description', 'type Domain', '"""A name."""\ntype Domain'],
  ['a result that is never null now', 'email: String', 'email: String!'],
  ['a scope that is asked for no more', ' @scope(requires: HANDLES_READ)', ''],
  ['a right that is granted', 'owner: OWN', 'owner: YES'],
  ['a deprecation', 'email: String', 'email: String @deprecated(reason: "Ask for domains.")'],
];

for (const [name, place, to] of harmless) {
  test(`${name} breaks nothing`, async () => {
    assert.deepEqual(await compare(before, changed(place, to)), { breaking: [], dangerous: [] });
  });
}

const dangerous = [
  ['a new optional argument', 'first: Int,', 'first: Int, last: Int,', "Handle.domains.last: Argument 'last: Int' added to field 'Handle.domains'"],
  ['another value of an enum', 'PERSON COMPANY', 'PERSON COMPANY STATE', "Kind.STATE: Enum value 'STATE' was added to enum 'Kind'"],
  ['another default', 'most: Int! = 3', 'most: Int! = 4',
    "Handle.domains.most: Default value for argument 'most' on field 'Handle.domains' changed from '3' to '4'"],
];

for (const [name, place, to, line] of dangerous) {
  test(`${name} is told, and needs no declaration`, async () => {
    assert.deepEqual(await compare(before, changed(place, to)), { breaking: [], dangerous: [line] });
  });
}

test('a declared change that is not there fails', async () => {
  const line = "Handle.email: Field 'email' was removed from object type 'Handle'";
  const changes = await compare(before, before);
  assert.deepEqual(verdict(changes, readDeclared(declaring(line))), { undeclared: [], stale: [line] });
});

test('a declaration without a date or a reason is refused', () => {
  const line = "Handle.email: Field 'email' was removed from object type 'Handle'";
  const written = declaring(line);
  for (const broken of [
    written.replace(' (2026-01-31): nobody', ': nobody'),
    written.replace('2026-01-31', '2026-02-31'),
    written.replace(': nobody asks for it any more', ': why not'),
    written.replace('- `Handle.email', 'Handle.email'),
    written.replace(pendingHeading, '## Pending'),
    declaring(line, line),
  ]) {
    assert.notEqual(broken, written);
    assert.throws(() => readDeclared(broken), /^Error: declared\.md: /);
  }
});

test('accepting keeps every line, as one of before the baseline', () => {
  const lines = breaking.map((row) => row[3]);
  const accepted = acceptDeclared(declaring(...lines));
  assert.deepEqual(readDeclared(accepted), []);
  for (const line of [...lines, 'Handle.fax']) assert.ok(accepted.split(acceptedHeading)[1].includes(`- \`${line}`), `lost: ${line}`);
  assert.equal(acceptDeclared(accepted), accepted, 'accepting twice is not accepting once');
});
