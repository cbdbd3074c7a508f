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
import { ClusterClient } from '#clients/cluster-client.ts';
import type { Position } from '#clients/consumer/assigned-partition.ts';
import { AutoCommitter } from '#clients/consumer/auto-committer.ts';
import type { CommittedOffset, OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import {
  CallTimeout,
  IllegalArgument,
  IllegalState,
  InvalidGroupId,
  Wakeup,
} from '#clients/consumer/consumer-error.ts';
import {
  type ConsumerOptions,
  type ConsumerSettings,
  consumerSettings,
} from '#clients/consumer/consumer-options.ts';
import { Fetcher } from '#clients/consumer/fetcher.ts';
import { GroupPart } from '#clients/consumer/group-part.ts';
import type { GroupMetadata } from '#clients/consumer/membership.ts';
import { News } from '#clients/consumer/news.ts';
import type { CommitCallback } from '#clients/consumer/offset-commits.ts';
import {
  type OffsetAndTimestamp,
  OffsetQueries,
  type PartitionOffset,
  type TimeToSearch,
} from '#clients/consumer/offset-queries.ts';
import { EARLIEST, LATEST, type OffsetReset } from '#clients/consumer/offset-reset.ts';
import { Positions } from '#clients/consumer/positions.ts';
import type { RebalanceListener } from '#clients/consumer/rebalance-listener.ts';
import type { SubscriptionPattern } from '#clients/consumer/subscription-pattern.ts';
import { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import { type KnownTopic, TopicMetadata } from '#clients/consumer/topic-metadata.ts';
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
  readonly #settings: ConsumerSettings;
  readonly #cluster: ClusterClient;
  readonly #subscription = new SubscriptionState();
  readonly #news = new News();
  readonly #metadata: TopicMetadata;
  readonly #positions: Positions;
  readonly #fetcher: Fetcher;
  readonly #queries: OffsetQueries;
  readonly #group: GroupPart | undefined;
  readonly #autoCommitter: AutoCommitter | undefined;
  #isPolling = false;
  #isWoken = false;
  #isClosed = false;

  /** @throws InvalidBootstrapServers, InvalidGroupId, IllegalArgument */
  constructor(env: Env, options: ConsumerOptions) {
    this.#env = env;
    this.#settings = consumerSettings(options);
    this.#cluster = new ClusterClient(env, { clientId: 'gregor-consumer', ...options });
    const { settings, subscription, cluster, news } = this.#parts();
    this.#metadata = new TopicMetadata(cluster, settings, () => this.#metadataChanged());
    this.#queries = new OffsetQueries(cluster, settings.isolationLevel === 'read_committed');
    const parts = { env, settings, subscription, metadata: this.#metadata, news };
    const { groupId } = settings;
    if (groupId !== undefined) this.#group = new GroupPart(groupId, cluster, parts);
    if (this.#group !== undefined && settings.enableAutoCommit) {
      this.#autoCommitter = new AutoCommitter(env, settings, this.#group, subscription);
      this.#group.autoCommitter = this.#autoCommitter;
    }
    const committedOf = (partitions: readonly TopicPartition[]) =>
      this.#group?.committed(partitions) ?? Promise.resolve([]);
    this.#positions = new Positions(cluster, subscription, settings, committedOf, news);
    this.#fetcher = new Fetcher(cluster, this.#metadata, subscription, settings, news);
  }

  #parts() {
    return {
      settings: this.#settings,
      subscription: this.#subscription,
      cluster: this.#cluster,
      news: this.#news,
    };
  }

  /**
   * Reads these topics, or those whose whole names match, as a member of the group. A RegExp is
   * this client's to evaluate; a SubscriptionPattern the broker's (consumer protocol only).
   *
   * @throws InvalidGroupId, IllegalArgument, IllegalState
   */
  async subscribe(
    topics: readonly string[] | RegExp | SubscriptionPattern,
    listener?: RebalanceListener,
  ): Promise<void> {
    const group = this.#needGroup();
    if (Array.isArray(topics)) {
      if (topics.length === 0) return this.unsubscribe();
      this.#subscribeTo(topics);
    } else if (topics instanceof RegExp) {
      this.#subscribeMatching(topics);
    } else {
      group.requireConsumerProtocol();
      this.#subscription.subscribeByBrokerPattern((topics as SubscriptionPattern).pattern);
    }
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
    this.#autoCommitter?.poll();
    this.#subscription.assignByUser(partitions);
    this.#metadata.want(new Set(partitions.map(({ topic }) => topic)));
  }

  /** Gives all partitions back and leaves the group. */
  async unsubscribe(): Promise<void> {
    this.#ensureOpen();
    try {
      await this.#group?.leave('the consumer unsubscribed from all topics', {});
    } finally {
      this.#subscription.unsubscribe();
      this.#metadata.want(new Set());
    }
  }

  /** The topics that are subscribed to. */
  subscription(): ReadonlySet<string> {
    return new Set(this.#subscription.topics);
  }

  /** The partitions that are read. */
  assignment(): TopicPartition[] {
    return [...this.#subscription.assigned].map(({ topic, partition }) => ({ topic, partition }));
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
    if (this.#subscription.kind === 'none') {
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
    timeoutMs = this.#settings.apiTimeoutMs,
  ): Promise<number> {
    this.#ensureOpen();
    const assigned = this.#subscription.find(partition);
    if (assigned === undefined) {
      throw new IllegalState(
        'You can only check the position for partitions assigned to this consumer.',
      );
    }
    const { clock } = this.#env;
    const deadline = clock.monotonicMs() + timeoutMs;
    for (;;) {
      this.#throwIfWoken();
      if (assigned.position !== undefined) return assigned.position.offset;
      this.#positions.update();
      const leftMs = deadline - clock.monotonicMs();
      if (leftMs <= 0) {
        throw new CallTimeout(
          `Timeout of ${timeoutMs}ms expired before the position for partition ` +
            `${partitionName(partition)} could be determined`,
        );
      }
      await this.#news.next(clock, leftMs);
    }
  }

  /** Goes on from another place. */
  seek({ topic, partition, offset, leaderEpoch = -1 }: SeekPosition): void {
    this.#ensureOpen();
    if (offset < 0) throw new IllegalArgument('seek offset must not be a negative number');
    this.#subscription.get({ topic, partition }).jumpTo({ offset, leaderEpoch });
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
    for (const one of partitions) this.#subscription.get(one).isPaused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#ensureOpen();
    for (const one of partitions) this.#subscription.get(one).isPaused = false;
    this.#news.tell();
  }

  paused(): TopicPartition[] {
    const paused = [...this.#subscription.assigned].filter(({ isPaused }) => isPaused);
    return paused.map(({ topic, partition }) => ({ topic, partition }));
  }

  /**
   * Commits offsets, or where left out the positions: all that polls have returned. Tries again
   * while that may help.
   *
   * @throws CommitFailed, RebalanceInProgress, FencedInstanceId, CallTimeout, KafkaError
   */
  async commitSync(
    offsets: readonly OffsetToCommit[] = this.#consumed(),
    timeoutMs = this.#settings.apiTimeoutMs,
  ): Promise<void> {
    await this.#needGroup().commits.commitSync(offsets, timeoutMs);
  }

  /** Commits without waiting, once. `callback` is called in a later poll, commit or close. */
  commitAsync(
    offsets: readonly OffsetToCommit[] = this.#consumed(),
    callback?: CommitCallback,
  ): void {
    const { commits } = this.#needGroup();
    commits.runCallbacks();
    void commits.commitAsync(offsets, callback);
  }

  /** What the group has committed; partitions without a committed offset are left out. */
  async committed(
    partitions: readonly TopicPartition[],
    timeoutMs = this.#settings.apiTimeoutMs,
  ): Promise<CommittedOffset[]> {
    return this.#needGroup().committedWithin(partitions, timeoutMs);
  }

  beginningOffsets(partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    return this.#queries.beginnings(partitions);
  }

  endOffsets(partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    return this.#queries.ends(partitions);
  }

  /** In each partition the first record that is not older; left out where there is none. */
  offsetsForTimes(times: readonly TimeToSearch[]): Promise<OffsetAndTimestamp[]> {
    return this.#queries.forTimes(times);
  }

  /** A topic's partitions, with their leaders; none where there is no such topic. */
  async partitionsFor(topic: string): Promise<KnownTopic['partitions']> {
    this.#ensureOpen();
    const found = await this.#cluster.attempt('metadata', () => this.#metadata.lookUp([topic]));
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

  /** Ends a poll that waits, with a `Wakeup`; or the next one. */
  wakeup(): void {
    this.#isWoken = true;
    this.#news.tell();
  }

  /** Commits what was read if that is automatic, leaves the group, and ends the connections. */
  async close(options: CloseOptions = {}): Promise<void> {
    if (this.#isClosed) return;
    const { timeoutMs = CLOSE_TIMEOUT_MS } = options;
    if (timeoutMs < 0) throw new IllegalArgument('The timeout cannot be negative.');
    const deadline = this.#env.clock.monotonicMs() + timeoutMs;
    try {
      await this.#autoCommitter?.commitNow(timeoutMs);
      await this.#group?.commits.settled();
      this.#group?.commits.runCallbacks();
      const leftMs = Math.max(0, deadline - this.#env.clock.monotonicMs());
      await this.#group?.leave('the consumer is being closed', {
        timeoutMs: leftMs,
        groupMembership: options.groupMembership,
      });
    } finally {
      this.#isClosed = true;
      this.#subscription.unsubscribe();
      this.#group?.close();
      this.#metadata.close();
      await this.#cluster.close();
    }
  }

  async #pollUntil(deadline: number): Promise<ConsumedRecord[]> {
    const { clock } = this.#env;
    for (;;) {
      this.#throwIfWoken();
      await this.#update();
      const records = this.#fetcher.take(this.#settings.maxPollRecords);
      this.#fetcher.fetch();
      const leftMs = deadline - clock.monotonicMs();
      if (records.length > 0 || leftMs <= 0) return records;
      await this.#news.next(clock, Math.min(leftMs, this.#settings.heartbeatIntervalMs));
    }
  }

  /** All that a poll has to see to before it looks for records. */
  async #update(): Promise<void> {
    const error = this.#metadata.takeError();
    if (error !== undefined) throw error;
    this.#group?.commits.runCallbacks();
    await this.#group?.poll();
    this.#autoCommitter?.poll();
    this.#positions.update();
  }

  #subscribeTo(topics: readonly string[]): void {
    if (topics.some((topic) => topic.trim() === '')) {
      throw new IllegalArgument(
        'Topic collection to subscribe to cannot contain null or empty topic',
      );
    }
    this.#subscription.subscribeTo(topics);
    this.#metadata.want(this.#subscription.topics);
  }

  #subscribeMatching({ source, flags }: RegExp): void {
    if (source === '(?:)') {
      throw new IllegalArgument('Topic pattern to subscribe to cannot be empty');
    }
    const whole = new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''));
    this.#subscription.subscribeByPattern((topic) => {
      const isHidden = this.#settings.excludeInternalTopics && INTERNAL_TOPICS.has(topic);
      return !isHidden && whole.test(topic);
    });
    this.#metadata.want('all');
    this.#metadata.outdated();
  }

  #metadataChanged(): void {
    if (this.#subscription.kind === 'pattern') {
      this.#subscription.matchTopics(this.#metadata.topics.keys());
    }
    this.#news.tell();
  }

  #seekTo(reset: OffsetReset, partitions: readonly TopicPartition[]): void {
    this.#ensureOpen();
    const all = partitions.length === 0 ? this.assignment() : partitions;
    for (const one of all) this.#subscription.get(one).resetTo(reset);
  }

  /** Where the application has got to in each partition. */
  #consumed(): OffsetToCommit[] {
    return this.#subscription.consumed();
  }

  #needGroup(): GroupPart {
    this.#ensureOpen();
    if (this.#group === undefined) throw new InvalidGroupId();
    return this.#group;
  }

  #ensureOpen(): void {
    if (this.#isClosed) throw new IllegalState('This consumer has already been closed.');
  }

  #throwIfWoken(): void {
    if (!this.#isWoken) return;
    this.#isWoken = false;
    throw new Wakeup('The consumer was woken up.');
  }
}

export type { Position };

const INTERNAL_TOPICS: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);
