/**
 * The coordinator of groups on one broker: finds the shard that a group lives in, and says why there
 * is none. What happens to a group there is in group-shard.ts.
 *
 *     elected(log of partition 7)  ──►  shard 7: loading, then active
 *     join("orders-app")  ──►  partition 7  ──►  shard 7  ──►  the group
 *     resigned(7)  ──►  whoever waits in shard 7 is told NOT_COORDINATOR
 *
 * Every error here makes a client do the right thing by itself: NOT_COORDINATOR has it look for the
 * coordinator again, COORDINATOR_LOAD_IN_PROGRESS try again here.
 */
import type { Timer } from '#env/clock.ts';
import type { Env } from '#env/env.ts';
import type { OffsetsByTopic } from '#groups/committed-offsets.ts';
import {
  type DescribedConsumerGroup,
  describeConsumerGroup,
  undescribedConsumerGroup,
} from '#groups/consumer-group/consumer-group-description.ts';
import type { ConsumerHeartbeatAnswer } from '#groups/consumer-group/consumer-group-event.ts';
import { heartbeatError } from '#groups/consumer-group/heartbeat.ts';
import {
  type ConsumerClient,
  checkHeartbeat,
  heartbeatOf,
} from '#groups/consumer-group/heartbeat-request.ts';
import {
  ANYBODY,
  checkConsumerFetch,
  type OffsetReader,
} from '#groups/consumer-group/offset-access.ts';
import type { CoordinatorSettings } from '#groups/coordinator-settings.ts';
import {
  type DescribedGroup,
  describeGroup,
  type GroupFilter,
  type ListedGroup,
  listGroup,
  passes,
  undescribed,
} from '#groups/group-description.ts';
import type {
  HeartbeatEvent,
  JoinAnswer,
  JoinEvent,
  LeaveAnswer,
  LeaveEvent,
  PlainAnswer,
  SyncAnswer,
  SyncEvent,
} from '#groups/group-event.ts';
import { groupPartition } from '#groups/group-partition.ts';
import { type CoordinatorMetadata, GroupShard } from '#groups/group-shard.ts';
import { joinError, syncError } from '#groups/group-work.ts';
import { commitOffsets, fetchOffset } from '#groups/offset-commits.ts';
import { expireOffsets } from '#groups/offset-expiry.ts';
import { deleteGroup, deleteOffsets, forgetTopic } from '#groups/offset-removal.ts';
import type { CommitRequest, OffsetPartition } from '#groups/offset-request.ts';
import type { OffsetsLog } from '#groups/offsets-log.ts';
import { loadShard } from '#groups/shard-loading.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import type { ConsumerGroupHeartbeatRequest } from '#protocol/messages/consumer-group-heartbeat.ts';

type Request<E> = Omit<E, 'kind' | 'requestId'>;
type MaybePromise<T> = T | Promise<T>;

export interface GroupCoordinatorOptions {
  readonly settings: CoordinatorSettings;
  readonly metadata: CoordinatorMetadata;
  /** How many partitions `__consumer_offsets` has; 0 while there is none. */
  readonly partitionCount: () => number;
}

export class GroupCoordinator {
  readonly #env: Env;
  readonly #options: GroupCoordinatorOptions;
  readonly #shards = new Map<number, GroupShard>();
  #expiry: Timer | undefined;
  #isStopped = false;

  constructor(env: Env, options: GroupCoordinatorOptions) {
    this.#env = env;
    this.#options = options;
  }

