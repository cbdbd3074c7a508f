/**
 * The assignor `sticky`: eager, so members give everything back before they join, and tell by their user
 * data what that was.
 *
 * Source: org.apache.kafka.clients.consumer.StickyAssignor.
 */
import type { Assignor } from '#clients/assignors/assignor.ts';
import { ownersOf } from '#clients/assignors/ownership.ts';
import { RackAwareness } from '#clients/assignors/rack-awareness.ts';
import { assignSticky } from '#clients/assignors/sticky-assignment.ts';
import { readStickyUserData, writeStickyUserData } from '#clients/assignors/sticky-user-data.ts';

export const stickyAssignor: Assignor = {
  name: 'sticky',
  rebalanceProtocols: ['eager'],

  subscriptionUserData: (last) => (last === undefined ? null : writeStickyUserData(last)),

  assign(partitionCounts, subscriptions, replicaRacks) {
    const claims = new Map(
      [...subscriptions].map(([member, { userData }]) => [member, readStickyUserData(userData)]),
    );
    const owners = ownersOf(claims);
    const racks = new RackAwareness(subscriptions, replicaRacks);
    return assignSticky({ partitionCounts, subscriptions, claims, owners, racks });
  },
};
