/**
 * The members of a classic group, as thin as they can be: one connection each, no heartbeats, no
 * records. What is measured is the coordinator.
 *
 * A rebalance is forced by members that join with another subscription than before; it counts from
 * the last JoinGroup that was sent to the last SyncGroup that was answered.
 */
import { writeAssignment } from '#clients/consumer-assignment.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import { writeSubscription } from '#clients/member-subscription.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest, SIZE_BYTES } from '#protocol/request-header.ts';
import { readResponseHeader } from '#protocol/response-header.ts';
import { CommitLoop } from './commit-loop.ts';
import type { Wire } from './wire.ts';

/** The newest version that names topics by their names. */
const OFFSET_COMMIT_VERSION = 9;
const SESSION_TIMEOUT_MS = 300_000;

export interface TopicToRead {
  readonly topic: string;
  readonly partitions: number;
}

export interface GroupOfMembers {
  readonly groupId: string;
  readonly topic: TopicToRead;
}

export class ClassicMembers {
  readonly #groupId: string;
  readonly #topic: TopicToRead;
  readonly #members: Member[];
  #generationId = -1;

  constructor({ groupId, topic }: GroupOfMembers, wires: readonly Wire[]) {
    this.#groupId = groupId;
    this.#topic = topic;
    this.#members = wires.map((wire) => ({ wire, memberId: '' }));
  }

  /** All join, with a subscription of this round; gives how long it took, in milliseconds. */
  async rebalance(round: number): Promise<number> {
    const joins = this.#members.map((member) => this.#join(member, round));
    const startedAt = performance.now();
    const joined = await Promise.all(joins);
    const generations = new Set(joined.map(({ generationId }) => generationId));
    if (generations.size !== 1) throw new Error(`${generations.size} generations at once`);
    const [generationId = -1] = generations;
    await Promise.all(joined.map((answer, index) => this.#sync(index, answer)));
    this.#generationId = generationId;
    return performance.now() - startedAt;
  }

  /** For each member, what commits its own partition again and again, on a connection of its own. */
  commitLoops(): Promise<CommitLoop[]> {
    const loops = this.#members.map(({ wire, memberId }, partition) =>
      CommitLoop.connect(
        wire.address,
        (offset) => this.#commitRequest(memberId, partition, offset),
        (answer) => commitError(answer) === ErrorCode.NONE,
      ),
    );
    return Promise.all(loops);
  }

  close(): void {
    for (const { wire } of this.#members) wire.close();
  }

  async #join(member: Member, round: number): Promise<JoinGroupResponse> {
    // As if the member came from another generation each time: a subscription that has changed.
    const metadata = writeSubscription({
      topics: [this.#topic.topic],
      userData: null,
      ownedPartitions: [],
      generationId: round,
      rackId: null,
    });
    const answer = await member.wire.send(JoinGroupRequest, JoinGroupResponse, {
      groupId: this.#groupId,
      sessionTimeoutMs: SESSION_TIMEOUT_MS,
      rebalanceTimeoutMs: SESSION_TIMEOUT_MS,
      memberId: member.memberId,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata }],
    });
    member.memberId = answer.memberId;
    if (answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED) return this.#join(member, round);
    throwIfError(answer.errorCode);
    return answer;
  }

  async #sync(index: number, joined: JoinGroupResponse): Promise<void> {
    const { wire, memberId } = this.#members[index] as Member;
    const answer = await wire.send(SyncGroupRequest, SyncGroupResponse, {
      groupId: this.#groupId,
      generationId: joined.generationId,
      memberId,
      protocolType: 'consumer',
      protocolName: 'range',
      // Only the leader is told who the members are.
      assignments: joined.members.map((one, partition) => ({
        memberId: one.memberId,
        assignment: writeAssignment([{ topic: this.#topic.topic, partition }]),
      })),
    });
    throwIfError(answer.errorCode);
  }

  #commitRequest(memberId: string, partitionIndex: number, committedOffset: number): Uint8Array {
    const body = {
      groupId: this.#groupId,
      generationIdOrMemberEpoch: this.#generationId,
      memberId,
      topics: [
        {
          name: this.#topic.topic,
          partitions: [{ partitionIndex, committedOffset, committedMetadata: '' }],
        },
      ],
    };
    const header = { correlationId: 0, clientId: 'bench' };
    const request = encodeRequest(OffsetCommitRequest, OFFSET_COMMIT_VERSION, header, body);
    return Buffer.concat(request);
  }
}

function commitError(frame: Uint8Array): number {
  const reader = new Reader(frame, SIZE_BYTES);
  readResponseHeader(reader, OffsetCommitResponse.headerVersion(OFFSET_COMMIT_VERSION));
  const { topics } = OffsetCommitResponse.codec(OFFSET_COMMIT_VERSION).read(reader);
  return topics[0]?.partitions[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
}

interface Member {
  readonly wire: Wire;
  memberId: string;
}
