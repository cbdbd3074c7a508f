/**
 * A member joins again: what it brings now counts, and its request waits for the next generation.
 */
import type { ClassicMember } from '#groups/classic-member.ts';
import type { JoinEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';

/** What the member brought before is forgotten, and its JoinGroup waits (`work.awaitJoin`). */
export function updateMember(work: GroupWork, member: ClassicMember, event: JoinEvent): void {
  member.protocols = event.protocols;
  member.rebalanceTimeoutMs = event.rebalanceTimeoutMs;
  member.sessionTimeoutMs = event.sessionTimeoutMs;
  work.awaitJoin(member, event.requestId);
}
