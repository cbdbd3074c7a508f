/**
 * Keeps .gregor/cache/ from growing for ever: each text of a learner's file that was ever graded
 * leaves what was compiled of it there, and is never asked for again. What is old goes; then, where
 * it is still too much, the oldest.
 *
 * All of it can be made anew, so nothing here is an error: a file that is gone already, or that
 * somebody else holds open, is left to the next time.
 */
import { mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../view.ts';

export interface CacheLimits {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  /** A look at all files is not worth its time more often than this. */
  readonly everyMs: number;
}

const HOUR_MS = 3_600_000;
const LIMITS: CacheLimits = {
  maxAgeMs: 14 * 24 * HOUR_MS,
  maxBytes: 128 * 1_024 * 1_024,
  everyMs: HOUR_MS,
};

interface CachedFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** Removes what is too old or too much; how many files. `nowMs` as by Date.now(). */
export async function pruneCache(
  directory = join(root, '.gregor', 'cache'),
  { maxAgeMs, maxBytes, everyMs }: CacheLimits = LIMITS,
  nowMs = Date.now(),
): Promise<number> {
  const note = join(directory, 'pruned');
  const last = await stat(note).catch(() => undefined);
  if (last !== undefined && nowMs - last.mtimeMs < everyMs) return 0;
  await mkdir(directory, { recursive: true });
  await writeFile(note, '');
  const newestFirst = (await cachedFiles(directory, note)).toSorted(
    (one, other) => other.modifiedMs - one.modifiedMs,
  );
  let kept = 0;
  const removed = newestFirst.filter(({ size, modifiedMs }) => {
    kept += size;
    return nowMs - modifiedMs > maxAgeMs || kept > maxBytes;
  });
  for (const { path } of removed) await unlink(path).catch(() => {});
  return removed.length;
}

async function cachedFiles(directory: string, note: string): Promise<CachedFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files: CachedFile[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path === note) continue;
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) files.push({ path, size: found.size, modifiedMs: found.mtimeMs });
  }
  return files;
}
