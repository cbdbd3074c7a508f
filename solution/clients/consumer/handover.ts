/**
 * Gives partitions back and takes new ones, telling the application each time.
 *
 *     revoke   tell, then take away     the application may still commit for them
 *     lose     tell, then take away     too late to commit
 *     take     give, then tell          positions are asked for afterwards
 *
 * What a listener throws does not stop a rebalance: it would leave the member half in the group.
 * It is kept, and thrown by the poll in which it happened.
 */

import type { RebalanceListener } from '#clients/consumer/rebalance-listener.ts';
import type { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import { byTopicThenPartition } from '#clients/partition-order.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export class Handover {
  readonly #subscription: SubscriptionState;
  listener: RebalanceListener | undefined;
  #failure: Error | undefined;

  constructor(subscription: SubscriptionState) {
    this.#subscription = subscription;
  }

  /** What the member owns, sorted by name. */
  get owned(): TopicPartition[] {
    return sorted([...this.#subscription.assigned]);
  }

  async revoke(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#tell('onPartitionsRevoked', partitions);
    this.#takeAway(partitions);
  }

  async lose(partitions: readonly TopicPartition[]): Promise<void> {
    const isHeard = this.listener?.onPartitionsLost !== undefined;
    await this.#tell(isHeard ? 'onPartitionsLost' : 'onPartitionsRevoked', partitions);
    this.#takeAway(partitions);
  }

  /** Everything goes: the member leaves. */
  async giveUp({ isLost }: { readonly isLost: boolean }): Promise<void> {
    const { owned } = this;
    if (owned.length === 0) return;
    if (isLost) await this.lose(owned);
    else await this.revoke(owned);
  }

  /** The member owns exactly these from now on; tells of those that are new, also if there are none. */
  async take(partitions: readonly TopicPartition[]): Promise<void> {
    const added = without(partitions, this.owned);
    this.#subscription.assignByGroup(partitions);
    const fresh = added.flatMap((one) => this.#subscription.find(one) ?? []);
    for (const partition of fresh) partition.isAnnounced = false;
    await this.#tell('onPartitionsAssigned', added);
    for (const partition of fresh) partition.isAnnounced = true;
  }

  /** What a listener threw since this was last asked. */
  takeFailure(): Error | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  #takeAway(partitions: readonly TopicPartition[]): void {
    if (partitions.length === 0) return;
    this.#subscription.assignByGroup(without(this.owned, partitions));
  }

  async #tell(what: keyof RebalanceListener, partitions: readonly TopicPartition[]): Promise<void> {
    try {
      await this.listener?.[what]?.(sorted(partitions));
    } catch (cause) {
      this.#failure ??= new Error('User rebalance callback throws an error', { cause });
    }
  }
}

/** Those of `all` that are not among `others`. */
export function without(
  all: readonly TopicPartition[],
  others: readonly TopicPartition[],
): TopicPartition[] {
  const names = new Set(others.map(partitionName));
  return all.filter((one) => !names.has(partitionName(one)));
}

function sorted(partitions: readonly TopicPartition[]): TopicPartition[] {
  return partitions
    .map(({ topic, partition }) => ({ topic, partition }))
    .sort(byTopicThenPartition);
}
