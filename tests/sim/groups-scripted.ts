/**
 * A consumer of the classic protocol, as small as can be: eager, without prefetching, over the bare
 * protocol. Of clients/consumer/ it shares no line, so where both agree that is no accident; the
 * assignors and their bytes are the same.
 *
 *     poll ── not joined ──► revoke ─► JoinGroup ─► SyncGroup ─► OffsetFetch ─► Fetch
 *        └── joined ───────────────────────────────────────────────────────────► Fetch
 *     a timer ── Heartbeat: go on | join again | you are unknown: all is lost
 *
 * A request that is not answered, and an answer that says "not now", end the poll without records;
 * the next poll goes on where this one stood.
 */
import type { LastAssignment } from '#clients/assignors/assignor.ts';
import { findAssignor } from '#clients/assignors/assignors.ts';
import { readAssignment, writeAssignment } from '#clients/consumer-assignment.ts';
import { readSubscription, writeSubscription } from '#clients/member-subscription.ts';
import type { Timer } from '#env/clock.ts';
import type { Env } from '#env/env.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import type { JoinGroupResponse } from '#protocol/messages/join-group.ts';
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
import { GroupRequests, type Identity, type Offsets } from './groups-requests.ts';

const RETRY_MS = 100;
const COMMIT_ATTEMPTS = 5;

/** The coordinator asks for patience, or is elsewhere: the same again later. */
class NotNow extends Error {}

const PASSING: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.REBALANCE_IN_PROGRESS,
]);

/** The coordinator does not know the member in this generation (any more). */
const SENT_AWAY: ReadonlySet<number> = new Set([
  ErrorCode.UNKNOWN_MEMBER_ID,
  ErrorCode.ILLEGAL_GENERATION,
  ErrorCode.GROUP_ID_NOT_FOUND,
]);

export class ScriptedConsumer implements GroupConsumer {
  memberId = '';
  generation = -1;
  readonly #env: Env;
  readonly #options: GroupConsumerOptions;
  readonly #listener: OwnershipListener;
  readonly #requests: GroupRequests;
  readonly #reading: Reading;
  #isJoined = false;
  #knowsCoordinator = false;
  #last: LastAssignment | undefined;
  #isFenced = false;
  #heartbeat: Timer | undefined;
  #polledMs = 0;
  #committedMs: number;

  constructor(env: Env, options: GroupConsumerOptions, listener: OwnershipListener) {
    this.#env = env;
    this.#options = options;
    this.#listener = listener;
    this.#requests = new GroupRequests(env, options);
    this.#reading = new Reading(env.clock, this.#requests, options);
    this.#committedMs = env.clock.monotonicMs();
  }

