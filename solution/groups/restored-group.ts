/**
 * A group out of its record, when a coordinator loads it: stable, with its members as they were, so
 * that they go on working through a restart and notice nothing.
 *
 * What the record does not say is lost on purpose: rebalances that were under way, whose members will
 * ask again, and protocols other than the chosen one.
 */
import { ClassicGroup } from '#groups/classic-group.ts';
import type { ClassicMember } from '#groups/classic-member.ts';
import { subscribedTopicsOf } from '#groups/subscribed-topics.ts';
import type { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';

type MemberValue = GroupMetadataValue['members'][number];

const NOT_SAID = -1;

export function restoreGroup(groupId: string, value: GroupMetadataValue): ClassicGroup {
  const sinceMs = value.currentStateTimestamp;
  const group = new ClassicGroup(groupId, sinceMs === NOT_SAID ? undefined : sinceMs);
  group.isStored = true;
  group.generationId = value.generation;
  group.protocolType = value.protocolType === '' ? undefined : value.protocolType;
  group.protocolName = value.protocol ?? undefined;
  group.phase = value.members.length === 0 ? 'Empty' : 'Stable';
  for (const member of value.members) {
    group.add(restoreMember(member, value.protocol ?? ''), value.protocolType);
  }
  if (value.leader !== null && group.members.has(value.leader)) group.leaderId = value.leader;
  group.subscribedTopics = subscribedTopicsOf(group);
  return group;
}

function restoreMember(value: MemberValue, protocol: string): ClassicMember {
  const { sessionTimeout, rebalanceTimeout } = value;
  return {
    memberId: value.memberId,
    groupInstanceId: value.groupInstanceId,
    clientId: value.clientId,
    clientHost: value.clientHost,
    sessionTimeoutMs: sessionTimeout,
    rebalanceTimeoutMs: rebalanceTimeout === NOT_SAID ? sessionTimeout : rebalanceTimeout,
    protocols: [{ name: protocol, metadata: value.subscription }],
    assignment: value.assignment,
    isNew: false,
    awaitingJoin: undefined,
    awaitingSync: undefined,
    sessionDeadlineMs: Infinity,
  };
}
