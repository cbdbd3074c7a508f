/**
 * A consumer group becomes a classic one, when the last member of the consumer protocol has gone and
 * all that are left speak the classic one (group.consumer.migration.policy).
 *
 * They have been told what to read as if a leader had assigned it, so the group begins as stable, in a
 * generation that is its epoch. Where what they were told is out of date, they rebalance.
 */
import { ClassicGroup } from '#groups/classic-group.ts';
import { type ClassicMember, metadataOf, NO_ASSIGNMENT } from '#groups/classic-member.ts';
import { encodeClassicAssignment } from '#groups/consumer-group/classic-subscription.ts';
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import { groupTombstones } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { groupValue } from '#groups/group-work.ts';
import { chooseProtocol } from '#groups/protocol-choice.ts';
import { subscribedTopicsOf } from '#groups/subscribed-topics.ts';
import { CONSUMER_PROTOCOL_TYPE } from '#protocol/consumer-protocol.ts';

/** Whether the group may become a classic one of these members. */
export function mayBecomeClassic(work: ConsumerWork, left: readonly ConsumerMember[]): boolean {
  if (left.some(({ classic }) => classic === null)) return false;
  const { migration, classicMaxSize } = work.context.settings;
  if (migration.downgrade && left.length <= classicMaxSize) return true;
  const why = migration.downgrade
    ? `its ${left.length} members are more than a classic group may have`
    : 'group.consumer.migration.policy does not allow it';
  work.note(`does not become a classic group: ${why}`);
  return false;
}

/**
 * Makes the group a classic one of these members. One of them may be new (`replacing`): a process that
 * takes over a static name, whose records have been written already.
 */
export function becomeClassic(
  work: ConsumerWork,
  members: readonly ConsumerMember[],
  rebalance: string | undefined,
  replacing?: { readonly before: ConsumerMember; readonly memberId: string },
): void {
  const { group, groupId } = work;
  const ids = [...group.members.keys()].map((memberId) =>
    memberId === replacing?.before.memberId ? replacing.memberId : memberId,
  );
  const classic = classicGroupOf(work, members);
  const assignments = new Map<string, Uint8Array>();
  for (const { memberId, assignment } of classic.members.values()) {
    assignments.set(memberId, assignment);
  }
  work.write(...groupTombstones(group, ids), {
    kind: 'group',
    groupId,
    value: groupValue(classic, assignments),
  });
  work.becomes = { group: classic, rebalance };
}

function classicGroupOf(work: ConsumerWork, members: readonly ConsumerMember[]): ClassicGroup {
  const { group, groupId, now, context } = work;
  const classic = new ClassicGroup(groupId);
  classic.isStored = true;
  classic.generationId = group.epoch;
  for (const member of members) classic.add(classicMember(member), CONSUMER_PROTOCOL_TYPE);
  classic.protocolName = chooseProtocol(classic);
  classic.subscribedTopics = subscribedTopicsOf(classic);
  classic.enter('Stable', now.wallMs);
  for (const member of members) {
    const joined = classic.members.get(member.memberId) as ClassicMember;
    const metadata = metadataOf(joined, classic.protocolName);
    const target = group.targetOf(member);
    joined.assignment = encodeClassicAssignment(target, metadata, context.image.topics);
  }
  return classic;
}

function classicMember({ classic, ...member }: ConsumerMember): ClassicMember {
  return {
    memberId: member.memberId,
    groupInstanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: classic?.sessionTimeoutMs ?? 0,
    protocols: classic?.protocols ?? [],
    assignment: NO_ASSIGNMENT,
    isNew: false,
    awaitingJoin: undefined,
    awaitingSync: undefined,
    sessionDeadlineMs: Infinity,
  };
}
