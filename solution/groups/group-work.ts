/**
 * One step under way: the group, the moment, and the effects so far. What the phases and transitions
 * share, so that each of them reads as what happens and not as how it is written down.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import { type ClassicMember, metadataOf, NO_ASSIGNMENT } from '#groups/classic-member.ts';
import type {
  GroupAnswer,
  GroupEffect,
  GroupSettings,
  JoinAnswer,
  Now,
  Stored,
  SyncAnswer,
} from '#groups/group-event.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';

export class GroupWork {
  readonly group: ClassicGroup;
  readonly settings: GroupSettings;
  readonly now: Now;
  readonly effects: GroupEffect[] = [];

  constructor(group: ClassicGroup, settings: GroupSettings, now: Now) {
    this.group = group;
    this.settings = settings;
    this.now = now;
  }

  answer(requestId: number, answer: GroupAnswer): void {
    this.effects.push({ kind: 'answer', requestId, answer });
  }

  /** A line for the operator's log, which puts the group's id before the text. */
  note(text: string): void {
    this.effects.push({ kind: 'note', text });
  }

  /** The member was heard of: its session begins anew, and ends in its session timeout if not said. */
  touch(member: ClassicMember, timeoutMs = member.sessionTimeoutMs): void {
    member.sessionDeadlineMs = this.now.monotonicMs + timeoutMs;
  }

  /** The member's JoinGroup waits. One that waited before is of a connection that was given up. */
  awaitJoin(member: ClassicMember, requestId: number): void {
    this.answerJoin(member, joinError(ErrorCode.REBALANCE_IN_PROGRESS, member.memberId));
    member.awaitingJoin = requestId;
  }

  /** The member's SyncGroup waits, in the place of one that waited before. */
  awaitSync(member: ClassicMember, requestId: number): void {
    this.answerSync(member, syncError(ErrorCode.REBALANCE_IN_PROGRESS));
    member.awaitingSync = requestId;
  }

  /** Answers the member's JoinGroup, if it waits. */
  answerJoin(member: ClassicMember, answer: JoinAnswer): void {
    if (member.awaitingJoin === undefined) return;
    this.answer(member.awaitingJoin, answer);
    member.awaitingJoin = undefined;
  }

  /** Answers the member's SyncGroup, if it waits; its heartbeats count again. */
  answerSync(member: ClassicMember, answer: SyncAnswer): void {
    if (member.awaitingSync === undefined) return;
    this.answer(member.awaitingSync, answer);
    member.awaitingSync = undefined;
    this.touch(member);
  }

  /** Takes a member out. If it waits it is told that it is a member no more, and may join anew. */
  takeOut(member: ClassicMember): void {
    this.answerJoin(member, joinError(ErrorCode.UNKNOWN_MEMBER_ID, ''));
    this.answerSync(member, syncError(ErrorCode.UNKNOWN_MEMBER_ID));
    this.group.remove(member.memberId);
  }

  /** What a member learns of the current generation; all members if it is the leader. */
  generationFor(memberId: string): JoinAnswer {
    const { group } = this;
    return {
      errorCode: ErrorCode.NONE,
      memberId,
      generationId: group.generationId,
      protocolType: group.protocolType ?? null,
      protocolName: group.protocolName ?? null,
      leader: group.leaderId ?? '',
      skipAssignment: false,
      members: group.isLeader(memberId) ? membersOf(group) : [],
    };
  }

  assignmentFor(member: ClassicMember): SyncAnswer {
    return {
      errorCode: ErrorCode.NONE,
      protocolType: this.group.protocolType ?? null,
      protocolName: this.group.protocolName ?? null,
      assignment: member.assignment,
    };
  }

  /** Writes the group down as it is, with these assignments. */
  store(stored: Stored, assignments: ReadonlyMap<string, Uint8Array>): void {
    const { group } = this;
    group.isStored = true;
    const value = groupValue(group, assignments);
    this.effects.push({ kind: 'store', value, stored });
  }
}

/** The group as its record has it, with these assignments. */
export function groupValue(
  group: ClassicGroup,
  assignments: ReadonlyMap<string, Uint8Array>,
): GroupMetadataValue {
  const members = [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeout: member.rebalanceTimeoutMs,
    sessionTimeout: member.sessionTimeoutMs,
    subscription: metadataOf(member, group.protocolName),
    assignment: assignments.get(member.memberId) ?? NO_ASSIGNMENT,
  }));
  return {
    protocolType: group.protocolType ?? '',
    generation: group.generationId,
    protocol: group.protocolName ?? null,
    leader: group.leaderId ?? null,
    currentStateTimestamp: group.phaseSinceMs ?? -1,
    members,
  };
}

function membersOf(group: ClassicGroup): JoinAnswer['members'] {
  return [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: metadataOf(member, group.protocolName),
  }));
}

/** Refuses a JoinGroup. */
export function joinError(errorCode: number, memberId: string): JoinAnswer {
  return {
    errorCode,
    memberId,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    members: [],
  };
}

/** Refuses a SyncGroup. */
export function syncError(errorCode: number): SyncAnswer {
  return { errorCode, protocolType: null, protocolName: null, assignment: NO_ASSIGNMENT };
}
