/**
 * What depends on a group's phase. A file for each phase says what happens there; what is the same
 * everywhere is in group-step.ts, joining.ts and leaving.ts.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import type { ClassicMember } from '#groups/classic-member.ts';
import type { JoinEvent, SyncEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';

export interface PhaseRules {
  /** Whether there is room for who joins (group.max.size). */
  admits(group: ClassicGroup, memberId: string, maxSize: number): boolean;

  /** Somebody has come or gone, or wants the work to be shared anew. */
  membersChanged(work: GroupWork, reason: string): void;

  /** An id that was given out has lapsed. */
  pendingMemberGone(work: GroupWork): void;

  /** A member joins that is one already. */
  rejoin(work: GroupWork, member: ClassicMember, event: JoinEvent): void;

  /** A member of the current generation asks for its assignment. */
  sync(work: GroupWork, member: ClassicMember, event: SyncEvent): void;
}
