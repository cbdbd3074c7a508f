/**
 * What a record does to a consumer group, both when the log is loaded and when a step has just written
 * it. A tombstone of what is not there does nothing: compaction may have left it alone.
 */
import { type ConsumerGroup, NO_ASSIGNMENT_EPOCH } from '#groups/consumer-group/consumer-group.ts';
import {
  type ConsumerMember,
  LEFT_EPOCH,
  type MemberState,
  newMember,
} from '#groups/consumer-group/consumer-member.ts';
import { STATE_NUMBERS } from '#groups/consumer-group/consumer-records.ts';
import {
  type EpochsByTopic,
  NO_EPOCHS,
  partitionsByTopic,
} from '#groups/consumer-group/partitions-by-topic.ts';
import type { ConsumerGroupRecord } from '#groups/consumer-group-record.ts';
import type { ConsumerGroupCurrentMemberAssignmentValue } from '#protocol/records/consumer-group-current-member-assignment-value.ts';
import type { ConsumerGroupMemberMetadataValue } from '#protocol/records/consumer-group-member-metadata-value.ts';

type OwnedTopics = ConsumerGroupCurrentMemberAssignmentValue['assignedPartitions'];

const UNKNOWN_TIME = 0;

/** Applies a record to the group. That the group itself is gone is the caller's to see. */
export function replay(group: ConsumerGroup, record: ConsumerGroupRecord): void {
  switch (record.kind) {
    case 'consumer-group-metadata':
      if (record.value === undefined) return;
      group.epoch = record.value.epoch;
      group.metadataHash = record.value.metadataHash;
      return;
    case 'consumer-group-partition-metadata':
      group.hasTopicsRecord = record.value !== undefined;
      return;
    case 'consumer-group-member-metadata':
      if (record.value === undefined) group.removeMember(record.memberId);
      else group.setMember({ ...memberOf(group, record.memberId), ...saidBy(record.value) });
      return;
    case 'consumer-group-target-assignment-metadata':
      group.assignmentEpoch = record.value?.assignmentEpoch ?? NO_ASSIGNMENT_EPOCH;
      group.assignedAtMs = record.value?.assignmentTimestamp ?? UNKNOWN_TIME;
      return;
    case 'consumer-group-target-assignment-member':
      if (record.value === undefined) group.removeTarget(record.memberId);
      else group.setTarget(record.memberId, partitionsByTopic(record.value.topicPartitions));
      return;
    case 'consumer-group-current-member-assignment':
      replayCurrent(group, record.memberId, record.value);
      return;
    case 'consumer-group-regular-expression':
      replayPattern(group, record);
  }
}

function replayCurrent(
  group: ConsumerGroup,
  memberId: string,
  value: ConsumerGroupCurrentMemberAssignmentValue | undefined,
): void {
  if (value !== undefined) {
    group.setMember({ ...memberOf(group, memberId), ...placeOf(value) });
    return;
  }
  const member = group.members.get(memberId);
  if (member === undefined) return;
  group.setMember({
    ...member,
    memberEpoch: LEFT_EPOCH,
    previousMemberEpoch: LEFT_EPOCH,
    assigned: NO_EPOCHS,
    pendingRevocation: NO_EPOCHS,
  });
}

function replayPattern(
  group: ConsumerGroup,
  {
    regularExpression,
    value,
  }: Extract<ConsumerGroupRecord, { kind: 'consumer-group-regular-expression' }>,
): void {
  if (value === undefined) {
    group.removePattern(regularExpression);
    return;
  }
  const { topics, version, timestamp } = value;
  group.setPattern(regularExpression, {
    topics: new Set(topics),
    version,
    timestampMs: timestamp,
  });
}

/** The pieces of a member come in any order, after compaction. */
function memberOf(group: ConsumerGroup, memberId: string): ConsumerMember {
  return group.members.get(memberId) ?? newMember(memberId);
}

function saidBy(value: ConsumerGroupMemberMetadataValue): Partial<ConsumerMember> {
  const { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs } = value;
  const classic = value.classicMemberMetadata;
  return {
    instanceId,
    rackId,
    clientId,
    clientHost,
    rebalanceTimeoutMs,
    topicNames: new Set(value.subscribedTopicNames),
    pattern: value.subscribedTopicRegex ?? '',
    assignor: value.serverAssignor,
    classic: classic && {
      sessionTimeoutMs: classic.sessionTimeoutMs,
      protocols: classic.supportedProtocols,
    },
  };
}

function placeOf(value: ConsumerGroupCurrentMemberAssignmentValue): Partial<ConsumerMember> {
  const { memberEpoch, previousMemberEpoch } = value;
  return {
    memberEpoch,
    previousMemberEpoch,
    state: stateOf(value.state),
    assigned: ownedOf(value.assignedPartitions, memberEpoch),
    pendingRevocation: ownedOf(value.partitionsPendingRevocation, memberEpoch),
  };
}

function stateOf(number: number): MemberState {
  const states = Object.keys(STATE_NUMBERS) as MemberState[];
  return states.find((state) => STATE_NUMBERS[state] === number) ?? 'unknown';
}

/** Brokers before 4.3 wrote no epochs: then all partitions are as old as the member's epoch. */
function ownedOf(topics: OwnedTopics, memberEpoch: number): EpochsByTopic {
  const epochOfAll = Math.max(memberEpoch, 0);
  return new Map(
    topics.map(({ topicId, partitions, assignmentEpochs }) => {
      const epochs = assignmentEpochs?.length === partitions.length ? assignmentEpochs : undefined;
      const entries = partitions.map((partition, at): [number, number] => [
        partition,
        epochs?.[at] ?? epochOfAll,
      ]);
      return [topicId, new Map(entries)];
    }),
  );
}
