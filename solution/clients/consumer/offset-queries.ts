/**
 * What a consumer may ask about offsets, whatever it reads itself: ends of logs, and times.
 */
import { listOffsets, OffsetSpec } from '#clients/admin-records.ts';
import type { ClusterClient } from '#clients/cluster-client.ts';
import { IllegalArgument } from '#clients/consumer/consumer-error.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import { partitionName } from '#storage/log-files.ts';

export interface TimeToSearch extends TopicPartition {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** The first record that is not older than the time asked for. */
export interface OffsetAndTimestamp extends TopicPartition {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

export interface PartitionOffset extends TopicPartition {
  readonly offset: number;
}

export class OffsetQueries {
  readonly #cluster: ClusterClient;
  readonly #readCommitted: boolean;

  constructor(cluster: ClusterClient, readCommitted: boolean) {
    this.#cluster = cluster;
    this.#readCommitted = readCommitted;
  }

  beginnings(partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    return this.#offsets(partitions, OffsetSpec.EARLIEST);
  }

  /** With read_committed, where the oldest open transaction begins. */
  ends(partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    return this.#offsets(partitions, OffsetSpec.LATEST);
  }

  /** Partitions without such a record are left out. */
  async forTimes(times: readonly TimeToSearch[]): Promise<OffsetAndTimestamp[]> {
    for (const one of times) {
      if (one.timestamp >= 0) continue;
      throw new IllegalArgument(
        `The target time for partition ${partitionName(one)} is ${one.timestamp}. The target time ` +
          'cannot be negative.',
      );
    }
    return (await this.#ask(times)).filter(({ offset }) => offset >= 0);
  }

  async #offsets(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<PartitionOffset[]> {
    const queries = partitions.map(({ topic, partition }) => ({ topic, partition, timestamp }));
    const found = await this.#ask(queries);
    return found.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
  }

  #ask(times: readonly TimeToSearch[]): Promise<OffsetAndTimestamp[]> {
    return this.#cluster.attempt('listOffsets', async () => {
      const readCommitted = this.#readCommitted;
      const results = await listOffsets(this.#cluster, times, { readCommitted });
      return results.map((result) => {
        if (result.error !== undefined) throw result.error;
        const { topic, partition, offset, timestamp, leaderEpoch } = result;
        return { topic, partition, offset, timestamp, leaderEpoch };
      });
    });
  }
}
