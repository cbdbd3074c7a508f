/**
 * What learners do, and what becomes of it: each bad file is named with its line, and everything
 * else is graded all the same. All of them are in one run, side by side.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportChapter } from '../../course/grading/report/whole-report.ts';
import { runGraders } from '../../course/grading/run-graders.ts';
import { type BehaviourVerdict, type ChapterVerdict, judge } from '../../course/grading/verdict.ts';
import { type BadChapter, type BadFile, badChapter, nameOf } from './bad-code.ts';

const FILES: readonly BadFile[] = [
  {
    file: 'bad/endless-loop.ts',
    text: `interface Typed { readonly nothing: string }
export function run(value: number): number {
  let rest: number = value;
  while (rest > 0) {
    rest = rest | 1;
  }
  return rest;
}
`,
  },
  {
    file: 'bad/swallowed-loop.ts',
    text: `export function run(value: number): number {
  try {
    for (;;) value++;
  } catch {
    return 3;
  }
}
`,
  },
  {
    file: 'bad/endless-promise.ts',
    text: 'export const run = (): Promise<number> => new Promise(() => {});\n',
  },
  {
    file: 'bad/memory.ts',
    text: `const kept: number[][] = [];
export function run(value: number): number {
  while (value > 0) kept.push(new Array(10_000).fill(value));
  return value;
}
`,
  },
  {
    file: 'bad/native-memory.ts',
    text: `const kept: Uint8Array[] = [];
export function run(value: number): number {
  for (;;) kept.push(new Uint8Array(1_000_000).fill(value));
}
`,
  },
  {
    file: 'bad/backtracking.ts',
    text: `export function run(value: number): number {
  return /^(a+)+$/.test('a'.repeat(50) + '!') ? 0 : value;
}
`,
  },
  { file: 'bad/exit.ts', text: 'export const run = (): number => process.exit(0);\n' },
  { file: 'bad/abort.ts', text: 'export const run = (): void => process.abort();\n' },
  {
    file: 'bad/syntax.ts',
    text: `export function run(value: number): number {
  const twice = [value, value]];
  return value;
}
`,
  },
  { file: 'bad/renamed.ts', text: 'export const runs = (value: number): number => value;\n' },
  { file: 'bad/deleted.ts', text: undefined },
  { file: 'bad/string.ts', text: "export const run = (): never => { throw 'a string'; };\n" },
  { file: 'bad/undefined.ts', text: 'export const run = (): never => { throw undefined; };\n' },
  { file: 'bad/deep.ts', text: 'export const run = (value: number): number => run(value + 1);\n' },
  {
    file: 'bad/chatty.ts',
    text: `export function run(value: number): number {
  for (let line = 1; line <= 5_000; line++) console.log('line', line);
  process.stdout.write('the last one');
  return value;
}
`,
  },
  {
    file: 'bad/windows.ts',
    text: 'export function run(value: number): number {\r\n  return value;\r\n}\r\n',
  },
  {
    file: 'bad/slow.ts',
    text: `export function run(value: number): number {
  let sum = 0;
  for (let at = 0; at < 20_000_000; at++) sum = (sum + at) | 0;
  return sum === 0 ? 0 : value;
}
`,
  },
  {
    file: 'bad/never-loaded.ts',
    text: 'await new Promise(() => {});\nexport const run = (value: number) => value;\n',
  },
  {
    file: 'bad/thrown.ts',
    text: `import type { Cursor } from '#protocol/varint.ts';

export interface Shape {
  readonly cursor: Cursor;
}

export class Thing<Value extends Shape = Shape> {
  declare readonly value: Value;

  check(value: number): number {
    for (const each of [value]) {
      if (each === 3) throw new RangeError('line 12 of thrown.ts');
    }
    return value;
  }
}

export const run = (value: number): number => new Thing().check(value);
`,
  },
];

/** Far more than anything here takes that comes to an end. */
const LIMITS = { startMs: 90_000, quietCpuMs: 5_000, quietMs: 60_000 };

let bad: BadChapter;
let verdict: ChapterVerdict;
let report: string;

