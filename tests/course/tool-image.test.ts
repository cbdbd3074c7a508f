import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildImage, freshImage } from '../../course/image/tool-image.ts';
import { root } from '../../course/view.ts';

const place = mkdtempSync(join(root, 'node_modules', '.image-test-'));
const directory = join(place, 'image');
const list = join(directory, 'made-of.json');

beforeAll(() => buildImage(directory));
afterAll(() => rmSync(place, { recursive: true }));

describe('the start image', () => {
  test('is fresh after it was built, and runs the tools', () => {
    const image = freshImage(directory) ?? '';
    const outside = { cwd: tmpdir(), encoding: 'utf8' } as const;
    const id = execFileSync(process.execPath, [image, 'kafka-storage', 'random-uuid'], outside);
    expect(id.trim()).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  test('is made of the reference, of nothing of the learner and of the lockfile', () => {
    const files = (JSON.parse(readFileSync(list, 'utf8')) as [string][]).map(([path]) => path);
    expect(files).toContain(join(root, 'solution/broker/broker.ts'));
    expect(files).toContain(join(root, 'package-lock.json'));
    expect(files.filter((path) => path.startsWith(join(root, 'exercises')))).toEqual([]);
  });

  test.each([
    ['another size', (size: number, changed: number) => [size + 1, changed]],
    ['another time of change', (size: number, changed: number) => [size, changed + 1]],
  ])('is stale when a file it was made of has %s', (_, change) => {
    const before = readFileSync(list, 'utf8');
    const made = JSON.parse(before) as [string, number, number][];
    const [path, size, changed] = made[0] as [string, number, number];
    writeFileSync(list, JSON.stringify([[path, ...change(size, changed)], ...made.slice(1)]));
    expect(freshImage(directory)).toBeUndefined();
    writeFileSync(list, before);
    expect(freshImage(directory)).toBeDefined();
  });

  test('is stale where there is none', () => {
    expect(freshImage(join(place, 'nowhere'))).toBeUndefined();
  });
});
