/**
 * Committing offsets, and fetching them.
 *
 *     a member   ──► may it? ──► records ──► the log ──► durable ──► the answer
 *                                                           │
 *     anybody    ◄── the table ◄────────────────────────────┘
 *
 * A commit is answered when its records are durable, and counts from the same moment on. Were it to
 * count earlier, another reader could begin at an offset that a crash takes back, and what lies
 * between would be read twice by somebody who was told that it was done. Were it answered earlier,
 * the member would go on, never to commit that offset again.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';
import type { CommitRequest, OffsetPartition } from '#groups/offset-request.ts';
import type { OffsetShard } from '#groups/offset-shard.ts';

/**
 * Commits the offsets of a request; gives an error code for each, in their order.
 *
 * If the group does not let whoever asks commit (`mayCommit`), all of them get its error code, and
 * nothing is written. Else an offset whose metadata has more than `offsetMetadataMaxSize` UTF-16 units
 * gets OFFSET_METADATA_TOO_LARGE, and all others are written together, in their order. These get the
 * error code of the write, when it is there: NONE once they are durable. Where none is left nothing is
 * written.
 *
 * A record has the offset, leader epoch and topic id as they came, no metadata as '', and the wall
 * clock's time as commit time. It expires `retentionTimeMs` later if that is not -1, else it has no
 * expiry of its own.
 */
export async function commitOffsets(shard: OffsetShard, request: CommitRequest): Promise<number[]> {
  throw new NotImplemented('2.3', 'commitOffsets');
}

/**
 * What a group has committed of a partition; undefined where nothing is.
 *
 * A topic that was deleted and made anew under its name has another id, and offsets of the old one
 * mean nothing in it: where both ids are known, the committed one and the one asked for, and differ,
 * nothing is committed. An id of zero (`ZERO_UUID`) is not known.
 */
export function fetchOffset(
  shard: OffsetShard,
  groupId: string,
  { topic, topicId, partition }: OffsetPartition,
): CommittedOffset | undefined {
  throw new NotImplemented('2.3', 'fetchOffset');
}
