/**
 * The four requests of a classic member, as its process sends them.
 */
import type { LastAssignment } from '#clients/assignors/assignor.ts';
import type {
  ClassicEffect,
  JoinAnswer,
  MemberIdentity,
  SyncAnswer,
} from '#clients/consumer/classic-event.ts';
import { joinProtocols } from '#clients/consumer/group-assignment.ts';
import type { GroupContext } from '#clients/consumer/group-context.ts';
import { CONSUMER_PROTOCOL_TYPE } from '#protocol/consumer-protocol.ts';
import { HeartbeatRequest, HeartbeatResponse } from '#protocol/messages/heartbeat.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from '#protocol/messages/leave-group.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';

/** A join waits for the other members as long as they may take, and a little for the way. */
const LAPSE_MS = 5000;
/** From version 3 on a request may name several members (KIP-345). */
const LEAVES_MANY = 3;

export interface Joining {
  readonly topics: readonly string[];
  readonly last: LastAssignment | undefined;
  readonly reason: string;
}

export class ClassicRequests {
  readonly #context: GroupContext;

  constructor(context: GroupContext) {
    this.#context = context;
  }

  async join(member: MemberIdentity, { topics, last, reason }: Joining): Promise<JoinAnswer> {
    const { coordinator, settings, handover, groupId } = this.#context;
    const body = {
      groupId,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      rebalanceTimeoutMs: settings.maxPollIntervalMs,
      memberId: member.memberId,
      groupInstanceId: this.#instanceId,
      protocolType: CONSUMER_PROTOCOL_TYPE,
      protocols: joinProtocols(settings.assignors, {
        topics,
        owned: handover.owned,
        generationId: member.generationId,
        rackId: settings.clientRack,
        last,
      }),
      reason,
    };
    const timeoutMs = this.#patienceMs;
    return coordinator.ask(JoinGroupRequest, JoinGroupResponse, body, { timeoutMs });
  }

  async sync(
    { memberId, generationId }: MemberIdentity,
    { protocolName, assignments }: Extract<ClassicEffect, { kind: 'sync' }>,
  ): Promise<SyncAnswer> {
    const { coordinator, groupId } = this.#context;
    const body = {
      groupId,
      generationId,
      memberId,
      groupInstanceId: this.#instanceId,
      protocolType: CONSUMER_PROTOCOL_TYPE,
      protocolName,
      assignments: [...assignments].map(([member, assignment]) => ({
        memberId: member,
        assignment,
      })),
    };
    const timeoutMs = this.#patienceMs;
    return coordinator.ask(SyncGroupRequest, SyncGroupResponse, body, { timeoutMs });
  }

  /** Returns the error code. */
  async heartbeat({ memberId, generationId }: MemberIdentity): Promise<number> {
    const { coordinator, groupId } = this.#context;
    const body = { groupId, groupInstanceId: this.#instanceId, memberId, generationId };
    return (await coordinator.ask(HeartbeatRequest, HeartbeatResponse, body)).errorCode;
  }

  /** On a connection of its own: on the group's, it would stand behind a join that waits. */
  async leave(memberId: string, reason: string): Promise<void> {
    const { coordinator, env, groupId } = this.#context;
    const bodyOf = (version: number) =>
      version < LEAVES_MANY ? { groupId, memberId } : { groupId, members: [{ memberId, reason }] };
    try {
      await coordinator.askIn(LeaveGroupRequest, LeaveGroupResponse, bodyOf, { channel: 'leave' });
    } catch (error) {
      env.log.warn('LeaveGroup got no answer', { group: groupId, error });
    }
  }

  get #instanceId(): string | null {
    return this.#context.settings.groupInstanceId ?? null;
  }

  get #patienceMs(): number {
    const { requestTimeoutMs, maxPollIntervalMs } = this.#context.settings;
    return Math.max(requestTimeoutMs, maxPollIntervalMs + LAPSE_MS);
  }
}
