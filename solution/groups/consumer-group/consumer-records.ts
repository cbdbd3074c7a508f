/**
 * What a step of a consumer group writes down: one function for each piece of a group
 * (consumer-group-record.ts), in the form and the order that Kafka 4.3 gives them.
 */
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type { ConsumerMember, MemberState } from '#groups/consumer-group/consumer-member.ts';
import {
  type EpochsByTopic,
  type PartitionsByTopic,
  topicPartitions,
} from '#groups/consumer-group/partitions-by-topic.ts';
import type { ResolvedPattern } from '#groups/consumer-group/subscription.ts';
import type { ConsumerGroupRecord } from '#groups/consumer-group-record.ts';

/** The numbers that stand for a member's state. */
export const STATE_NUMBERS: Readonly<Record<MemberState, number>> = {
  stable: 0,
  unrevoked: 1,
  unreleased: 2,
  unknown: 127,
};

export function memberRecord(groupId: string, member: ConsumerMember): ConsumerGroupRecord {
  const { memberId, instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs } = member;
  const { classic } = member;
  return {
    kind: 'consumer-group-member-metadata',
    groupId,
    memberId,
    value: {
      instanceId,
      rackId,
      clientId,
      clientHost,
      subscribedTopicNames: [...member.topicNames].sort(),
      subscribedTopicRegex: member.pattern,
      rebalanceTimeoutMs,
      serverAssignor: member.assignor,
      classicMemberMetadata: classic && {
        sessionTimeoutMs: classic.sessionTimeoutMs,
        supportedProtocols: [...classic.protocols],
      },
    },
  };
}

export function epochRecord(
  groupId: string,
  epoch: number,
  metadataHash: bigint,
): ConsumerGroupRecord {
  return { kind: 'consumer-group-metadata', groupId, value: { epoch, metadataHash } };
}

export function targetRecord(
  groupId: string,
  memberId: string,
  target: PartitionsByTopic,
): ConsumerGroupRecord {
  return {
    kind: 'consumer-group-target-assignment-member',
    groupId,
    memberId,
    value: { topicPartitions: topicPartitions(target) },
  };
}

export function targetEpochRecord(
  groupId: string,
  assignmentEpoch: number,
  assignmentTimestamp: number,
): ConsumerGroupRecord {
  return {
    kind: 'consumer-group-target-assignment-metadata',
    groupId,
    value: { assignmentEpoch, assignmentTimestamp },
  };
}

export function currentRecord(groupId: string, member: ConsumerMember): ConsumerGroupRecord {
  return {
    kind: 'consumer-group-current-member-assignment',
    groupId,
    memberId: member.memberId,
    value: {
      memberEpoch: member.memberEpoch,
      previousMemberEpoch: member.previousMemberEpoch,
      state: STATE_NUMBERS[member.state],
      assignedPartitions: withEpochs(member.assigned),
      partitionsPendingRevocation: withEpochs(member.pendingRevocation),
    },
  };
}

export function patternRecord(
  groupId: string,
  pattern: string,
  { topics, version, timestampMs }: ResolvedPattern,
): ConsumerGroupRecord {
  return {
    kind: 'consumer-group-regular-expression',
    groupId,
    regularExpression: pattern,
    value: { topics: [...topics].sort(), version, timestamp: timestampMs },
  };
}

export function patternTombstone(groupId: string, pattern: string): ConsumerGroupRecord {
  return {
    kind: 'consumer-group-regular-expression',
    groupId,
    regularExpression: pattern,
    value: undefined,
  };
}

/** The topics that a broker before 4.1 wrote down, where the hash stands for them now. */
export function topicsTombstone(groupId: string): ConsumerGroupRecord {
  return { kind: 'consumer-group-partition-metadata', groupId, value: undefined };
}

/** All that is written of a member; what it owns has to go first, and itself last. */
export function memberTombstones(groupId: string, memberId: string): ConsumerGroupRecord[] {
  return [
    currentTombstone(groupId, memberId),
    targetTombstone(groupId, memberId),
    memberTombstone(groupId, memberId),
  ];
}

/** All that is written of a group, whose members have these ids. */
export function groupTombstones(
  { groupId, patterns }: Pick<ConsumerGroup, 'groupId' | 'patterns'>,
  memberIds: readonly string[],
): ConsumerGroupRecord[] {
  return [
    ...memberIds.map((memberId) => currentTombstone(groupId, memberId)),
    ...memberIds.map((memberId) => targetTombstone(groupId, memberId)),
    { kind: 'consumer-group-target-assignment-metadata', groupId, value: undefined },
    ...memberIds.map((memberId) => memberTombstone(groupId, memberId)),
    ...[...patterns.keys()].map((pattern) => patternTombstone(groupId, pattern)),
    topicsTombstone(groupId),
    { kind: 'consumer-group-metadata', groupId, value: undefined },
  ];
}

/** All that has to be written of a group that comes into being with members. */
export function groupRecords(group: ConsumerGroup): ConsumerGroupRecord[] {
  const { groupId } = group;
  const members = [...group.members.values()];
  return [
    ...members.map((member) => memberRecord(groupId, member)),
    epochRecord(groupId, group.epoch, group.metadataHash),
    ...[...group.targets].map(([memberId, target]) => targetRecord(groupId, memberId, target)),
    targetEpochRecord(groupId, group.assignmentEpoch, group.assignedAtMs),
    ...members.map((member) => currentRecord(groupId, member)),
  ];
}

function memberTombstone(groupId: string, memberId: string): ConsumerGroupRecord {
  return { kind: 'consumer-group-member-metadata', groupId, memberId, value: undefined };
}

function targetTombstone(groupId: string, memberId: string): ConsumerGroupRecord {
  return { kind: 'consumer-group-target-assignment-member', groupId, memberId, value: undefined };
}

function currentTombstone(groupId: string, memberId: string): ConsumerGroupRecord {
  return { kind: 'consumer-group-current-member-assignment', groupId, memberId, value: undefined };
}

function withEpochs(owned: EpochsByTopic) {
  return topicPartitions(owned).map(({ topicId, partitions }) => ({
    topicId,
    partitions,
    assignmentEpochs: partitions.map((partition) => owned.get(topicId)?.get(partition) ?? 0),
  }));
}
