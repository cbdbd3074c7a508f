/**
 * Where the code that learners write stands in the reference: what StrykerJS is to change, and
 * nothing else. It is the asked symbols, and what their stubs drop with them
 * (course/stubs/dropped-parts.ts).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { type Node, parseSource } from '../source/syntax.ts';
import { droppedParts } from '../stubs/dropped-parts.ts';
import { symbolNodes } from '../stubs/edit-symbol.ts';
import { type StubRequest, stubRequests } from '../stubs/exercises.ts';
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

/** Of all that the tasks of a chapter ask for. */
export function gradedRanges(chapter: Chapter): GradedRange[] {
  return [...stubRequests([chapter])].flatMap(([file, request]) => rangesIn(file, request));
}

function rangesIn(file: string, { asked, given }: StubRequest): GradedRange[] {
  const text = readFileSync(join(root, 'solution', file), 'utf8');
  const source = parseSource(file, text);
  const rangeOf = (task: string, symbol: string, { start, end }: Node) => ({
    ...{ task, file, symbol, text: text.slice(start, end) },
    ...{ start: placeOf(text, start), end: placeOf(text, end) },
  });
  return [
    ...[...asked].flatMap(([symbol, task]) =>
      symbolNodes(source, symbol).map((node) => rangeOf(task, symbol, node)),
    ),
    ...droppedParts(source, asked, given).map(({ task, symbol, node }) =>
      rangeOf(task, symbol, node),
    ),
  ];
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
