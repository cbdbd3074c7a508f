/**
 * Asks the coordinator where the group has got to.
 */
import { isPassing } from '#clients/cluster-client.ts';
import type { CommittedOffset } from '#clients/consumer/committed-offset.ts';
import { type CoordinatorLookup, groupForbidden } from '#clients/consumer/coordinator-lookup.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { groupByTopic } from '#clients/partition-leaders.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** From version 10 on topics are named by their ids. */
const NEWEST_BY_NAME = 9;
/** From version 8 on a request may be about many groups. */
const OLDEST_OF_MANY = 8;

/** The member that asks, where the group has one: the coordinator checks it (KIP-848). */
export interface AskingMember {
  readonly memberId: string;
  readonly memberEpoch: number;
}

type GroupAnswer = Pick<OffsetFetchResponse, 'errorCode'> & {
  readonly topics: OffsetFetchResponse['topics'];
};

/**
 * What is committed of these partitions; those without a committed offset are left out. Offsets of
 * transactions that are not over make it fail with UNSTABLE_OFFSET_COMMIT, which passes.
 *
 * @throws KafkaError, NetworkError, RequestTimeout
 */
export async function fetchCommitted(
  coordinator: CoordinatorLookup,
  groupId: string,
  partitions: readonly TopicPartition[],
  member?: AskingMember,
): Promise<CommittedOffset[]> {
  const topics = [...groupByTopic(partitions)].map(([name, group]) => ({
    name,
    partitionIndexes: group.map(({ partition }) => partition),
  }));
  const response = await coordinator.askIn(
    OffsetFetchRequest,
    OffsetFetchResponse,
    (version) =>
      version < OLDEST_OF_MANY
        ? { groupId, topics, requireStable: version >= 7 }
        : { groups: [{ groupId, topics, ...member }], requireStable: true },
    { newest: NEWEST_BY_NAME },
  );
  const group = response.groups[0] ?? response;
  if (group.errorCode !== ErrorCode.NONE) {
    coordinator.heed(group.errorCode);
    throw groupFailure(group.errorCode, groupId);
  }
  return committedIn(group as GroupAnswer);
}

function committedIn({ topics }: GroupAnswer): CommittedOffset[] {
  const found: CommittedOffset[] = [];
  for (const { name: topic, partitions } of topics) {
    for (const answer of partitions) {
      const { partitionIndex: partition, committedOffset: offset } = answer;
      if (answer.errorCode !== ErrorCode.NONE) {
        throw partitionFailure(answer.errorCode, { topic, partition });
      }
      const { committedLeaderEpoch: leaderEpoch, metadata } = answer;
      if (offset >= 0) {
        found.push({ topic, partition, offset, leaderEpoch, metadata: metadata ?? '' });
      }
    }
  }
  return found;
}

function groupFailure(errorCode: number, groupId: string): KafkaError {
  if (errorCode === ErrorCode.GROUP_AUTHORIZATION_FAILED) return groupForbidden(groupId);
  const error = new KafkaError(errorCode);
  if (error.isRetriable || isPassing(error)) return error;
  return new KafkaError(
    errorCode,
    `Unexpected error in fetch offset response: ${errorMessage(errorCode)}`,
  );
}

function partitionFailure(errorCode: number, partition: TopicPartition): KafkaError {
  const name = partitionName(partition);
  if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
    return new KafkaError(errorCode, `Topic or Partition ${name} does not exist`);
  }
  if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
    return new KafkaError(errorCode, `Not authorized to access topics: [${partition.topic}]`);
  }
  return new KafkaError(errorCode);
}
