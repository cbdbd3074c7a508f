/**
 * May whoever wants to commit do it? Here a group fences its past: a member that was taken for dead, or
 * that missed a rebalance, may still believe that it owns a partition. If its commit counted, it would
 * overwrite what the new owner has committed, and records would be processed twice or never.
 */
import type { CommitEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';
import { checkGeneration } from '#groups/member-check.ts';
import { ErrorCode } from '#protocol/errors.ts';

/**
 * Answers whether offsets may be committed, by an error code:
 *
 *     the group is dead                           COORDINATOR_NOT_AVAILABLE
 *     generation below 0, the group is Empty      NONE: a tool, or a consumer that uses no membership
 *     `checkGeneration` refuses                   its error: who is no member may not commit while
 *                                                 there are members
 *     CompletingRebalance                         REBALANCE_IN_PROGRESS: the member is about to
 *                                                 learn what is its own
 *     else                                        NONE
 *
 * A member that may commit has shown that it is alive: its session begins anew.
 */
export function checkCommit(work: GroupWork, event: CommitEvent): void {
  const errorCode = errorOf(work, event);
  const member = work.group.members.get(event.memberId);
  if (errorCode === ErrorCode.NONE && member !== undefined) work.touch(member);
  work.answer(event.requestId, { errorCode });
}

function errorOf({ group }: GroupWork, event: CommitEvent): number {
  if (group.phase === 'Dead') return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  if (event.generationId < 0 && group.phase === 'Empty') return ErrorCode.NONE;
  const errorCode = checkGeneration(group, event);
  if (errorCode !== ErrorCode.NONE) return errorCode;
  return group.phase === 'CompletingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
}
