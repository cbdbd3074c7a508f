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
import { type Node, nodesOf, parseSource, type SourceFile } from '../source/syntax.ts';
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
  const tidied = closeGaps(parseSource(file.name, pruned));
  return addImport(parseSource(file.name, tidied));
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

/** Step three: where things went, one empty line stays, and none before a class's end. */
function closeGaps({ program, comments, text }: SourceFile): string {
  const nodes = [...nodesOf(program)];
  const texts = [...comments, ...nodes.filter(({ type }) => /Literal|TemplateElement/.test(type))];
  const classEnds = new Set(nodes.filter(({ type }) => type === 'ClassBody').map(({ end }) => end));
  return text.replace(/\n(\n+)/g, (gap, _, at: number) => {
    if (texts.some(({ start, end }) => start < at && at < end)) return gap;
    return classEnds.has(at + gap.length + 1) ? '\n' : '\n\n';
  });
}

/** Step four: the import of what stubs throw, in its place by the alphabet. */
function addImport(file: SourceFile): string {
  const imports = file.program.body.filter(({ type }) => type === 'ImportDeclaration');
  const source = (node: Node) => (node.source as { value: string }).value;
  const next = imports.find((node) => source(node) > '#env/not-implemented.ts');
  const last = imports.at(-1);
  const { text } = file;
  if (next !== undefined) return splice(text, next.start, `${IMPORT}\n`, next.start);
  if (last !== undefined) return splice(text, last.end, `\n${IMPORT}`, last.end);
  const header = file.comments[0]?.start === 0 ? file.comments[0].end : 0;
  const gap = /^\s*/.exec(text.slice(header))?.[0].length ?? 0;
  return splice(text, header, `\n${IMPORT}\n\n`, header + gap).trimStart();
}

function splice(text: string, start: number, inserted: string, end: number): string {
  return text.slice(0, start) + inserted + text.slice(end);
}
