/**
 * The assignors that a consumer may be configured with, by the names on which members of all clients
 * agree, and by the classes that Java's partition.assignment.strategy names.
 */
import type { Assignor } from '#clients/assignors/assignor.ts';
import { cooperativeStickyAssignor } from '#clients/assignors/cooperative-sticky-assignor.ts';
import { RackAwareness } from '#clients/assignors/rack-awareness.ts';
import { assignRange } from '#clients/assignors/range.ts';
import { assignRangeByRack } from '#clients/assignors/range-by-rack.ts';
import { assignRoundRobin } from '#clients/assignors/round-robin.ts';
import { stickyAssignor } from '#clients/assignors/sticky-assignor.ts';

const range: Assignor = {
  name: 'range',
  rebalanceProtocols: ['eager'],
  subscriptionUserData: () => null,
  assign(partitionCounts, subscriptions, replicaRacks) {
    const racks = new RackAwareness(subscriptions, replicaRacks);
    return (
      assignRangeByRack(partitionCounts, subscriptions, racks) ??
      assignRange(partitionCounts, subscriptions)
    );
  },
};

const roundRobin: Assignor = {
  name: 'roundrobin',
  rebalanceProtocols: ['eager'],
  subscriptionUserData: () => null,
  assign: assignRoundRobin,
};

/** By the simple names of their classes in Java. */
const assignors: ReadonlyMap<string, Assignor> = new Map([
  ['RangeAssignor', range],
  ['RoundRobinAssignor', roundRobin],
  ['StickyAssignor', stickyAssignor],
  ['CooperativeStickyAssignor', cooperativeStickyAssignor],
]);

const JAVA_PACKAGE = 'org.apache.kafka.clients.consumer.';

/** The names of all that there are. */
export const assignorNames: readonly string[] = [...assignors.values()].map(({ name }) => name);

/** @param name such as `range`, or `org.apache.kafka.clients.consumer.RangeAssignor`. */
export function findAssignor(name: string): Assignor | undefined {
  if (name.startsWith(JAVA_PACKAGE)) return assignors.get(name.slice(JAVA_PACKAGE.length));
  return [...assignors.values()].find((one) => one.name === name);
}
