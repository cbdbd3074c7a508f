/**
 * Topics and their partitions, as of some offset of the metadata log.
 *
 * Names are what people use, ids are what a topic is: a topic deleted and made again under its old
 * name is another topic (KIP-516). Both maps hold the same topics.
 */

import { ZERO_UUID } from '#protocol/uuid.ts';

export { ZERO_UUID };

/** A directory that is not known yet, because the replica's broker has not chosen (KIP-858). */
export const UNASSIGNED_DIRECTORY = ZERO_UUID;

/** The leader's id while a partition has none. */
export const NO_LEADER = -1;

/** What a partition's leader may have lost (KIP-841). */
export const LeaderRecoveryState = {
  RECOVERED: 0,
  /** It was elected from outside of the in-sync replicas, and has not been confirmed since. */
  RECOVERING: 1,
} as const;

export interface PartitionImage {
  /** Broker ids; the first is the preferred leader. */
  readonly replicas: readonly number[];
  /** The replicas in sync with the leader. */
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  /** Replicas that hold everything committed although they are not in sync (KIP-966). */
  readonly elr: readonly number[];
  /** The last members of the two sets above before both were empty. */
  readonly lastKnownElr: readonly number[];
  /** The leading broker's id, or `NO_LEADER`. */
  readonly leader: number;
  readonly leaderRecoveryState: number;
  /** Grows with each change of leader: record batches carry it. */
  readonly leaderEpoch: number;
  /** Grows with each change of anything here. */
  readonly partitionEpoch: number;
  /** The log directory of each replica, in the order of `replicas`. */
  readonly directories: readonly string[];
}

export interface TopicImage {
  readonly name: string;
  readonly id: string;
  /** By partition index, which counts from 0 without gaps. */
  readonly partitions: ReadonlyMap<number, PartitionImage>;
}

export class TopicsImage {
  static readonly EMPTY = new TopicsImage(new Map(), new Map());

  readonly byName: ReadonlyMap<string, TopicImage>;
  readonly byId: ReadonlyMap<string, TopicImage>;

  constructor(byName: ReadonlyMap<string, TopicImage>, byId: ReadonlyMap<string, TopicImage>) {
    this.byName = byName;
    this.byId = byId;
  }

  partition(topic: string, index: number): PartitionImage | undefined {
    return this.byName.get(topic)?.partitions.get(index);
  }

  /** Every partition of every topic, topics in the order they were created. */
  *partitions(): Generator<{ topic: TopicImage; index: number; partition: PartitionImage }> {
    for (const topic of this.byName.values()) {
      for (const [index, partition] of topic.partitions) yield { topic, index, partition };
    }
  }
}
