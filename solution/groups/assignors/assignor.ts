/**
 * What an assignor of the coordinator goes by, and what it gives.
 *
 * In a consumer group (KIP-848) the coordinator shares out the partitions, where in a classic group one of
 * the members does. It computes a target; how the members get there without two of them owning a
 * partition at once is not an assignor's concern. Assignors are pure: the same members in the same
 * order get the same target.
 */
import type { PartitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';

export interface AssignedMember {
  /** The name of a static member, or null. */
  readonly instanceId: string | null;
  /** The ids of the topics that it subscribes to, as far as they exist. */
  readonly topicIds: ReadonlySet<string>;
  /** What it is to own by the last target; empty for a new member. */
  readonly target: PartitionsByTopic;
}

export interface AssignmentQuestion {
  /** By member id. Where members are equals, those that come first are served first. */
  readonly members: ReadonlyMap<string, AssignedMember>;
  /** How many partitions each topic has that a member subscribes to. */
  readonly partitionCounts: ReadonlyMap<string, number>;
}

/** The share of every member, by member id. One that keeps what it had may get the very same object. */
export type GroupShares = Map<string, PartitionsByTopic>;

export interface PartitionAssignor {
  /** By which members ask for it, and `group.consumer.assignors` names it. */
  readonly name: string;
  /**
   * Gives each partition of each topic to one of the members that subscribe to the topic.
   *
   * @throws Error where a member subscribes to a topic without a count: the caller has to leave out
   *   topics that do not exist.
   */
  assign(question: AssignmentQuestion): GroupShares;
}

/** The partitions of a topic that a member subscribes to. */
export function partitionCountOf(counts: ReadonlyMap<string, number>, topicId: string): number {
  const count = counts.get(topicId);
  if (count === undefined) throw new Error(`a member subscribes to ${topicId}, which has no count`);
  return count;
}
