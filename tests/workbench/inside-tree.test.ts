/**
 * No file that the workbench writes or opens lies outside of the learner's tree.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pathInside } from '../../course/workbench/inside-tree.ts';

let folder: string;
let tree: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gregor-inside-')));
  tree = join(folder, 'exercises');
  mkdirSync(join(tree, 'storage'), { recursive: true });
  mkdirSync(join(folder, 'exercises-of-another'));
  writeFileSync(join(tree, 'storage', 'crc32c.ts'), '');
  writeFileSync(join(folder, 'secret.ts'), '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file of the tree is inside, also one that is still to be written', () => {
  expect(pathInside(tree, 'storage/crc32c.ts')).toBe(join(tree, 'storage/crc32c.ts'));
  expect(pathInside(tree, 'protocol/new/varint.ts')).toBe(join(tree, 'protocol/new/varint.ts'));
});

test.each([
  '../secret.ts',
  'storage/../../secret.ts',
  '/etc/passwd',
  '../exercises-of-another/x.ts',
  '..',
  '.',
  '',
])('%j is outside', (file) => {
  expect(() => pathInside(tree, file)).toThrow(/does not lie in/);
});

const links = process.platform === 'win32' ? test.skip : test;

links('a linked file, a linked folder and a link to nothing are outside', () => {
  symlinkSync(join(folder, 'secret.ts'), join(tree, 'storage', 'linked.ts'));
  symlinkSync(folder, join(tree, 'up'));
  symlinkSync(join(folder, 'not-there-yet.ts'), join(tree, 'storage', 'dangling.ts'));
  for (const file of ['storage/linked.ts', 'up/secret.ts', 'up/new.ts', 'storage/dangling.ts']) {
    expect(() => pathInside(tree, file), file).toThrow(/a link leads elsewhere/);
  }
});

links('a tree that is itself a link is as good as any', () => {
  const link = join(folder, 'link');
  symlinkSync(tree, link);
  expect(pathInside(link, 'storage/crc32c.ts')).toBe(join(link, 'storage/crc32c.ts'));
  symlinkSync(join(tree, 'storage', 'crc32c.ts'), join(tree, 'within.ts'));
  expect(pathInside(link, 'within.ts')).toBe(join(link, 'within.ts'));
});

test('a tree that is gone is said to be', () => {
  expect(() => pathInside(join(folder, 'gone'), 'a.ts')).toThrow(/is gone/);
});
