/**
 * Committed offsets that somebody has deleted: an administrator, or whoever deleted the topic. What
 * goes by itself with time is in offset-expiry.ts.
 */
import type { OffsetsByPartition } from '#groups/committed-offsets.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';
import type { OffsetPartition } from '#groups/offset-request.ts';
import {
  type OffsetShard,
  offsetTombstone,
  writeInParts,
  writeTogether,
} from '#groups/offset-shard.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

const NONE: OffsetsByPartition = new Map();

/** Deletes offsets that no member subscribes to; gives an error code for each, or for the group. */
export async function deleteOffsets(
  shard: OffsetShard,
  groupId: string,
  partitions: readonly OffsetPartition[],
): Promise<{ readonly errorCode: number; readonly errorCodes: readonly number[] }> {
  const group = shard.groups.get(groupId);
  if (group === undefined) return { errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorCodes: [] };
  if (group.state !== 'Empty' && group.protocolType !== 'consumer') {
    return { errorCode: ErrorCode.NON_EMPTY_GROUP, errorCodes: [] };
  }
  const mayGo = ({ topic }: OffsetPartition) => !group.isSubscribedTo(topic);
  const tombstones = partitions.filter(mayGo).flatMap(({ topic, partition }) => {
    const known = shard.offsets.get(groupId, topic, partition) !== undefined;
    return known ? [offsetTombstone(groupId, topic, partition)] : [];
  });
  const written = await writeTogether(shard, tombstones);
  const errorCodes = partitions.map((one) =>
    mayGo(one) ? ErrorCode.NONE : ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC,
  );
  return { errorCode: written, errorCodes: written === ErrorCode.NONE ? errorCodes : [] };
}

/** Deletes a group without members, with all that it has committed. */
export async function deleteGroup(shard: OffsetShard, groupId: string): Promise<number> {
  const group = shard.groups.get(groupId);
  if (group === undefined) return ErrorCode.GROUP_ID_NOT_FOUND;
  if (group.state !== 'Empty') return ErrorCode.NON_EMPTY_GROUP;
  const offsets: CoordinatorRecord[] = [...shard.offsets.ofGroup(groupId)].flatMap(
    ([topic, partitions]) =>
      [...partitions.keys()].map((partition) => offsetTombstone(groupId, topic, partition)),
  );
  return writeTogether(shard, [...offsets, ...group.tombstones()]);
}

/**
 * A topic was deleted: what was committed of it means nothing any more. What is committed of one that
 * was made anew under its name has another id, and stays.
 */
export async function forgetTopic(
  shard: OffsetShard,
  { name, id }: { readonly name: string; readonly id: string },
): Promise<number> {
  const ofTopic = (groupId: string) => shard.offsets.ofGroup(groupId).get(name) ?? NONE;
  const isOfIt = ({ topicId }: CommittedOffset) => topicId === ZERO_UUID || topicId === id;
  return writeInParts(shard, () =>
    [...shard.offsets.groupIds()].flatMap((groupId) =>
      [...ofTopic(groupId)].flatMap(([partition, offset]) =>
        isOfIt(offset) ? [offsetTombstone(groupId, name, partition)] : [],
      ),
    ),
  );
}
