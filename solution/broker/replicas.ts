/**
 * The partitions that this broker holds a replica of, and their logs.
 *
 * The metadata image says which partitions should be here; this makes it so: it opens a log for
 * each new one, hands on changed configurations and leader epochs, and deletes what is no longer
 * in the image. Handlers find a partition here or learn, by Kafka's error code, why they can't.
 *
 *     image 41 ---apply---> { orders-0: log, orders-1: log }
 *     image 42 (orders has a third partition, clicks is gone) ---apply---> opened, deleted
 *
 * Invariant: after `apply(image)` the logs here are exactly the image's partitions with this broker
 * among their replicas, less those whose directory has failed.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import { resolveLogConfig } from '#config/topic-config.ts';
import { DiskError } from '#env/disk.ts';
import type { Env } from '#env/env.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { PartitionImage, TopicImage } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { LogConfig } from '#storage/log-config.ts';
import type { LogDirectory } from '#storage/log-directory.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

export interface Replica {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly log: PartitionLog;
  readonly directory: LogDirectory;
  /** The leader's id, its epoch, all replicas and those in sync, as the image has them. */
  leader: number;
  leaderEpoch: number;
  replicas: readonly number[];
  isr: readonly number[];
}

export interface ReplicaEvents {
  /** More records of the partition can be read. */
  moved(replica: Replica): void;
  /** The partition is no longer served: whoever waits for it should look again. */
  removed(replica: Replica): void;
  /** Its log is about to be deleted: whoever works on it must let go at once. */
  deleting(replica: Replica): void;
}

export interface ReplicasOptions {
  readonly env: Env;
  readonly nodeId: number;
  readonly config: BrokerConfig;
  readonly directories: readonly LogDirectory[];
  readonly events: ReplicaEvents;
}

export class Replicas {
  readonly #options: ReplicasOptions;
  readonly #byTopicId = new Map<string, Map<number, Replica>>();
  readonly #failed = new Set<string>();
  #image: MetadataImage | undefined;

  constructor(options: ReplicasOptions) {
    this.#options = options;
    options.config.onChange(() => this.#updateConfigs());
  }

  /** Every replica on this broker. */
  *all(): Generator<Replica> {
    for (const partitions of this.#byTopicId.values()) yield* partitions.values();
  }

  /** The replica of a partition, or undefined when it is not on this broker. */
  get(topicId: string, partition: number): Replica | undefined {
    return this.#byTopicId.get(topicId)?.get(partition);
  }

  /**
   * The replica of a partition that this broker leads, or the error code that says why there is
   * none. `currentLeaderEpoch` is what the client believes, -1 for no belief (KIP-320).
   */
  findLeader(topic: TopicImage, partition: number, currentLeaderEpoch = -1): Replica | number {
    const replica = this.get(topic.id, partition);
    if (replica === undefined) return this.#whyMissing(topic, partition);
    if (replica.leader !== this.#options.nodeId) return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    if (currentLeaderEpoch === -1 || currentLeaderEpoch === replica.leaderEpoch) return replica;
    return currentLeaderEpoch < replica.leaderEpoch
      ? ErrorCode.FENCED_LEADER_EPOCH
      : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }

  /** Makes the logs follow the image. */
  apply(image: MetadataImage): void {
    const before = this.#image;
    this.#image = image;
    this.#applyBrokerConfigs(before, image);
    if (before?.topics !== image.topics) this.#applyTopics(before, image);
  }

  /** A disk failed under a partition: its log is given up until a restart. */
  fail(replica: Replica, error: unknown): void {
    this.#options.env.log.error('partition taken offline: its log directory failed', {
      partition: `${replica.topic}-${replica.partition}`,
      error,
    });
    this.#failed.add(`${replica.topicId}:${replica.partition}`);
    this.#byTopicId.get(replica.topicId)?.delete(replica.partition);
    replica.directory.giveUpLog(replica.log);
    this.#options.events.removed(replica);
  }

  #whyMissing(topic: TopicImage, partition: number): number {
    if (this.#failed.has(`${topic.id}:${partition}`)) return ErrorCode.KAFKA_STORAGE_ERROR;
    return topic.partitions.has(partition)
      ? ErrorCode.NOT_LEADER_OR_FOLLOWER
      : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  }

  /**
   * The broker's own dynamic settings come first, for topics take their defaults from them; the
   * change makes all logs look at their configuration anew, their topic's own included.
   */
  #applyBrokerConfigs(before: MetadataImage | undefined, image: MetadataImage): void {
    const { config, nodeId, env } = this.#options;
    if (before?.configs === image.configs) return;
    const { ofAllBrokers } = image.configs;
    for (const problem of config.setDynamic(image.configs.ofBroker(nodeId), ofAllBrokers)) {
      env.log.warn('a dynamic setting cannot be read and counts as not set', { ...problem });
    }
  }

