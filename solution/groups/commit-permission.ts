/**
 * May whoever sends a commit make it? The group knows, and each kind of group in its own way; where
 * there is no group, who is no member of any may begin one by committing.
 */
import { checkConsumerCommit } from '#groups/consumer-group/offset-access.ts';
import type { PlainAnswer } from '#groups/group-event.ts';
import type { GroupShard } from '#groups/group-shard.ts';
import type { CommitRequest } from '#groups/offset-request.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** NONE, or the error code for the whole request. */
export function mayCommit(shard: GroupShard, request: CommitRequest): number {
  const { groupId, memberId, groupInstanceId, generationId, knowsMissingGroups } = request;
  const group = shard.groups.get(groupId);
  if (group === undefined) {
    if (generationId < 0) return ErrorCode.NONE;
    return knowsMissingGroups ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION;
  }
  if (group.type === 'consumer') {
    const claim = { memberId, generationId, knowsEpochs: knowsMissingGroups };
    return checkConsumerCommit(group, claim, request.offsets);
  }
  const answer = shard.ask<PlainAnswer>(group, (requestId) => ({
    kind: 'commit',
    requestId,
    memberId,
    groupInstanceId,
    generationId,
  }));
  // What is written next is written under this answer: no event may come between the two.
  if (answer instanceof Promise) throw new Error('a group answers at once who may commit');
  return answer.errorCode;
}
