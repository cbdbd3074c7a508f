/**
 * A consumer of the consumer protocol (KIP-848), as small as can be, beside the scripted one of the
 * classic protocol: the broker assigns, and heartbeats carry everything.
 *
 *     a timer ── heartbeat: epoch, and what it owns if that has changed ─► epoch, a new target
 *     poll ── owned ≠ target ──► revoke, own the rest, say so with a heartbeat ─► OffsetFetch ─► Fetch
 *     fenced, or unknown: all is lost, and it joins again with epoch 0, under its old id
 */
import type { Timer } from '#env/clock.ts';
import type { Env } from '#env/env.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import type { ConsumerGroupHeartbeatRequest } from '#protocol/messages/consumer-group-heartbeat.ts';
import { randomUuid } from '#storage/meta-properties.ts';
import { NoAnswer } from '../broker/async-client.ts';
import {
  CommitFailed,
  type Delivered,
  Ended,
  type GroupConsumer,
  type GroupConsumerOptions,
  type OwnershipListener,
} from './groups-consumer.ts';
import { Reading } from './groups-reading.ts';
import { GroupRequests, type Offsets } from './groups-requests.ts';

const RETRY_MS = 100;
const COMMIT_ATTEMPTS = 5;
const JOINING_EPOCH = 0;
const LEAVING_EPOCH = -1;
const STATIC_LEAVING_EPOCH = -2;

/** Not now: the same again later. */
class NotNow extends Error {}

const PASSING: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.STALE_MEMBER_EPOCH,
  ErrorCode.UNRELEASED_INSTANCE_ID,
  ErrorCode.REBALANCE_IN_PROGRESS,
]);

const SENT_AWAY: ReadonlySet<number> = new Set([
  ErrorCode.UNKNOWN_MEMBER_ID,
  ErrorCode.FENCED_MEMBER_EPOCH,
  ErrorCode.GROUP_ID_NOT_FOUND,
]);

export class ScriptedModernConsumer implements GroupConsumer {
  readonly memberId: string;
  generation = JOINING_EPOCH;
  readonly #env: Env;
  readonly #options: GroupConsumerOptions;
  readonly #listener: OwnershipListener;
  readonly #requests: GroupRequests;
  readonly #reading: Reading;
  #target: readonly number[] = [];
  #topicId: string | undefined;
  /** Whether the coordinator has heard of all that there is to say. */
  #hasSaidAll = false;
  #isLost = false;
  /** How often it was sent away. */
  #memberships = 0;
  #isFenced = false;
  #isBeating = false;
  #isClosed = false;
  #knowsCoordinator = false;
  #timer: Timer | undefined;
  #intervalMs: number;
  #polledMs = 0;
  #committedMs: number;

  constructor(env: Env, options: GroupConsumerOptions, listener: OwnershipListener) {
    this.#env = env;
    this.#options = options;
    this.#listener = listener;
    this.#requests = new GroupRequests(env, options);
    this.#reading = new Reading(env.clock, this.#requests, options);
    this.#intervalMs = options.heartbeatIntervalMs;
    this.#committedMs = env.clock.monotonicMs();
    this.memberId = randomUuid(env);
  }

