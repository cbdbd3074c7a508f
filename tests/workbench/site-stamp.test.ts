/**
 * What stands for a state of the site's sources, and what does not change it.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteStamp } from '../../course/workbench/site/site-stamp.ts';

let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'gregor-stamp-'));
  put('chapters/01-storage/lesson.mdx', '# Storage');
  put('solution/storage/crc32c.ts', 'export {}');
  put('site/src/styles/tokens.css', ':root {}');
  put('package-lock.json', '{}');
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

function put(name: string, text: string): void {
  mkdirSync(dirname(join(clone, name)), { recursive: true });
  writeFileSync(join(clone, name), text);
}

test.each([
  'site/dist/index.html',
  'site/.pages/chapters/a.mdx',
  'site/.astro/types.d.ts',
  'site/node_modules/.vite/deps.json',
  'course/workbench/workbench.ts',
  'exercises/storage/crc32c.ts',
  '.gregor/progress.json',
])('%s is what a build writes, or no page asks for', (name) => {
  const before = siteStamp(clone);
  put(name, 'something');
  expect(siteStamp(clone)).toBe(before);
});

test.each(['chapters/02-offsets/lesson.mdx', 'solution/storage/crc32c.ts', 'site/build/x.ts'])(
  '%s is what a page is made of',
  (name) => {
    const before = siteStamp(clone);
    put(name, 'something else');
    expect(siteStamp(clone)).not.toBe(before);
  },
);

test('times of files do not count, names do', () => {
  const before = siteStamp(clone);
  utimesSync(join(clone, 'package-lock.json'), 1, 1);
  expect(siteStamp(clone)).toBe(before);
  cpSync(join(clone, 'solution/storage/crc32c.ts'), join(clone, 'solution/storage/crc33c.ts'));
  expect(siteStamp(clone)).not.toBe(before);
});
