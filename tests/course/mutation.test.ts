/**
 * What mutation testing looks at: graded symbols alone, and explanations of code that is there.
 */
import { expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { inOneLine, staleExplanations } from '../../course/mutation/explained-mutants.ts';
import { gradedRanges, rangeAt } from '../../course/mutation/graded-ranges.ts';

const [chapter] = await loadChapters();
if (chapter === undefined) throw new Error('there is no chapter');

test('every graded symbol has its range, and a place belongs to the innermost one', () => {
  const ranges = gradedRanges(chapter.tasks);
  const asked = chapter.tasks.flatMap(({ files }) => files.flatMap(({ symbols }) => symbols));
  expect(ranges.map(({ symbol }) => symbol)).toEqual(asked);
  const range = ranges.find(({ symbol }) => symbol === 'readVarint');
  expect(range?.text).toMatch(/^export function readVarint\(/);
  if (range === undefined) return;
  expect(rangeAt(ranges, range.file, range.start)).toBe(range);
  expect(rangeAt(ranges, range.file, { line: 1, column: 0 })).toBeUndefined();
  expect(rangeAt(ranges, 'no/such.ts', range.start)).toBeUndefined();
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
