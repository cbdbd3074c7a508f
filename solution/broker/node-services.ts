/**
 * The services of one node, put together for its handlers. What has to be opened first (the metadata
 * log, the controller above it, the producer ids) is set while the broker starts; no request is
 * looked at before.
 */
import { apiTable } from '#broker/api-table.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import { FetchSessions } from '#broker/fetch-sessions.ts';
import { GroupElections } from '#broker/group-elections.ts';
import type { OpenDirectories } from '#broker/log-directories.ts';
import { Purgatory } from '#broker/purgatory.ts';
import { ReadBuffers } from '#broker/read-buffers.ts';
import { type Replica, Replicas } from '#broker/replicas.ts';
import type { BrokerConfig } from '#config/broker-config.ts';
import type { Controller } from '#controller/controller.ts';
import type { Env } from '#env/env.ts';
import { coordinatorSettings } from '#groups/coordinator-settings.ts';
import { GroupCoordinator } from '#groups/group-coordinator.ts';
import { OFFSETS_TOPIC } from '#groups/group-partition.ts';
import type { CoordinatorMetadata } from '#groups/group-shard.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { MetadataLog } from '#metadata/metadata-log.ts';
import { LogCleaner, type LogCleanerOptions } from '#storage/cleaner/log-cleaner.ts';
import type { LogDirectory } from '#storage/log-directory.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { ProducerIds } from '#transactions/producer-ids.ts';

export class NodeServices implements BrokerServices {
  readonly env: Env;
  readonly config: BrokerConfig;
  readonly nodeId: number;
  readonly clusterId: string;
  readonly logDirectories: readonly LogDirectory[];
  readonly metadataDirectory: LogDirectory;
  readonly replicas: Replicas;
  readonly fetchSessions: FetchSessions;
  readonly fetchPurgatory: Purgatory<Replica>;
  readonly producePurgatory: Purgatory<Replica>;
  readonly groups: GroupCoordinator;
  readonly groupElections: GroupElections;
  readonly cleaner: LogCleaner;
  readonly readBuffers = new ReadBuffers();
  readonly handlers = apiTable;
  controller!: Controller;
  metadataLog!: MetadataLog;
  producerIds!: ProducerIds;

  constructor(env: Env, config: BrokerConfig, { forLogs, forMetadata }: OpenDirectories) {
    this.env = env;
    this.config = config;
    this.nodeId = config.get('node.id');
    this.clusterId = forMetadata.metaProperties.clusterId;
    this.logDirectories = forLogs;
    this.metadataDirectory = forMetadata;
    this.fetchPurgatory = new Purgatory(env.clock);
    this.producePurgatory = new Purgatory(env.clock);
    this.fetchSessions = new FetchSessions(env.random, () =>
      config.get('max.incremental.fetch.session.cache.slots'),
    );
    const look = (replica: Replica) => {
      this.fetchPurgatory.check(replica);
      this.producePurgatory.check(replica);
    };
    this.replicas = new Replicas({
      env,
      nodeId: this.nodeId,
      config,
      directories: forLogs,
      events: {
        moved: look,
        removed: (replica) => {
          look(replica);
          this.groupElections.removed(replica);
        },
        deleting: ({ log }) => this.cleaner.forget(log),
      },
    });
    this.groups = new GroupCoordinator(env, {
      settings: coordinatorSettings(config),
      metadata: this.#coordinatorMetadata(),
      partitionCount: () => this.image.topics.byName.get(OFFSETS_TOPIC)?.partitions.size ?? 0,
    });
    this.groupElections = new GroupElections(this);
    this.cleaner = new LogCleaner(env, () => this.#logs(), cleanerOptions(config));
  }

  get image(): MetadataImage {
    return this.controller.image;
  }

  #coordinatorMetadata(): CoordinatorMetadata {
    const broker = this;
    return {
      get image() {
        return broker.image;
      },
      get topicsCreatedAt() {
        return broker.groupElections.topicsCreatedAt;
      },
    };
  }

  *#logs(): Generator<PartitionLog> {
    for (const { log } of this.replicas.all()) yield log;
  }
}

/** Read at each use: these keys may change while the broker runs. */
function cleanerOptions(config: BrokerConfig): LogCleanerOptions {
  return {
    get backoffMs() {
      return config.get('log.cleaner.backoff.ms');
    },
    get dedupeBufferBytes() {
      return config.get('log.cleaner.dedupe.buffer.size');
    },
    get maxBytesPerSecond() {
      return config.get('log.cleaner.io.max.bytes.per.second');
    },
  };
}
