/**
 * A shard as its committed offsets see it: the table, the groups, a clock, and one way to change
 * anything, which leads through the log.
 *
 *     records ──► write ──► the log ──► durable ──► the table ──► done(0)
 *                                  └──► refused ────────────────► done(error code)
 *
 * Invariant: the table is what the durable records of the log replay to, at any moment. So what can be
 * fetched can't be taken back by a crash, and another coordinator that loads the log has the same.
 */
import type { CommittedOffsets } from '#groups/committed-offsets.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { CoordinatorSettings } from '#groups/coordinator-settings.ts';
import type { Group } from '#groups/group.ts';
import type { CommitRequest } from '#groups/offset-request.ts';
import { ErrorCode } from '#protocol/errors.ts';

export interface OffsetShard {
  readonly offsets: CommittedOffsets;
  /** By their ids. Who commits without ever joining has a group, too, once that is durable. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly settings: Pick<CoordinatorSettings, 'offsetMetadataMaxSize' | 'offsetsRetentionMs'>;
  /** The wall clock now, in milliseconds since 1970. It may jump. */
  readonly wallMs: number;

  /** Whether who sends the request may commit for the group: NONE, or why not. */
  mayCommit(request: CommitRequest): number;

  /**
   * Writes records into the log in one batch: all of them or none. `done` is called once, now or
   * later: with NONE when they are durable and the table has them, else with an error code, and
   * nothing has changed.
   */
  write(records: readonly CoordinatorRecord[], done: (errorCode: number) => void): void;

  /**
   * Whether something of the group is under way that neither table nor group shows yet: records that
   * are written and not durable, or somebody who was given a member id and will come back with it.
   */
  isBusy(groupId: string): boolean;
}

/** So many tombstones are far from the largest batch that a topic takes by default. */
const PART = 1000;

/** Writes records together; gives the error code. Nothing to write is written at once. */
export function writeTogether(
  shard: OffsetShard,
  records: readonly CoordinatorRecord[],
): Promise<number> {
  if (records.length === 0) return Promise.resolve(ErrorCode.NONE);
  return new Promise((resolve) => shard.write(records, resolve));
}

/**
 * Writes the records that `decide` gives, which need not be together: the first of them, and if these
 * are not all, what it gives when they are durable. Others have their turn between two parts, and what
 * they commit is behind the decision; so each part has one of its own. Stops at the first error.
 */
export async function writeInParts(
  shard: OffsetShard,
  decide: () => readonly CoordinatorRecord[],
): Promise<number> {
  for (;;) {
    const records = decide();
    const errorCode = await writeTogether(shard, records.slice(0, PART));
    if (errorCode !== ErrorCode.NONE || records.length <= PART) return errorCode;
  }
}

/** The record that deletes an offset. */
export function offsetTombstone(
  groupId: string,
  topic: string,
  partition: number,
): CoordinatorRecord {
  return { kind: 'offset', groupId, topic, partition, offset: undefined };
}
