/**
 * Which offsets a consumer commits by itself, and when: enable.auto.commit.
 *
 *     poll ──► records 5 6 7 ──► the application works ──► poll ──► records 8 9 ──► ...
 *      ▲                             ▲                      ▲
 *      │ done: up to 4               │ done: still 4        │ done: up to 7
 *
 * Nobody tells a consumer what its application has done with a record. It takes the next poll for
 * the answer: who comes back for more has done with what it got before. So the records of the last
 * poll are given, but not done, until the application polls again or closes the consumer.
 *
 * It is a pure core: it neither sends nor keeps time, it is told both.
 *
 * Invariant: no offset is ever committed past a record that is given and not done. Whoever takes the
 * partition over may get records again that were done (at least once), but misses none.
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
 * The auto-commit of one consumer. Its methods return the offsets that are to be committed right
 * now, one for each partition; nothing is to be committed where they return none.
 */
export class AutoCommit {
  readonly #settings: AutoCommitSettings;
  #dueMs: number;
  #done: readonly OffsetToCommit[] = [];

  /** The first interval begins at `nowMs`. Moments are of a clock that never goes back. */
  constructor(settings: AutoCommitSettings, nowMs: number) {
    this.#settings = settings;
    this.#dueMs = nowMs + settings.autoCommitIntervalMs;
  }

  /**
   * The application polls. All that earlier polls have given it is done.
   *
   * @param positions of the partitions that the consumer has: the offset after the last record that
   *   was given. They stand before this poll gives anything.
   * @returns all of `positions` if the interval is over, also those that have not moved since the
   *   last commit; then the next interval begins now. Else nothing.
   */
  polled(nowMs: number, positions: readonly OffsetToCommit[]): readonly OffsetToCommit[] {
    this.#done = positions;
    if (nowMs < this.#dueMs) return [];
    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
    return positions;
  }

  /**
   * Partitions are about to be given back, perhaps while the application is still at work: the last
   * chance to commit what is done.
   */
  revoking(): readonly OffsetToCommit[] {
    return this.#done;
  }

  /**
   * The consumer has exactly these partitions from now on, and the interval begins anew. Nothing is
   * committed any more of those that it has no longer: they are another member's, and their offsets
   * would go back.
   */
  assigned(nowMs: number, partitions: readonly TopicPartition[]): void {
    const owned = new Set(partitions.map(partitionName));
    this.#done = this.#done.filter((one) => owned.has(partitionName(one)));
    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
  }

  /**
   * The application closes the consumer: it has done with all that it got.
   *
   * @param positions as for `polled`, those of the last poll's records included.
   */
  closing(positions: readonly OffsetToCommit[]): readonly OffsetToCommit[] {
    this.#done = positions;
    return positions;
  }

  /**
   * A commit has failed. If the same may succeed a moment later, the next one is due after the
   * retry backoff, or earlier if it was anyway; else after the interval that has begun.
   */
  failed(nowMs: number, mayHelp: boolean): void {
    if (mayHelp) this.#dueMs = Math.min(this.#dueMs, nowMs + this.#settings.retryBackoffMs);
  }
}
