/**
 * A consumer group as ConsumerGroupDescribe tells it: each member with what it owns, what it still has
 * to give up included, and what it is to own.
 */
import { preferredAssignor } from '#groups/consumer-group/assignor-choice.ts';
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import {
  type EpochsByTopic,
  NO_PARTITIONS,
  type PartitionsByTopic,
  topicPartitions,
} from '#groups/consumer-group/partitions-by-topic.ts';
import type { TopicsImage } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { ConsumerGroupDescribeResponse } from '#protocol/messages/consumer-group-describe.ts';

export type DescribedConsumerGroup = Omit<
  ConsumerGroupDescribeResponse['groups'][number],
  'authorizedOperations'
>;
type DescribedMember = DescribedConsumerGroup['members'][number];
type Assignment = DescribedMember['assignment'];

const CLASSIC_MEMBER = 0;
const CONSUMER_MEMBER = 1;

/** @param assignors the names of those that there are. */
export function describeConsumerGroup(
  group: ConsumerGroup,
  topics: TopicsImage,
  assignors: readonly string[],
): DescribedConsumerGroup {
  const members = [...group.members.values()];
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    groupId: group.groupId,
    groupState: group.state,
    groupEpoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: preferredAssignor(members, assignors),
    members: members.map((member) => describeMember(group, member, topics)),
  };
}

/** A group that can't be described. */
export function undescribedConsumerGroup(
  groupId: string,
  errorCode: number,
  errorMessage: string | null = null,
): DescribedConsumerGroup {
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState: '',
    groupEpoch: 0,
    assignmentEpoch: 0,
    assignorName: '',
    members: [],
  };
}

function describeMember(
  group: ConsumerGroup,
  member: ConsumerMember,
  topics: TopicsImage,
): DescribedMember {
  const { memberId, instanceId, rackId, memberEpoch, clientId, clientHost } = member;
  const target = group.targets.get(memberId) ?? NO_PARTITIONS;
  return {
    memberId,
    instanceId,
    rackId,
    memberEpoch,
    clientId,
    clientHost,
    subscribedTopicNames: [...member.topicNames],
    subscribedTopicRegex: member.pattern,
    assignment: assignmentOf(withPending(member), topics),
    targetAssignment: assignmentOf(target, topics),
    memberType: member.classic === null ? CONSUMER_MEMBER : CLASSIC_MEMBER,
  };
}

function withPending({ assigned, pendingRevocation }: ConsumerMember): EpochsByTopic {
  const all = new Map(assigned);
  for (const [topicId, epochs] of pendingRevocation) {
    all.set(topicId, new Map([...(all.get(topicId) ?? []), ...epochs]));
  }
  return all;
}

/** Topics that are gone can't be named, and are left out. */
function assignmentOf(
  partitions: PartitionsByTopic | EpochsByTopic,
  { byId }: TopicsImage,
): Assignment {
  return {
    topicPartitions: topicPartitions(partitions).flatMap(({ topicId, partitions: indexes }) => {
      const topicName = byId.get(topicId)?.name;
      return topicName === undefined ? [] : [{ topicId, topicName, partitions: indexes }];
    }),
  };
}
