/**
 * Puts single symbols of a learner's file back to what the stub has, and leaves the rest of the
 * file alone: a file may hold several tasks, and only one of them is to begin anew.
 *
 *     the learner's file                      afterwards
 *     import { a } from …                     import { a } from …
 *                                             import { NotImplemented } from …     what stubs need
 *     export function asked() { … }           export function asked() { throw new NotImplemented… }
 *     function myOwn() { … }                  function myOwn() { … }
 *     export function other() { … }           export function other() { … }
 *
 * Invariant: the result parses, and uses no name that neither file knew. Where that can't be had,
 * the answer is a reason, and nothing is half done.
 */
import MagicString from 'magic-string';
import { freeNames, namesUsedIn } from '../source/free-names.ts';
import { type Node, parseSource, type SourceFile } from '../source/syntax.ts';
import {
  declarationsOf,
  findClass,
  memberName,
  membersOf,
  splitSymbol,
  symbolNodes,
} from '../stubs/edit-symbol.ts';
import { parseLearnerFile } from './symbol-place.ts';

export type PutBack = { readonly text: string } | { readonly impossible: string };

/**
 * @param symbols what is to be put back.
 * @param others what other tasks ask for in this file: a class in `symbols` leaves their methods.
 */
export function putBackSymbols(
  name: string,
  { mine, stub }: { readonly mine: string; readonly stub: string },
  symbols: readonly string[],
  others: readonly string[],
): PutBack {
  const from = parseSource(name, stub);
  const to = parseLearnerFile(name, mine.replaceAll('\r\n', '\n'));
  if (to instanceof SyntaxError) return { impossible: `it does not parse: ${to.message}` };
  const edit = new MagicString(to.text);
  const put: Node[] = [];
  for (const symbol of symbols.flatMap((one) => parts(from, one, others))) {
    const nodes = symbolNodes(from, symbol);
    put.push(...nodes);
    if (!replaceNodes(edit, { from, to }, symbol, nodes)) {
      return { impossible: `it has no class ${splitSymbol(symbol)[0]} any more` };
    }
  }
  addImports(edit, { from, to }, put);
  return checked(name, edit.toString(), [from, to]);
}

/** A class by its members, where some of these are another task's. */
function parts(stub: SourceFile, symbol: string, others: readonly string[]): string[] {
  const declaration = findClass(stub, symbol);
  const shared = others.some((other) => other.startsWith(`${symbol}.`));
  if (declaration === undefined || !shared) return [symbol];
  const names = new Set(membersOf(declaration).map((one) => `${symbol}.${memberName(stub, one)}`));
  return [...names].filter((name) => !others.includes(name));
}

interface Files {
  readonly from: SourceFile;
  readonly to: SourceFile;
}

/** False where a method has no class to be put into. */
function replaceNodes(
  edit: MagicString,
  { from, to }: Files,
  symbol: string,
  nodes: readonly Node[],
): boolean {
  const texts = nodes.map(({ start, end }) => from.text.slice(start, end));
  const [first, ...rest] = symbolNodes(to, symbol);
  if (first !== undefined) {
    const gap = splitSymbol(symbol)[1] === undefined ? '\n' : '\n  ';
    edit.update(first.start, first.end, texts.join(gap));
    for (const { start, end } of rest) edit.remove(start, end);
    return true;
  }
  const [name, member] = splitSymbol(symbol);
  if (member === undefined) {
    edit.append(`\n${texts.join('\n')}\n`);
    return true;
  }
  const body = findClass(to, name)?.body as Node | undefined;
  if (body === undefined) return false;
  edit.appendLeft(body.end - 1, `\n  ${texts.join('\n  ')}\n`);
  return true;
}

/** What the stub imports, what was put back needs, and the learner's file has no longer. */
function addImports(edit: MagicString, { from, to }: Files, put: readonly Node[]): void {
  const needed = new Set(put.flatMap((node) => [...namesUsedIn(node)]));
  const known = new Set(to.program.body.flatMap(namesDeclared));
  const lines = from.program.body.filter(isImport).flatMap((statement) => {
    const missing = (statement.specifiers as Node[]).filter(({ local }) => {
      const { name } = local as unknown as { name: string };
      return needed.has(name) && !known.has(name);
    });
    if (missing.length === 0) return [];
    const words = missing.map(({ start, end }) => from.text.slice(start, end)).join(', ');
    const { value } = statement.source as unknown as { value: string };
    return [
      `import ${statement.importKind === 'type' ? 'type ' : ''}{ ${words} } from '${value}';`,
    ];
  });
  if (lines.length === 0) return;
  const last = to.program.body.findLast(isImport);
  const header = to.comments[0]?.start === 0 ? to.comments[0].end : 0;
  if (last !== undefined) edit.appendRight(last.end, `\n${lines.join('\n')}`);
  else edit.appendRight(header, `${header === 0 ? '' : '\n'}${lines.join('\n')}\n`);
}

function isImport({ type }: Node): boolean {
  return type === 'ImportDeclaration';
}

function namesDeclared(statement: Node): string[] {
  if (!isImport(statement)) return [...declarationsOf(statement)].map(([name]) => name);
  return (statement.specifiers as Node[]).map(({ local }) => (local as unknown as Named).name);
}

interface Named {
  readonly name: string;
}

function checked(name: string, text: string, before: readonly SourceFile[]): PutBack {
  const after = parseLearnerFile(name, text);
  if (after instanceof SyntaxError) return { impossible: after.message };
  const known = new Set(before.flatMap((file) => freeNames(file).map(({ value }) => value)));
  const unknown = freeNames(after).find(({ value }) => !known.has(value));
  if (unknown === undefined) return { text };
  return { impossible: `its ${unknown.value}, which the stub stands on, is gone` };
}
