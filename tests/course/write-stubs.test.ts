/**
 * The stubs in a learner's tree, and what `npm run stubs` does to it: course/stubs/exercises.ts.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chapter } from '../../course/chapter.ts';
import { compareStubs, generateStubs, writeStubs } from '../../course/stubs/exercises.ts';

const stubs = new Map([
  ['a/one.ts', 'stub one\n'],
  ['a/two.ts', 'stub two\n'],
]);
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'gregor-stubs-'));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(tree, file), 'utf8');
const states = (of = stubs) => compareStubs(of, tree).map(({ state }) => state);

test('stubs are written where they are missing, and are current then', () => {
  expect(states()).toEqual(['missing', 'missing']);
  writeStubs(stubs, tree);
  expect(read('a/one.ts')).toBe('stub one\n');
  expect(states()).toEqual(['current', 'current']);
});

test('a touched file is never overwritten, also when its stub has changed', () => {
  writeStubs(stubs, tree);
  writeFileSync(join(tree, 'a/one.ts'), 'mine\n');
  const newer = new Map([...stubs, ['a/one.ts', 'newer stub\n']]);
  writeStubs(newer, tree);
  writeStubs(newer, tree);
  expect(read('a/one.ts')).toBe('mine\n');
  expect(states(newer)).toEqual(['touched', 'current']);
});

test('an untouched stub follows the reference, whatever its line ends', () => {
  writeStubs(stubs, tree);
  writeFileSync(join(tree, 'a/one.ts'), 'stub one\r\n');
  const newer = new Map([...stubs, ['a/one.ts', 'newer stub\n']]);
  expect(states(newer)).toEqual(['stale', 'current']);
  writeStubs(newer, tree);
  expect(read('a/one.ts')).toBe('newer stub\n');
});

test('a stub that no task asks for any more goes, but not if somebody has worked on it', () => {
  writeStubs(stubs, tree);
  const fewer = new Map([['a/one.ts', 'stub one\n']]);
  expect(states(fewer)).toEqual(['current', 'leftover']);
  writeStubs(fewer, tree);
  expect(existsSync(join(tree, 'a/two.ts'))).toBe(false);
  writeStubs(stubs, tree);
  writeFileSync(join(tree, 'a/two.ts'), 'mine\n');
  writeStubs(fewer, tree);
  expect(read('a/two.ts')).toBe('mine\n');
});

test('a broken record costs nobody their work, and is written anew', () => {
  writeStubs(stubs, tree);
  writeFileSync(join(tree, 'a/one.ts'), 'mine\n');
  writeFileSync(join(tree, 'stubs.json'), '<<<<<<< HEAD\n');
  writeStubs(stubs, tree);
  expect(read('a/one.ts')).toBe('mine\n');
  expect(states()).toEqual(['touched', 'current']);
});

test('a file that the reference lacks is named with the task and the nearest', () => {
  const tasks = [{ id: '0.1', files: [{ file: 'protocol/varnt.ts', symbols: ['a'], given: [] }] }];
  expect(() => generateStubs([{ tasks } as unknown as Chapter])).toThrow(
    'There is no solution/protocol/varnt.ts, which task 0.1 asks for. ' +
      'Did you mean protocol/varint.ts?',
  );
});
