/**
 * Leaves of a file with emptied bodies what others see, and what that stands on.
 *
 *     stays for its own sake       exports, what tasks ask for or give, members that others see
 *     stays if something needs it  functions, constants and types of the file's own, private members
 *                                  of a class that is asked for, imports, statements at the top
 *                                  that work on something that stays
 *
 * "Needs" is by name, from the scope where the name stands: a local variable keeps no function of
 * the same name. Private members of a class that no task asks for are the reference's own and stay.
 */
import MagicString from 'magic-string';
import { namesUsedIn } from '../source/free-names.ts';
import { isNode, type Node, nodesOf, type SourceFile } from '../source/syntax.ts';
import {
  declarationsOf,
  findClass,
  isConstructor,
  isPrivate,
  memberName,
  membersOf,
  splitSymbol,
} from './edit-symbol.ts';

/** @param asked all that tasks ask for. @param given what stays whatever it needs. */
export function removeUnneeded(
  file: SourceFile,
  asked: ReadonlySet<string>,
  given: ReadonlySet<string>,
): string {
  const edit = new MagicString(file.text);
  const { members, statements } = unneededParts(file, asked, given);
  const left = new Set([...members.keys(), ...statements]);
  const { body } = file.program;
  const isImport = ({ type }: Node) => type === 'ImportDeclaration';
  const stays = body.filter((one) => !isImport(one) && !left.has(one));
  const names = new Set(stays.flatMap((one) => [...namesUsedIn(one, left)]));
  for (const node of left) removeNode(edit, file, node);
  for (const statement of body.filter(isImport)) keepUsed(edit, file, statement, names);
  return `${edit.toString().trimEnd()}\n`;
}

/** What goes out of a file with emptied bodies. */
export interface UnneededParts {
  /** Private members, each with the name of its class. */
  readonly members: ReadonlyMap<Node, string>;
  /** Statements at the top of the file, imports left aside. */
  readonly statements: readonly Node[];
}

export function unneededParts(
  file: SourceFile,
  asked: ReadonlySet<string>,
  given: ReadonlySet<string>,
): UnneededParts {
  const symbols = new Set([...asked, ...given]);
  const classes = new Set([...asked].map((symbol) => splitSymbol(symbol)[0]));
  const members = new Map<Node, string>();
  for (const name of classes) {
    const declaration = findClass(file, name);
    if (declaration === undefined) continue;
    for (const one of unneededMembers(file, declaration, symbols)) members.set(one, name);
  }
  const needed = neededStatements(file, symbols, new Set(members.keys()));
  const statements = file.program.body.filter(
    (one) => one.type !== 'ImportDeclaration' && !needed.has(one),
  );
  return { members, statements };
}

/** The private members of a class that no member which stays refers to. */
function unneededMembers(
  file: SourceFile,
  declaration: Node,
  symbols: ReadonlySet<string>,
): Set<Node> {
  const name = (declaration.id as unknown as { name: string }).name;
  const hides = (member: Node) =>
    member.type === 'StaticBlock' ? symbols.has(name) : isPrivate(member);
  const named = (member: Node) => symbols.has(`${name}.${memberName(file, member)}`);
  const away = new Set(
    membersOf(declaration).filter((one) => hides(one) && !named(one) && !setsFields(one)),
  );
  for (let before = -1; before !== away.size; ) {
    before = away.size;
    const used = memberNamesIn(declaration, away);
    for (const member of away) if (used.has(memberName(file, member))) away.delete(member);
  }
  return away;
}

/** A private constructor with something in it stays: public fields get their values there. */
function setsFields(member: Node): boolean {
  if (!isConstructor(member)) return false;
  const { body } = member.value as { body?: { body: readonly unknown[] } };
  return body !== undefined && body.body.length > 0;
}

/** The members that a part of a file refers to, of whichever object, outside of `left`. */
export function memberNamesIn(node: Node, left: ReadonlySet<Node> = new Set()): Set<string> {
  const names = new Set<string>();
  for (const one of nodesOf(node, left)) {
    if (one.type === 'MemberExpression' && one.computed !== true) addKey(one.property, names);
    if (one.type === 'ObjectPattern') {
      for (const { key } of one.properties as Node[]) addKey(key, names);
    }
    if (one.type === 'BinaryExpression') addKey(one.left, names); // #slot in other
    if (one.type === 'Literal' && typeof one.value === 'string') names.add(one.value);
  }
  return names;
}

