/**
 * Makes a learner's file out of the reference's: what is asked for is taken out, what is promised
 * stays.
 *
 *     stays                                     goes
 *     the file's opening comment                bodies of the symbols that a task asks for
 *     signatures and doc comments               private members of classes that it asks for
 *     exported things no task asks for          what is not exported and then no longer needed
 *     what these need                           imports that are then unused
 *
 * So a learner sees the contract and is free in how to keep it. In place of a body stands
 * `throw new NotImplemented('0.1', 'readVarint')`.
 *
 * Invariant: the same source and tasks give the same bytes, and a stub type-checks.
 */
import MagicString from 'magic-string';
import { isNode, type Node, nodesOf, parseSource, type SourceFile } from '../source/syntax.ts';
import {
  declarationsOf,
  findCallable,
  isPrivate,
  membersOf,
  publicMethods,
  replaceBody,
} from './edit-symbol.ts';

/** What is to be written in a file: each symbol with the task that asks for it. */
export type Assignments = ReadonlyMap<string, string>;

const IMPORT = "import { NotImplemented } from '#env/not-implemented.ts';";

export function generateStub(file: SourceFile, assignments: Assignments): string {
  const emptied = emptyBodies(file, assignments);
  const pruned = removeUnneeded(parseSource(file.name, emptied));
  return addImport(parseSource(file.name, pruned));
}

/** Step one: bodies go, and so do the private members of classes that a task asks for. */
function emptyBodies(file: SourceFile, assignments: Assignments): string {
  const edit = new MagicString(file.text);
  for (const [symbol, task] of assignments) {
    for (const one of callablesOf(file, symbol)) {
      replaceBody(edit, findCallable(file, one), `throw new NotImplemented('${task}', '${one}');`);
    }
    const declaration = findClass(file, symbol.split('.')[0] ?? symbol);
    for (const member of membersOf(declaration ?? file.program).filter(isPrivate)) {
      removeNode(edit, file, member);
    }
  }
  return edit.toString();
}

/** A class stands for all its public methods. */
function callablesOf(file: SourceFile, symbol: string): string[] {
  const declaration = findClass(file, symbol);
  if (declaration === undefined) return [symbol];
  return publicMethods(declaration).map((method) => `${symbol}.${method}`);
}

function findClass(file: SourceFile, name: string): Node | undefined {
  return file.program.body
    .flatMap((statement) => [...declarationsOf(statement)])
    .find(([declared, node]) => declared === name && node.type === 'ClassDeclaration')?.[1];
}

/** Step two: what nothing that stays refers to. */
function removeUnneeded(file: SourceFile): string {
  const edit = new MagicString(file.text);
  const needed = neededStatements(file);
  const names = new Set([...needed].flatMap((statement) => [...namesIn(statement)]));
  for (const statement of file.program.body) {
    if (statement.type === 'ImportDeclaration') keepUsed(edit, file, statement, names);
    else if (!needed.has(statement)) removeNode(edit, file, statement);
  }
  return `${edit.toString().trimEnd()}\n`;
}

/** The exported statements, and all that they refer to, and all that those refer to. */
function neededStatements(file: SourceFile): Set<Node> {
  const statements = file.program.body.filter(({ type }) => type !== 'ImportDeclaration');
  const needed = new Set(statements.filter(({ type }) => type.startsWith('Export')));
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    const names = new Set([...needed].flatMap((statement) => [...namesIn(statement)]));
    for (const statement of statements) {
      const declared = [...declarationsOf(statement)].map(([name]) => name);
      if (declared.some((name) => names.has(name))) needed.add(statement);
    }
  }
  return needed;
}

function* namesIn(statement: Node): Generator<string> {
  for (const node of nodesOf(statement)) {
    if (node.type === 'Identifier') yield node.name as string;
  }
}

/** Leaves of an import what `names` holds; nothing at all where that is nothing. */
function keepUsed(edit: MagicString, file: SourceFile, node: Node, names: Set<string>): void {
  const specifiers = node.specifiers as Node[];
  const used = specifiers.filter(({ local }) => names.has((local as { name: string }).name));
  if (used.length === specifiers.length) return;
  if (used.length === 0) {
    removeNode(edit, file, node);
  } else {
    const kept = used.map(({ start, end }) => file.text.slice(start, end)).join(', ');
    edit.update((specifiers[0] as Node).start, (specifiers.at(-1) as Node).end, kept);
  }
}

/** Removes a statement or member with the comments right before it, up to what follows. */
function removeNode(edit: MagicString, file: SourceFile, node: Node): void {
  const start = startWithComments(file, node);
  const following = file.text.slice(node.end);
  const blank = /^[^\S\n]*(\/\/[^\n]*)?\s*/.exec(following)?.[0] ?? '';
  const lineStart = file.text.lastIndexOf('\n', start) + 1;
  const nextIndent = /[^\n]*$/.exec(blank)?.[0].length ?? 0;
  edit.remove(lineStart, node.end + blank.length - nextIndent);
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

/** Step three: the import of what stubs throw, in its place by the alphabet. */
function addImport(file: SourceFile): string {
  const edit = new MagicString(file.text);
  const imports = file.program.body.filter(({ type }) => type === 'ImportDeclaration');
  const source = (node: Node) => String((node.source as { value: string }).value);
  const next = imports.find((node) => source(node) > '#env/not-implemented.ts');
  const before = next ?? (isNode(imports.at(-1)) ? undefined : file.program.body[0]);
  if (before !== undefined) {
    const gap = next === undefined ? '\n\n' : '\n';
    const at = next === undefined ? startWithComments(file, before) : before.start;
    edit.appendLeft(at, `${IMPORT}${gap}`);
  } else {
    edit.appendRight((imports.at(-1) as Node).end, `\n${IMPORT}`);
  }
  return edit.toString();
}
