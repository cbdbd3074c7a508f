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
 * The first rebalance of an empty group is different: nobody has to join *again*, so there is no
 * telling when all are there. It waits group.initial.rebalance.delay.ms, and again as long as
 * somebody came meanwhile, up to the rebalance timeout (KIP-134).
 *
 * A static member that has not joined in time stays: it is expected back within its session.
 */
import { NO_ASSIGNMENT } from '#groups/classic-member.ts';
import { type GroupWork, syncError } from '#groups/group-work.ts';
import { chooseProtocol } from '#groups/protocol-choice.ts';
import { subscribedTopicsOf } from '#groups/subscribed-topics.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** Begins a rebalance, from any phase but PreparingRebalance and Dead. */
export function prepareRebalance(work: GroupWork, reason: string): void {
  const { group } = work;
  const isFirst = group.phase === 'Empty';
  work.note(`rebalances after generation ${group.generationId}: ${reason}`);
  if (group.phase === 'CompletingRebalance') {
    dropAssignments(work, ErrorCode.REBALANCE_IN_PROGRESS);
  }
  stopAwaitingSyncs(work);
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

/** The wait of a rebalance is over. */
export function joinTimeIsOver(work: GroupWork): void {
  const { initialDelay } = work.group;
  if (initialDelay?.newcomers && initialDelay.remainingMs > 0) extendInitialDelay(work);
  else completeJoin(work);
}

/** Begins the next generation with those who have joined. */
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
  group.awaitedSyncs.clear();
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

export function stopAwaitingSyncs({ group }: GroupWork): void {
  group.awaitedSyncs.clear();
  group.syncDeadlineMs = undefined;
}

function startInitialDelay({ group, settings, now }: GroupWork): void {
  const delayMs = settings.initialRebalanceDelayMs;
  group.joinDeadlineMs = now.monotonicMs + delayMs;
  const remainingMs = Math.max(group.rebalanceTimeoutMs - delayMs, 0);
  group.initialDelay = { remainingMs, newcomers: false };
}

function extendInitialDelay({ group, settings, now }: GroupWork): void {
  const remainingMs = group.initialDelay?.remainingMs ?? 0;
  const delayMs = Math.min(settings.initialRebalanceDelayMs, remainingMs);
  group.joinDeadlineMs = now.monotonicMs + delayMs;
  group.initialDelay = { remainingMs: remainingMs - delayMs, newcomers: false };
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
