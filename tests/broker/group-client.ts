/**
 * A member of a group over the wire, in any version, and what else a client asks of a coordinator.
 */
import { ErrorCode, errorName } from '#protocol/errors.ts';
import {
  DescribeGroupsRequest,
  DescribeGroupsResponse,
} from '#protocol/messages/describe-groups.ts';
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
import type { SimBroker, WireClient } from './sim-broker.ts';

const utf8 = new TextEncoder();
const text = new TextDecoder();

export interface MemberOptions {
  readonly groupId?: string;
  readonly groupInstanceId?: string | null;
  readonly sessionTimeoutMs?: number;
  readonly protocolType?: string;
  readonly metadata?: Uint8Array;
  readonly joinVersion?: number;
}

/** One client that is, or wants to be, a member of a group; newest versions unless told. */
export class GroupMember {
  readonly client: WireClient;
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  memberId = '';
  generationId = -1;
  /** The ids of all members, if this one leads. */
  members: string[] = [];
  readonly #options: MemberOptions;

  constructor(client: WireClient, options: MemberOptions = {}) {
    this.client = client;
    this.groupId = options.groupId ?? 'g';
    this.groupInstanceId = options.groupInstanceId ?? null;
    this.#options = options;
  }

  static async of(sim: SimBroker, options?: MemberOptions): Promise<GroupMember> {
    return new GroupMember(await sim.client(), options);
  }

  sendJoin(): void {
    const { sessionTimeoutMs = 10_000 } = this.#options;
    const metadata = this.#options.metadata ?? utf8.encode('m');
    this.client.send(JoinGroupRequest, this.#joinVersion, {
      groupId: this.groupId,
      sessionTimeoutMs,
      rebalanceTimeoutMs: 60_000,
      memberId: this.memberId,
      groupInstanceId: this.groupInstanceId,
      protocolType: this.#protocolType,
      protocols: [{ name: 'range', metadata }],
    });
  }

  /** The answer to the join that was sent; goes again with the id where it is told one. */
  async joined(): Promise<string> {
    const answer = await this.client.receive(JoinGroupResponse, this.#joinVersion);
    this.memberId = answer.memberId;
    if (answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
      this.sendJoin();
      return this.joined();
    }
    this.generationId = answer.generationId;
    this.members = answer.members.map(({ memberId }) => memberId);
    return errorName(answer.errorCode);
  }

  /** Asks for an id and joins with it; the answer is still to be received. */
  async announce(): Promise<void> {
    this.sendJoin();
    const answer = await this.client.receive(JoinGroupResponse, this.#joinVersion);
    this.memberId = answer.memberId;
    this.sendJoin();
  }

  async join(): Promise<string> {
    this.sendJoin();
    return this.joined();
  }

  sendSync(assignments: Record<string, string> = {}, version = 5): void {
    this.client.send(SyncGroupRequest, version, {
      ...this.#identity,
      groupInstanceId: this.groupInstanceId,
      ...(version < 5 ? {} : { protocolType: this.#protocolType, protocolName: 'range' }),
      assignments: Object.entries(assignments).map(([memberId, assignment]) => ({
        memberId,
        assignment: utf8.encode(assignment),
      })),
    });
  }

  async synced(version = 5): Promise<string> {
    const answer = await this.client.receive(SyncGroupResponse, version);
    return answer.errorCode === ErrorCode.NONE
      ? text.decode(answer.assignment)
      : errorName(answer.errorCode);
  }

  async sync(assignments?: Record<string, string>, version = 5): Promise<string> {
    this.sendSync(assignments, version);
    return this.synced(version);
  }

  async heartbeat(version = 4): Promise<string> {
    const answer = await this.client.ask(HeartbeatRequest, HeartbeatResponse, version, {
      ...this.#identity,
      groupInstanceId: this.groupInstanceId,
    });
    return errorName(answer.errorCode);
  }

  /** In new versions the errors of the group and of the member, in old ones the one there is. */
  async leave(version = 5): Promise<string[]> {
    const { groupId, memberId } = this;
    const answer = await this.client.ask(
      LeaveGroupRequest,
      LeaveGroupResponse,
      version,
      version < 3 ? { groupId, memberId } : { groupId, members: [{ memberId }] },
    );
    const all = [answer.errorCode, ...answer.members.map(({ errorCode }) => errorCode)];
    return all.map(errorName);
  }

  commit(topic: string, offset: number, options: CommitOptions = {}): Promise<string> {
    const { memberId, generationId } = this;
    return commit(this.client, topic, offset, {
      groupId: this.groupId,
      memberId,
      generationId,
      ...options,
    });
  }

  get #protocolType(): string {
    return this.#options.protocolType ?? 'connect';
  }

  get #joinVersion(): number {
    return this.#options.joinVersion ?? 9;
  }

  get #identity() {
    const { groupId, memberId, generationId } = this;
    return { groupId, memberId, generationId };
  }
}

