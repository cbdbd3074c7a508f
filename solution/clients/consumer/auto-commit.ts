/**
 * Which offsets a consumer commits by itself, and when: enable.auto.commit.
 *
 *     application     poll ──► 5 6 7 ──► works on them ──► poll ──► 8 9 ──► works on them
 *     position                 8                                   10
 *     done            up to 4 ──────────────────────────── up to 7 ──────────────────────
 *
 * Nobody tells a consumer what its application has done with a record. It takes the next poll for
 * the answer: who comes back for more has done with what it got before. So the records of the last
 * poll are given, but not done, until the application polls again or closes the consumer.
 *
 * It is a pure core: it neither sends nor keeps time, it is told both.
 *
 * Invariant: no offset is committed past a record that is given and not done. Whoever takes a
 * partition over may read some records once more (at least once), but misses none.
 */
import type { OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export interface AutoCommitSettings {
  /** auto.commit.interval.ms */
  readonly autoCommitIntervalMs: number;
  /** retry.backoff.ms */
  readonly retryBackoffMs: number;
}

/**
 * The auto-commit of one consumer. What its methods return is to be committed right now, at most one
 * offset for each partition; nothing is to be committed where they return none.
 */
export class AutoCommit {
  readonly #settings: AutoCommitSettings;
  readonly #positions: () => readonly OffsetToCommit[];
  #dueMs: number;
  #done: readonly OffsetToCommit[] = [];

  /**
   * @param positions tells where the consumer is whenever it is asked, in each partition that it
   *   has: the offset after the last record that was given, or where the application sought to.
   * @param nowMs when the first interval begins. Moments are of a clock that never goes back.
   */
  constructor(
    settings: AutoCommitSettings,
    positions: () => readonly OffsetToCommit[],
    nowMs: number,
  ) {
    this.#settings = settings;
    this.#positions = positions;
    this.#dueMs = nowMs + settings.autoCommitIntervalMs;
  }

  /**
   * The application polls, and nothing has been given to it by this poll yet. All that earlier polls
   * have given is done.
   *
   * @returns where the consumer is in all its partitions if the interval is over (`nowMs` has reached
   *   its end), whether or not it has moved there since the last commit; the next interval begins
   *   now. Else nothing.
   */
  polled(nowMs: number): readonly OffsetToCommit[] {
    this.#done = this.#positions();
    if (nowMs < this.#dueMs) return [];
    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
    return this.#done;
  }

  /**
   * Partitions will be taken from this consumer, perhaps while the application is at work on their
   * records: the last chance to commit what is done, of all partitions. The interval goes on.
   */
  revoking(): readonly OffsetToCommit[] {
    return this.#done;
  }

  /**
   * The consumer has exactly these partitions from now on, and the interval begins anew. Of those
   * that it has no longer nothing is committed any more: they are another member's, whose offsets
   * would go back.
   */
  assigned(partitions: readonly TopicPartition[], nowMs: number): void {
    const owned = new Set(partitions.map(partitionName));
    this.#done = this.#done.filter((one) => owned.has(partitionName(one)));
    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
  }

  /** The application closes the consumer: it has done with all that it got. */
  closing(): readonly OffsetToCommit[] {
    return this.#positions();
  }

  /**
   * A commit has failed. If the same may succeed a moment later, the next one is due after the
   * retry backoff, or when it would have been if that is earlier; else nothing changes.
   */
  failed(mayHelp: boolean, nowMs: number): void {
    if (mayHelp) this.#dueMs = Math.min(this.#dueMs, nowMs + this.#settings.retryBackoffMs);
  }
}
