/**
 * The learner's code beside the reference's, symbol by symbol: `-` is the learner's, `+` the
 * reference's.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { learnerPath } from '../learner-views.ts';
import { wrap } from '../lesson/wrap.ts';
import type { FoundTask } from '../names.ts';
import { lineAt, parseSource, type SourceFile } from '../source/syntax.ts';
import { declarationsOf, symbolNodes } from '../stubs/edit-symbol.ts';
import { root } from '../view.ts';
import { WIDTH } from './describe-task.ts';
import { lineDiff, withContext } from './line-diff.ts';
import { parseLearnerFile } from './symbol-place.ts';

/** What a line of the comparison is, so that a terminal can colour it. */
export interface ComparedLine {
  readonly kind: 'heading' | 'text' | 'mine' | 'reference';
  readonly line: string;
}

export function compareTask({ task }: FoundTask, learnerTree = 'exercises'): ComparedLine[] {
  const title = `Task ${task.id}  ${task.title}   - yours   + the reference's`;
  return [
    { kind: 'heading', line: title },
    ...task.files.flatMap(({ file, symbols }) => compareFile(learnerTree, file, symbols)),
  ];
}

function compareFile(tree: string, file: string, symbols: readonly string[]): ComparedLine[] {
  const name = learnerPath({ learnerTree: tree }, file);
  const path = resolve(root, tree, file);
  if (!existsSync(path)) return sentence(`${name} is gone.`);
  const mine = parseLearnerFile(name, readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
  if (mine instanceof SyntaxError) return sentence(`It does not parse: ${mine.message}`);
  const text = readFileSync(join(root, 'solution', file), 'utf8');
  const reference = parseSource(`solution/${file}`, text.replaceAll('\r\n', '\n'));
  const used = symbols.flatMap((symbol) => compareSymbol(mine, reference, symbol));
  const others = ownNames(reference).filter((one) => !ownNames(mine).includes(one));
  if (others.length === 0) return used;
  const where = others.map((one) => `${one} (line ${lineOf(reference, one)})`).join(', ');
  return [...used, ...sentence(`Besides, ${reference.name} has: ${where}`)];
}

function compareSymbol(mine: SourceFile, reference: SourceFile, symbol: string): ComparedLine[] {
  const [ours, theirs] = [linesOf(mine, symbol), linesOf(reference, symbol)];
  const heading = `${symbol}   ${mine.name}:${lineOf(mine, symbol)}   ${reference.name}:${lineOf(reference, symbol)}`;
  const diff = lineDiff(ours, theirs);
  const same = diff.every(({ sign }) => sign === ' ');
  return [
    { kind: 'text', line: '' },
    { kind: 'heading', line: heading },
    ...(same ? sentence('The same, to the letter.', false) : changes(diff)),
  ];
}

function changes(diff: ReturnType<typeof lineDiff>): ComparedLine[] {
  const kinds = { '-': 'mine', '+': 'reference', ' ': 'text' } as const;
  return withContext(diff).map((one) =>
    one === undefined
      ? { kind: 'text', line: '  ...' }
      : { kind: kinds[one.sign], line: `${one.sign} ${one.line}`.trimEnd() },
  );
}

function linesOf(file: SourceFile, symbol: string): string[] {
  return symbolNodes(file, symbol).flatMap(({ start, end }) =>
    file.text.slice(start, end).split('\n'),
  );
}

/** The line of a symbol, or of the file's beginning where it has none of that name. */
function lineOf(file: SourceFile, symbol: string): number {
  return lineAt(file.text, symbolNodes(file, symbol)[0]?.start ?? 0);
}

/** What a file declares for itself alone. */
function ownNames({ program }: SourceFile): string[] {
  return program.body
    .filter(({ type }) => !/^(Import|Export)/.test(type))
    .flatMap((statement) => [...declarationsOf(statement)].map(([name]) => name));
}

function sentence(text: string, apart = true): ComparedLine[] {
  const lines = wrap(text, WIDTH).map((line) => ({ kind: 'text', line }) as const);
  return apart ? [{ kind: 'text', line: '' }, ...lines] : lines;
}
