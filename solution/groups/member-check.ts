/**
 * Is the member that a request names one of the group, and is it still who it says?
 *
 * A static member keeps its name through restarts and gets a new id with each. So the name with an
 * older id is the process that was replaced: it is fenced, and has to end (KIP-345).
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import type { MemberIdentity } from '#groups/group-event.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** NONE, UNKNOWN_MEMBER_ID or FENCED_INSTANCE_ID. */
export function checkMember(
  group: ClassicGroup,
  { memberId, groupInstanceId }: MemberIdentity,
): number {
  if (groupInstanceId !== null) {
    const holder = group.staticMembers.get(groupInstanceId);
    if (holder === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
    if (holder !== memberId) return ErrorCode.FENCED_INSTANCE_ID;
  }
  return group.members.has(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
}

/** The same, and ILLEGAL_GENERATION for a member that missed a rebalance. */
export function checkGeneration(
  group: ClassicGroup,
  identity: MemberIdentity & { readonly generationId: number },
): number {
  const error = checkMember(group, identity);
  if (error !== ErrorCode.NONE) return error;
  return identity.generationId === group.generationId
    ? ErrorCode.NONE
    : ErrorCode.ILLEGAL_GENERATION;
}
