/**
 * Beginning a task anew: course/learner/reset-task.ts and put-back-symbols.ts.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { putBackSymbols } from '../../course/learner/put-back-symbols.ts';
import { resetTask } from '../../course/learner/reset-task.ts';
import { integratedView } from '../../course/learner-views.ts';
import { findTask } from '../../course/names.ts';
import { generateStubs } from '../../course/stubs/exercises.ts';
import { root } from '../../course/view.ts';

const chapters = await loadChapters();
const stubs = generateStubs(chapters);
const now = new Date(2026, 10, 22, 10, 11, 12);
const SET_ASIDE = '.set-aside/2026-11-22T10-11-12';
const CRC = 'storage/crc32c.ts';
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'gregor-reset-'));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function read(file: string): string {
  return readFileSync(join(tree, file), 'utf8');
}

function reset(task: string): string {
  return resetTask(findTask(chapters, task), tree, now).join('\n');
}

function reference(file: string): string {
  return readFileSync(join(root, 'solution', file), 'utf8');
}

describe('a file of one task', () => {
  test('is the stub again, and what was there is kept where the message says', () => {
    write(CRC, 'export const mine = 1;\n');
    const said = reset('1.1');
    expect(read(CRC)).toBe(stubs.get(CRC));
    expect(read(`${SET_ASIDE}/${CRC}`)).toBe('export const mine = 1;\n');
    expect(said).toContain('is the stub again');
    expect(said).toContain(join(tree, SET_ASIDE, CRC));
  });

  test('that was set aside is in no view', () => {
    write(CRC, 'export const mine = 1;\n');
    reset('1.1');
    expect(integratedView(tree).learnerFiles).toEqual([]);
  });

  test('is left alone where it is untouched, and comes back where it was deleted', () => {
    expect(reset('1.1')).toContain('was gone; the stub is back');
    expect(read(CRC)).toBe(stubs.get(CRC));
    expect(reset('1.1')).toContain('was untouched');
    expect(existsSync(join(tree, '.set-aside'))).toBe(false);
  });

  test('keeps both files of two resets within a second', () => {
    write(CRC, 'first');
    reset('1.1');
    write(CRC, 'second');
    reset('1.1');
    expect(read(`${SET_ASIDE}/${CRC}`)).toBe('first');
    expect(read(`${SET_ASIDE}-2/${CRC}`)).toBe('second');
  });
});

describe('a file of several tasks', () => {
  const shared = filesOf(chapters[0]!).find((file) => tasksOf(file).length > 1) as string;
  const [one, other] = tasksOf(shared) as [string, string];

  function tasksOf(file: string): string[] {
    return chapters
      .flatMap(({ tasks }) => tasks)
      .filter(({ files }) => files.some((entry) => entry.file === file))
      .map(({ id }) => id);
  }

  test("has only this task's symbols put back", () => {
    write(shared, reference(shared));
    const said = reset(one);
    expect(said).toContain(`the rest, with task ${tasksOf(shared).slice(1).join(' and ')}, stays`);
    expect(read(shared)).toContain(`NotImplemented('${one}'`);
    expect(read(shared)).not.toContain(`NotImplemented('${other}'`);
  });

  test('goes back as a whole where it does not parse, and says so', () => {
    write(shared, 'export function (');
    const said = reset(one).replaceAll(/\s+/g, ' ');
    expect(said).toContain(`is the stub again as a whole, with task ${other}`);
    expect(said).toContain('does not parse');
    expect(read(shared)).toBe(stubs.get(shared));
    expect(read(`${SET_ASIDE}/${shared}`)).toBe('export function (');
  });
});

test('a task without files says where to look instead', () => {
  const milestone = chapters[0]!.tasks.find(({ files }) => files.length === 0)!;
  expect(reset(milestone.id)).toContain('no file of its own');
});

describe('putting back symbols', () => {
  const stub = `/** A file. */
import { NotImplemented } from '#env/not-implemented.ts';
import type { Disk } from '#env/disk.ts';

/** One. */
export function one(disk: Disk): number {
  throw new NotImplemented('1.1', 'one');
}

/** Two. */
export function two(): number {
  throw new NotImplemented('1.2', 'two');
}

export class Log {
  first(): number {
    throw new NotImplemented('1.1', 'Log.first');
  }
  get size(): number {
    throw new NotImplemented('1.2', 'Log.size');
  }
}
`;
  const put = (mine: string, symbols: string[], others: string[] = []) => {
    const result = putBackSymbols('log.ts', { mine, stub }, symbols, others);
    return 'text' in result ? result.text : result.impossible;
  };

  test('brings the signature and the imports back, and leaves what is not asked for', () => {
    const mine = `/** A file. */
import { mine } from '#storage/mine.ts';

/** One. */
export function one(): string {
  return mine(helper());
}

const helper = () => 'mine';

/** Two. */
export function two(): number {
  return 2;
}
`;
    expect(put(mine, ['one'])).toBe(`/** A file. */
import { mine } from '#storage/mine.ts';
import { NotImplemented } from '#env/not-implemented.ts';
import type { Disk } from '#env/disk.ts';

/** One. */
export function one(disk: Disk): number {
  throw new NotImplemented('1.1', 'one');
}

const helper = () => 'mine';

/** Two. */
export function two(): number {
  return 2;
}
`);
  });

  test('brings back what the learner has deleted, a function and a method', () => {
    const text = put('export class Log {\n  #size = 1;\n}\n', ['one', 'Log.first']);
    expect(text).toContain('export function one(disk: Disk): number {');
    expect(text).toContain(
      "  #size = 1;\n\n  first(): number {\n    throw new NotImplemented('1.1', 'Log.first');\n  }\n}",
    );
  });

  test("takes a class by its members where some of them are another task's", () => {
    const mine = `export class Log {
  #size = 1;
  first(): number {
    return 1;
  }
  get size(): number {
    return this.#size;
  }
}
`;
    const text = put(mine, ['Log'], ['Log.size']);
    expect(text).toContain("NotImplemented('1.1', 'Log.first')");
    expect(text).toContain('return this.#size;');
    expect(put(mine, ['Log'])).not.toContain('#size');
  });

  test('is done to a file with CRLF as well', () => {
    expect(put('export function two(): number {\r\n  return 2;\r\n}\r\n', ['two'])).toContain(
      "throw new NotImplemented('1.2', 'two');",
    );
  });

  test('is not done by halves: the reason is said instead', () => {
    expect(put('export function one(', ['one'])).toMatch(/^it does not parse: log\.ts:1: /);
    expect(put('export const Log = 1;\n', ['Log.first'])).toBe('it has no class Log any more');
  });
});