export interface CommitOptions {
  readonly groupId?: string;
  readonly memberId?: string;
  readonly generationId?: number;
  readonly partition?: number;
  readonly metadata?: string | null;
  readonly topicId?: string;
  readonly retentionTimeMs?: number;
  readonly version?: number;
}

/** Commits one offset; gives the error's name. */
export async function commit(
  client: WireClient,
  name: string,
  committedOffset: number,
  options: CommitOptions = {},
): Promise<string> {
  const { version = 9, partition = 0, metadata = 'note', topicId } = options;
  const answer = await client.ask(OffsetCommitRequest, OffsetCommitResponse, version, {
    groupId: options.groupId ?? 'g',
    generationIdOrMemberEpoch: options.generationId ?? -1,
    memberId: options.memberId ?? '',
    retentionTimeMs: options.retentionTimeMs ?? -1,
    topics: [
      {
        name,
        ...(topicId === undefined ? {} : { topicId }),
        partitions: [
          {
            partitionIndex: partition,
            committedOffset,
            committedLeaderEpoch: 0,
            committedMetadata: metadata,
          },
        ],
      },
    ],
  });
  return errorName(answer.topics[0]?.partitions[0]?.errorCode ?? -1);
}

/** The offset committed of a partition; its error's name where there is one. */
export async function committed(
  client: WireClient,
  name: string,
  { groupId = 'g', partition = 0, version = 9 } = {},
): Promise<number | string> {
  const partitionIndexes = [partition];
  const answer = await client.ask(
    OffsetFetchRequest,
    OffsetFetchResponse,
    version,
    version < 8
      ? { groupId, topics: [{ name, partitionIndexes }] }
      : { groups: [{ groupId, topics: [{ name, partitionIndexes }] }] },
  );
  const [group] = version < 8 ? [answer] : answer.groups;
  const found = group?.topics[0]?.partitions[0];
  const errorCode = group?.errorCode || found?.errorCode || 0;
  return errorCode === 0 ? (found?.committedOffset ?? NaN) : errorName(errorCode);
}

export async function describe(client: WireClient, groupId = 'g', version = 6) {
  const { groups } = await client.ask(DescribeGroupsRequest, DescribeGroupsResponse, version, {
    groups: [groupId],
  });
  const [group] = groups;
  if (group === undefined) throw new Error('describe: no answer for the group');
  return group;
}

/** Asks who coordinates a group: the offsets topic exists from then on. */
export async function findCoordinator(client: WireClient, key = 'g', version = 6) {
  const answer = await client.ask(
    FindCoordinatorRequest,
    FindCoordinatorResponse,
    version,
    version < 4 ? { key } : { coordinatorKeys: [key] },
  );
  const found = version < 4 ? answer : answer.coordinators[0];
  if (found === undefined) throw new Error('findCoordinator: no answer for the key');
  const { nodeId, host, port } = found;
  return { error: errorName(found.errorCode), nodeId, host, port };
}
