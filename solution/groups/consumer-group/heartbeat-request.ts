/**
 * A ConsumerGroupHeartbeat as it comes from the wire: what is wrong with it in itself, whatever the
 * group, and what it says to the group.
 */
import type { ConsumerHeartbeatEvent } from '#groups/consumer-group/consumer-group-event.ts';
import type { ConsumerGroupSettings } from '#groups/consumer-group/consumer-group-settings.ts';
import { AWAY_EPOCH, JOINING_EPOCH, LEFT_EPOCH } from '#groups/consumer-group/consumer-member.ts';
import { partitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';
import { type Refusal, refusal } from '#groups/consumer-group/refusal.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { ConsumerGroupHeartbeatRequest } from '#protocol/messages/consumer-group-heartbeat.ts';

/** The first version in which members make up their ids themselves (KIP-1082). */
const FIRST_VERSION_WITH_OWN_IDS = 1;

const UNCHANGED = -1;

/** Whom a heartbeat comes from. */
export interface ConsumerClient {
  readonly apiVersion: number;
  readonly clientId: string;
  /** The client's address, behind a slash. */
  readonly clientHost: string;
  /** The id for a member that has none. */
  readonly newMemberId: string;
}

/** What a request says to its group. */
export function heartbeatOf(
  request: ConsumerGroupHeartbeatRequest,
  { clientId, clientHost, newMemberId }: ConsumerClient,
): Omit<ConsumerHeartbeatEvent, 'kind' | 'requestId'> {
  const { memberEpoch, instanceId, rackId, rebalanceTimeoutMs, topicPartitions } = request;
  return {
    clientId,
    clientHost,
    memberId: request.memberId === '' ? newMemberId : request.memberId,
    memberEpoch,
    instanceId,
    rackId,
    rebalanceTimeoutMs: rebalanceTimeoutMs === UNCHANGED ? null : rebalanceTimeoutMs,
    topicNames: request.subscribedTopicNames,
    pattern: request.subscribedTopicRegex,
    assignor: request.serverAssignor,
    owned: topicPartitions && partitionsByTopic(topicPartitions),
  };
}

/** INVALID_REQUEST or UNSUPPORTED_ASSIGNOR, if anything. */
export function checkHeartbeat(
  request: ConsumerGroupHeartbeatRequest,
  apiVersion: number,
  { assignors }: Pick<ConsumerGroupSettings, 'assignors'>,
): Refusal | undefined {
  const problem = problemOf(request, apiVersion);
  if (problem !== undefined) return refusal(ErrorCode.INVALID_REQUEST, problem);
  const { serverAssignor } = request;
  if (serverAssignor === null || assignors.includes(serverAssignor)) return undefined;
  return refusal(
    ErrorCode.UNSUPPORTED_ASSIGNOR,
    `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${assignors.join(', ')}.`,
  );
}

function problemOf(request: ConsumerGroupHeartbeatRequest, apiVersion: number): string | undefined {
  const { memberEpoch, memberId, groupId, instanceId, rackId } = request;
  const mustHaveId =
    apiVersion >= FIRST_VERSION_WITH_OWN_IDS || memberEpoch > 0 || memberEpoch === LEFT_EPOCH;
  if (mustHaveId && isEmpty(memberId)) return "MemberId can't be empty.";
  if (isEmpty(groupId)) return "GroupId can't be empty.";
  if (isEmpty(instanceId)) return "InstanceId can't be empty.";
  if (isEmpty(rackId)) return "RackId can't be empty.";
  if (memberEpoch === JOINING_EPOCH) return problemOfJoin(request);
  if (memberEpoch === AWAY_EPOCH && instanceId === null) return "InstanceId can't be null.";
  return memberEpoch < AWAY_EPOCH ? 'MemberEpoch is invalid.' : undefined;
}

function problemOfJoin(request: ConsumerGroupHeartbeatRequest): string | undefined {
  const { rebalanceTimeoutMs, topicPartitions, subscribedTopicNames } = request;
  if (rebalanceTimeoutMs === -1) return 'RebalanceTimeoutMs must be provided in first request.';
  if (topicPartitions?.length !== 0) return 'TopicPartitions must be empty when (re-)joining.';
  return subscribedTopicNames === null && request.subscribedTopicRegex === null
    ? 'Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.'
    : undefined;
}

function isEmpty(text: string | null): boolean {
  return text !== null && text.trim() === '';
}
