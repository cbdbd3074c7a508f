/**
 * The admin client: what tools and tests ask of a cluster.
 *
 *     const admin = new Admin(env, { bootstrapServers: '127.0.0.1:9092' });
 *     await admin.createTopics([{ name: 'orders', numPartitions: 3 }]);
 *     await admin.close();
 *
 * Each method is one call of Kafka's Admin, by its name. It retries what passes by itself (a
 * broken connection, a leader that moves) until `apiTimeoutMs` is over; see cluster-client.ts.
 *
 * @throws KafkaError when a broker refuses, RequestTimeout, UnsupportedApi
 */
import * as clusterCalls from '#clients/admin-cluster.ts';
import * as configCalls from '#clients/admin-configs.ts';
import { describeConsumerGroup, type GroupDescription } from '#clients/admin-group-description.ts';
import * as groupOffsetCalls from '#clients/admin-group-offsets.ts';
import * as groupCalls from '#clients/admin-groups.ts';
import * as recordCalls from '#clients/admin-records.ts';
import * as topicCalls from '#clients/admin-topics.ts';
import { type ClientOptions, ClusterClient } from '#clients/cluster-client.ts';
import type { Env } from '#env/env.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export class Admin {
  readonly #cluster: ClusterClient;

  /** @throws InvalidBootstrapServers */
  constructor(env: Env, options: ClientOptions) {
    this.#cluster = new ClusterClient(env, { clientId: 'gregor-admin', ...options });
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  createTopics(topics: readonly topicCalls.NewTopic[], options?: topicCalls.CreateTopicsOptions) {
    return this.#attempt('createTopics', (c) => topicCalls.createTopics(c, topics, options));
  }

  deleteTopics(names: readonly string[]): Promise<void> {
    return this.#attempt('deleteTopics', (c) => topicCalls.deleteTopics(c, names));
  }

  createPartitions(
    topics: readonly topicCalls.NewPartitions[],
    options?: topicCalls.CreateTopicsOptions,
  ): Promise<void> {
    return this.#attempt('createPartitions', (c) =>
      topicCalls.createPartitions(c, topics, options),
    );
  }

  listTopics(): Promise<topicCalls.TopicListing[]> {
    return this.#attempt('listTopics', topicCalls.listTopics);
  }

  describeTopics(names: readonly string[], options?: { partitionsPerResponse?: number }) {
    return this.#attempt('describeTopicPartitions', (c) =>
      topicCalls.describeTopics(c, names, options),
    );
  }

  describeConfigs(resource: configCalls.ConfigResource): Promise<configCalls.DescribedConfig[]> {
    return this.#attempt('describeConfigs', (c) => configCalls.describeConfigs(c, resource));
  }

  incrementalAlterConfigs(
    resource: configCalls.ConfigResource,
    changes: readonly configCalls.ConfigChange[],
    options?: { validateOnly?: boolean },
  ): Promise<void> {
    return this.#attempt('incrementalAlterConfigs', (c) =>
      configCalls.incrementalAlterConfigs(c, resource, changes, options),
    );
  }

  listOffsets(
    queries: readonly recordCalls.OffsetQuery[],
    options?: recordCalls.ListOffsetsOptions,
  ) {
    return this.#attempt('listOffsets', (c) => recordCalls.listOffsets(c, queries, options));
  }

  /** Deletes the records below `beforeOffset`; -1 stands for all. */
  deleteRecords(partitions: readonly (TopicPartition & { readonly beforeOffset: number })[]) {
    return this.#attempt('deleteRecords', (c) => recordCalls.deleteRecords(c, partitions));
  }

  describeProducers(partitions: readonly TopicPartition[]) {
    return this.#attempt('describeProducers', (c) => recordCalls.describeProducers(c, partitions));
  }

  /** The groups of all brokers, by their states and types where any are named. */
  listGroups(filter?: { readonly states?: readonly string[]; readonly types?: readonly string[] }) {
    return this.#attempt('listGroups', (c) => groupCalls.listGroups(c, filter));
  }

  /** A group of consumers, of either kind. */
  describeConsumerGroup(groupId: string): Promise<GroupDescription> {
    return this.#attempt('describeConsumerGroups', (c) => describeConsumerGroup(c, groupId));
  }

  /** Deletes a group without members, with all that it has committed. */
  deleteConsumerGroup(groupId: string): Promise<void> {
    return this.#attempt('deleteConsumerGroups', (c) => groupCalls.deleteGroup(c, groupId));
  }

  /** All that a group has committed. */
  listConsumerGroupOffsets(groupId: string): Promise<groupOffsetCalls.GroupOffset[]> {
    return this.#attempt('listConsumerGroupOffsets', (c) =>
      groupOffsetCalls.listConsumerGroupOffsets(c, groupId),
    );
  }

  /** Sets offsets of a group without members. */
  alterConsumerGroupOffsets(
    groupId: string,
    offsets: readonly groupOffsetCalls.NewGroupOffset[],
  ): Promise<void> {
    return this.#attempt('offsetCommit', (c) =>
      groupOffsetCalls.alterConsumerGroupOffsets(c, groupId, offsets),
    );
  }

  deleteConsumerGroupOffsets(groupId: string, partitions: readonly TopicPartition[]) {
    return this.#attempt('offsetDelete', (c) =>
      groupOffsetCalls.deleteConsumerGroupOffsets(c, groupId, partitions),
    );
  }

  describeCluster() {
    return this.#attempt('describeCluster', clusterCalls.describeCluster);
  }

  /** What a broker serves, and the features that the cluster has switched on. */
  apiVersions(brokerId: number | 'any' = 'any') {
    return this.#attempt('apiVersions', (c) => clusterCalls.apiVersions(c, brokerId));
  }

  describeQuorum(): Promise<clusterCalls.QuorumDescription> {
    return this.#attempt('describeMetadataQuorum', clusterCalls.describeQuorum);
  }

  updateFeatures(
    updates: readonly clusterCalls.FeatureUpdate[],
    options?: { validateOnly?: boolean },
  ): Promise<void> {
    return this.#attempt('updateFeatures', (c) => clusterCalls.updateFeatures(c, updates, options));
  }

  describeLogDirs(brokerId: number): Promise<clusterCalls.LogDirDescription[]> {
    return this.#attempt('describeLogDirs', (c) => clusterCalls.describeLogDirs(c, brokerId));
  }

  listPartitionReassignments(): Promise<clusterCalls.PartitionReassignment[]> {
    return this.#attempt('listPartitionReassignments', clusterCalls.listPartitionReassignments);
  }

  #attempt<T>(call: string, run: (cluster: ClusterClient) => Promise<T>): Promise<T> {
    return this.#cluster.attempt(call, () => run(this.#cluster));
  }
}
