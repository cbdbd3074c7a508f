/**
 * A consumer: reads topics, alone or as one of a group that shares their partitions.
 *
 *     const consumer = new Consumer(env, { bootstrapServers, groupId: 'billing' });
 *     await consumer.subscribe(['orders']);
 *     for (;;) {
 *       for (const record of await consumer.poll(1000)) …
 *     }
 *
 * Its methods are those of Kafka's consumer, by their names. The application polls, and polls
 * again: all that concerns it (partitions that come and go, records, failures) happens in its
 * polls. Behind them, requests are answered, heartbeats sent and records fetched ahead.
 *
 *     poll ─► membership  who am I in the group: classic-membership.ts, consumer-membership.ts
 *          ─► auto-commit what earlier polls have returned: auto-commit.ts
 *          ─► positions   where to begin: positions.ts
 *          ─► fetcher     what has come: fetcher.ts
 *
 * Invariant: a poll commits only what earlier polls have returned. If the application fails before
 * it polls again, what it was given last is read again by whoever gets the partition.
 */
import type { CommittedOffset, OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import {
  CallTimeout,
  IllegalArgument,
  IllegalState,
  InvalidGroupId,
} from '#clients/consumer/consumer-error.ts';
import type { ConsumerOptions } from '#clients/consumer/consumer-options.ts';
import { type ConsumerParts, consumerParts } from '#clients/consumer/consumer-parts.ts';
import type { GroupPart } from '#clients/consumer/group-part.ts';
import type { GroupMetadata } from '#clients/consumer/membership.ts';
import type { CommitCallback } from '#clients/consumer/offset-commits.ts';
import type {
  OffsetAndTimestamp,
  PartitionOffset,
  TimeToSearch,
} from '#clients/consumer/offset-queries.ts';
import { EARLIEST, LATEST, type OffsetReset } from '#clients/consumer/offset-reset.ts';
import type { RebalanceListener } from '#clients/consumer/rebalance-listener.ts';
import { chooseTopics, type TopicChoice } from '#clients/consumer/topic-choice.ts';
import type { KnownTopic } from '#clients/consumer/topic-metadata.ts';
import { Wakeups } from '#clients/consumer/wakeups.ts';
import type { Env } from '#env/env.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** Where to go on, as `seek` takes it. */
export interface SeekPosition extends TopicPartition {
  readonly offset: number;
  readonly leaderEpoch?: number;
}

export interface CloseOptions {
  /** How long the last commit and the farewell may take. */
  readonly timeoutMs?: number;
  /** Left out: a static member stays in its group, until its session is over. */
  readonly groupMembership?: 'leave-group' | 'remain-in-group';
}

const CLOSE_TIMEOUT_MS = 30_000;

export class Consumer {
  readonly #env: Env;
  readonly #parts: ConsumerParts;
  #isPolling = false;
  readonly #wakeups = new Wakeups();
  #isClosed = false;

  /** @throws InvalidBootstrapServers, InvalidGroupId, IllegalArgument */
  constructor(env: Env, options: ConsumerOptions) {
    this.#env = env;
    this.#parts = consumerParts(env, options);
  }

  /**
   * Reads these topics, or those whose whole names match, as a member of the group. A RegExp is
   * this client's to evaluate; a SubscriptionPattern the broker's (consumer protocol only).
   *
   * @throws InvalidGroupId, IllegalArgument, IllegalState
   */
  async subscribe(topics: TopicChoice, listener?: RebalanceListener): Promise<void> {
    const group = this.#needGroup();
    if (Array.isArray(topics) && topics.length === 0) return this.unsubscribe();
    group.requireSupport(topics);
    const { subscription, metadata, settings } = this.#parts;
    chooseTopics(topics, subscription, metadata, settings);
    group.handover.listener = listener;
    group.join();
  }

  /** Reads these partitions, whoever else does. */
  async assign(partitions: readonly TopicPartition[]): Promise<void> {
    this.#ensureOpen();
    if (partitions.length === 0) return this.unsubscribe();
    if (partitions.some(({ topic }) => topic.trim() === '')) {
      throw new IllegalArgument('Topic partitions to assign to cannot have null or empty topic');
    }
    this.#parts.autoCommitter?.poll();
    this.#parts.subscription.assignByUser(partitions);
    this.#parts.metadata.want(new Set(partitions.map(({ topic }) => topic)));
  }

  /** Gives all partitions back and leaves the group. */
  async unsubscribe(): Promise<void> {
    this.#ensureOpen();
    try {
      await this.#parts.group?.leave('the consumer unsubscribed from all topics', {});
    } finally {
      this.#parts.subscription.unsubscribe();
      this.#parts.metadata.want(new Set());
    }
  }

  /** The topics that are subscribed to. */
  subscription(): ReadonlySet<string> {
    return new Set(this.#parts.subscription.topics);
  }

  /** The partitions that are read. */
  assignment(): TopicPartition[] {
    return [...this.#parts.subscription.assigned].map(({ topic, partition }) => ({
      topic,
      partition,
    }));
  }

  /**
   * The next records, at most max.poll.records; none when nothing came within `timeoutMs`.
   *
   * @throws KafkaError, NoOffsetForPartition, OffsetOutOfRange, FencedInstanceId, Wakeup,
   *   IllegalState, and what a rebalance listener has thrown
   */
  async poll(timeoutMs: number): Promise<ConsumedRecord[]> {
    this.#ensureOpen();
    if (this.#isPolling) throw new IllegalState('The consumer is being polled already.');
    if (this.#parts.subscription.kind === 'none') {
      throw new IllegalState('Consumer is not subscribed to any topics or assigned any partitions');
    }
    this.#isPolling = true;
    try {
      return await this.#pollUntil(this.#env.clock.monotonicMs() + timeoutMs);
    } finally {
      this.#isPolling = false;
    }
  }

  /** The offset of the next record that a poll returns; looked up if it is not known yet. */
  async position(
    partition: TopicPartition,
    timeoutMs = this.#parts.settings.apiTimeoutMs,
  ): Promise<number> {
    this.#ensureOpen();
    const assigned = this.#parts.subscription.find(partition);
    if (assigned === undefined) {
      throw new IllegalState(
        'You can only check the position for partitions assigned to this consumer.',
      );
    }
    const { clock } = this.#env;
    const deadline = clock.monotonicMs() + timeoutMs;
    for (;;) {
      this.#wakeups.throwIfWoken();
      if (assigned.position !== undefined) return assigned.position.offset;
      this.#parts.positions.update();
      const leftMs = deadline - clock.monotonicMs();
      if (leftMs <= 0) {
        throw new CallTimeout(
          `Timeout of ${timeoutMs}ms expired before the position for partition ` +
            `${partitionName(partition)} could be determined`,
        );
      }
      await this.#parts.news.next(clock, leftMs);
    }
  }

  /** Goes on from another place. */
  seek({ topic, partition, offset, leaderEpoch = -1 }: SeekPosition): void {
    this.#ensureOpen();
    if (offset < 0) throw new IllegalArgument('seek offset must not be a negative number');
    this.#parts.subscription.get({ topic, partition }).jumpTo({ offset, leaderEpoch });
  }

  /** Goes on from the first records there are; without partitions, in all of them. */
  seekToBeginning(partitions: readonly TopicPartition[] = []): void {
    this.#seekTo(EARLIEST, partitions);
  }

  /** Goes on with what comes from now on. */
  seekToEnd(partitions: readonly TopicPartition[] = []): void {
    this.#seekTo(LATEST, partitions);
  }

  /** Returns no more records of these partitions until `resume`; they stay this consumer's. */
  pause(partitions: readonly TopicPartition[]): void {
    this.#ensureOpen();
    for (const one of partitions) this.#parts.subscription.get(one).isPaused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#ensureOpen();
    for (const one of partitions) this.#parts.subscription.get(one).isPaused = false;
    this.#parts.news.tell();
  }

  paused(): TopicPartition[] {
    const paused = [...this.#parts.subscription.assigned].filter(({ isPaused }) => isPaused);
    return paused.map(({ topic, partition }) => ({ topic, partition }));
  }

  /**
   * Commits offsets, or where left out the positions: all that polls have returned. Tries again
   * while that may help.
   *
   * @throws CommitFailed, RebalanceInProgress, FencedInstanceId, CallTimeout, KafkaError
   */
  async commitSync(
    offsets: readonly OffsetToCommit[] = this.#parts.subscription.consumed(),
    timeoutMs = this.#parts.settings.apiTimeoutMs,
  ): Promise<void> {
    await this.#wakeups.during(this.#needGroup().commits.commitSync(offsets, timeoutMs));
  }

  /** Commits without waiting, once. `callback` is called in a later poll, commit or close. */
  commitAsync(
    offsets: readonly OffsetToCommit[] = this.#parts.subscription.consumed(),
    callback?: CommitCallback,
  ): void {
    const { commits } = this.#needGroup();
    commits.runCallbacks();
    void commits.commitAsync(offsets, callback);
  }

  /** What the group has committed; partitions without a committed offset are left out. */
  async committed(
    partitions: readonly TopicPartition[],
    timeoutMs = this.#parts.settings.apiTimeoutMs,
  ): Promise<CommittedOffset[]> {
    return this.#wakeups.during(this.#needGroup().committedWithin(partitions, timeoutMs));
  }

  async beginningOffsets(partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    this.#ensureOpen();
    return this.#wakeups.during(this.#parts.queries.beginnings(partitions));
  }

  async endOffsets(partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    this.#ensureOpen();
    return this.#wakeups.during(this.#parts.queries.ends(partitions));
  }

  /** In each partition the first record that is not older; left out where there is none. */
  async offsetsForTimes(times: readonly TimeToSearch[]): Promise<OffsetAndTimestamp[]> {
    this.#ensureOpen();
    return this.#wakeups.during(this.#parts.queries.forTimes(times));
  }

  /** A topic's partitions, with their leaders; none where there is no such topic. */
  async partitionsFor(topic: string): Promise<KnownTopic['partitions']> {
    this.#ensureOpen();
    const found = await this.#parts.cluster.attempt('metadata', () =>
      this.#parts.metadata.lookUp([topic]),
    );
    return found.find(({ name }) => name === topic)?.partitions ?? [];
  }

  /** Who this consumer is in its group now. */
  groupMetadata(): GroupMetadata {
    return this.#needGroup().metadata;
  }

  /** Joins the group again at the next poll, whatever for. */
  enforceRebalance(reason = 'rebalance enforced by user'): void {
    this.#needGroup().rejoin(reason);
  }

  /** Ends the call that waits, with a `Wakeup`; or the next one that would. */
  wakeup(): void {
    this.#wakeups.wake();
    this.#parts.news.tell();
  }

  /** Commits what was read if that is automatic, leaves the group, and ends the connections. */
  async close(options: CloseOptions = {}): Promise<void> {
    if (this.#isClosed) return;
    const { timeoutMs = CLOSE_TIMEOUT_MS } = options;
    if (timeoutMs < 0) throw new IllegalArgument('The timeout cannot be negative.');
    const deadline = this.#env.clock.monotonicMs() + timeoutMs;
    try {
      await this.#parts.autoCommitter?.beforeClose(timeoutMs);
      await this.#parts.group?.commits.settled();
      this.#parts.group?.commits.runCallbacks();
      const leftMs = Math.max(0, deadline - this.#env.clock.monotonicMs());
      await this.#parts.group?.leave('the consumer is being closed', {
        timeoutMs: leftMs,
        groupMembership: options.groupMembership,
      });
    } finally {
      this.#isClosed = true;
      this.#parts.subscription.unsubscribe();
      this.#parts.group?.close();
      this.#parts.metadata.close();
      await this.#parts.cluster.close();
    }
  }

  async #pollUntil(deadline: number): Promise<ConsumedRecord[]> {
    const { clock } = this.#env;
    for (;;) {
      this.#wakeups.throwIfWoken();
      await this.#update();
      const records = this.#parts.fetcher.take(this.#parts.settings.maxPollRecords);
      this.#parts.fetcher.fetch();
      const leftMs = deadline - clock.monotonicMs();
      if (records.length > 0 || leftMs <= 0) return records;
      await this.#parts.news.next(
        clock,
        Math.min(leftMs, this.#parts.settings.heartbeatIntervalMs),
      );
    }
  }

  /** All that a poll has to see to before it looks for records. */
  async #update(): Promise<void> {
    const error = this.#parts.metadata.takeError();
    if (error !== undefined) throw error;
    this.#parts.group?.commits.runCallbacks();
    // First of all: what earlier polls have returned is done, also for a rebalance that begins now.
    this.#parts.autoCommitter?.poll();
    await this.#parts.group?.poll();
    this.#parts.positions.update();
  }

  #seekTo(reset: OffsetReset, partitions: readonly TopicPartition[]): void {
    this.#ensureOpen();
    const all = partitions.length === 0 ? this.assignment() : partitions;
    for (const one of all) this.#parts.subscription.get(one).resetTo(reset);
  }

  #needGroup(): GroupPart {
    this.#ensureOpen();
    if (this.#parts.group === undefined) throw new InvalidGroupId();
    return this.#parts.group;
  }

  #ensureOpen(): void {
    if (this.#isClosed) throw new IllegalState('This consumer has already been closed.');
  }
}
