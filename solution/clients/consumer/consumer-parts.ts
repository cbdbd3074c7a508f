/**
 * The parts of a consumer, put together.
 */
import { ClusterClient } from '#clients/cluster-client.ts';
import { AutoCommitter } from '#clients/consumer/auto-committer.ts';
import {
  type ConsumerOptions,
  type ConsumerSettings,
  consumerSettings,
} from '#clients/consumer/consumer-options.ts';
import { Fetcher } from '#clients/consumer/fetcher.ts';
import { GroupPart } from '#clients/consumer/group-part.ts';
import { News } from '#clients/consumer/news.ts';
import { OffsetQueries } from '#clients/consumer/offset-queries.ts';
import { PositionValidation } from '#clients/consumer/position-validation.ts';
import { Positions } from '#clients/consumer/positions.ts';
import { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import { TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import type { Env } from '#env/env.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export interface ConsumerParts {
  readonly settings: ConsumerSettings;
  readonly cluster: ClusterClient;
  readonly subscription: SubscriptionState;
  readonly metadata: TopicMetadata;
  readonly positions: Positions;
  readonly fetcher: Fetcher;
  readonly queries: OffsetQueries;
  readonly news: News;
  /** None without group.id. */
  readonly group: GroupPart | undefined;
  /** None without enable.auto.commit. */
  readonly autoCommitter: AutoCommitter | undefined;
}

/** @throws InvalidBootstrapServers, InvalidGroupId, IllegalArgument */
export function consumerParts(env: Env, options: ConsumerOptions): ConsumerParts {
  const settings = consumerSettings(options);
  const cluster = new ClusterClient(env, { clientId: 'gregor-consumer', ...options });
  const subscription = new SubscriptionState();
  const news = new News();
  const metadata = new TopicMetadata(cluster, settings, () => {
    subscription.matchTopics(metadata.topics.keys());
    news.tell();
  });
  const { groupId } = settings;
  const surroundings = { env, settings, subscription, metadata, news };
  const group = groupId === undefined ? undefined : new GroupPart(groupId, cluster, surroundings);
  const committedOf = (partitions: readonly TopicPartition[]) =>
    group?.committed(partitions) ?? Promise.resolve([]);
  const validation = new PositionValidation(cluster, metadata, settings);
  return {
    settings,
    cluster,
    subscription,
    metadata,
    positions: new Positions(cluster, subscription, settings, committedOf, validation, news),
    fetcher: new Fetcher(cluster, metadata, subscription, settings, news),
    queries: new OffsetQueries(cluster, settings.isolationLevel === 'read_committed'),
    news,
    group,
    autoCommitter: autoCommitterOf(env, settings, group, subscription),
  };
}

function autoCommitterOf(
  env: Env,
  settings: ConsumerSettings,
  group: GroupPart | undefined,
  subscription: SubscriptionState,
): AutoCommitter | undefined {
  if (group === undefined || !settings.enableAutoCommit) return undefined;
  const autoCommitter = new AutoCommitter(env, settings, group, subscription);
  group.autoCommitter = autoCommitter;
  return autoCommitter;
}
