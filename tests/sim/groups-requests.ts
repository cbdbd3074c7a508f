/**
 * What the scripted consumer says on the wire, and nothing of when and why: a method for each
 * request. An answer that does not come is a `NoAnswer`.
 */
import type { Env } from '#env/env.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';
import { HeartbeatRequest, HeartbeatResponse } from '#protocol/messages/heartbeat.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from '#protocol/messages/leave-group.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { AsyncClient } from '../broker/async-client.ts';
import type { GroupConsumerOptions } from './groups-consumer.ts';

const FETCH_BYTES = 1 << 20;
const NO_BYTES = new Uint8Array(0);

/** Who speaks: a member in a generation. */
export interface Identity {
  readonly memberId: string;
  readonly generation: number;
}

/** By partition: offsets to commit, or to read from. */
export type Offsets = ReadonlyMap<number, number>;

export interface Fetched {
  readonly partition: number;
  readonly errorCode: number;
  /** Of whole batches: the first ones may be before the offset that was asked for. */
  readonly offsets: readonly number[];
}

export class GroupRequests {
  readonly #options: GroupConsumerOptions;
  /** A fetch may wait on the broker, and what waits behind it: so it has its own connection. */
  readonly #coordinator: AsyncClient;
  readonly #leader: AsyncClient;

  constructor(env: Env, options: GroupConsumerOptions) {
    this.#options = options;
    this.#coordinator = new AsyncClient(env, options.address);
    this.#leader = new AsyncClient(env, options.address);
  }

  async close(): Promise<void> {
    await Promise.all([this.#coordinator.close(), this.#leader.close()]);
  }

  async findCoordinator(): Promise<number> {
    const { coordinators } = await this.#coordinator.ask(
      FindCoordinatorRequest,
      FindCoordinatorResponse,
      6,
      { coordinatorKeys: [this.#options.groupId] },
      this.#options.requestTimeoutMs,
    );
    return coordinators[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
  }

  join(memberId: string, protocols: JoinGroupRequest['protocols']): Promise<JoinGroupResponse> {
    const { groupId, instanceId, sessionTimeoutMs, maxPollIntervalMs } = this.#options;
    return this.#coordinator.ask(
      JoinGroupRequest,
      JoinGroupResponse,
      9,
      {
        groupId,
        sessionTimeoutMs,
        rebalanceTimeoutMs: maxPollIntervalMs,
        memberId,
        groupInstanceId: instanceId,
        protocolType: 'consumer',
        protocols,
      },
      this.#patienceInRebalance,
    );
  }

  sync(
    { memberId, generation }: Identity,
    protocolName: string | null,
    assignments: SyncGroupRequest['assignments'],
  ): Promise<SyncGroupResponse> {
    const { groupId, instanceId } = this.#options;
    return this.#coordinator.ask(
      SyncGroupRequest,
      SyncGroupResponse,
      5,
      {
        groupId,
        memberId,
        generationId: generation,
        groupInstanceId: instanceId,
        protocolType: 'consumer',
        protocolName,
        assignments,
      },
      this.#patienceInRebalance,
    );
  }

  async heartbeat({ memberId, generation: generationId }: Identity): Promise<number> {
    const { groupId, instanceId: groupInstanceId, requestTimeoutMs } = this.#options;
    const { errorCode } = await this.#coordinator.ask(
      HeartbeatRequest,
      HeartbeatResponse,
      4,
      { groupId, generationId, memberId, groupInstanceId },
      requestTimeoutMs,
    );
    return errorCode;
  }

  async leave(memberId: string): Promise<void> {
    const { groupId, requestTimeoutMs } = this.#options;
    const members = [{ memberId }];
    const body = { groupId, members };
    await this.#coordinator.ask(LeaveGroupRequest, LeaveGroupResponse, 5, body, requestTimeoutMs);
  }

  /** The first error among the partitions', 0 where there is none. */
  async commit({ memberId, generation }: Identity, offsets: Offsets): Promise<number> {
    const { groupId, topic, instanceId, requestTimeoutMs } = this.#options;
    const partitions = [...offsets].map(([partitionIndex, committedOffset]) => ({
      partitionIndex,
      committedOffset,
      committedMetadata: '',
    }));
    const { topics } = await this.#coordinator.ask(
      OffsetCommitRequest,
      OffsetCommitResponse,
      9,
      {
        groupId,
        memberId,
        generationIdOrMemberEpoch: generation,
        groupInstanceId: memberId === '' ? null : instanceId,
        topics: [{ name: topic, partitions }],
      },
      requestTimeoutMs,
    );
    return topics[0]?.partitions.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0;
  }

  /** In a group of the consumer protocol. */
  modernHeartbeat(
    body: Omit<ConsumerGroupHeartbeatRequest, 'groupId'>,
  ): Promise<ConsumerGroupHeartbeatResponse> {
    const { groupId, requestTimeoutMs } = this.#options;
    return this.#coordinator.ask(
      ConsumerGroupHeartbeatRequest,
      ConsumerGroupHeartbeatResponse,
      1,
      { groupId, ...body },
      requestTimeoutMs,
    );
  }

  /**
   * What the group has committed of some partitions, -1 for nothing; or the error's code. A member of
   * the consumer protocol says who asks.
   */
  async committed(
    partitionIndexes: readonly number[],
    { memberId, generation }: Identity = { memberId: '', generation: -1 },
  ): Promise<Offsets | number> {
    const { groupId, topic, requestTimeoutMs } = this.#options;
    const asker = { memberId: memberId === '' ? null : memberId, memberEpoch: generation };
    const { groups } = await this.#coordinator.ask(
      OffsetFetchRequest,
      OffsetFetchResponse,
      9,
      { groups: [{ groupId, ...asker, topics: [{ name: topic, partitionIndexes }] }] },
      requestTimeoutMs,
    );
    const { errorCode = ErrorCode.UNKNOWN_SERVER_ERROR, topics = [] } = groups[0] ?? {};
    if (errorCode !== ErrorCode.NONE) return errorCode;
    const found = topics[0]?.partitions ?? [];
    return new Map(found.map((one) => [one.partitionIndex, one.committedOffset]));
  }

  async fetch(positions: Offsets, maxWaitMs: number): Promise<Fetched[]> {
    const { topic, requestTimeoutMs } = this.#options;
    const partitions = [...positions].map(([partition, fetchOffset]) => ({
      partition,
      fetchOffset,
      partitionMaxBytes: FETCH_BYTES,
    }));
    const { responses } = await this.#leader.ask(
      FetchRequest,
      FetchResponse,
      11,
      { maxWaitMs, minBytes: 1, topics: [{ topic, partitions }], forgottenTopicsData: [] },
      requestTimeoutMs + maxWaitMs,
    );
    return (responses[0]?.partitions ?? []).map(({ partitionIndex, errorCode, records }) => ({
      partition: partitionIndex,
      errorCode,
      offsets: offsetsOf(records ?? NO_BYTES),
    }));
  }

  /** An answer may wait until the last member has joined. */
  get #patienceInRebalance(): number {
    return this.#options.requestTimeoutMs + this.#options.maxPollIntervalMs;
  }
}

function offsetsOf(bytes: Uint8Array): number[] {
  return [...batchesOf(bytes)].flatMap((header) =>
    [...recordsOf(bytes, header, nodeHost.codecs)].map(({ offset }) => offset),
  );
}
