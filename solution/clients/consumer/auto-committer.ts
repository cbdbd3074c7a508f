/**
 * Commits by itself what the application has read: every interval, before partitions are given back,
 * and at the end.
 *
 * A failure is not the application's concern: what could not be committed is committed with the
 * next offsets, or read again by the next owner.
 */
import { AutoCommit } from '#clients/consumer/auto-commit.ts';
import type { OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import { RebalanceInProgress, RetriableCommitFailed } from '#clients/consumer/consumer-error.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import type { OffsetCommits } from '#clients/consumer/offset-commits.ts';
import type { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import type { Env } from '#env/env.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export class AutoCommitter {
  readonly #env: Env;
  readonly #autoCommit: AutoCommit;
  readonly #group: { readonly commits: OffsetCommits };

  constructor(
    env: Env,
    settings: ConsumerSettings,
    group: { readonly commits: OffsetCommits },
    subscription: SubscriptionState,
  ) {
    this.#env = env;
    const positions = () => subscription.consumed();
    this.#autoCommit = new AutoCommit(settings, positions, env.clock.monotonicMs());
    this.#group = group;
  }

  /** The application polls: commits if it is time. */
  poll(): void {
    const due = this.#autoCommit.polled(this.#env.clock.monotonicMs());
    if (due.length > 0) void this.#commit(due);
  }

  /** The consumer has exactly these partitions from now on. */
  assigned(partitions: readonly TopicPartition[]): void {
    this.#autoCommit.assigned(partitions, this.#env.clock.monotonicMs());
  }

  /** Before partitions are given back; resolves when it is over, well or not. */
  beforeRevocation(timeoutMs: number): Promise<void> {
    return this.#persist(this.#autoCommit.revoking(), timeoutMs);
  }

  /** The application is done with all that it got; resolves when it is over, well or not. */
  beforeClose(timeoutMs: number): Promise<void> {
    return this.#persist(this.#autoCommit.closing(), timeoutMs);
  }

  async #commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    const error = await this.#group.commits.commitAsync(offsets);
    if (error === undefined) return;
    const mayHelp = error instanceof RetriableCommitFailed || error instanceof RebalanceInProgress;
    this.#autoCommit.failed(mayHelp, this.#env.clock.monotonicMs());
    if (!mayHelp) this.#warn(error);
  }

  async #persist(offsets: readonly OffsetToCommit[], timeoutMs: number): Promise<void> {
    try {
      await this.#group.commits.persist(offsets, timeoutMs, { isFinal: isUnknownTopic });
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    this.#env.log.warn('Auto-commit of offsets failed', { error });
  }
}

/** A topic that was deleted does not come back in time: a rebalance must not wait for it. */
function isUnknownTopic(error: unknown): boolean {
  return error instanceof KafkaError && error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}