  async poll(timeoutMs: number): Promise<readonly Delivered[]> {
    this.#polledMs = this.#env.clock.monotonicMs();
    try {
      await this.#autoCommit(false);
      if (!this.#isJoined) await this.#rejoin();
      await this.#findPositions();
      return await this.#fetch(timeoutMs);
    } catch (error) {
      if (this.#isFenced) throw new Ended(`${this.#options.instanceId} is another process's now`);
      if (!(error instanceof NoAnswer || error instanceof NotNow)) throw error;
      await this.#env.clock.sleep(RETRY_MS);
      return [];
    }
  }

  /** Not in the name of a later generation: the partitions may be another's by then. */
  async commit(offsets: Offsets): Promise<void> {
    const identity = this.#identity;
    for (let attempt = 0; attempt < COMMIT_ATTEMPTS; attempt++) {
      const isOver = this.generation === -1 || this.generation !== identity.generation;
      if (isOver) throw new CommitFailed('its generation is over');
      const errorCode = await this.#requests.commit(identity, offsets).catch((error) => {
        if (error instanceof NoAnswer) throw new CommitFailed('no answer', { cause: error });
        throw error;
      });
      if (errorCode === ErrorCode.NONE) return;
      this.#heed(errorCode, 'commit');
      if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) break;
      await this.#env.clock.sleep(RETRY_MS);
    }
    throw new CommitFailed('the coordinator does not take it');
  }

  commitBeside(offsets: Offsets): Promise<void> {
    return this.commit(offsets);
  }

  async close(): Promise<void> {
    this.#heartbeat?.cancel();
    await this.#giveUp();
    await this.#leave();
    await this.#requests.close();
  }

  /** What was returned before is done with, once the next poll comes. */
  async #autoCommit(now: boolean): Promise<void> {
    const { autoCommit, autoCommitIntervalMs } = this.#options;
    const nowMs = this.#env.clock.monotonicMs();
    if (!autoCommit || !this.#isJoined || this.#reading.positions.size === 0) return;
    if (!now && nowMs < this.#committedMs + autoCommitIntervalMs) return;
    this.#committedMs = nowMs;
    await this.commit(this.#reading.positions).catch((error) => {
      if (!(error instanceof CommitFailed)) throw error;
    });
  }

  /** Gives up all partitions: eagerly, before the next generation. */
  async #giveUp(): Promise<void> {
    const { owned } = this.#reading;
    if (owned.length > 0 && this.generation !== -1) {
      await this.#autoCommit(true);
      await this.#listener.revoked(owned);
    } else if (owned.length > 0) this.#listener.lost(owned);
    this.#reading.giveUp(owned);
  }

  async #rejoin(): Promise<void> {
    await this.#giveUp();
    await this.#findCoordinator();
    const { generationId, protocolName, leader, skipAssignment, members } = await this.#join();
    const leads = leader === this.memberId && !skipAssignment;
    const { errorCode, assignment } = await this.#requests.sync(
      { memberId: this.memberId, generation: generationId },
      protocolName,
      leads ? this.#assign(protocolName ?? '', members) : [],
    );
    if (errorCode !== ErrorCode.NONE) throw this.#heed(errorCode, 'sync');
    const partitions = readAssignment(assignment);
    this.generation = generationId;
    this.#isJoined = true;
    this.#last = { partitions, generationId };
    this.#reading.owned = partitions.map(({ partition }) => partition);
    this.#listener.assigned(this.#reading.owned);
    this.#beatLater();
  }

  async #join(): Promise<JoinGroupResponse> {
    const { assignors, topic } = this.#options;
    const protocols = assignors.map((name) => ({
      name,
      metadata: writeSubscription({
        topics: [topic],
        userData: findAssignor(name)?.subscriptionUserData(this.#last) ?? null,
        ownedPartitions: [],
        generationId: -1,
        rackId: null,
      }),
    }));
    const answer = await this.#requests.join(this.memberId, protocols);
    if (answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
      this.memberId = answer.memberId;
      return this.#join();
    }
    if (answer.errorCode !== ErrorCode.NONE) throw this.#heed(answer.errorCode, 'join');
    this.memberId = answer.memberId;
    return answer;
  }

  /** What the leader brings. */
  #assign(protocol: string, members: JoinGroupResponse['members']) {
    const { topic, partitionCount } = this.#options;
    const subscriptions = new Map(
      members.map(({ memberId, metadata, groupInstanceId }) => [
        memberId,
        readSubscription(metadata, groupInstanceId),
      ]),
    );
    const counts = new Map([[topic, partitionCount]]);
    const shares = findAssignor(protocol)?.assign(counts, subscriptions) ?? [];
    return [...shares].map(([memberId, partitions]) => ({
      memberId,
      assignment: writeAssignment(partitions),
    }));
  }

  async #findCoordinator(): Promise<void> {
    if (this.#knowsCoordinator) return;
    const errorCode = await this.#requests.findCoordinator();
    if (errorCode !== ErrorCode.NONE) throw this.#heed(errorCode, 'find the coordinator');
    this.#knowsCoordinator = true;
  }

  /** Where the group has got to, for partitions that are new. */
  async #findPositions(): Promise<void> {
    const { unplaced } = this.#reading;
    if (unplaced.length === 0) return;
    const found = await this.#requests.committed(unplaced);
    if (typeof found === 'number') throw this.#heed(found, 'fetch offsets');
    this.#reading.place(found);
  }

  async #fetch(maxWaitMs: number): Promise<readonly Delivered[]> {
    const records = await this.#reading.fetch(maxWaitMs);
    if (typeof records === 'number') throw this.#heed(records, 'fetch');
    return records;
  }

  #beatLater(): void {
    this.#heartbeat?.cancel();
    this.#heartbeat = this.#env.clock.setTimer(this.#options.heartbeatIntervalMs, () => {
      if (!this.#isJoined) return;
      this.#beatLater();
      void this.#beat();
    });
  }

  /** A member that works for too long is as good as gone, and goes. */
  async #beat(): Promise<void> {
    const identity = this.#identity;
    if (this.#env.clock.monotonicMs() - this.#polledMs > this.#options.maxPollIntervalMs) {
      await this.#leave();
      this.#forget();
      return;
    }
    const errorCode = await this.#requests.heartbeat(identity).catch(() => ErrorCode.NONE);
    // What it is told of a generation that is over is no news.
    if (errorCode !== ErrorCode.NONE && identity.generation === this.generation) {
      this.#heed(errorCode, 'heartbeat');
    }
  }

  /** A static member's place is kept for it. */
  async #leave(): Promise<void> {
    if (this.#options.instanceId !== null || this.memberId === '') return;
    await this.#requests.leave(this.memberId).catch((error) => {
      if (!(error instanceof NoAnswer)) throw error;
    });
  }

  get #identity(): Identity {
    return { memberId: this.memberId, generation: this.generation };
  }

  /** Does what an error asks for; gives what to throw where there is nothing more to do. */
  #heed(errorCode: number, what: string): Error {
    if (SENT_AWAY.has(errorCode)) this.#forget(errorCode === ErrorCode.ILLEGAL_GENERATION);
    else if (errorCode === ErrorCode.FENCED_INSTANCE_ID) this.#isFenced = true;
    else if (!PASSING.has(errorCode)) throw new Error(`${what}: ${errorName(errorCode)}`);
    if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) this.#isJoined = false;
    return new NotNow(errorName(errorCode));
  }

  /** It is no member of the generation any more. */
  #forget(keepsId = false): void {
    this.#isJoined = false;
    this.generation = -1;
    if (!keepsId) this.memberId = '';
  }
}
