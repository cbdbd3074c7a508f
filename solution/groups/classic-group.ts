/**
 * A classic group, as data: its members, its generation, and the phase of its life.
 *
 *                     a member joins            all joined, or time is over
 *       +---> Empty ----------------> Preparing ---------------------------> Completing
 *       |                             Rebalance <--------------------------- Rebalance
 *       |                              |  ^   ^     a member comes or goes       |
 *       +------------------------------+  |   |                                  | the leader's
 *           nobody joined                 |   |     a member comes or goes       | assignment is
 *                                         |   +---------------- Stable <---------+ stored
 *       Dead: not here any more           +-----------------------+
 *
 * Each time from Preparing to Completing a new generation begins, with the members that have joined.
 * What happens when is in step.ts and the files of phases/; here is only what must be kept
 * consistent whenever a member comes or goes.
 *
 * Invariants: the leader is a member, and there is one if there are members; a static name belongs
 * to exactly one member; who is pending is no member; who is awaited to sync is one.
 */
import type { ClassicMember } from '#groups/classic-member.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { Group } from '#groups/group.ts';

/** Named as ListGroups and DescribeGroups tell them. */
export type GroupPhase = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** The first rebalance of an empty group waits a while for more members (KIP-134). */
export interface InitialDelay {
  /** How much longer it may be drawn out. */
  remainingMs: number;
  /** Whether somebody joined since the wait began, or was drawn out last. */
  newcomers: boolean;
}

export class ClassicGroup implements Group {
  readonly type = 'classic';
  readonly groupId: string;
  phase: GroupPhase = 'Empty';
  previousPhase: GroupPhase = 'Dead';
  /** When the phase began, by the wall clock; undefined in records of old brokers. */
  phaseSinceMs: number | undefined;
  generationId = 0;
  /** What kind of group it is; undefined until somebody joins, and in one that only commits. */
  protocolType: string | undefined;
  /** What the members follow in this generation. */
  protocolName: string | undefined;
  leaderId: string | undefined;
  /** The topics of all members, where they are consumers and can be understood. */
  subscribedTopics: ReadonlySet<string> | undefined;
  readonly members = new Map<string, ClassicMember>();
  /** The member ids of static members, by their names. */
  readonly staticMembers = new Map<string, string>();
  /** Ids that were given out and not used yet (KIP-394), with when they lapse. */
  readonly pendingMembers = new Map<string, number>();
  /** Members of the generation that have not asked for their assignment. */
  readonly awaitedSyncs = new Set<string>();
  /** When a rebalance stops to wait for members that have not joined again. */
  joinDeadlineMs: number | undefined;
  initialDelay: InitialDelay | undefined;
  /** When members that have not asked for their assignment are given up. */
  syncDeadlineMs: number | undefined;
  /** Whether a record of the group was written. */
  isStored = false;

  constructor(groupId: string, phaseSinceMs?: number) {
    this.groupId = groupId;
    this.phaseSinceMs = phaseSinceMs;
  }

  /** Whether it only commits offsets, and nobody has ever joined it. */
  get isSimple(): boolean {
    return this.protocolType === undefined && this.phase === 'Empty' && !this.pendingMembers.size;
  }

  get isConsumerGroup(): boolean {
    return this.protocolType === 'consumer';
  }

  get state(): GroupPhase {
    return this.phase;
  }

  get stateSinceMs(): number | undefined {
    return this.phaseSinceMs;
  }

  get knowsSubscriptions(): boolean {
    return this.subscribedTopics !== undefined;
  }

  isSubscribedTo(topic: string): boolean {
    return this.subscribedTopics?.has(topic) ?? this.isConsumerGroup;
  }

  tombstones(): CoordinatorRecord[] {
    return [{ kind: 'group', groupId: this.groupId, value: undefined }];
  }

  get awaitingJoinCount(): number {
    let count = 0;
    for (const { awaitingJoin } of this.members.values()) if (awaitingJoin !== undefined) count++;
    return count;
  }

  /** Whether a rebalance has nobody left to wait for. */
  get hasAllMembersJoined(): boolean {
    return this.pendingMembers.size === 0 && this.awaitingJoinCount === this.members.size;
  }

  /** The longest that any member asks for. */
  get rebalanceTimeoutMs(): number {
    let longest = 0;
    for (const member of this.members.values()) {
      longest = Math.max(longest, member.rebalanceTimeoutMs);
    }
    return longest;
  }

  isLeader(memberId: string): boolean {
    return this.leaderId === memberId;
  }

  /** Goes over to a phase, and keeps since when by the wall clock. Nobody is told by that. */
  enter(phase: GroupPhase, wallMs: number): void {
    this.previousPhase = this.phase;
    this.phase = phase;
    this.phaseSinceMs = wallMs;
  }

  /**
   * Takes in a member; its id is pending no more. The first one makes the group one of its kind,
   * and leads it.
   */
  add(member: ClassicMember, protocolType: string): void {
    if (this.members.size === 0) this.protocolType = protocolType;
    this.leaderId ??= member.memberId;
    this.members.set(member.memberId, member);
    this.pendingMembers.delete(member.memberId);
    if (member.groupInstanceId !== null) {
      this.staticMembers.set(member.groupInstanceId, member.memberId);
    }
  }

  /** Takes out a member, or an id that was given out; another member leads if the leader goes. */
  remove(memberId: string): void {
    const member = this.members.get(memberId);
    this.members.delete(memberId);
    this.pendingMembers.delete(memberId);
    this.awaitedSyncs.delete(memberId);
    if (member === undefined) return;
    if (member.groupInstanceId !== null) this.staticMembers.delete(member.groupInstanceId);
    if (this.isLeader(memberId)) this.leaderId = this.members.keys().next().value;
  }

  /** Puts one member in the place of another: a static member under another id. */
  replace(oldMemberId: string, member: ClassicMember): void {
    const led = this.isLeader(oldMemberId);
    this.members.delete(oldMemberId);
    this.awaitedSyncs.delete(oldMemberId);
    this.members.set(member.memberId, member);
    if (member.groupInstanceId !== null) {
      this.staticMembers.set(member.groupInstanceId, member.memberId);
    }
    if (led) this.leaderId = member.memberId;
  }

  /** When something has to be looked at, on the monotonic clock; Infinity for never. */
  get nextDeadlineMs(): number {
    let next = Math.min(this.joinDeadlineMs ?? Infinity, this.syncDeadlineMs ?? Infinity);
    for (const lapsesMs of this.pendingMembers.values()) next = Math.min(next, lapsesMs);
    for (const member of this.members.values()) next = Math.min(next, member.sessionDeadlineMs);
    return next;
  }
}
