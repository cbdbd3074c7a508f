/**
 * Where the graded symbols stand in the reference: what StrykerJS is to change, and nothing else.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '../chapter.ts';
import { findSymbol } from '../grading/variant-symbol.ts';
import { parseSource } from '../source/syntax.ts';
import { root } from '../view.ts';

export interface GradedRange {
  readonly task: string;
  /** As `storage/offset-index.ts`. */
  readonly file: string;
  readonly symbol: string;
  readonly text: string;
  readonly start: Place;
  readonly end: Place;
}

/** Lines from 1, columns from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Of all symbols that the tasks ask for. */
export function gradedRanges(tasks: readonly Task[]): GradedRange[] {
  return tasks.flatMap((task) =>
    task.files.flatMap(({ file, symbols }) => {
      const text = readFileSync(join(root, 'solution', file), 'utf8');
      const source = parseSource(file, text);
      return symbols.map((symbol) => {
        const { start, end } = findSymbol(source, symbol);
        return {
          ...{ task: task.id, file, symbol, text: text.slice(start, end) },
          ...{ start: placeOf(text, start), end: placeOf(text, end) },
        };
      });
    }),
  );
}

/** The innermost range with that place in it. */
export function rangeAt(
  ranges: readonly GradedRange[],
  file: string,
  place: Place,
): GradedRange | undefined {
  return ranges
    .filter((one) => one.file === file)
    .filter(({ start, end }) => !isBefore(place, start) && isBefore(place, end))
    .sort((one, other) => one.text.length - other.text.length)[0];
}

function isBefore(one: Place, other: Place): boolean {
  return one.line === other.line ? one.column < other.column : one.line < other.line;
}

function placeOf(text: string, position: number): Place {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: before.at(-1)?.length ?? 0 };
}
