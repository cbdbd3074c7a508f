/**
 * What a membership works with: the parts of the consumer around it.
 */
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import type { CoordinatorLookup } from '#clients/consumer/coordinator-lookup.ts';
import type { Handover } from '#clients/consumer/handover.ts';
import type { News } from '#clients/consumer/news.ts';
import type { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import type { TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import type { Env } from '#env/env.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export interface GroupContext {
  readonly env: Env;
  readonly groupId: string;
  readonly settings: ConsumerSettings;
  readonly coordinator: CoordinatorLookup;
  readonly metadata: TopicMetadata;
  readonly subscription: SubscriptionState;
  readonly handover: Handover;
  readonly news: News;
  /** Commits what the application has read, if it wants that; resolves when it is over, well or not. */
  readonly commitBeforeRebalance: (timeoutMs: number) => Promise<void>;
  /** The member has exactly these partitions from now on. */
  readonly assignmentChanged: (partitions: readonly TopicPartition[]) => void;
}