function addKey(key: unknown, names: Set<string>): void {
  if (!isNode(key)) return;
  if (key.type === 'Identifier') names.add(key.name as string);
  if (key.type === 'PrivateIdentifier') names.add(`#${key.name}`);
}

function neededStatements(
  file: SourceFile,
  symbols: ReadonlySet<string>,
  unneeded: ReadonlySet<Node>,
): Set<Node> {
  const statements = file.program.body.filter(({ type }) => type !== 'ImportDeclaration');
  const declared = new Map(
    statements.map((one) => [one, [...declarationsOf(one)].map(([name]) => name)]),
  );
  const own = new Set([...declared.values()].flat());
  const needed = new Set(
    statements.filter(
      (one) =>
        one.type.startsWith('Export') || declared.get(one)?.some((name) => symbols.has(name)),
    ),
  );
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    const names = new Set([...needed].flatMap((one) => [...namesUsedIn(one, unneeded)]));
    for (const one of statements) {
      const [first, ...others] = declared.get(one) ?? [];
      const declares = first === undefined ? ownNamesIn(one, own) : [first, ...others];
      if (declares.some((name) => names.has(name))) needed.add(one);
    }
  }
  return needed;
}

/** What a statement that declares nothing works on: it stays with it. */
function ownNamesIn(statement: Node, own: ReadonlySet<string>): string[] {
  return [...namesUsedIn(statement)].filter((name) => own.has(name));
}

const WIDTH = 100;

/** Leaves of an import what `names` holds; nothing at all where that is nothing. */
function keepUsed(edit: MagicString, file: SourceFile, node: Node, names: Set<string>): void {
  const specifiers = node.specifiers as Node[];
  const used = specifiers.filter(({ local }) => names.has((local as { name: string }).name));
  if (used.length === specifiers.length) return;
  if (used.length === 0) {
    removeNode(edit, file, node);
    return;
  }
  const text = ({ start, end }: Node) => file.text.slice(start, end);
  // Where types alone are left, the whole import is one of types.
  const onlyTypes = isOfTypes(node) || used.every(isOfTypes);
  const head = onlyTypes ? 'import type' : 'import';
  const kept = used.map((one) => (onlyTypes ? text(one).replace(/^type /, '') : text(one)));
  const from = `from ${text(node.source as Node)};`;
  const line = `${head} { ${kept.join(', ')} } ${from}`;
  const lines = `${head} {\n${kept.map((one) => `  ${one},\n`).join('')}} ${from}`;
  edit.update(node.start, node.end, line.length <= WIDTH ? line : lines);
}

function isOfTypes({ importKind }: Node): boolean {
  return importKind === 'type';
}

/**
 * Removes a statement or member with the comments right before it, up to what follows. What was
 * kept apart by an empty line before stays so.
 */
function removeNode(edit: MagicString, file: SourceFile, node: Node): void {
  const start = file.text.lastIndexOf('\n', startWithComments(file, node)) + 1;
  const gap = /^[^\S\n]*(\/\/[^\n]*)?\s*/.exec(file.text.slice(node.end))?.[0] ?? '';
  const nextIndent = /[^\n]*$/.exec(gap)?.[0].length ?? 0;
  const end = node.end + gap.length - nextIndent;
  const joins = /\n\s*\n/.test(gap) && !file.text.slice(0, start).endsWith('\n\n');
  edit.update(start, end, joins ? '\n' : '');
}

/** Where the comments begin that belong to a node: no blank line between, never the file's own. */
function startWithComments(file: SourceFile, node: Node): number {
  let { start } = node;
  for (const comment of file.comments.toReversed()) {
    if (comment.end > start || comment.start === 0) continue;
    if (!/^[^\S\n]*\n?[^\S\n]*$/.test(file.text.slice(comment.end, start))) break;
    start = comment.start;
  }
  return start;
}
