/**
 * What is done to the committed offsets of a shard: commit, fetch, delete, expire. Each writes its
 * records in one batch, and answers when they are durable.
 */
import { checkConsumerCommit } from '#groups/consumer-group/offset-access.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { Group } from '#groups/group.ts';
import type { MemberIdentity, PlainAnswer } from '#groups/group-event.ts';
import type { GroupShard } from '#groups/group-shard.ts';
import { expiredOffsets } from '#groups/offset-expiry.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

/** An offset to commit. */
export interface OffsetToCommit {
  readonly topic: string;
  /** The topic's id. */
  readonly topicId: string;
  readonly partition: number;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string | null;
}

export interface CommitRequest extends MemberIdentity {
  readonly groupId: string;
  readonly generationId: number;
  /** How long to keep the offsets, -1 for the broker's own setting. */
  readonly retentionTimeMs: number;
  /** Whether the client can be told that there is no such group (version 9). */
  readonly knowsMissingGroups: boolean;
  readonly offsets: readonly OffsetToCommit[];
}

/** The partition of an offset to fetch or delete; `topicId` is zero for whoever names the topic. */
export interface OffsetPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
}

const DEFAULT_RETENTION = -1;

/** Commits; gives an error code for each offset, in their order. */
export async function commitOffsets(shard: GroupShard, request: CommitRequest): Promise<number[]> {
  const errorCode = await checkCommit(shard, request);
  if (errorCode !== ErrorCode.NONE) return request.offsets.map(() => errorCode);
  const limit = shard.settings.offsetMetadataMaxSize;
  const fits = ({ metadata }: OffsetToCommit) => (metadata?.length ?? 0) <= limit;
  const records = request.offsets.filter(fits).map((one) => commitRecord(shard, request, one));
  const written = await write(shard, records);
  return request.offsets.map((one) => (fits(one) ? written : ErrorCode.OFFSET_METADATA_TOO_LARGE));
}

/** Deletes offsets that no member subscribes to; gives an error code for each, or for the group. */
export async function deleteOffsets(
  shard: GroupShard,
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
    return known ? [tombstone(groupId, topic, partition)] : [];
  });
  const written = await write(shard, tombstones);
  const errorCodes = partitions.map((one) =>
    mayGo(one) ? ErrorCode.NONE : ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC,
  );
  return { errorCode: written, errorCodes: written === ErrorCode.NONE ? errorCodes : [] };
}

/** Deletes a group without members, with all that it has committed. */
export async function deleteGroup(shard: GroupShard, groupId: string): Promise<number> {
  const group = shard.groups.get(groupId);
  if (group === undefined) return ErrorCode.GROUP_ID_NOT_FOUND;
  if (group.state !== 'Empty') return ErrorCode.NON_EMPTY_GROUP;
  return write(shard, tombstonesOf(shard, group));
}

/** The offset of a partition; undefined where none is committed, or it is of another topic's. */
export function fetchOffset(
  shard: GroupShard,
  groupId: string,
  { topic, topicId, partition }: OffsetPartition,
): CommittedOffset | undefined {
  const found = shard.offsets.get(groupId, topic, partition);
  if (found === undefined) return undefined;
  // A topic deleted and made again under its name has another id: its offsets mean something else.
  const isAnothers =
    found.topicId !== ZERO_UUID && topicId !== ZERO_UUID && found.topicId !== topicId;
  return isAnothers ? undefined : found;
}

/** Deletes what has expired, and groups that have nothing left and no members. */
export async function expireOffsets(shard: GroupShard): Promise<number> {
  const { offsetsRetentionMs } = shard.settings;
  const now = shard.wallMs;
  const records = [...shard.groups.values()].flatMap((group) => {
    const { groupId } = group;
    const offsets = shard.offsets.ofGroup(groupId);
    const expired = expiredOffsets(group, offsets, now, offsetsRetentionMs);
    let left = -expired.length;
    for (const partitions of offsets.values()) left += partitions.size;
    if (left === 0 && group.state === 'Empty') return tombstonesOf(shard, group);
    return expired.map(({ topic, partition }) => tombstone(groupId, topic, partition));
  });
  return write(shard, records);
}

/** A topic was deleted: what was committed of it means nothing any more. */
export async function forgetTopic(
  shard: GroupShard,
  { name, id }: { readonly name: string; readonly id: string },
): Promise<number> {
  const records = [...shard.offsets.groupIds()].flatMap((groupId) => {
    const partitions =
      shard.offsets.ofGroup(groupId).get(name) ?? new Map<number, CommittedOffset>();
    return [...partitions].flatMap(([partition, { topicId }]) =>
      topicId === ZERO_UUID || topicId === id ? [tombstone(groupId, name, partition)] : [],
    );
  });
  return write(shard, records);
}

/** A group that does not exist is as good as empty, for who is no member of any. */
async function checkCommit(shard: GroupShard, request: CommitRequest): Promise<number> {
  const group = shard.groups.get(request.groupId);
  const { memberId, groupInstanceId, generationId, knowsMissingGroups } = request;
  if (group?.type === 'consumer') {
    const claim = { memberId, generationId, knowsEpochs: knowsMissingGroups };
    return checkConsumerCommit(group, claim, request.offsets);
  }
  if (group !== undefined) {
    const answer = await shard.ask<PlainAnswer>(group, (requestId) => ({
      kind: 'commit',
      requestId,
      memberId,
      groupInstanceId,
      generationId,
    }));
    return answer.errorCode;
  }
  if (generationId < 0) return ErrorCode.NONE;
  return knowsMissingGroups ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION;
}

function commitRecord(
  shard: GroupShard,
  { groupId, retentionTimeMs }: CommitRequest,
  { topic, topicId, partition, offset, leaderEpoch, metadata }: OffsetToCommit,
): CoordinatorRecord {
  const commitTimestampMs = shard.wallMs;
  const expires = retentionTimeMs !== DEFAULT_RETENTION;
  return {
    kind: 'offset',
    groupId,
    topic,
    partition,
    offset: {
      offset,
      leaderEpoch,
      metadata: metadata ?? '',
      commitTimestampMs,
      expireTimestampMs: expires ? commitTimestampMs + retentionTimeMs : undefined,
      topicId,
    },
  };
}

function tombstonesOf(shard: GroupShard, group: Group): CoordinatorRecord[] {
  const offsets = [...shard.offsets.ofGroup(group.groupId)].flatMap(([topic, partitions]) =>
    [...partitions.keys()].map((partition) => tombstone(group.groupId, topic, partition)),
  );
  return [...offsets, ...group.tombstones()];
}

function tombstone(groupId: string, topic: string, partition: number): CoordinatorRecord {
  return { kind: 'offset', groupId, topic, partition, offset: undefined };
}

/** Nothing to write is written at once. */
function write(shard: GroupShard, records: readonly CoordinatorRecord[]): Promise<number> {
  if (records.length === 0) return Promise.resolve(ErrorCode.NONE);
  return new Promise((resolve) => shard.write(records, resolve));
}
