/**
 * What members of the classic protocol say and hear, where they are consumers: names of topics in
 * their leader's bytes (consumer-protocol.ts), where a consumer group has ids.
 */
import {
  type EpochsByTopic,
  type PartitionsByTopic,
  topicPartitions,
} from '#groups/consumer-group/partitions-by-topic.ts';
import type { TopicsImage } from '#metadata/topics-image.ts';
import {
  consumerProtocolVersion,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
} from '#protocol/consumer-protocol.ts';

type NamedPartitions = readonly {
  readonly topic: string;
  readonly partitions: readonly number[];
}[];

export interface ClassicSubscription {
  readonly topicNames: ReadonlySet<string>;
  readonly owned: PartitionsByTopic;
  readonly rackId: string | null;
}

/**
 * The subscription in the bytes that a member brought for a protocol.
 *
 * @throws DecodeError
 */
export function classicSubscription(
  metadata: Uint8Array,
  topics: TopicsImage,
): ClassicSubscription {
  const { topics: names, ownedPartitions, rackId } = decodeSubscription(metadata);
  return {
    topicNames: new Set(names),
    owned: byId(ownedPartitions, topics),
    rackId: rackId === '' ? null : rackId,
  };
}

/**
 * The partitions in the bytes that a leader has assigned; undefined where an assignor of somebody's
 * own has added what would be lost. No bytes are no partitions: the member has never synced.
 *
 * @throws DecodeError
 */
export function classicAssignment(
  assignment: Uint8Array,
  topics: TopicsImage,
): PartitionsByTopic | undefined {
  if (assignment.length === 0) return new Map();
  const { assignedPartitions, userData } = decodeAssignment(assignment);
  return userData !== null && userData.length > 0 ? undefined : byId(assignedPartitions, topics);
}

/** The bytes for a member, in the version of those that it has brought (`metadata`). */
export function encodeClassicAssignment(
  partitions: PartitionsByTopic | EpochsByTopic,
  metadata: Uint8Array,
  topics: TopicsImage,
): Uint8Array {
  const assignedPartitions = topicPartitions(partitions).flatMap(({ topicId, partitions }) => {
    const topic = topics.byId.get(topicId)?.name;
    return topic === undefined ? [] : [{ topic, partitions }];
  });
  return encodeAssignment(
    { assignedPartitions, userData: null },
    consumerProtocolVersion(metadata),
  );
}

function byId(named: NamedPartitions, topics: TopicsImage): PartitionsByTopic {
  return new Map(
    named.flatMap(({ topic, partitions }): [string, Set<number>][] => {
      const id = topics.byName.get(topic)?.id;
      return id === undefined ? [] : [[id, new Set(partitions)]];
    }),
  );
}
