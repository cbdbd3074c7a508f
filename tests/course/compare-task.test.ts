/**
 * The learner's code beside the reference's: course/learner/compare-task.ts and line-diff.ts.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { compareTask } from '../../course/learner/compare-task.ts';
import { type DiffLine, lineDiff, withContext } from '../../course/learner/line-diff.ts';
import { findTask } from '../../course/names.ts';
import { generateStubs } from '../../course/stubs/exercises.ts';
import { root } from '../../course/view.ts';

const show = (lines: readonly (DiffLine | undefined)[]) =>
  lines.map((one) => (one === undefined ? '...' : `${one.sign}${one.line}`)).join(' ');

describe('a diff of lines', () => {
  test('keeps what both have in order', () => {
    const diff = lineDiff(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd', 'e']);
    expect(show(diff)).toBe(' a -b +x  c  d +e');
  });

  test('gives both texts back, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = lineDiff(before, after);
        const side = (sign: string) =>
          diff.filter((one) => one.sign === ' ' || one.sign === sign).map(({ line }) => line);
        expect(side('-')).toEqual(before);
        expect(side('+')).toEqual(after);
      }),
    );
  });

  test('leaves out what is far from any change', () => {
    const before = [...'abcdefgh'];
    expect(show(withContext(lineDiff(before, [...before, 'i']), 2))).toBe('...  g  h +i');
    expect(show(withContext(lineDiff(['x', ...before], before), 1))).toBe('-x  a ...');
  });
});

const chapters = await loadChapters();

describe('a task beside the reference', () => {
  const found = findTask(chapters, '1.1');
  const file = 'storage/crc32c.ts';
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'gregor-diff-'));
    mkdirSync(dirname(join(tree, file)), { recursive: true });
  });

  afterEach(() => rmSync(tree, { recursive: true, force: true }));

  const compare = (text: string) => {
    writeFileSync(join(tree, file), text);
    return compareTask(found, tree).map(({ line }) => line);
  };

  test('says of the reference itself that it is the same', () => {
    const reference = readFileSync(join(root, 'solution', file), 'utf8');
    expect(compare(reference)).toContain('The same, to the letter.');
    expect(compare(reference.replaceAll('\n', '\r\n')).join('\n')).not.toMatch(/^[+-] /m);
  });

  test("shows the learner's lines with -, the reference's with +, and where both stand", () => {
    const lines = compare(generateStubs(chapters).get(file) as string);
    expect(lines.some((line) => /^- .*throw new NotImplemented\('1\.1'/.test(line))).toBe(true);
    expect(lines.some((line) => line.startsWith('+ '))).toBe(true);
    expect(lines.join('\n')).toMatch(/crc32c\.ts:\d+ {3}solution\/storage\/crc32c\.ts:\d+/);
  });

  test('says in a sentence that a file does not parse, or is gone', () => {
    expect(compare('export function (').join(' ')).toContain('It does not parse');
    rmSync(join(tree, file));
    const lines = compareTask(found, tree).map(({ line }) => line);
    expect(lines.join(' ')).toContain('crc32c.ts is gone.');
  });
});
