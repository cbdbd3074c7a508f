/**
 * Fetches ahead of the application, and hands out what has come.
 *
 *     leader 1 ◄── Fetch a-0 b-0 ──                          ┌─► poll: up to max.poll.records
 *              ─── a-0: 1 MiB, b-0: nothing ──► buffered: a-0 a-0 ...
 *     leader 2 ◄── Fetch a-1 ──     (one request at a time to each leader)
 *
 * A leader is asked for the next records of a partition while the application works on those that
 * came before; but not while two answers' worth of any partition are waiting, which bounds the
 * memory. All partitions of a leader go into one request, so that one without news does not hold up
 * the others.
 *
 * Invariant: a partition's records are handed out in order, each once, and only while nothing has
 * happened to its position since they were asked for.
 */

import type { ClusterClient } from '#clients/cluster-client.ts';
import type { AssignedPartition, Position } from '#clients/consumer/assigned-partition.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import { FetchOutcome } from '#clients/consumer/fetch-outcome.ts';
import { type FetchAsk, fetchFrom } from '#clients/consumer/fetch-request.ts';
import { FetchedRecords, type PartitionAnswer } from '#clients/consumer/fetched-records.ts';
import type { News } from '#clients/consumer/news.ts';
import type { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import type { TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** Answers that may wait for the application, of one partition. */
const MOST_BUFFERED = 2;
/** A leader that has answered with nothing, before its time: it may be going down. */
const EMPTY_PAUSE_MS = 10;

export class Fetcher {
  readonly #cluster: ClusterClient;
  readonly #metadata: TopicMetadata;
  readonly #subscription: SubscriptionState;
  readonly #settings: ConsumerSettings;
  readonly #news: News;
  #buffered: FetchedRecords[] = [];
  readonly #busyLeaders = new Set<number>();
  readonly #notBeforeMs = new Map<number, number>();
  readonly #outcome: FetchOutcome;

  constructor(
    cluster: ClusterClient,
    metadata: TopicMetadata,
    subscription: SubscriptionState,
    settings: ConsumerSettings,
    news: News,
  ) {
    this.#cluster = cluster;
    this.#metadata = metadata;
    this.#subscription = subscription;
    this.#settings = settings;
    this.#news = news;
    this.#outcome = new FetchOutcome(metadata, settings);
  }

  /** Asks every leader that is idle for what comes next. */
  fetch(): void {
    this.#buffered = this.#buffered.filter(isCurrent);
    const nowMs = this.#cluster.env.clock.monotonicMs();
    for (const [leader, asks] of this.#asksByLeader()) {
      const isPaused = nowMs < (this.#notBeforeMs.get(leader) ?? 0);
      if (!this.#busyLeaders.has(leader) && !isPaused) void this.#ask(leader, asks);
    }
  }

  /**
   * Up to `most` records of what has come.
   *
   * @throws KafkaError, OffsetOutOfRange
   */
  take(most: number): ConsumedRecord[] {
    const records: ConsumedRecord[] = [];
    for (const fetched of this.#buffered) {
      if (records.length >= most) break;
      if (!isCurrent(fetched) || !fetched.partition.isReadable) continue;
      try {
        fetched.take(most - records.length, records);
      } catch (error) {
        // What came before the damage first; the next poll meets it again.
        if (records.length === 0) throw error;
        break;
      } finally {
        fetched.partition.advanceTo(fetched.position);
      }
    }
    this.#buffered = this.#buffered.filter((one) => isCurrent(one) && !one.isDrained);
    if (records.length === 0) this.#outcome.throwFailure();
    return records;
  }

  #asksByLeader(): Map<number, FetchAsk[]> {
    const byLeader = new Map<number, FetchAsk[]>();
    const full = new Set<number>();
    for (const partition of this.#subscription.assigned) {
      if (!partition.isReadable) continue;
      const { leaderId = -1, leaderEpoch = -1 } = this.#metadata.partition(partition) ?? {};
      if (leaderId === -1) {
        this.#metadata.outdated();
        continue;
      }
      const waiting = this.#buffered.filter((one) => one.partition === partition);
      if (waiting.length >= MOST_BUFFERED) full.add(leaderId);
      const from = waiting.at(-1)?.end ?? (partition.position as Position);
      const asks = byLeader.get(leaderId) ?? [];
      byLeader.set(leaderId, asks);
      const topicId = this.#metadata.topics.get(partition.topic)?.topicId ?? '';
      asks.push({ partition, era: partition.era, from, leaderEpoch, topicId });
    }
    for (const leader of full) byLeader.delete(leader);
    return byLeader;
  }

  /** One request to one leader, from asking to buffering. */
  async #ask(leader: number, asks: readonly FetchAsk[]): Promise<void> {
    const { clock } = this.#cluster.env;
    const startMs = clock.monotonicMs();
    this.#busyLeaders.add(leader);
    try {
      const answers = await fetchFrom(this.#cluster, leader, asks, this.#settings);
      const hadNews = this.#takeAnswers(asks, answers);
      const isEarly = clock.monotonicMs() - startMs < this.#settings.fetchMaxWaitMs;
      if (!hadNews && isEarly) this.#pause(leader, EMPTY_PAUSE_MS);
    } catch {
      // The leader is gone, or not one of these partitions any more.
      this.#metadata.outdated();
      this.#pause(leader, this.#settings.retryBackoffMs);
    }
    this.#busyLeaders.delete(leader);
    this.#news.tell();
  }

  /** Returns whether there was anything in it. */
  #takeAnswers(
    asks: readonly FetchAsk[],
    answers: (partition: AssignedPartition) => PartitionAnswer | undefined,
  ): boolean {
    let hadNews = false;
    for (const { partition, from, era } of asks) {
      const answer = answers(partition);
      if (answer === undefined || era !== partition.era) continue;
      if (answer.errorCode !== ErrorCode.NONE) {
        this.#outcome.refused(partition, from, answer.errorCode);
        continue;
      }
      const fetched = new FetchedRecords(partition, from, answer, {
        codecs: this.#cluster.env.codecs,
        readCommitted: this.#settings.isolationLevel === 'read_committed',
        checkCrcs: this.#settings.checkCrcs,
      });
      if (fetched.isDrained) continue;
      hadNews = true;
      this.#buffered.push(fetched);
    }
    return hadNews;
  }

  #pause(leader: number, pauseMs: number): void {
    const { clock } = this.#cluster.env;
    this.#notBeforeMs.set(leader, clock.monotonicMs() + pauseMs);
    clock.setTimer(pauseMs, () => this.#news.tell());
  }
}

function isCurrent({ partition, era }: FetchedRecords): boolean {
  return partition.era === era && !partition.isGone;
}
