/**
 * The entries of index files as lines, checked against the log that they belong to.
 *
 *     offset: 61 position: 4142            .index
 *     timestamp: 1795377017546 offset: 11  .timeindex
 *
 * Lines and complaints are those of Kafka's DumpLogSegments. The files are only read: storage's own
 * index classes cut off what a crash left behind, which is not for a tool to do - the broker that
 * owns the files may be running.
 *
 * An index that was being written ends in zeros: the first entry at the base offset that is not the
 * first of all is where they begin.
 */
import { readFile } from '#cli/read-file.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { Env } from '#env/env.ts';
import { recordsOf } from '#storage/batch-reader.ts';
import { type WholeBatch, wholeBatches } from '#storage/batch-scan.ts';
import { readInt32, readInt64 } from '#storage/big-endian.ts';
import {
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  offsetInFileName,
  TIME_INDEX_SUFFIX,
} from '#storage/log-files.ts';

const OFFSET_ENTRY_SIZE = 8;
const TIME_ENTRY_SIZE = 12;

export interface IndexDump {
  /** Only say whether a broker would accept the file. */
  readonly sanityOnly: boolean;
  /** Check, but don't list the entries. */
  readonly verifyOnly: boolean;
}

/** Complaints about an index, grouped as Kafka's tool prints them. */
export interface IndexProblems {
  readonly offsetMismatches: { readonly indexed: number; readonly found: number }[];
  readonly timeMismatches: { readonly indexed: number; readonly found: number }[];
  readonly outOfOrder: { readonly indexed: number; readonly previous: number }[];
  readonly notFound: { readonly indexed: number; readonly found: number }[];
}

export function noProblems(): IndexProblems {
  return { offsetMismatches: [], timeMismatches: [], outOfOrder: [], notFound: [] };
}

interface OffsetEntry {
  readonly offset: number;
  readonly position: number;
}

/** Lines of an offset index. */
export function* dumpOffsetIndex(
  env: Env,
  path: string,
  { sanityOnly, verifyOnly }: IndexDump,
  problems: IndexProblems,
): Generator<string, void, undefined> {
  const baseOffset = baseOffsetOf(path);
  const bytes = readFile(env.disk, path);
  const entries = offsetEntries(bytes, baseOffset);
  if (entries.length === 0) {
    yield `${path} is empty.`;
    return;
  }
  if (sanityOnly) {
    checkSize(path, bytes.length, OFFSET_ENTRY_SIZE);
    checkLast(path, entries.at(-1)?.offset ?? baseOffset, baseOffset);
    yield `${path} passed sanity check.`;
    return;
  }
  for (const [n, { offset, position }] of entries.entries()) {
    if (offset === baseOffset && n > 0) return;
    const found = batchesFrom(env, path, position).next().value?.header.lastOffset ?? -1;
    if (found !== offset) problems.offsetMismatches.push({ indexed: offset, found });
    if (!verifyOnly) yield `offset: ${offset} position: ${position}`;
  }
}

/** Lines of a time index. */
export function* dumpTimeIndex(
  env: Env,
  path: string,
  { sanityOnly, verifyOnly }: IndexDump,
  problems: IndexProblems,
): Generator<string, void, undefined> {
  const baseOffset = baseOffsetOf(path);
  const bytes = readFile(env.disk, path);
  if (sanityOnly) {
    checkSize(path, bytes.length, TIME_ENTRY_SIZE);
    yield `${path} passed sanity check.`;
    return;
  }
  const offsetIndex = sibling(path, OFFSET_INDEX_SUFFIX);
  const hasOffsets = env.disk.stat(offsetIndex) !== undefined;
  const positions = hasOffsets ? offsetEntries(readFile(env.disk, offsetIndex), baseOffset) : [];
  let previous = -1;
  for (let at = 0; at + TIME_ENTRY_SIZE <= bytes.length; at += TIME_ENTRY_SIZE) {
    const timestamp = readInt64(bytes, at);
    const offset = baseOffset + readInt32(bytes, at + 8);
    if (offset === baseOffset && at > 0) return;
    checkTimeEntry(env, path, positions, { timestamp, offset, previous }, problems);
    if (!verifyOnly) yield `timestamp: ${timestamp} offset: ${offset}`;
    previous = timestamp;
  }
}

/** The entry's offset must end a batch, and its timestamp be the batch's largest. */
function checkTimeEntry(
  env: Env,
  path: string,
  positions: readonly OffsetEntry[],
  entry: { readonly timestamp: number; readonly offset: number; readonly previous: number },
  problems: IndexProblems,
): void {
  const start = positions.findLast(({ offset }) => offset <= entry.offset)?.position ?? 0;
  let batch: WholeBatch | undefined;
  for (const one of batchesFrom(env, path, start)) {
    batch = one;
    if (one.header.lastOffset >= entry.offset) break;
  }
  const found = batch?.header.lastOffset ?? -1;
  if (batch === undefined || found !== entry.offset) {
    problems.notFound.push({ indexed: entry.offset, found: found > entry.offset ? found : -1 });
    return;
  }
  let largest = -1;
  for (const { timestamp } of recordsOf(batch.bytes, batch.header, env.codecs)) {
    largest = Math.max(largest, timestamp);
  }
  if (largest !== entry.timestamp) {
    problems.timeMismatches.push({ indexed: entry.timestamp, found: largest });
  }
  if (entry.previous >= entry.timestamp) {
    problems.outOfOrder.push({ indexed: entry.timestamp, previous: entry.previous });
  }
}

function offsetEntries(bytes: Uint8Array, baseOffset: number): OffsetEntry[] {
  const entries: OffsetEntry[] = [];
  for (let at = 0; at + OFFSET_ENTRY_SIZE <= bytes.length; at += OFFSET_ENTRY_SIZE) {
    const offset = baseOffset + readInt32(bytes, at);
    if (offset === baseOffset && at > 0) break;
    entries.push({ offset, position: readInt32(bytes, at + 4) });
  }
  return entries;
}

/** The batches of the log beside the index, from a position on. */
function* batchesFrom(
  env: Env,
  indexPath: string,
  position: number,
): Generator<WholeBatch, undefined, undefined> {
  const file = env.disk.open(sibling(indexPath, LOG_SUFFIX), 'read');
  try {
    yield* wholeBatches(file, position, file.size());
  } finally {
    file.close();
  }
  return undefined;
}

function checkSize(path: string, size: number, entrySize: number): void {
  if (size % entrySize === 0) return;
  throw new ToolFailure(
    `Index file ${path} is corrupt, found ${size} bytes which is neither positive nor a ` +
      `multiple of ${entrySize}.`,
  );
}

function checkLast(path: string, lastOffset: number, baseOffset: number): void {
  if (lastOffset >= baseOffset) return;
  throw new ToolFailure(
    `Corrupt index found, index file (${path}) has non-zero size but the last offset is ` +
      `${lastOffset} which is less than the base offset ${baseOffset}.`,
  );
}

function baseOffsetOf(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const offset = offsetInFileName(name);
  if (offset !== undefined) return offset;
  throw new ToolFailure(`${path} is not named after an offset, as 00000000000000000042.index is.`);
}

function sibling(path: string, suffix: string): string {
  return path.replace(new RegExp(`(${OFFSET_INDEX_SUFFIX}|${TIME_INDEX_SUFFIX})$`), suffix);
}
