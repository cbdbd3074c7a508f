/**
 * From one generation to the next.
 *
 *     prepareRebalance    everybody has to join again; who waits for an assignment is sent back
 *           |
 *           v             all members have joined, or the time is over
 *      completeJoin       those who have not joined are out; a new generation; everybody is answered
 *           |
 *           v             the leader's assignment is stored           (phases/completing-rebalance.ts)
 *         Stable
 *
 * The first rebalance of an empty group has a time of its own (initial-delay.ts). A static member that
 * has not joined in time stays: it is expected back within its session, and has to sync like everybody.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import { NO_ASSIGNMENT } from '#groups/classic-member.ts';
import { type GroupWork, syncError } from '#groups/group-work.ts';
import { extendInitialDelay } from '#groups/initial-delay.ts';

/**
 * Begins a rebalance, from any phase but PreparingRebalance and Dead, and enters PreparingRebalance.
 *
 * - In CompletingRebalance who waits for an assignment is told REBALANCE_IN_PROGRESS, and every
 *   assignment is void (`dropAssignments`).
 * - Nobody's SyncGroup is awaited any more, and there is no deadline for it.
 * - From Empty the initial delay begins. From elsewhere the join is completed at once if nobody is
 *   left to wait for, or else has a deadline: the group's `rebalanceTimeoutMs` from now.
 *
 * @param reason for the operator: a note says it
 */
export function prepareRebalance(work: GroupWork, reason: string): void {
  throw new NotImplemented('2.4', 'prepareRebalance');
}

/** Completes the join phase if nobody is left to wait for; the first rebalance has its own time. */
export function completeJoinIfReady(work: GroupWork): void {
  const { group } = work;
  if (group.initialDelay === undefined && group.hasAllMembersJoined) completeJoin(work);
}

/** The wait of a rebalance is over, unless it is the first and somebody came. */
export function joinTimeIsOver(work: GroupWork): void {
  if (!extendInitialDelay(work)) completeJoin(work);
}

/**
 * Begins the next generation with those who have joined; nothing waits for more joins after it
 * (`joinDeadlineMs` and `initialDelay` are gone).
 *
 * 1. Dynamic members whose JoinGroup does not wait are out. Static members stay.
 * 2. If the leader has not joined, the first member that has takes its place. If there are members
 *    and none has joined, no generation begins: the group waits for `rebalanceTimeoutMs` more.
 * 3. The generation goes up by one.
 * 4. A group without members is Empty: it follows no protocol, and after Empty is entered it is
 *    stored, as `{ kind: 'empty' }` with no assignments.
 * 5. Any other follows the protocol that `chooseProtocol` says and is in CompletingRebalance. For
 *    every member, also a static one that has not joined: its JoinGroup, if it waits, is answered by
 *    `generationFor`; its session begins anew; it is new no more; its SyncGroup is awaited,
 *    `rebalanceTimeoutMs` from now at most.
 *
 * In 4 and in 5 `subscribedTopics` is found anew once the protocol stands, by `subscribedTopicsOf`.
 */
export function completeJoin(work: GroupWork): void {
  throw new NotImplemented('2.4', 'completeJoin');
}

/** Every member's assignment is void; who waits for one is told why. */
export function dropAssignments(work: GroupWork, errorCode: number): void {
  for (const member of work.group.members.values()) {
    member.assignment = NO_ASSIGNMENT;
    work.answerSync(member, syncError(errorCode));
  }
}
