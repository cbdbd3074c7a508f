/**
 * Code quoted from the reference by name, so that a lesson can't drift away from it.
 *
 *     <Source symbol="storage/offset-index.ts#OffsetIndex.lookup" />     a declaration or a member
 *     <Region file="storage/segment.ts" name="roll" />                   // region roll … // endregion
 *
 * Invariant: what is quoted is the reference's own text, its comment included; nothing is pasted.
 */
import { type Node, parseSource, type SourceFile } from '../source/syntax.ts';
import { declarationsOf, membersOf } from '../stubs/edit-symbol.ts';

export interface Quote {
  /** As in `storage/offset-index.ts`. */
  readonly file: string;
  /** The first line of the text, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The text of a reference file by its name, or undefined where there is none. */
export type ReadReference = (file: string) => string | undefined;

/** A declaration with its comment; throws a sentence where file or symbol do not exist. */
export function quoteSymbol(symbol: string, read: ReadReference): Quote {
  const [file = '', name = ''] = symbol.split('#');
  const source = parseSource(file, textOf(file, read));
  const found = findDeclaration(source, name);
  if (found === undefined) throw new Error(`solution/${file} declares no ${name}`);
  return cut(source, startWithComment(source, found.start), found.end);
}

/** What stands between `// region name` and its `// endregion`; throws where there is none. */
export function quoteRegion(file: string, name: string, read: ReadReference): Quote {
  const lines = textOf(file, read).split('\n');
  const begins = lines.findIndex((line) => line.trim() === `// region ${name}`);
  if (begins < 0) throw new Error(`solution/${file} has no '// region ${name}'`);
  const length = lines.slice(begins).findIndex((line) => line.trim() === '// endregion');
  if (length < 0) throw new Error(`solution/${file}: region ${name} has no '// endregion'`);
  const text = dedent(lines.slice(begins + 1, begins + length));
  return { file, line: begins + 2, text };
}

function textOf(file: string, read: ReadReference): string {
  const text = read(file);
  if (text === undefined) throw new Error(`there is no solution/${file}`);
  return text;
}

/** The statement or class member that `name` or `Class.member` means. */
function findDeclaration(source: SourceFile, symbol: string): Node | undefined {
  const [name, member] = symbol.split('.');
  for (const statement of source.program.body) {
    for (const [declared, node] of declarationsOf(statement)) {
      if (declared !== name) continue;
      return member === undefined ? statement : findMember(node, member);
    }
  }
  return undefined;
}

function findMember(declaration: Node, name: string): Node | undefined {
  return membersOf(declaration).find((one) => (one.key as { name?: string })?.name === name);
}

/** Where the comment that belongs to a declaration begins: nothing but space lies between. */
function startWithComment({ comments, text }: SourceFile, start: number): number {
  const before = comments.findLast(({ end }) => end <= start);
  if (before === undefined || text.slice(before.end, start).trim() !== '') return start;
  const isHeader = before.start === 0;
  return isHeader || before.type !== 'Block' ? start : before.start;
}

function cut({ name, text }: SourceFile, start: number, end: number): Quote {
  const from = text.lastIndexOf('\n', start) + 1;
  const line = text.slice(0, from).split('\n').length;
  return { file: name, line, text: dedent(text.slice(from, end).split('\n')) };
}

/** Lines without the margin that all of them share. */
function dedent(lines: readonly string[]): string {
  const margins = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(margin)).join('\n');
}
