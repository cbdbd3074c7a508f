/**
 * What mutation testing looks at: graded symbols and what goes with them, and explanations of code
 * that is there.
 */
import { expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { inOneLine, staleExplanations } from '../../course/mutation/explained-mutants.ts';
import { gradedRanges, rangeAt } from '../../course/mutation/graded-ranges.ts';
import { parseSource } from '../../course/source/syntax.ts';
import { droppedParts } from '../../course/stubs/dropped-parts.ts';

const [chapter] = await loadChapters();
if (chapter === undefined) throw new Error('there is no chapter');

test('every graded symbol has its range, and a place belongs to the innermost one', () => {
  const ranges = gradedRanges(chapter);
  const symbols = new Set(ranges.map(({ symbol }) => symbol));
  const asked = chapter.tasks.flatMap(({ files }) => files.flatMap(({ symbols }) => symbols));
  expect(asked.filter((symbol) => !symbols.has(symbol))).toEqual([]);
  const range = ranges.find(({ symbol }) => symbol === 'readVarint');
  expect(range?.text).toMatch(/^export function readVarint\(/);
  if (range === undefined) return;
  expect(rangeAt(ranges, range.file, range.start)).toBe(range);
  expect(rangeAt(ranges, range.file, { line: 1, column: 0 })).toBeUndefined();
  expect(rangeAt(ranges, 'no/such.ts', range.start)).toBeUndefined();
});

test('what a stub drops belongs to the first task that comes to it', () => {
  const text = `
    const LIMIT = 9;
    const TABLE = new Map<number, number>();
    for (let n = 0; n < LIMIT; n++) TABLE.set(n, n * n);
    export class Counter {
      constructor(readonly n: number) {}
      first(): number { return this.#shared() + ofBoth(this.n); }
      second(): number { return this.#own() + ofBoth(this.n); }
      given(): number { return kept(this.n); }
      #shared(): number { return TABLE.get(this.n) ?? 0; }
      #own(): number { return -this.n; }
    }
    function ofBoth(n: number): number { return n + 1; }
    function kept(n: number): number { return n + 2; }`;
  const asked = new Map([
    ['Counter.first', '9.1'],
    ['Counter.second', '9.2'],
  ]);
  const dropped = droppedParts(parseSource('counter.ts', text), asked, new Set());
  expect(dropped.map(({ task, symbol }) => `${task} ${symbol}`).sort()).toEqual([
    '9.1 Counter.#shared',
    '9.1 LIMIT',
    '9.1 TABLE',
    '9.1 for (let n = 0; n < LIMIT; n++) TABLE.set(n, n * n);',
    '9.1 ofBoth',
    '9.2 Counter.#own',
  ]);
});

test('an explanation whose code is gone is named', () => {
  const explained = {
    file: 'protocol/varint.ts',
    symbol: 'readVarint',
    original: 'export   function readVarint',
    replacement: '',
    reason: 'for this test',
  };
  expect(staleExplanations(chapter, [explained])).toEqual([]);
  expect(staleExplanations(chapter, [{ ...explained, original: 'gone' }])).toEqual([
    "protocol/varint.ts has no 'gone' in readVarint any more",
  ]);
  expect(inOneLine(' a\n   b ')).toBe('a b');
});
