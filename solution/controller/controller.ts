/**
 * The active controller: one writer of the cluster's metadata.
 *
 *      request ---> decide(image, request) ---> records, response
 *                        ^                         |        |
 *                        | replayed at once        v        |
 *                     pending image          MetadataLog    |
 *                                                  |        v
 *                                         committed +-----> answer
 *
 * Decisions are made on the newest image there is, the one with all that was appended: two requests
 * that create the same topic are told apart even while the first is still on its way to the disk.
 * Answers wait until the log has committed what they rest on; so does the answer of a request that
 * changed nothing, for it may have seen what is not committed yet.
 *
 * If the log fails, what is appended may or may not survive: no answer is given, and the node stops.
 */

import {
  abortTransaction,
  bootstrapLog,
  type ControllerRegistration,
  checkMetadataVersion,
  registerController,
} from '#controller/activation.ts';
import {
  type AlterConfigsContext,
  alterConfigs,
  incrementalAlterConfigs,
} from '#controller/alter-configs.ts';
import { assignDirectories, type DirectoryAssignment } from '#controller/assign-directories.ts';
import {
  beginShutdown,
  cordonDirectories,
  fenceBroker,
  type LifecycleContext,
  unfenceBroker,
} from '#controller/broker-lifecycle.ts';
import type { ConfigRules } from '#controller/config-rules.ts';
import { createPartitions } from '#controller/create-partitions.ts';
import { createTopics } from '#controller/create-topics.ts';
import { type Decision, Refusal } from '#controller/decision.ts';
import { deleteTopics } from '#controller/delete-topics.ts';
import { electLeaders } from '#controller/elect-leaders.ts';
import { listPartitionReassignments } from '#controller/partition-reassignments.ts';
import { allocateProducerIds, type ProducerIdBlock } from '#controller/producer-id-blocks.ts';
import { type BrokerRegistration, registerBroker } from '#controller/register-broker.ts';
import { updateFeatures } from '#controller/update-features.ts';
import type { Env } from '#env/env.ts';
import type { BrokerImage } from '#metadata/cluster-image.ts';
import { MetadataDelta } from '#metadata/metadata-delta.ts';
import { type ImageListener, MetadataFollower } from '#metadata/metadata-follower.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { Leadership, MetadataLog } from '#metadata/metadata-log.ts';
import {
  decodeMetadataRecord,
  encodeMetadataRecord,
  type MetadataRecord,
  type NewMetadataRecord,
} from '#metadata/metadata-record.ts';
import { hasCordonedDirectories } from '#metadata/metadata-version.ts';
import type { AlterConfigsRequest } from '#protocol/messages/alter-configs.ts';
import type { CreatePartitionsRequest } from '#protocol/messages/create-partitions.ts';
import type { CreateTopicsRequest } from '#protocol/messages/create-topics.ts';
import type { DeleteTopicsRequest } from '#protocol/messages/delete-topics.ts';
import type { ElectLeadersRequest } from '#protocol/messages/elect-leaders.ts';
import type { IncrementalAlterConfigsRequest } from '#protocol/messages/incremental-alter-configs.ts';
import type { ListPartitionReassignmentsRequest } from '#protocol/messages/list-partition-reassignments.ts';
import type { UpdateFeaturesRequest } from '#protocol/messages/update-features.ts';
import { randomUuid } from '#storage/meta-properties.ts';

export interface ControllerOptions {
  readonly clusterId: string;
  readonly log: MetadataLog;
  readonly rules: ConfigRules;
  /** Read at each use, since some of them can change while the broker runs. */
  readonly settings: () => ControllerSettings;
  readonly registration: ControllerRegistration;
  /** What an empty log begins with: the records of bootstrap.checkpoint. */
  readonly bootstrap: readonly MetadataRecord[];
  readonly snapshotAfterBytes?: number;
  readonly snapshotAfterMs?: number;
  /** The metadata log failed; the node has to stop. */
  readonly onFailure?: (cause: unknown) => void;
}