  /** Images share what did not change, so a topic that is the same object needs no look. */
  #applyTopics(before: MetadataImage | undefined, image: MetadataImage): void {
    for (const [topicId, partitions] of [...this.#byTopicId]) {
      if (image.topics.byId.has(topicId)) continue;
      for (const replica of [...partitions.values()]) this.#delete(replica);
    }
    for (const topic of image.topics.byId.values()) {
      if (before?.topics.byId.get(topic.id) !== topic) this.#applyTopic(topic, image);
    }
  }

  #applyTopic(topic: TopicImage, image: MetadataImage): void {
    const known = this.#byTopicId.get(topic.id);
    let config: LogConfig | undefined;
    for (const [index, partition] of topic.partitions) {
      if (!partition.replicas.includes(this.#options.nodeId)) continue;
      const replica = known?.get(index);
      if (replica !== undefined) {
        follow(replica, partition);
      } else if (!this.#failed.has(`${topic.id}:${index}`)) {
        config ??= this.#configOf(topic.name, image);
        this.#open(topic, index, partition, config);
      }
    }
  }

  #open(topic: TopicImage, index: number, partition: PartitionImage, config: LogConfig): void {
    const directory = this.#directoryFor(topic, index);
    const log = this.#openLog(topic, index, directory, config);
    if (log === undefined) return;
    const replica: Replica = {
      topic: topic.name,
      topicId: topic.id,
      partition: index,
      log,
      directory,
      leader: -1,
      leaderEpoch: -1,
      replicas: [],
      isr: [],
    };
    log.highWatermarkFollowsLogEnd = partition.replicas.length === 1;
    log.listener = { highWatermarkMoved: () => this.#options.events.moved(replica) };
    follow(replica, partition);
    this.#partitionsOf(topic.id).set(index, replica);
  }

  /** A partition whose files can't be opened is offline; the others are served. */
  #openLog(
    topic: TopicImage,
    partition: number,
    directory: LogDirectory,
    config: LogConfig,
  ): PartitionLog | undefined {
    try {
      const topicPartition = { topic: topic.name, partition };
      return directory.openLog(topicPartition, { topicId: topic.id, config });
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.#giveUp(topic, partition, error);
      return undefined;
    }
  }

  #giveUp(topic: TopicImage, partition: number, error: DiskError): void {
    this.#failed.add(`${topic.id}:${partition}`);
    this.#options.env.log.error('partition offline: its log cannot be opened', {
      partition: `${topic.name}-${partition}`,
      error,
    });
  }

  /** Where the log lies already, else the directory with the fewest logs, as Kafka chooses. */
  #directoryFor(topic: TopicImage, partition: number): LogDirectory {
    const { directories } = this.#options;
    const holder = directories.find((directory) => directory.has(topic.name, partition));
    if (holder !== undefined) return holder;
    return directories.reduce((best, one) => (one.logCount < best.logCount ? one : best));
  }

  #delete(replica: Replica): void {
    this.#partitionsOf(replica.topicId).delete(replica.partition);
    if (this.#partitionsOf(replica.topicId).size === 0) this.#byTopicId.delete(replica.topicId);
    this.#options.events.deleting(replica);
    replica.directory.deleteLog(replica.log);
    this.#options.events.removed(replica);
  }

  #updateConfigs(): void {
    const image = this.#image;
    if (image === undefined) return;
    for (const [topicId, partitions] of this.#byTopicId) {
      const name = image.topics.byId.get(topicId)?.name;
      if (name === undefined) continue;
      const config = this.#configOf(name, image);
      for (const replica of partitions.values()) replica.log.updateConfig(config);
    }
  }

  #configOf(topic: string, image: MetadataImage): LogConfig {
    return resolveLogConfig(image.configs.ofTopic(topic), this.#options.config);
  }

  #partitionsOf(topicId: string): Map<number, Replica> {
    const known = this.#byTopicId.get(topicId);
    if (known !== undefined) return known;
    const fresh = new Map<number, Replica>();
    this.#byTopicId.set(topicId, fresh);
    return fresh;
  }
}

/** A new leader epoch begins at the log's end, before anything is appended in it (KIP-101). */
function follow(replica: Replica, partition: PartitionImage): void {
  if (partition.leaderEpoch > replica.leaderEpoch) {
    replica.log.assignEpoch(partition.leaderEpoch);
  }
  replica.leader = partition.leader;
  replica.leaderEpoch = partition.leaderEpoch;
  replica.replicas = partition.replicas;
  replica.isr = partition.isr;
}
