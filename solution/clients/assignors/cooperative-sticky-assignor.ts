/**
 * The assignor `cooperative-sticky` (KIP-429): members keep what they have while the group rebalances,
 * and say so in their subscriptions. What changes hands is withheld for one rebalance.
 *
 * Members too old to tell their generation in the subscription tell it in the user data: an int32.
 *
 * Source: org.apache.kafka.clients.consumer.CooperativeStickyAssignor.
 */
import type { Assignor, LastAssignment, MemberSubscription } from '#clients/assignors/assignor.ts';
import { withholdOwned } from '#clients/assignors/cooperative-adjustment.ts';
import { ownersOf } from '#clients/assignors/ownership.ts';
import { RackAwareness } from '#clients/assignors/rack-awareness.ts';
import { assignSticky } from '#clients/assignors/sticky-assignment.ts';
import { Reader } from '#protocol/reader.ts';
import { Writer } from '#protocol/writer.ts';

const GENERATION_SIZE = 4;

export const cooperativeStickyAssignor: Assignor = {
  name: 'cooperative-sticky',
  rebalanceProtocols: ['eager', 'cooperative'],

  subscriptionUserData(last) {
    const writer = new Writer(GENERATION_SIZE);
    writer.int32(last?.generationId ?? -1);
    return writer.bytes();
  },

  assign(partitionCounts, subscriptions, replicaRacks) {
    const claims = new Map([...subscriptions].map(([member, one]) => [member, claimOf(one)]));
    const owners = ownersOf(claims);
    const racks = new RackAwareness(subscriptions, replicaRacks);
    const shares = assignSticky({ partitionCounts, subscriptions, claims, owners, racks });
    return withholdOwned(shares, owners);
  },
};

function claimOf({ ownedPartitions, generationId, userData }: MemberSubscription): LastAssignment {
  const isTold = generationId >= 0 || userData === null || userData.length < GENERATION_SIZE;
  return {
    partitions: ownedPartitions,
    generationId: isTold ? generationId : new Reader(userData).int32(),
  };
}
