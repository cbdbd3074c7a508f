/**
 * Have the records that were read been cut off the log? Asked whenever a partition's leader is of a
 * newer epoch than the position is known to be good for (KIP-320).
 *
 *     read up to 42 in epoch 3;  a leader of epoch 5 now
 *     OffsetForLeaderEpoch 3 ──► epoch 3 ends at 50    the position is part of its log: go on
 *                            ──► epoch 3 ends at 30    30 to 42 were lost, others took their offsets
 *
 * Until the answer is there nothing is read. A cut log is a reason to begin anew at the cut; where
 * auto.offset.reset=none, the application is told.
 *
 * Invariant: a position without a leader epoch can't be checked, and counts as good.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import type { AssignedPartition, Position } from '#clients/consumer/assigned-partition.ts';
import { LogTruncation } from '#clients/consumer/consumer-error.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import type { TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import { KafkaError, UnsupportedApi } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from '#protocol/messages/offset-for-leader-epoch.ts';
import { partitionName } from '#storage/log-files.ts';

/** As a consumer, who is no replica. */
const CONSUMER_ID = -1;

type EpochEnd = OffsetForLeaderEpochResponse['topics'][number]['partitions'][number];

interface Doubt {
  readonly partition: AssignedPartition;
  readonly position: Position;
  readonly era: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export class PositionValidation {
  readonly #cluster: ClusterClient;
  readonly #metadata: TopicMetadata;
  readonly #settings: ConsumerSettings;

  constructor(cluster: ClusterClient, metadata: TopicMetadata, settings: ConsumerSettings) {
    this.#cluster = cluster;
    this.#metadata = metadata;
    this.#settings = settings;
  }

  /** Whether the partition's leader is newer than its position; then nothing is read of it. */
  isDue(partition: AssignedPartition): boolean {
    const { position } = partition;
    const { leaderEpoch = -1 } = this.#metadata.partition(partition) ?? {};
    if (position === undefined || leaderEpoch <= partition.validatedEpoch) return false;
    if (position.leaderEpoch === -1 || position.leaderEpoch >= leaderEpoch) {
      partition.validatedEpoch = leaderEpoch;
      return false;
    }
    partition.isValidating = true;
    return true;
  }

  /** @throws LogTruncation, KafkaError, NetworkError, RequestTimeout */
  async run(partitions: readonly AssignedPartition[]): Promise<void> {
    const byLeader = Map.groupBy(this.#doubts(partitions), ({ leaderId }) => leaderId);
    try {
      await Promise.all([...byLeader].map(([leader, doubts]) => this.#ask(leader, doubts)));
    } catch (error) {
      if (!(error instanceof UnsupportedApi)) throw error;
      for (const partition of partitions) this.#accept(partition);
    }
  }

  #doubts(partitions: readonly AssignedPartition[]): Doubt[] {
    return partitions.flatMap((partition) => {
      const { position, era } = partition;
      const known = this.#metadata.partition(partition);
      if (position === undefined || known === undefined || known.leaderId === -1) return [];
      const { leaderId, leaderEpoch } = known;
      return [{ partition, position, era, leaderId, leaderEpoch }];
    });
  }

  async #ask(leader: number, doubts: readonly Doubt[]): Promise<void> {
    const asked = doubts.map((doubt) => ({ ...doubt, topic: doubt.partition.topic }));
    const byTopic = Map.groupBy(asked, ({ topic }) => topic);
    const { topics } = await this.#cluster.ask(
      leader,
      OffsetForLeaderEpochRequest,
      OffsetForLeaderEpochResponse,
      {
        replicaId: CONSUMER_ID,
        topics: [...byTopic].map(([topic, group]) => ({
          topic,
          partitions: group.map(({ partition, position, leaderEpoch }) => ({
            partition: partition.partition,
            currentLeaderEpoch: leaderEpoch,
            leaderEpoch: position.leaderEpoch,
          })),
        })),
      },
    );
    const ends = new Map<string, EpochEnd>();
    for (const { topic, partitions } of topics) {
      for (const one of partitions) ends.set(partitionName({ ...one, topic }), one);
    }
    for (const doubt of doubts) this.#settle(doubt, ends.get(partitionName(doubt.partition)));
  }

  #settle({ partition, position, era, leaderEpoch }: Doubt, end: EpochEnd | undefined): void {
    if (partition.isGone || partition.era !== era) return;
    const errorCode = end?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    if (end === undefined || errorCode !== ErrorCode.NONE) {
      this.#metadata.outdated();
      throw new KafkaError(errorCode);
    }
    this.#accept(partition, leaderEpoch);
    const isUnknown = end.endOffset === -1 || end.leaderEpoch === -1;
    if (isUnknown || end.endOffset < position.offset) this.#cut(partition, position, end);
  }

  #accept(partition: AssignedPartition, leaderEpoch?: number): void {
    partition.isValidating = false;
    partition.validatedEpoch =
      leaderEpoch ?? this.#metadata.partition(partition)?.leaderEpoch ?? partition.validatedEpoch;
  }

  /** The log was cut before the position. */
  #cut(partition: AssignedPartition, position: Position, end: EpochEnd): void {
    const { autoOffsetReset } = this.#settings;
    const { endOffset, leaderEpoch } = end;
    const isKnown = endOffset !== -1 && leaderEpoch !== -1;
    if (autoOffsetReset === undefined) {
      const divergentOffset = isKnown ? endOffset : undefined;
      throw new LogTruncation(partition, position.offset, divergentOffset);
    }
    if (isKnown) partition.jumpTo({ offset: endOffset, leaderEpoch });
    else partition.resetTo(autoOffsetReset);
  }
}
