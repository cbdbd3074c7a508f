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
import type { OffsetRecord } from '#groups/coordinator-record.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';
import type { CommitRequest, OffsetPartition, OffsetToCommit } from '#groups/offset-request.ts';
import { type OffsetShard, writeTogether } from '#groups/offset-shard.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

const DEFAULT_RETENTION = -1;

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
  const { offsets } = request;
  const refused = shard.mayCommit(request);
  if (refused !== ErrorCode.NONE) return offsets.map(() => refused);
  const limit = shard.settings.offsetMetadataMaxSize;
  const fits = ({ metadata }: OffsetToCommit) => (metadata?.length ?? 0) <= limit;
  const records = offsets.filter(fits).map((one) => recordOf(shard.wallMs, request, one));
  const written = await writeTogether(shard, records);
  return offsets.map((one) => (fits(one) ? written : ErrorCode.OFFSET_METADATA_TOO_LARGE));
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
  const found = shard.offsets.get(groupId, topic, partition);
  if (found === undefined) return undefined;
  const bothKnown = found.topicId !== ZERO_UUID && topicId !== ZERO_UUID;
  return bothKnown && found.topicId !== topicId ? undefined : found;
}

function recordOf(
  now: number,
  { groupId, retentionTimeMs }: CommitRequest,
  { topic, topicId, partition, offset, leaderEpoch, metadata }: OffsetToCommit,
): OffsetRecord {
  const isKeptAsUsual = retentionTimeMs === DEFAULT_RETENTION;
  const committed: CommittedOffset = {
    offset,
    leaderEpoch,
    metadata: metadata ?? '',
    commitTimestampMs: now,
    expireTimestampMs: isKeptAsUsual ? undefined : now + retentionTimeMs,
    topicId,
  };
  return { kind: 'offset', groupId, topic, partition, offset: committed };
}
