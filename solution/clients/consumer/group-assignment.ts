/**
 * The two ends of a classic group's assignment: what a member says of itself, and how the leader
 * shares the partitions out.
 *
 *     member   subscription bytes, one for each assignor ──► coordinator ──► leader
 *     leader   subscriptions ──► the chosen assignor ──► assignment bytes, one for each member
 */
import type {
  Assignor,
  LastAssignment,
  MemberSubscription,
  RebalanceProtocol,
} from '#clients/assignors/assignor.ts';
import type { DividedAssignments, JoinAnswer } from '#clients/consumer/classic-event.ts';
import { IllegalState } from '#clients/consumer/consumer-error.ts';
import type { KnownTopic, TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import { writeAssignment } from '#clients/consumer-assignment.ts';
import { readSubscription, writeSubscription } from '#clients/member-subscription.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** What a member joins with. */
export interface JoiningMember {
  readonly topics: readonly string[];
  readonly owned: readonly TopicPartition[];
  readonly generationId: number;
  readonly rackId: string;
  readonly last: LastAssignment | undefined;
}

/** The protocols of JoinGroup, in the member's order of preference. */
export function joinProtocols(assignors: readonly Assignor[], member: JoiningMember) {
  return assignors.map((assignor) => ({
    name: assignor.name,
    metadata: writeSubscription({
      topics: member.topics,
      userData: assignor.subscriptionUserData(member.last),
      ownedPartitions: member.owned,
      generationId: member.generationId,
      rackId: member.rackId === '' ? null : member.rackId,
    }),
  }));
}

/** What all of a member's assignors allow: the last one of the protocols that they share. */
export function rebalanceProtocolOf(assignors: readonly Assignor[]): RebalanceProtocol {
  const shared = (['cooperative', 'eager'] as const).find((protocol) =>
    assignors.every(({ rebalanceProtocols }) => rebalanceProtocols.includes(protocol)),
  );
  if (shared !== undefined) return shared;
  const names = assignors.map(({ name }) => name).join(', ');
  throw new IllegalState(
    `Specified assignors [${names}] do not have commonly supported rebalance protocol`,
  );
}

/** The subscriptions of all members, as the leader got them. */
export function memberSubscriptions({ members }: JoinAnswer): Map<string, MemberSubscription> {
  return new Map(
    members.map(({ memberId, groupInstanceId, metadata }) => [
      memberId,
      readSubscription(metadata, groupInstanceId),
    ]),
  );
}

/** Shares the partitions of `topics` out among all members. */
export function divide(
  assignor: Assignor,
  subscriptions: ReadonlyMap<string, MemberSubscription>,
  topics: readonly KnownTopic[],
  metadata: TopicMetadata,
): DividedAssignments {
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const assignment = assignor.assign(counts, subscriptions, racksOf(topics, metadata));
  if (assignor.name !== COOPERATIVE_STICKY && isCooperative(assignor)) {
    checkCooperative(subscriptions, assignment);
  }
  return new Map([...assignment].map(([memberId, owned]) => [memberId, writeAssignment(owned)]));
}

/** It gives back by itself what has to be given back first. */
const COOPERATIVE_STICKY = 'cooperative-sticky';

function isCooperative({ rebalanceProtocols }: Assignor): boolean {
  return rebalanceProtocols.includes('cooperative');
}

/** @throws IllegalState when a partition goes to a member while another one owns it. */
function checkCooperative(
  subscriptions: ReadonlyMap<string, MemberSubscription>,
  assignment: ReadonlyMap<string, readonly TopicPartition[]>,
): void {
  const owners = new Map<string, string>();
  for (const [memberId, { ownedPartitions }] of subscriptions) {
    for (const one of ownedPartitions) owners.set(partitionName(one), memberId);
  }
  for (const [memberId, partitions] of assignment) {
    for (const one of partitions) {
      const owner = owners.get(partitionName(one));
      if (owner === undefined || owner === memberId) continue;
      throw new IllegalState(
        'Assignor supporting the COOPERATIVE protocol violates its requirements',
      );
    }
  }
}

function racksOf(topics: readonly KnownTopic[], metadata: TopicMetadata) {
  const rackOf = (broker: number) => metadata.rackOf(broker) ?? '';
  return new Map(
    topics.map(({ name, partitions }) => [
      name,
      partitions.map(({ replicas }) => new Set(replicas.map(rackOf).filter((r) => r !== ''))),
    ]),
  );
}
