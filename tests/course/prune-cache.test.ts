/**
 * The cache of graders: what is old or too much goes, the rest stays.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pruneCache } from '../../course/grading/prune-cache.ts';

const NOW = Date.now();
const LIMITS = { maxAgeMs: 10_000, maxBytes: 250, everyMs: 1_000 };
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gregor-cache-'));
  mkdirSync(join(directory, 'node'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function cached(name: string, agoMs: number): void {
  const path = join(directory, 'node', name);
  writeFileSync(path, 'x'.repeat(100));
  const at = new Date(NOW - agoMs);
  utimesSync(path, at, at);
}

test('what is too old goes, and of the rest the oldest that is too much', async () => {
  cached('new', 1_000);
  cached('newer', 500);
  cached('older', 5_000);
  cached('old', 20_000);
  expect(await pruneCache(directory, LIMITS, NOW)).toBe(2);
  expect(readdirSync(join(directory, 'node')).sort()).toEqual(['new', 'newer']);
});

test('nothing is looked at again right after that', async () => {
  await pruneCache(directory, LIMITS, NOW);
  cached('old', 20_000);
  expect(await pruneCache(directory, LIMITS, Date.now())).toBe(0);
  expect(await pruneCache(directory, LIMITS, Date.now() + 2_000)).toBe(1);
});

test('a cache that is not there yet is no error', async () => {
  expect(await pruneCache(join(directory, 'none'), LIMITS, NOW)).toBe(0);
});
