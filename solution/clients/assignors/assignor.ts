/**
 * An assignor: decides which member of a classic group reads which partitions.
 *
 * In a classic group the broker decides nothing. All members tell it what they want, it hands that to
 * one of them, the leader, and the leader's assignor shares the partitions out:
 *
 *     member a ─┐ subscriptions           ┌─► assignment of a
 *     member b ─┼──► broker ──► leader:   ├─► assignment of b     again by way of the broker
 *     leader c ─┘               assign() ─┴─► assignment of c
 *
 * Since any member may become leader, all have to know the assignor that the group follows; its name
 * is what they agree on. An assignor remembers nothing between calls: what a member has to remember,
 * it is told by the one who uses it (`LastAssignment`).
 *
 * Source: org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.
 */
import type { TopicPartition } from '#storage/log-files.ts';

/**
 * What members do with their partitions while the group rebalances (KIP-429). Eager: give all back
 * before they join again, so that anyone may get them. Cooperative: keep them, and give back what the
 * new assignment lacks; it goes to its next owner in one more rebalance.
 */
export type RebalanceProtocol = 'eager' | 'cooperative';

/** What a member told the leader. */
export interface MemberSubscription {
  readonly topics: readonly string[];
  /** What its own assignor had to add, in a format of the assignor's, or null. */
  readonly userData: Uint8Array | null;
  /** What it owns while it joins: nothing if it is eager, or too old to say. */
  readonly ownedPartitions: readonly TopicPartition[];
  /** The last generation that it was part of, -1 if of none, or too old to say. */
  readonly generationId: number;
  readonly rackId: string | null;
  /** Its static name (KIP-345): not in the subscription but in the broker's answer to the leader. */
  readonly groupInstanceId: string | null;
}

/** By member id. */
export type MemberSubscriptions = ReadonlyMap<string, MemberSubscription>;

/**
 * How many partitions each topic has. Topics that nobody subscribes to don't matter; one that is
 * subscribed to and missing here does not exist (yet).
 */
export type PartitionCounts = ReadonlyMap<string, number>;

/** The racks of each partition's replicas, by topic, then by partition number. */
export type ReplicaRacks = ReadonlyMap<string, readonly ReadonlySet<string>[]>;

/** Who reads what: an entry for every member, by member id. */
export type Assignment = Map<string, TopicPartition[]>;

/** What a member was assigned when it last was assigned anything, and in which generation. */
export interface LastAssignment {
  readonly partitions: readonly TopicPartition[];
  readonly generationId: number;
}

export interface Assignor {
  /** What members agree on: 'range', 'roundrobin', 'sticky', 'cooperative-sticky'. */
  readonly name: string;
  /** What its assignments allow members to do. The last one that all assignors allow is done. */
  readonly rebalanceProtocols: readonly RebalanceProtocol[];
  /**
   * What a member's subscription says to the leader's assignor.
   *
   * @param last kept also while the member has given everything back; undefined before the first one.
   */
  subscriptionUserData(last: LastAssignment | undefined): Uint8Array | null;
  /**
   * Shares out all partitions of the subscribed topics: each to exactly one member, and only to one
   * that subscribes to its topic. (A cooperative one leaves out what is still to be given back.)
   *
   * @param replicaRacks where known, members are given partitions of their own rack, as far as that
   *   costs no balance (KIP-881).
   */
  assign(
    partitionCounts: PartitionCounts,
    subscriptions: MemberSubscriptions,
    replicaRacks?: ReplicaRacks,
  ): Assignment;
}