  /** This broker leads a partition now: its groups are loaded, and answered for from then on. */
  elected(log: OffsetsLog): Promise<void> {
    this.resigned(log.partition);
    const shard = new GroupShard(this.#env, log, this.#options);
    this.#shards.set(log.partition, shard);
    if (this.#expiry === undefined) this.#expireLater();
    return loadShard(this.#env, shard);
  }

  /** This broker does not lead the partition any more. */
  resigned(partition: number): void {
    this.#shards.get(partition)?.close(ErrorCode.NOT_COORDINATOR);
    this.#shards.delete(partition);
  }

  /** Answers whoever waits, and nobody after. */
  stop(): void {
    this.#isStopped = true;
    this.#expiry?.cancel();
    for (const partition of [...this.#shards.keys()]) this.resigned(partition);
  }

  join(groupId: string, request: Request<JoinEvent>): MaybePromise<JoinAnswer> {
    const { memberId, sessionTimeoutMs } = request;
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#options.settings;
    const shard = this.#shardOfMember(groupId);
    if (typeof shard === 'number') return joinError(shard, memberId);
    if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs) {
      return joinError(ErrorCode.INVALID_SESSION_TIMEOUT, memberId);
    }
    // Only who has no id yet begins a group: one with an id believes in a group that is gone.
    const group = memberId === '' ? shard.groupToJoin(groupId) : shard.groups.get(groupId);
    if (group === undefined) return joinError(ErrorCode.UNKNOWN_MEMBER_ID, memberId);
    if (typeof group === 'number') return joinError(group, memberId);
    return shard.ask(group, (requestId) => ({ kind: 'join', requestId, ...request }));
  }

  /** A heartbeat of the consumer protocol (KIP-848). */
  consumerHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    client: ConsumerClient,
  ): MaybePromise<ConsumerHeartbeatAnswer> {
    const { settings } = this.#options;
    if (this.#isStopped) return heartbeatError(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    const refused = checkHeartbeat(request, client.apiVersion, settings.consumer);
    if (refused !== undefined) return heartbeatError(refused.errorCode, refused.errorMessage);
    const shard = this.#shardOf(request.groupId);
    if (typeof shard === 'number') return heartbeatError(shard);
    return shard.heartbeat(request.groupId, heartbeatOf(request, client));
  }

  sync(groupId: string, request: Request<SyncEvent>): MaybePromise<SyncAnswer> {
    const shard = this.#shardOfMember(groupId);
    if (typeof shard === 'number') {
      // Clients have no answer ready for "loading" here. The generation was not stored before its
      // assignment, so it is gone, and the member has to join again anyway.
      const isLoading = shard === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      return syncError(isLoading ? ErrorCode.REBALANCE_IN_PROGRESS : shard);
    }
    const group = shard.groups.get(groupId);
    if (group === undefined) return syncError(ErrorCode.UNKNOWN_MEMBER_ID);
    return shard.ask(group, (requestId) => ({ kind: 'sync', requestId, ...request }));
  }

  heartbeat(groupId: string, request: Request<HeartbeatEvent>): MaybePromise<PlainAnswer> {
    const shard = this.#shardOfMember(groupId);
    if (typeof shard === 'number') {
      // While the group is loaded nobody can tell, and the member may well go on.
      const isLoading = shard === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      return { errorCode: isLoading ? ErrorCode.NONE : shard };
    }
    const group = shard.groups.get(groupId);
    if (group === undefined) return { errorCode: ErrorCode.UNKNOWN_MEMBER_ID };
    return shard.ask(group, (requestId) => ({ kind: 'heartbeat', requestId, ...request }));
  }

  leave(groupId: string, request: Request<LeaveEvent>): MaybePromise<LeaveAnswer> {
    const shard = this.#shardOfMember(groupId);
    if (typeof shard === 'number') return { errorCode: shard, members: [] };
    const group = shard.groups.get(groupId);
    if (group === undefined) {
      const errorCode = ErrorCode.UNKNOWN_MEMBER_ID;
      const members = request.members.map((one) => ({ ...one, errorCode }));
      return { errorCode: ErrorCode.NONE, members };
    }
    return shard.ask(group, (requestId) => ({ kind: 'leave', requestId, ...request }));
  }

  /** An error code for each offset of the request, in their order. */
  async commit(request: CommitRequest): Promise<readonly number[]> {
    const shard = this.#activeShardOf(request.groupId);
    if (typeof shard === 'number') return request.offsets.map(() => shard);
    return commitOffsets(shard, request);
  }

  /**
   * The offsets of a group, or why it can't be asked. A group that does not exist has none. A member
   * of a consumer group that asks has to be in its current epoch.
   */
  offsets(groupId: string, reader: OffsetReader = ANYBODY): OffsetsByTopic | number {
    const shard = this.#shardOf(groupId);
    if (typeof shard === 'number') return shard;
    const group = shard.groups.get(groupId);
    const errorCode =
      group?.type === 'consumer' ? checkConsumerFetch(group, reader) : ErrorCode.NONE;
    return errorCode === ErrorCode.NONE ? shard.offsets.ofGroup(groupId) : errorCode;
  }

  /** One offset of a group that can be asked (`offsets`); undefined where none is committed. */
  offset(groupId: string, partition: OffsetPartition) {
    const shard = this.#shardOf(groupId);
    return typeof shard === 'number' ? undefined : fetchOffset(shard, groupId, partition);
  }

  /** An error code for the group, and if that is 0 for each partition in their order. */
  async deleteOffsets(groupId: string, partitions: readonly OffsetPartition[]) {
    const shard = this.#shardOfMember(groupId);
    if (typeof shard === 'number') return { errorCode: shard, errorCodes: [] };
    return deleteOffsets(shard, groupId, partitions);
  }

  async deleteGroup(groupId: string): Promise<number> {
    const shard = this.#shardOf(groupId);
    return typeof shard === 'number' ? shard : deleteGroup(shard, groupId);
  }

  describe(groupId: string): DescribedGroup {
    const shard = this.#shardOf(groupId);
    if (typeof shard === 'number') return undescribed(groupId, shard);
    const group = shard.groups.get(groupId);
    if (group?.type === 'classic') return describeGroup(group);
    const what = group === undefined ? 'not found' : 'is not a classic group';
    const message = `Group ${groupId} ${what}.`;
    return undescribed(groupId, ErrorCode.GROUP_ID_NOT_FOUND, message, 'Dead');
  }

  describeConsumerGroup(groupId: string): DescribedConsumerGroup {
    const shard = this.#shardOfMember(groupId);
    if (typeof shard === 'number') return undescribedConsumerGroup(groupId, shard);
    const group = shard.groups.get(groupId);
    if (group?.type === 'consumer') {
      const { topics } = this.#options.metadata.image;
      return describeConsumerGroup(group, topics, this.#options.settings.consumer.assignors);
    }
    const what = group === undefined ? 'not found' : 'is not a consumer group';
    const message = `Group ${groupId} ${what}.`;
    return undescribedConsumerGroup(groupId, ErrorCode.GROUP_ID_NOT_FOUND, message);
  }

  /** The groups of this broker; an error code while some of them may not be known yet. */
  list(filter: GroupFilter): readonly ListedGroup[] | number {
    if (this.#isStopped) return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    const shards = [...this.#shards.values()];
    if (shards.some(({ state }) => state === 'loading')) {
      return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
    }
    return shards
      .flatMap(({ groups }) => [...groups.values()].map(listGroup))
      .filter((group) => passes(group, filter));
  }

  /**
   * A topic was deleted: nobody will go on reading where it was committed, or where somebody is about
   * to have committed, who asked while it was there.
   */
  topicDeleted(topic: { readonly name: string; readonly id: string }): void {
    for (const shard of this.#activeShards()) {
      const forgotten = shard.settled().then(() => forgetTopic(shard, topic));
      this.#inBackground(shard, forgotten);
    }
  }

  /** The shard of a group, for requests that need a group with a name. */
  #shardOfMember(groupId: string): GroupShard | number {
    const shard = this.#shardOf(groupId);
    return groupId === '' && !this.#isStopped ? ErrorCode.INVALID_GROUP_ID : shard;
  }

  /** The shard of a group, with all behind it that was asked before. */
  #shardOf(groupId: string): GroupShard | number {
    const shard = this.#activeShardOf(groupId);
    if (typeof shard !== 'number') shard.flush();
    return shard;
  }

  /** The same for commits, which are written together. */
  #activeShardOf(groupId: string): GroupShard | number {
    if (this.#isStopped) return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    const partitionCount = this.#options.partitionCount();
    if (partitionCount === 0) return ErrorCode.NOT_COORDINATOR;
    const shard = this.#shards.get(groupPartition(groupId, partitionCount));
    if (shard?.state === 'loading') return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
    return shard?.state === 'active' ? shard : ErrorCode.NOT_COORDINATOR;
  }

  #activeShards(): GroupShard[] {
    const active = [...this.#shards.values()].filter(({ state }) => state === 'active');
    for (const shard of active) shard.flush();
    return active;
  }

  #expireLater(): void {
    const { offsetsRetentionCheckIntervalMs } = this.#options.settings;
    this.#expiry = this.#env.clock.setTimer(offsetsRetentionCheckIntervalMs, () => {
      for (const shard of this.#activeShards()) this.#inBackground(shard, expireOffsets(shard));
      this.#expireLater();
    });
  }

  /** Nobody waits for it: what failed is tried again with the next look. */
  #inBackground({ log }: GroupShard, work: Promise<number>): void {
    const tell = (error: unknown) => {
      this.#env.log.warn('offsets could not be removed', { partition: log.partition, error });
    };
    work.then((errorCode) => {
      if (errorCode !== ErrorCode.NONE) tell(errorName(errorCode));
    }, tell);
  }
}