beforeAll(async () => {
  bad = badChapter(FILES);
  const outcome = await runGraders(bad.chapter, bad.view, { limits: LIMITS });
  verdict = judge(bad.chapter, outcome);
  report = reportChapter(verdict, bad.view);
}, 120_000);

afterAll(() => bad.remove());

function behaviour(id: string): BehaviourVerdict {
  const all = verdict.tasks.flatMap(({ behaviours }) => behaviours);
  return all.find((one) => one.behaviour.id === id)!;
}

function placeOf(id: string): string {
  const place = behaviour(id).failure?.place;
  return `${place?.file}:${place?.line}`;
}

describe('what learners do', () => {
  test('costs the points of what it breaks, and of nothing else', () => {
    const unloadable = new Set(['syntax', 'deleted', 'never-loaded']);
    const right = new Set(['chatty', 'windows', 'slow']);
    const states = Object.fromEntries(
      FILES.map(({ file }) => nameOf(file)).map((name) => [
        name,
        [behaviour(name).state === 'passed', behaviour(`${name}-after`).state === 'passed'],
      ]),
    );
    const expected = Object.fromEntries(
      FILES.map(({ file }) => nameOf(file)).map((name) => [
        name,
        [right.has(name), !unloadable.has(name)],
      ]),
    );
    expect(states).toEqual(expected);
  });

  test('an endless loop is named with file and line, also where its error is swallowed', () => {
    expect(behaviour('endless-loop').state).toBe('hung');
    expect(placeOf('endless-loop')).toBe('bad/endless-loop.ts:4');
    expect(behaviour('swallowed-loop').failure?.name).toBe('EndlessLoop');
    expect(placeOf('swallowed-loop')).toBe('bad/swallowed-loop.ts:3');
  });

  test('what nothing inside can end is ended from outside, and the rest goes on', () => {
    expect(behaviour('backtracking')).toMatchObject({ state: 'hung', failure: { name: 'Hung' } });
  });

  test('a promise that nobody can settle any more is given up', () => {
    expect(behaviour('endless-promise').failure?.name).toBe('NeverSettled');
  });

  test('a file that never is done loading is given up, and the others are graded', () => {
    expect(behaviour('never-loaded')).toMatchObject({
      state: 'hung',
      failure: { name: 'NeverSettled', message: expect.stringContaining('`await`') },
    });
  });

  test('memory without end is ended, in the heap and beside it, with the line', () => {
    expect(behaviour('memory').failure?.name).toBe('OutOfMemory');
    expect(placeOf('memory')).toBe('bad/memory.ts:3');
    expect(behaviour('native-memory').failure?.name).toBe('OutOfMemory');
    expect(placeOf('native-memory')).toBe('bad/native-memory.ts:3');
  });

  test('the end of the process is an error like others', () => {
    expect(behaviour('exit').failure?.message).toContain('process.exit(0)');
    expect(placeOf('exit')).toBe('bad/exit.ts:1');
    expect(behaviour('abort').state).toBe('failed');
  });

  test('a syntax error is told with file, line and the code', () => {
    expect(placeOf('syntax')).toBe('bad/syntax.ts:2');
    expect(report).toContain('> 2    const twice = [value, value]];');
    expect(report).toMatch(/^ +\^$/m);
  });

  test('an export that is not there and a file that is gone are told in plain words', () => {
    expect(behaviour('renamed').failure?.message).toContain('run is not there: is it exported');
    expect(behaviour('deleted').failure?.message).toMatch(/bad\/deleted.ts is gone; npm run stubs/);
  });

  test('anything can be thrown', () => {
    expect(behaviour('string').failure).toMatchObject({ name: 'thrown', message: "'a string'" });
    expect(behaviour('undefined').failure).toMatchObject({ name: 'thrown', message: 'undefined' });
    expect(behaviour('deep').failure?.name).toBe('RangeError');
  });

  test('thousands of lines of output are cut, and counted', () => {
    const { lines, more } = behaviour('chatty').output!;
    expect([lines.length, lines[0], more]).toEqual([20, 'line 1', 4_981]);
  });

  test('an error is told with the line as the learner wrote it, loops and types or not', () => {
    expect(placeOf('thrown')).toBe('bad/thrown.ts:12');
  });
});
