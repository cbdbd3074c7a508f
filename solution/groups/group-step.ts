/**
 * The core of a classic group: one event in, effects out, at once. Nothing here waits or knows the
 * time but by `now`, so a life of a group can be written down and replayed, event by event.
 *
 * What is the same in all phases is here: who may ask at all, and what time brings. The rest is a
 * matter of the phase, in phases/.
 *
 * Invariant: every request is answered exactly once, by this step or by a later one.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import { checkCommit } from '#groups/commit-check.ts';
import type {
  GroupEffect,
  GroupEvent,
  GroupSettings,
  Now,
  Stored,
  SyncEvent,
} from '#groups/group-event.ts';
import { GroupWork, joinError, syncError } from '#groups/group-work.ts';
import { heartbeat } from '#groups/heartbeat.ts';
import { join } from '#groups/joining.ts';
import { leave } from '#groups/leaving.ts';
import { checkGeneration } from '#groups/member-check.ts';
import { rulesOf } from '#groups/phases/all.ts';
import { assignmentStored } from '#groups/phases/completing-rebalance.ts';
import { joinTimeIsOver, prepareRebalance } from '#groups/rebalance.ts';
import { expireSessions, expireSyncs } from '#groups/session-expiry.ts';
import { replacementStored } from '#groups/static-member.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** Takes the group through one event; gives what has to be done outside, in order. */
export function step(
  group: ClassicGroup,
  event: GroupEvent,
  now: Now,
  settings: GroupSettings,
): GroupEffect[] {
  const work = new GroupWork(group, settings, now);
  take(work, event);
  return work.effects;
}

function take(work: GroupWork, event: GroupEvent): void {
  if (event.kind === 'join') {
    join(work, event);
    storeFirst(work);
  } else if (event.kind === 'sync') sync(work, event);
  else if (event.kind === 'heartbeat') heartbeat(work, event);
  else if (event.kind === 'leave') leave(work, event);
  else if (event.kind === 'commit') checkCommit(work, event);
  else if (event.kind === 'tick') tick(work);
  else if (event.kind === 'stored') stored(work, event.stored, event.errorCode);
  else if (event.kind === 'rebalance') prepareRebalance(work, event.reason);
  else if (event.kind === 'loaded') loaded(work);
  else unload(work, event.errorCode);
}

/** A group exists once it is written down, even if all it has is an id that it gave to somebody. */
function storeFirst(work: GroupWork): void {
  const { group } = work;
  if (group.isStored) return;
  group.isStored = true;
  const value = {
    protocolType: '',
    generation: 0,
    protocol: null,
    leader: null,
    currentStateTimestamp: group.phaseSinceMs ?? -1,
    members: [],
  };
  work.effects.push({ kind: 'store', value, stored: { kind: 'empty' } });
}

function sync(work: GroupWork, event: SyncEvent): void {
  const { group } = work;
  const errorCode = checkSync(group, event);
  const member = group.members.get(event.memberId);
  if (errorCode !== ErrorCode.NONE || member === undefined) {
    work.answer(event.requestId, syncError(errorCode));
  } else {
    rulesOf(group).sync(work, member, event);
  }
}

function checkSync(group: ClassicGroup, event: SyncEvent): number {
  if (group.phase === 'Dead') return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  const errorCode = checkGeneration(group, event);
  if (errorCode !== ErrorCode.NONE) return errorCode;
  const agrees = (said: string | null, known: string | undefined) =>
    said === null || known === undefined || said === known;
  return agrees(event.protocolType, group.protocolType) &&
    agrees(event.protocolName, group.protocolName)
    ? ErrorCode.NONE
    : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
}

function tick(work: GroupWork): void {
  const { group, now } = work;
  const isDue = (deadlineMs: number | undefined) =>
    deadlineMs !== undefined && deadlineMs <= now.monotonicMs;
  expireSessions(work);
  if (isDue(group.joinDeadlineMs)) joinTimeIsOver(work);
  if (isDue(group.syncDeadlineMs)) expireSyncs(work);
}

function stored(work: GroupWork, what: Stored, errorCode: number): void {
  if (what.kind === 'assignment') assignmentStored(work, what, errorCode);
  else if (what.kind === 'replacement') replacementStored(work, what, errorCode);
  // Nobody waits for it: without the record, a restart finds members that then expire.
  else if (errorCode !== ErrorCode.NONE) work.note('an empty generation could not be stored');
}

/** Members of a group that was loaded have a session timeout to show themselves. */
function loaded(work: GroupWork): void {
  const { group, settings } = work;
  for (const member of group.members.values()) work.touch(member);
  if (group.members.size <= settings.maxSize) return;
  prepareRebalance(work, `it has ${group.members.size} members, allowed are ${settings.maxSize}`);
}

function unload(work: GroupWork, errorCode: number): void {
  const { group } = work;
  for (const member of group.members.values()) {
    work.answerJoin(member, joinError(errorCode, member.memberId));
    work.answerSync(member, syncError(errorCode));
    member.sessionDeadlineMs = Infinity;
  }
  group.pendingMembers.clear();
  group.joinDeadlineMs = undefined;
  group.syncDeadlineMs = undefined;
  group.enter('Dead', work.now.wallMs);
}
