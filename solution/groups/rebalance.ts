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
import { NO_ASSIGNMENT } from '#groups/classic-member.ts';
import { type GroupWork, syncError } from '#groups/group-work.ts';
import { extendInitialDelay, startInitialDelay } from '#groups/initial-delay.ts';
import { chooseProtocol } from '#groups/protocol-choice.ts';
import { subscribedTopicsOf } from '#groups/subscribed-topics.ts';
import { ErrorCode } from '#protocol/errors.ts';

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
  const { group } = work;
  const isFirst = group.phase === 'Empty';
  work.note(`rebalances after generation ${group.generationId}: ${reason}`);
  if (group.phase === 'CompletingRebalance') {
    dropAssignments(work, ErrorCode.REBALANCE_IN_PROGRESS);
  }
  group.awaitedSyncs.clear();
  group.syncDeadlineMs = undefined;
  group.enter('PreparingRebalance', work.now.wallMs);
  if (isFirst) startInitialDelay(work);
  else if (group.hasAllMembersJoined) completeJoin(work);
  else group.joinDeadlineMs = work.now.monotonicMs + group.rebalanceTimeoutMs;
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
  const { group } = work;
  group.joinDeadlineMs = undefined;
  group.initialDelay = undefined;
  removeAbsentees(work);
  if (group.members.size > 0 && !electLeader(work)) {
    work.note('cannot complete its rebalance: no member has joined');
    group.joinDeadlineMs = work.now.monotonicMs + group.rebalanceTimeoutMs;
    return;
  }
  group.generationId += 1;
  if (group.members.size === 0) becomeEmpty(work);
  else announceGeneration(work);
}

/** Every member's assignment is void; who waits for one is told why. */
export function dropAssignments(work: GroupWork, errorCode: number): void {
  for (const member of work.group.members.values()) {
    member.assignment = NO_ASSIGNMENT;
    work.answerSync(member, syncError(errorCode));
  }
}

function removeAbsentees({ group }: GroupWork): void {
  for (const member of [...group.members.values()]) {
    if (member.awaitingJoin === undefined && member.groupInstanceId === null) {
      group.remove(member.memberId);
    }
  }
}

/** A leader that has not joined can't assign anything: one of those who have takes its place. */
function electLeader({ group }: GroupWork): boolean {
  const leader = group.members.get(group.leaderId ?? '');
  if (leader?.awaitingJoin !== undefined) return true;
  for (const { memberId, awaitingJoin } of group.members.values()) {
    if (awaitingJoin === undefined) continue;
    group.leaderId = memberId;
    return true;
  }
  return false;
}

function becomeEmpty(work: GroupWork): void {
  const { group } = work;
  group.protocolName = undefined;
  group.subscribedTopics = subscribedTopicsOf(group);
  group.enter('Empty', work.now.wallMs);
  work.note(`is empty in generation ${group.generationId}`);
  work.store({ kind: 'empty' }, new Map());
}

function announceGeneration(work: GroupWork): void {
  const { group, now } = work;
  group.protocolName = chooseProtocol(group);
  group.subscribedTopics = subscribedTopicsOf(group);
  group.enter('CompletingRebalance', now.wallMs);
  work.note(`begins generation ${group.generationId} with ${group.members.size} members`);
  for (const member of group.members.values()) {
    work.answerJoin(member, work.generationFor(member.memberId));
    work.touch(member);
    member.isNew = false;
    group.awaitedSyncs.add(member.memberId);
  }
  group.syncDeadlineMs = now.monotonicMs + group.rebalanceTimeoutMs;
}
