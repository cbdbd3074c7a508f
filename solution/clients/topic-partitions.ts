/**
 * What a producer or consumer has to know of a topic: its id, and the leader of each partition.
 *
 * It is asked for at first use and forgotten when an answer shows that it is out of date.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { KafkaError, throwIfError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';

export interface KnownTopic {
  readonly topicId: string;
  /** By partition, from 0 on; -1 where there is no leader. */
  readonly leaders: readonly number[];
}

export class TopicPartitions {
  readonly #cluster: ClusterClient;
  readonly #allowAutoCreation: boolean;
  readonly #known = new Map<string, Promise<KnownTopic>>();
  readonly #names = new Map<string, string>();

  constructor(cluster: ClusterClient, options: { readonly allowAutoCreation: boolean }) {
    this.#cluster = cluster;
    this.#allowAutoCreation = options.allowAutoCreation;
  }

  /** The topic as it was last known. Throws a KafkaError where there is none. */
  of(topic: string): Promise<KnownTopic> {
    let known = this.#known.get(topic);
    if (known === undefined) {
      known = this.#lookUp(topic);
      this.#known.set(topic, known);
      known.catch(() => this.#known.delete(topic));
    }
    return known;
  }

  /** The broker that leads a partition. Throws a KafkaError where there is none now. */
  async leaderOf(topic: string, partition: number): Promise<number> {
    const { leaders } = await this.of(topic);
    const leader = leaders[partition];
    if (leader === undefined) throw new KafkaError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    if (leader === -1) throw new KafkaError(ErrorCode.LEADER_NOT_AVAILABLE);
    return leader;
  }

  /** The name of a topic by its id: answers of newer versions hold only that. */
  nameOf(topicId: string): string | undefined {
    return this.#names.get(topicId);
  }

  /** Looks the topic up again at its next use. */
  forget(topic: string): void {
    this.#known.delete(topic);
  }

  async #lookUp(topic: string): Promise<KnownTopic> {
    const { topics } = await this.#cluster.metadata([topic], this.#allowAutoCreation);
    const found = topics.find(({ name }) => name === topic);
    const code = found?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    if (code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && this.#allowAutoCreation) {
      // The question itself has a broker create the topic: it will be there in a moment.
      throw new KafkaError(
        ErrorCode.LEADER_NOT_AVAILABLE,
        `Topic ${topic} not present in metadata.`,
      );
    }
    throwIfError(code);
    const leaders: number[] = [];
    for (const { partitionIndex, leaderId } of found?.partitions ?? []) {
      leaders[partitionIndex] = leaderId;
    }
    const topicId = found?.topicId ?? '';
    this.#names.set(topicId, topic);
    return { topicId, leaders };
  }
}
