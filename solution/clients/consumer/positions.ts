/**
 * Sees to it that each assigned partition has a position: in the background, begun by polls.
 *
 *     just assigned ──OffsetFetch──► committed offset, or auto.offset.reset
 *     to be reset   ──ListOffsets──► an end of the log
 *     leader is new ──OffsetForLeaderEpoch──► the same position, or the place where its log was cut
 *
 * Invariant: an answer that comes after the application sought elsewhere changes nothing. What no
 * retry will change is thrown by the next poll.
 */
import { listOffsets } from '#clients/admin-records.ts';
import type { ClusterClient } from '#clients/cluster-client.ts';
import type { AssignedPartition } from '#clients/consumer/assigned-partition.ts';
import type { CommittedOffset } from '#clients/consumer/committed-offset.ts';
import { NoOffsetForPartition } from '#clients/consumer/consumer-error.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import type { News } from '#clients/consumer/news.ts';
import type { PositionValidation } from '#clients/consumer/position-validation.ts';
import { mayPass } from '#clients/consumer/request-failure.ts';
import {
  foundByReset,
  resetTimestamp,
  startingOffset,
} from '#clients/consumer/starting-offsets.ts';
import type { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** Asks the group; without a group there is nothing committed. */
export type CommittedOf = (partitions: readonly TopicPartition[]) => Promise<CommittedOffset[]>;

export class Positions {
  readonly #cluster: ClusterClient;
  readonly #subscription: SubscriptionState;
  readonly #settings: ConsumerSettings;
  readonly #committedOf: CommittedOf;
  readonly #validation: PositionValidation;
  readonly #news: News;
  /** What is being done now, by its name. */
  readonly #underWay = new Set<string>();
  #error: Error | undefined;

  constructor(
    cluster: ClusterClient,
    subscription: SubscriptionState,
    settings: ConsumerSettings,
    committedOf: CommittedOf,
    validation: PositionValidation,
    news: News,
  ) {
    this.#cluster = cluster;
    this.#subscription = subscription;
    this.#settings = settings;
    this.#committedOf = committedOf;
    this.#validation = validation;
    this.#news = news;
  }

  /**
   * Begins what is to be done.
   *
   * @throws KafkaError, NoOffsetForPartition of what was begun by an earlier call
   */
  update(): void {
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
    this.#begin(
      'place',
      (one) => !one.isPlaced,
      (partitions) => this.#place(partitions),
    );
    this.#begin(
      'reset',
      (one) => one.reset !== undefined,
      (partitions) => this.#reset(partitions),
    );
    this.#begin(
      'validate',
      (one) => this.#validation.isDue(one),
      (partitions) => this.#validation.run(partitions),
    );
  }

  #begin(
    what: string,
    isDue: (partition: AssignedPartition) => boolean,
    run: (partitions: readonly AssignedPartition[]) => Promise<void>,
  ): void {
    if (this.#underWay.has(what)) return;
    const due = [...this.#subscription.assigned].filter(isDue);
    if (due.length > 0) void this.#run(what, () => run(due));
  }

  async #run(what: string, run: () => Promise<void>): Promise<void> {
    this.#underWay.add(what);
    try {
      await run();
    } catch (error) {
      if (isPassing(error)) await this.#cluster.env.clock.sleep(this.#settings.retryBackoffMs);
      else this.#error ??= error as Error;
    }
    this.#underWay.delete(what);
    this.#news.tell();
  }

  /** Where to begin with partitions that have just been assigned. */
  async #place(partitions: readonly AssignedPartition[]): Promise<void> {
    const eras = partitions.map(({ era }) => era);
    const committed = new Map(
      (await this.#committedOf(partitions)).map((one) => [partitionName(one), one]),
    );
    const nowhere: TopicPartition[] = [];
    partitions.forEach((partition, n) => {
      if (partition.isPlaced || partition.isGone || partition.era !== eras[n]) return;
      const found = committed.get(partitionName(partition));
      const start = startingOffset(found, this.#settings.autoOffsetReset);
      if (start.kind === 'none') nowhere.push(partition);
      else partition.startAt(start);
    });
    if (nowhere.length > 0) throw new NoOffsetForPartition(nowhere);
  }

  /** Looks up the ends of logs. */
  async #reset(partitions: readonly AssignedPartition[]): Promise<void> {
    const nowMs = this.#cluster.env.clock.now();
    const queries = partitions.flatMap(({ topic, partition, reset }) =>
      reset === undefined ? [] : [{ topic, partition, timestamp: resetTimestamp(reset, nowMs) }],
    );
    const eras = new Map(partitions.map((one) => [partitionName(one), one.era]));
    const readCommitted = this.#settings.isolationLevel === 'read_committed';
    const failures: KafkaError[] = [];
    for (const found of await listOffsets(this.#cluster, queries, { readCommitted })) {
      const partition = this.#subscription.find(found);
      if (found.error !== undefined) failures.push(found.error);
      else if (partition?.era === eras.get(partitionName(found))) {
        const { offset, leaderEpoch } = found;
        partition?.startAt(foundByReset({ offset, leaderEpoch }));
      }
    }
    const failure = failures.find((error) => !isPassing(error)) ?? failures[0];
    if (failure !== undefined) throw failure;
  }
}

/** A member whose epoch is changing asks again with the new one, or has lost the partitions. */
const BETWEEN_EPOCHS: ReadonlySet<number> = new Set([
  ErrorCode.STALE_MEMBER_EPOCH,
  ErrorCode.UNKNOWN_MEMBER_ID,
]);

function isPassing(error: unknown): boolean {
  return mayPass(error) || (error instanceof KafkaError && BETWEEN_EPOCHS.has(error.code));
}
