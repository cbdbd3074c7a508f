/**
 * Commits by itself what the application has read: every interval, before partitions are given back,
 * and at the end.
 *
 * A failure is not the application's concern: what could not be committed is committed with the
 * next offsets, or read again by the next owner.
 */
import { AutoCommit } from '#clients/consumer/auto-commit.ts';
import { RetriableCommitFailed } from '#clients/consumer/consumer-error.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import type { OffsetCommits } from '#clients/consumer/offset-commits.ts';
import type { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import type { Env } from '#env/env.ts';

export class AutoCommitter {
  readonly #env: Env;
  readonly #autoCommit: AutoCommit;
  readonly #group: { readonly commits: OffsetCommits };
  readonly #subscription: SubscriptionState;

  constructor(
    env: Env,
    settings: ConsumerSettings,
    group: { readonly commits: OffsetCommits },
    subscription: SubscriptionState,
  ) {
    this.#env = env;
    this.#autoCommit = new AutoCommit(settings, env.clock.monotonicMs());
    this.#group = group;
    this.#subscription = subscription;
  }

  /** The application polls: commits if it is time. */
  poll(): void {
    if (this.#autoCommit.takeTurn(this.#env.clock.monotonicMs())) void this.#commit();
  }

  /** The interval begins anew. */
  restart(): void {
    this.#autoCommit.restart(this.#env.clock.monotonicMs());
  }

  /** Commits at once, and tries again while it may help; resolves when that is over, well or not. */
  async commitNow(timeoutMs: number): Promise<void> {
    try {
      await this.#group.commits.persist(this.#subscription.consumed(), timeoutMs);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #commit(): Promise<void> {
    const error = await this.#group.commits.commitAsync(this.#subscription.consumed());
    if (error === undefined) return;
    if (error instanceof RetriableCommitFailed) {
      this.#autoCommit.retrySoon(this.#env.clock.monotonicMs());
    } else {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#env.log.warn('Auto-commit of offsets failed', { error });
  }
}
