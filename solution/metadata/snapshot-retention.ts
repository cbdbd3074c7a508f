/**
 * How long old metadata is kept.
 *
 *     snapshot 5000 | log 5000..9000 | snapshot 9000 | log 9000..9700
 *     oldest                           next
 *
 * The newest snapshot and the log behind it are all that a start needs. Older ones stay for those
 * who are behind, until they take too much room or are too old (`metadata.max.retention.bytes` and
 * `.ms`): then the oldest goes, together with the log up to the next.
 */
import type { Env } from '#env/env.ts';
import type { SnapshotId } from '#metadata/metadata-log.ts';
import { snapshotName } from '#metadata/snapshot-file.ts';
import { joinPath } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

export interface KeptMetadata {
  readonly log: PartitionLog;
  /** The oldest first; those that go are taken out. */
  readonly snapshots: SnapshotId[];
  readonly retentionBytes: number;
  readonly retentionMs: number;
}

/** Lets go of the snapshots, and of the log below the next, that need not be kept any more. */
export function dropOldSnapshots(env: Env, directory: string, kept: KeptMetadata): void {
  const { log, snapshots } = kept;
  for (;;) {
    const [oldest, next] = snapshots;
    if (oldest === undefined || next === undefined || mayStay(env, directory, kept, oldest)) return;
    log.deleteRecords(next.endOffset);
    log.deleteOldSegments();
    snapshots.shift();
    env.disk.remove(pathOf(directory, oldest));
  }
}

function mayStay(
  { disk, clock }: Env,
  directory: string,
  { log, snapshots, retentionBytes, retentionMs }: KeptMetadata,
  oldest: SnapshotId,
): boolean {
  let bytes = log.size;
  for (const id of snapshots) bytes += disk.stat(pathOf(directory, id))?.size ?? 0;
  const writtenMs = disk.stat(pathOf(directory, oldest))?.modifiedMs ?? 0;
  return bytes <= retentionBytes && clock.now() - writtenMs <= retentionMs;
}

function pathOf(directory: string, id: SnapshotId): string {
  return joinPath(directory, snapshotName(id));
}