  async poll(timeoutMs: number): Promise<readonly Delivered[]> {
    this.#polledMs = this.#env.clock.monotonicMs();
    try {
      await this.#findCoordinator();
      if (this.#isLost) this.#lose();
      if (this.#timer === undefined) await this.#beat();
      await this.#autoCommit(false);
      await this.#reconcile();
      await this.#findPositions();
      return await this.#fetch(timeoutMs);
    } catch (error) {
      if (this.#isFenced) throw new Ended(`${this.#options.instanceId} is another process's now`);
      if (!(error instanceof NoAnswer || error instanceof NotNow)) throw error;
      await this.#env.clock.sleep(RETRY_MS);
      return [];
    }
  }

  /** Not in the name of a later membership: the partitions may be another's in between. */
  async commit(offsets: Offsets): Promise<void> {
    const memberships = this.#memberships;
    for (let attempt = 0; attempt < COMMIT_ATTEMPTS; attempt++) {
      const isMember = this.generation > 0 && memberships === this.#memberships;
      if (!isMember) throw new CommitFailed('it is no member any more');
      const { memberId, generation } = this;
      const commit = this.#requests.commit({ memberId, generation }, offsets);
      const errorCode = await commit.catch((error) => {
        if (error instanceof NoAnswer) throw new CommitFailed('no answer', { cause: error });
        throw error;
      });
      if (errorCode === ErrorCode.NONE) return;
      this.#heed(errorCode, 'commit');
      await this.#env.clock.sleep(RETRY_MS);
    }
    throw new CommitFailed('the coordinator does not take it');
  }

  commitBeside(offsets: Offsets): Promise<void> {
    return this.commit(offsets);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#giveUp(this.#reading.owned);
    const isStatic = this.#options.instanceId !== null;
    await this.#leave(isStatic ? STATIC_LEAVING_EPOCH : LEAVING_EPOCH);
    await this.#requests.close();
  }

  async #autoCommit(now: boolean): Promise<void> {
    const { autoCommit, autoCommitIntervalMs } = this.#options;
    const nowMs = this.#env.clock.monotonicMs();
    if (!autoCommit || this.#reading.positions.size === 0) return;
    if (!now && nowMs < this.#committedMs + autoCommitIntervalMs) return;
    this.#committedMs = nowMs;
    await this.commit(this.#reading.positions).catch((error) => {
      if (!(error instanceof CommitFailed)) throw error;
    });
  }

  /** Takes a step towards the target, and says so. */
  async #reconcile(): Promise<void> {
    const target = this.#target;
    const lost = this.#reading.owned.filter((partition) => !target.includes(partition));
    const added = target.filter((partition) => !this.#reading.owned.includes(partition));
    if (lost.length + added.length === 0) return;
    await this.#giveUp(lost);
    // It may have been sent away meanwhile, or told something else.
    if (this.#isLost || this.#target !== target) return;
    this.#reading.owned = target;
    this.#listener.assigned(added);
    this.#hasSaidAll = false;
    await this.#beat();
  }

  async #giveUp(partitions: readonly number[]): Promise<void> {
    if (partitions.length === 0) return;
    if (this.#isLost) {
      this.#lose();
      return;
    }
    await this.#autoCommit(true);
    await this.#listener.revoked(partitions);
    this.#reading.giveUp(partitions);
  }

  #lose(): void {
    const { owned } = this.#reading;
    if (owned.length > 0) this.#listener.lost(owned);
    this.#reading.giveUp(owned);
    this.#isLost = false;
    this.#target = [];
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #findCoordinator(): Promise<void> {
    if (this.#knowsCoordinator) return;
    const errorCode = await this.#requests.findCoordinator();
    if (errorCode !== ErrorCode.NONE) throw this.#heed(errorCode, 'find the coordinator');
    this.#knowsCoordinator = true;
  }

  async #findPositions(): Promise<void> {
    const { unplaced } = this.#reading;
    if (unplaced.length === 0) return;
    const { memberId, generation } = this;
    const found = await this.#requests.committed(unplaced, { memberId, generation });
    if (typeof found === 'number') throw this.#heed(found, 'fetch offsets');
    this.#reading.place(found);
  }

  async #fetch(maxWaitMs: number): Promise<readonly Delivered[]> {
    const records = await this.#reading.fetch(maxWaitMs);
    if (typeof records === 'number') throw this.#heed(records, 'fetch');
    return records;
  }

  #beatLater(delayMs: number): void {
    this.#timer?.cancel();
    if (this.#isClosed || this.#isLost) return;
    this.#timer = this.#env.clock.setTimer(delayMs, () => {
      this.#beatLater(this.#intervalMs);
      this.#beat().catch((error) => {
        if (!(error instanceof NoAnswer || error instanceof NotNow)) throw error;
      });
    });
  }

  /** One at a time: what there is to say while another is under way waits for the next. */
  async #beat(): Promise<void> {
    if (this.#isBeating || this.#isLost || this.#isClosed) return;
    if (this.#env.clock.monotonicMs() - this.#polledMs > this.#options.maxPollIntervalMs) {
      await this.#leave(LEAVING_EPOCH);
      this.#forget();
      return;
    }
    this.#isBeating = true;
    try {
      await this.#exchange();
    } finally {
      this.#isBeating = false;
    }
  }

  async #exchange(): Promise<void> {
    const { generation } = this;
    const isJoining = generation === JOINING_EPOCH;
    const saysAll = isJoining || !this.#hasSaidAll;
    const owned = this.#reading.owned;
    this.#beatLater(this.#intervalMs);
    // Whoever is not answered says all of it again.
    this.#hasSaidAll = false;
    const answer = await this.#requests.modernHeartbeat(this.#body(generation, saysAll, owned));
    if (generation !== this.generation) return;
    if (answer.errorCode !== ErrorCode.NONE) throw this.#heed(answer.errorCode, 'heartbeat');
    this.#hasSaidAll = owned === this.#reading.owned;
    this.generation = answer.memberEpoch;
    this.#intervalMs = answer.heartbeatIntervalMs;
    if (answer.assignment === null) return;
    const { topicPartitions } = answer.assignment;
    this.#topicId = topicPartitions[0]?.topicId ?? this.#topicId;
    this.#target = topicPartitions.flatMap(({ partitions }) => partitions);
  }

  #body(
    memberEpoch: number,
    saysAll: boolean,
    owned: readonly number[],
  ): Omit<ConsumerGroupHeartbeatRequest, 'groupId'> {
    const { instanceId, topic, maxPollIntervalMs } = this.#options;
    const topicId = this.#topicId;
    const named = topicId === undefined ? [] : [{ topicId, partitions: [...owned] }];
    return {
      memberId: this.memberId,
      memberEpoch,
      instanceId,
      rackId: null,
      rebalanceTimeoutMs: saysAll ? maxPollIntervalMs : -1,
      subscribedTopicNames: saysAll ? [topic] : null,
      subscribedTopicRegex: null,
      serverAssignor: null,
      topicPartitions: saysAll ? (owned.length === 0 ? [] : named) : null,
    };
  }

  async #leave(epoch: number): Promise<void> {
    if (this.generation <= 0) return;
    const goodbye = this.#requests.modernHeartbeat({ ...this.#body(epoch, false, []) });
    await goodbye.catch((error) => {
      if (!(error instanceof NoAnswer)) throw error;
    });
  }

  #heed(errorCode: number, what: string): Error {
    if (SENT_AWAY.has(errorCode)) this.#forget();
    else if (errorCode === ErrorCode.FENCED_INSTANCE_ID) this.#isFenced = true;
    else if (!PASSING.has(errorCode)) throw new Error(`${what}: ${errorName(errorCode)}`);
    return new NotNow(errorName(errorCode));
  }

  /** It is no member any more; the next poll gives up what it owned. */
  #forget(): void {
    this.#isLost = true;
    this.#memberships += 1;
    this.generation = JOINING_EPOCH;
    this.#hasSaidAll = false;
    this.#timer?.cancel();
  }
}