export interface ControllerSettings {
  /** `num.partitions`, `default.replication.factor`, `delete.topic.enable`. */
  readonly numPartitions: number;
  readonly defaultReplicationFactor: number;
  readonly deleteTopicEnable: boolean;
}

export class Controller {
  readonly #env: Env;
  readonly #options: ControllerOptions;
  readonly #follower: MetadataFollower;
  /** With everything appended, committed or not. */
  #pending: MetadataImage;
  /** Resolves when everything appended is committed. */
  #committed: Promise<void> = Promise.resolve();

  private constructor(env: Env, options: ControllerOptions) {
    this.#env = env;
    this.#options = options;
    const { log, snapshotAfterBytes, snapshotAfterMs, onFailure } = options;
    this.#follower = new MetadataFollower(env, log, {
      ...(snapshotAfterBytes === undefined ? {} : { snapshotAfterBytes }),
      ...(snapshotAfterMs === undefined ? {} : { snapshotAfterMs }),
      ...(onFailure === undefined ? {} : { onFailure }),
    });
    log.start(this.#follower);
    this.#pending = this.#follower.image;
  }

  /** Replays the log and becomes active; resolves when the first records are committed. */
  static async start(env: Env, options: ControllerOptions): Promise<Controller> {
    const controller = new Controller(env, options);
    await controller.#activate();
    return controller;
  }

  /** The newest committed image. */
  get image(): MetadataImage {
    return this.#follower.image;
  }

  get leadership(): Leadership {
    return this.#options.log.leadership;
  }

  /** Calls `listener` after each committed change, before the request that made it is answered. */
  onImage(listener: ImageListener): void {
    this.#follower.onImage(listener);
  }

  createTopics(request: CreateTopicsRequest) {
    const { numPartitions, defaultReplicationFactor } = this.#options.settings();
    return this.#carryOut((image) =>
      createTopics(request, {
        image,
        defaults: { numPartitions, replicationFactor: defaultReplicationFactor },
        rules: this.#options.rules,
        random: this.#env.random,
        newTopicId: () => randomUuid(this.#env),
      }),
    );
  }

  deleteTopics(request: DeleteTopicsRequest, version: number) {
    const deletionEnabled = this.#options.settings().deleteTopicEnable;
    return this.#carryOut((image) => deleteTopics(request, { image, deletionEnabled, version }));
  }

  createPartitions(request: CreatePartitionsRequest) {
    const { random } = this.#env;
    return this.#carryOut((image) => createPartitions(request, { image, random }));
  }

  incrementalAlterConfigs(request: IncrementalAlterConfigsRequest) {
    return this.#carryOut((image) => incrementalAlterConfigs(request, this.#context(image)));
  }

  alterConfigs(request: AlterConfigsRequest) {
    return this.#carryOut((image) => alterConfigs(request, this.#context(image)));
  }

  electLeaders(request: ElectLeadersRequest) {
    return this.#carryOut((image) => electLeaders(request, this.#context(image)));
  }

  updateFeatures(request: UpdateFeaturesRequest, version: number) {
    const { rules, log } = this.#options;
    const { nodeId, kraftVersion } = log;
    return this.#carryOut((image) =>
      updateFeatures(request, { image, rules, nodeId, kraftVersion, version }),
    );
  }

  listPartitionReassignments(request: ListPartitionReassignmentsRequest) {
    return listPartitionReassignments(request, this.image);
  }

  /** Gives a broker a block of producer ids that nobody else has. */
  allocateProducerIds(brokerId: number, brokerEpoch: number): Promise<ProducerIdBlock | Refusal> {
    return this.#carryOut<ProducerIdBlock | Refusal>((image) => {
      const decision = allocateProducerIds(brokerId, brokerEpoch, image);
      return decision instanceof Refusal ? { records: [], response: decision } : decision;
    });
  }

  /** Notes in which of its directories a broker has put replicas. */
  assignDirectories(brokerId: number, assignments: readonly DirectoryAssignment[]): Promise<void> {
    return this.#carryOut((image) => ({
      records: assignDirectories(brokerId, assignments, image),
      response: undefined,
    }));
  }

  /**
   * Registers this node's broker and puts it into service; gives its epoch. Whoever was in service
   * before is fenced: this controller takes no heartbeats yet, so it can know of nobody else, and
   * the former life of this broker is over, since this one holds its directories' locks.
   */
  async bringUp(registration: BrokerRegistration): Promise<number | Refusal> {
    await this.#fenceEveryone();
    const epoch = await this.#carryOut<number | Refusal>((image) => {
      const { clusterId, log } = this.#options;
      const outcome = registerBroker(registration, clusterId, log.endOffset, this.#context(image));
      if (outcome instanceof Refusal) return { records: [], response: outcome };
      return { records: outcome.records, response: outcome.brokerEpoch };
    });
    if (epoch instanceof Refusal) return epoch;
    await this.#change(registration.brokerId, (broker, context) => [
      ...(hasCordonedDirectories(context.image.features.metadataVersion)
        ? [cordonDirectories(broker, [])]
        : []),
      ...unfenceBroker(broker, context),
    ]);
    return epoch;
  }

  /**
   * Takes this node's broker out of service, in two steps as in Kafka: its partitions lose their
   * leader first, then it is fenced. The broker goes on serving what is in flight in between.
   */
  async takeDown(brokerId: number): Promise<void> {
    await this.#change(brokerId, beginShutdown);
    await this.#change(brokerId, fenceBroker);
  }

  /** Ends after what was appended is committed and a snapshot that was begun is written. */
  async close(): Promise<void> {
    await this.#committed.catch(() => undefined);
    await this.#follower.settle();
    await this.#options.log.close();
  }

  async #activate(): Promise<void> {
    const { bootstrap, rules, registration } = this.#options;
    const { inTransaction } = this.#follower;
    if (this.#pending.features.levels.size === 0) {
      this.#append(bootstrapLog(bootstrap, rules, inTransaction));
    } else if (inTransaction) {
      this.#append([abortTransaction()]);
    }
    checkMetadataVersion(this.#pending);
    this.#append(registerController(registration, this.#pending));
    await this.#committed;
  }

  async #fenceEveryone(): Promise<void> {
    const active = [...this.#pending.cluster.brokers.values()].filter((broker) => !broker.fenced);
    for (const { id } of active) await this.#change(id, fenceBroker);
  }

  #change(
    brokerId: number,
    recordsOf: (broker: BrokerImage, context: LifecycleContext) => NewMetadataRecord[],
  ): Promise<void> {
    return this.#carryOut((image) => {
      const broker = image.cluster.brokers.get(brokerId);
      if (broker === undefined) throw new Error(`Broker ${brokerId} is not registered.`);
      return { records: recordsOf(broker, this.#context(image)), response: undefined };
    });
  }

  #context(image: MetadataImage): AlterConfigsContext & LifecycleContext {
    return { image, rules: this.#options.rules };
  }

  async #carryOut<R>(decide: (image: MetadataImage) => Decision<R>): Promise<R> {
    const { records, response } = decide(this.#pending);
    this.#append(records);
    await this.#committed;
    return response;
  }

  #append(records: readonly NewMetadataRecord[]): void {
    if (records.length === 0) return;
    const values = records.map(encodeMetadataRecord);
    const { log } = this.#options;
    const { epoch } = log.leadership;
    const appended = log.append(epoch, values);
    const delta = new MetadataDelta(this.#pending);
    for (const value of values) delta.replay(decodeMetadataRecord(value));
    const timestampMs = this.#env.clock.now();
    this.#pending = delta.finish({ offset: appended.lastOffset, epoch, timestampMs });
    this.#committed = appended.committed;
    // Whoever waits hears of a failure; where nobody does, `onFailure` is told.
    this.#committed.catch(() => undefined);
  }
}
