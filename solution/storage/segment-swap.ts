/**
 * Finishing, or undoing, what a crash interrupted among a log's files.
 *
 * Compaction writes new segments beside the old ones and exchanges them by renaming, in an order
 * in which every state in between can be told by the names alone:
 *
 *   x.log.cleaned written and synced     -> crash: the output is not complete, remove it
 *   renamed to x.log.swap                -> crash: complete, the old segments it replaces go
 *   old segments renamed to *.deleted    -> crash: remove them
 *   x.log.swap renamed to x.log          -> done
 *
 * A `.swap` file at or above the smallest `.cleaned` one belongs to a group of which not all
 * members got their `.swap` name: the old segments are all there still, so it is removed too.
 *
 * Source: org.apache.kafka.storage.internals.log.LogLoader.
 */
import type { Env } from '#env/env.ts';
import type { LogConfig } from '#storage/log-config.ts';
import {
  CLEANED_SUFFIX,
  DELETED_SUFFIX,
  joinPath,
  LOG_SUFFIX,
  offsetInFileName,
  SWAP_SUFFIX,
} from '#storage/log-files.ts';
import { Segment } from '#storage/segment.ts';

/** Makes a partition directory hold segments under their usual names only. */
export function settleInterruptedSwaps(env: Env, directory: string, config: LogConfig): void {
  const { disk } = env;
  const remove = (name: string) => disk.remove(joinPath(directory, name));
  const names = disk.list(directory);
  // A KRaft snapshot that is to go has the same suffix; it is its own log's to remove.
  const deleted = names.filter(
    (name) => name.endsWith(DELETED_SUFFIX) && !name.endsWith(`.checkpoint${DELETED_SUFFIX}`),
  );
  const cleaned = names.filter((name) => name.endsWith(CLEANED_SUFFIX));
  const firstCleaned = Math.min(...cleaned.map((name) => offsetInFileName(name) ?? Infinity));
  const swapped = names.filter((name) => name.endsWith(SWAP_SUFFIX));
  const isWhole = (name: string) => (offsetInFileName(name) ?? 0) < firstCleaned;

  for (const name of [...deleted, ...cleaned, ...swapped.filter((name) => !isWhole(name))]) {
    remove(name);
  }
  completeSwaps(env, directory, config, swapped.filter(isWhole));
}

function completeSwaps(env: Env, directory: string, config: LogConfig, swapped: string[]): void {
  if (swapped.length === 0) return;
  env.log.info('A compaction was interrupted while its output took its place; it is completed.', {
    directory,
    files: swapped,
  });
  const [from, to] = replacedRange(env, directory, config, swapped);
  for (const name of env.disk.list(directory)) {
    const offset = name.endsWith(SWAP_SUFFIX) ? undefined : segmentOffset(name);
    if (offset !== undefined && offset >= from && offset < to) {
      env.disk.remove(joinPath(directory, name));
    }
  }
  // Looking into them may have rebuilt an index that a crash of an earlier attempt took.
  const names = env.disk.list(directory).filter((name) => name.endsWith(SWAP_SUFFIX));
  for (const name of names) {
    const target = name.slice(0, -SWAP_SUFFIX.length);
    env.disk.rename(joinPath(directory, name), joinPath(directory, target));
  }
}

/** The offsets that the new segments cover: from the first one's base to the last one's end. */
function replacedRange(
  env: Env,
  directory: string,
  config: LogConfig,
  swapped: readonly string[],
): [number, number] {
  let [from, to] = [Infinity, -Infinity];
  for (const name of swapped.filter((name) => name.endsWith(LOG_SUFFIX + SWAP_SUFFIX))) {
    const baseOffset = offsetInFileName(name) as number;
    const segment = new Segment(env, { directory, baseOffset, config, suffix: SWAP_SUFFIX });
    from = Math.min(from, baseOffset);
    to = Math.max(to, segment.nextOffset());
    segment.close();
  }
  return [from, to];
}

/** The base offset of a segment's file; undefined for snapshots and everything else. */
function segmentOffset(name: string): number | undefined {
  return /\.(?:log|index|timeindex|txnindex)$/.test(name) ? offsetInFileName(name) : undefined;
}
