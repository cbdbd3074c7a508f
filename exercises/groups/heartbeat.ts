/**
 * A member says that it is alive. The answer is how it learns what became of the group: a broker can't
 * call its clients, so whatever they have to know waits for their next heartbeat.
 *
 *     NONE                          go on
 *     REBALANCE_IN_PROGRESS         commit what you have done, and join again
 *     ILLEGAL_GENERATION            the others went on without you: give up your partitions, join again
 *     UNKNOWN_MEMBER_ID             you are no member any more: join without an id
 *     FENCED_INSTANCE_ID            another process has your name: end
 *     COORDINATOR_NOT_AVAILABLE     the group is not here: look for its coordinator
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { HeartbeatEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';

/**
 * Answers a heartbeat by an error code, in this order: COORDINATOR_NOT_AVAILABLE in a dead group; what
 * `checkGeneration` finds; else the session of the member begins anew, and it is told
 * REBALANCE_IN_PROGRESS in PreparingRebalance and NONE in the other phases. One that is refused
 * has not shown that it is alive.
 */
export function heartbeat(work: GroupWork, event: HeartbeatEvent): void {
  throw new NotImplemented('2.5', 'heartbeat');
}
