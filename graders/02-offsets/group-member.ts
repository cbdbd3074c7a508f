/**
 * A member of a group over the wire: a consumer of the simplest kind, which joins, divides by range
 * when it leads, and does nothing by itself between two calls.
 *
 *     const members = [await GroupMember.of(target, 'a', place), …];
 *     await settle(target, members);                         all in one generation
 *     expectEqual(members.flatMap(({ partitions }) => partitions), [0, 1], …);
 */
import { assignRange } from 'reference:clients/assignors/range.ts';
import {
  CONSUMER_PROTOCOL_TYPE,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from 'reference:protocol/consumer-protocol.ts';
import { ErrorCode, errorName } from 'reference:protocol/errors.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from 'reference:protocol/messages/find-coordinator.ts';
import { HeartbeatRequest, HeartbeatResponse } from 'reference:protocol/messages/heartbeat.ts';
import { JoinGroupRequest, JoinGroupResponse } from 'reference:protocol/messages/join-group.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from 'reference:protocol/messages/leave-group.ts';
import {
  OffsetCommitRequest,
  OffsetCommitResponse,
} from 'reference:protocol/messages/offset-commit.ts';
import { SyncGroupRequest, SyncGroupResponse } from 'reference:protocol/messages/sync-group.ts';
import type { WireClient } from '../../course/grading/wire-client.ts';
import { WireFailure, type WireTarget } from '../../course/grading/wire-target.ts';

const PAUSE_MS = 200;
/** Kafka's smallest: a crash is noticed after that, in real time where it is real Kafka. */
export const SESSION_TIMEOUT_MS = 6_000;
const REBALANCE_TIMEOUT_MS = 9_000;
const PATIENCE = 200;

export interface GroupPlace {
  readonly groupId: string;
  readonly topic: string;
  readonly partitionCount: number;
}

export class GroupMember {
  memberId = '';
  generationId = -1;
  leader = '';
  /** The partitions that are its own; undefined while it is not in a generation. */
  partitions: number[] | undefined;
  client: WireClient;
  readonly #target: WireTarget;
  readonly #name: string;
  readonly #place: GroupPlace;

  private constructor(target: WireTarget, client: WireClient, name: string, place: GroupPlace) {
    this.#target = target;
    this.#name = name;
    this.client = client;
    this.#place = place;
  }

  /** @param name what a report calls it. */
  static async of(target: WireTarget, name: string, place: GroupPlace): Promise<GroupMember> {
    return new GroupMember(target, await target.connect(), name, place);
  }

  /** Joins and syncs; out again where the group went on meanwhile. */
  async enter(): Promise<void> {
    const joined = await this.#join();
    if (joined === undefined) return;
    const assignments = joined.leader === this.memberId ? this.#divide(joined.members) : [];
    const { memberId, generationId } = this;
    const answer = await this.client.ask(SyncGroupRequest, SyncGroupResponse, 5, {
      groupId: this.#place.groupId,
      memberId,
      generationId,
      protocolType: joined.protocolType,
      protocolName: joined.protocolName,
      assignments,
    });
    if (!this.#isFine(answer.errorCode)) return;
    const { assignedPartitions } = decodeAssignment(answer.assignment);
    this.partitions = assignedPartitions.flatMap(({ partitions }) => partitions);
    this.#tell(`has the partitions ${this.partitions.join(', ') || 'none'}`);
  }

  /** The error code of a heartbeat. */
  async beat(generationId = this.generationId): Promise<number> {
    const { groupId } = this.#place;
    const { memberId } = this;
    const body = { groupId, memberId, generationId };
    const { errorCode } = await this.client.ask(HeartbeatRequest, HeartbeatResponse, 4, body);
    this.#tell(`beats in generation ${generationId}: ${errorName(errorCode)}`);
    return errorCode;
  }

  /** The error code of a commit. */
  async commit(
    partition: number,
    offset: number,
    generationId = this.generationId,
  ): Promise<number> {
    const partitions = [
      { partitionIndex: partition, committedOffset: offset, committedMetadata: '' },
    ];
    const answer = await this.client.ask(OffsetCommitRequest, OffsetCommitResponse, 8, {
      groupId: this.#place.groupId,
      memberId: this.memberId,
      generationIdOrMemberEpoch: generationId,
      topics: [{ name: this.#place.topic, partitions }],
    });
    const errorCode = answer.topics[0]?.partitions[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
    this.#tell(`commits ${offset} in generation ${generationId}: ${errorName(errorCode)}`);
    return errorCode;
  }

  /** Says goodbye; gives the error code of the member. */
  async leave(): Promise<number> {
    const answer = await this.client.ask(LeaveGroupRequest, LeaveGroupResponse, 5, {
      groupId: this.#place.groupId,
      members: [{ memberId: this.memberId }],
    });
    this.partitions = undefined;
    return answer.errorCode || (answer.members[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  /** The same process, after its connection was lost. */
  async reconnect(): Promise<void> {
    this.client = await this.#target.connect();
  }

  async #join() {
    const { groupId, topic } = this.#place;
    const metadata = encodeSubscription({ topics: [topic], userData: null }, 1);
    for (let left = PATIENCE; left > 0; left--) {
      const answer = await this.client.ask(JoinGroupRequest, JoinGroupResponse, 7, {
        groupId,
        memberId: this.memberId,
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
        rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
        protocolType: CONSUMER_PROTOCOL_TYPE,
        protocols: [{ name: 'range', metadata }],
      });
      if (answer.errorCode === ErrorCode.NONE) {
        const { memberId, generationId, leader } = answer;
        Object.assign(this, { memberId, generationId, leader });
        this.#tell(`is in generation ${generationId}, which ${leader} leads`);
        return answer;
      }
      if (answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED) this.memberId = answer.memberId;
      else if (!this.#isFine(answer.errorCode)) return undefined;
      else await this.#findCoordinator();
    }
    throw new WireFailure(`the group ${groupId} could not be joined in ${PATIENCE} attempts`);
  }

  #tell(what: string): void {
    this.#target.tell(`member ${this.#name} ${what}`);
  }

  /** Whoever asks for a coordinator has the topic of committed offsets made. */
  async #findCoordinator(): Promise<void> {
    await this.client.ask(FindCoordinatorRequest, FindCoordinatorResponse, 4, {
      keyType: 0,
      coordinatorKeys: [this.#place.groupId],
    });
    await this.#target.pause(PAUSE_MS);
  }

  /** False where the member has to join again; throws at what no member should be told. */
  #isFine(errorCode: number): boolean {
    if (errorCode === ErrorCode.NONE || isPassing(errorCode)) return true;
    this.partitions = undefined;
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.memberId = '';
    if (JOIN_AGAIN.has(errorCode)) return false;
    throw new WireFailure(`a member of ${this.#place.groupId} was told ${errorName(errorCode)}`);
  }

  #divide(members: readonly { readonly memberId: string; readonly metadata: Uint8Array }[]) {
    const { topic, partitionCount } = this.#place;
    const subscriptions = members.map(({ memberId, metadata }) => {
      const { topics } = decodeSubscription(metadata);
      const known = { userData: null, ownedPartitions: [], generationId: -1, rackId: null };
      return [memberId, { topics, ...known, groupInstanceId: null }] as const;
    });
    const divided = assignRange(new Map([[topic, partitionCount]]), new Map(subscriptions));
    return [...divided].map(([memberId, owned]) => {
      const partitions = owned.map(({ partition }) => partition);
      const assignedPartitions = partitions.length > 0 ? [{ topic, partitions }] : [];
      return { memberId, assignment: encodeAssignment({ assignedPartitions, userData: null }, 1) };
    });
  }
}

const JOIN_AGAIN: ReadonlySet<number> = new Set([
  ErrorCode.REBALANCE_IN_PROGRESS,
  ErrorCode.ILLEGAL_GENERATION,
  ErrorCode.UNKNOWN_MEMBER_ID,
]);

/** The coordinator is on its way, or loads. */
export function isPassing(errorCode: number): boolean {
  return (
    errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE ||
    errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS ||
    errorCode === ErrorCode.NOT_COORDINATOR
  );
}

/** Lets the members do what members do, until all are in one generation. */
export async function settle(target: WireTarget, members: readonly GroupMember[]): Promise<void> {
  const isSettled = () => {
    const generations = new Set(members.map(({ generationId }) => generationId));
    return generations.size === 1 && members.every(({ partitions }) => partitions !== undefined);
  };
  const live = async (member: GroupMember) => {
    for (let left = PATIENCE; !isSettled(); left--) {
      if (left === 0) throw new WireFailure('the members do not come to be in one generation');
      if (member.partitions === undefined) await member.enter();
      else if (JOIN_AGAIN.has(await member.beat())) member.partitions = undefined;
      else await target.pause(PAUSE_MS);
    }
  };
  await Promise.all(members.map(live));
}

/** Lets a member beat until it is told something else than to go on; gives that error code. */
export async function beatUntilTold(target: WireTarget, member: GroupMember): Promise<number> {
  for (let left = PATIENCE; left > 0; left--) {
    const errorCode = await member.beat();
    if (errorCode !== ErrorCode.NONE && !isPassing(errorCode)) return errorCode;
    await target.pause(PAUSE_MS);
  }
  throw new WireFailure(`${member.memberId} was told nothing new in ${PATIENCE} heartbeats`);
}
