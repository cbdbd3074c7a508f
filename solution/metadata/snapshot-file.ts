/**
 * Snapshots of the metadata log: `<end offset>-<epoch>.checkpoint` (KIP-630).
 *
 *     00000000000000005000-0000000007.checkpoint
 *     | control batch: SnapshotHeader, KRaftVersion, Voters | values | values | SnapshotFooter |
 *
 * A snapshot is a log of its own, offsets from 0, that replays to the same image as everything
 * below its end offset. It is written under a `.part` name and renamed when it is complete and
 * durable; a file without its footer is refused. `bootstrap.checkpoint` has the same form and
 * holds what a new cluster begins with.
 *
 * Invariant: a `.checkpoint` name only ever stands for a complete snapshot.
 */
import type { Env } from '#env/env.ts';
import type { SnapshotContent, SnapshotId, Voter } from '#metadata/metadata-log.ts';
import {
  type BatchPlace,
  type ControlRecord,
  encodeControlBatch,
  encodeValueBatch,
  kraftVersionRecord,
  type QuorumFacts,
  readControlBatch,
  snapshotFooter,
  snapshotHeader,
  votersRecord,
} from '#metadata/quorum-control-records.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { readFile } from '#storage/durable-file.ts';
import { joinPath, parentDirectory } from '#storage/log-files.ts';

const SUFFIX = '.checkpoint';
const UNFINISHED_SUFFIX = '.part';
/** Values a batch: what Kafka's image writer puts into one. */
const VALUES_PER_BATCH = 1024;

/** A snapshot can't be used. */
export class CorruptSnapshot extends Error {
  override readonly name = 'CorruptSnapshot';
}

/** What a snapshot holds: the image's records, and the quorum's own facts. */
export interface SnapshotFile {
  readonly values: readonly Uint8Array[];
  readonly timestampMs: number;
  readonly kraftVersion: number;
  readonly voters: readonly Voter[] | undefined;
}

export function snapshotName({ endOffset, epoch }: SnapshotId): string {
  return `${digits(endOffset, 20)}-${digits(epoch, 10)}${SUFFIX}`;
}

/** The snapshots in the log's directory, the oldest first. */
export function listSnapshots(env: Env, directory: string): SnapshotId[] {
  const ids = env.disk.list(directory).flatMap((name) => {
    const match = /^(\d{20})-(\d{10})\.checkpoint$/.exec(name);
    return match === null ? [] : [{ endOffset: Number(match[1]), epoch: Number(match[2]) }];
  });
  return ids.toSorted((a, b) => a.endOffset - b.endOffset || a.epoch - b.epoch);
}

/** Removes what a crash left of snapshots that were being written. */
export function removeUnfinishedSnapshots(env: Env, directory: string): void {
  for (const name of env.disk.list(directory)) {
    if (!name.endsWith(`${SUFFIX}${UNFINISHED_SUFFIX}`)) continue;
    env.disk.remove(joinPath(directory, name));
  }
}

/** Writes a snapshot of the log, durably. */
export async function writeSnapshotFile(
  env: Env,
  directory: string,
  { id, timestampMs, values }: SnapshotContent,
  quorum: { readonly kraftVersion: number; readonly voters: readonly Voter[] },
): Promise<void> {
  const first = [snapshotHeader(timestampMs)];
  if (quorum.kraftVersion > 0) {
    first.push(kraftVersionRecord(quorum.kraftVersion), votersRecord(quorum.voters));
  }
  const path = joinPath(directory, snapshotName(id));
  await writeBatchFile(env, path, first, values, id.epoch);
}

/** Writes `bootstrap.checkpoint`: the records that a cluster's log is to begin with. */
export function writeBootstrapFile(
  env: Env,
  path: string,
  values: readonly Uint8Array[],
): Promise<void> {
  return writeBatchFile(env, path, [snapshotHeader(0)], values, 0);
}

async function writeBatchFile(
  env: Env,
  path: string,
  first: readonly ControlRecord[],
  values: readonly Uint8Array[],
  epoch: number,
): Promise<void> {
  const { clock, disk } = env;
  const timestampMs = clock.now();
  const batches: Uint8Array[] = [];
  let baseOffset = 0;
  const add = (encode: (place: BatchPlace) => Uint8Array, records: number) => {
    batches.push(encode({ baseOffset, epoch, timestampMs }));
    baseOffset += records;
  };
  add((place) => encodeControlBatch(first, place), first.length);
  for (let at = 0; at < values.length; at += VALUES_PER_BATCH) {
    const some = values.slice(at, at + VALUES_PER_BATCH);
    add((place) => encodeValueBatch(some, place), some.length);
  }
  add((place) => encodeControlBatch([snapshotFooter()], place), 1);

  const unfinished = `${path}${UNFINISHED_SUFFIX}`;
  disk.removeTree(unfinished);
  const file = disk.open(unfinished, 'create');
  try {
    for (const batch of batches) file.write(file.size(), batch);
    await file.sync();
  } finally {
    file.close();
  }
  disk.rename(unfinished, path);
  await disk.syncDirectory(parentDirectory(path));
}

/** Reads a snapshot of the log. Throws `CorruptSnapshot` with what to do. */
export function readSnapshotFile(env: Env, directory: string, id: SnapshotId): SnapshotFile {
  return readBatchFile(env, joinPath(directory, snapshotName(id)));
}

/** Reads a file of this form; undefined is not an answer: it has to be there. */
export function readBatchFile(env: Env, path: string): SnapshotFile {
  const bytes = readFile(env.disk, path);
  if (bytes === undefined) throw corrupt(path, 'it is missing');
  try {
    return parse(env, bytes);
  } catch (cause) {
    throw corrupt(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function parse(env: Env, bytes: Uint8Array): SnapshotFile {
  const facts: QuorumFacts = {};
  const values: Uint8Array[] = [];
  let end = 0;
  for (const batch of batchesOf(bytes)) {
    if (!isCrcValid(bytes, batch)) {
      throw new Error(`the batch at byte ${batch.position} does not match its checksum`);
    }
    if (batch.isControl) Object.assign(facts, readControlBatch(bytes, batch, env.codecs));
    else for (const { value } of recordsOf(bytes, batch, env.codecs)) if (value) values.push(value);
    end = batch.position + batch.sizeInBytes;
  }
  if (!facts.complete) throw new Error(`it ends at byte ${end} without its footer`);
  return {
    values,
    timestampMs: facts.lastContainedTimestampMs ?? 0,
    kraftVersion: facts.kraftVersion ?? 0,
    voters: facts.voters,
  };
}

function corrupt(path: string, reason: string, cause?: unknown): CorruptSnapshot {
  return new CorruptSnapshot(
    `The snapshot ${path} can't be used: ${reason}. Restore it from a backup or from another node ` +
      'of the quorum. If the log still begins at offset 0, removing it is enough: the log is replayed.',
    { cause },
  );
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
