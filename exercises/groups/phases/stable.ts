/**
 * Stable: everybody works on its assignment and sends heartbeats.
 *
 * If the leader joins again it wants to assign anew, for it watches what the broker does not, such
 * as the number of a topic's partitions. Any other member has missed an answer, unless it brings
 * something else than before.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { ClassicMember } from '#groups/classic-member.ts';
import type { JoinEvent, SyncEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';
import { completingRebalance } from '#groups/phases/completing-rebalance.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { prepareRebalance } from '#groups/rebalance.ts';

export const stable: PhaseRules = {
  admits: completingRebalance.admits,

  membersChanged: prepareRebalance,

  pendingMemberGone() {},

  rejoin: rejoinStable,

  sync: syncStable,
};

/**
 * A member joins again. If it follows and brings what it brought, it is told the current generation
 * once more. If it leads, or brings something else, it is updated and a rebalance begins.
 */
export function rejoinStable(work: GroupWork, member: ClassicMember, event: JoinEvent): void {
  throw new NotImplemented('2.4', 'rejoinStable');
}

/** A member asks once more, or late: it is told its assignment at once, and is awaited no more. */
export function syncStable(work: GroupWork, member: ClassicMember, event: SyncEvent): void {
  throw new NotImplemented('2.4', 'syncStable');
}
