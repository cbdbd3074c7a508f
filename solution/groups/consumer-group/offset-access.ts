/**
 * May a member of a consumer group commit offsets, and fetch them?
 *
 * A commit is fenced by the member's epoch, as a classic group's is by its generation. But members
 * come to a new epoch one by one, and a commit that was sent before may arrive after; for a partition
 * that the member had then and still has, it counts (KIP-1251).
 */
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import { ErrorCode } from '#protocol/errors.ts';

export interface CommitClaim {
  readonly memberId: string;
  /** The member's epoch; below 0 from who is no member. */
  readonly generationId: number;
  /** Whether the client knows of epochs (OffsetCommit version 9). */
  readonly knowsEpochs: boolean;
}

/** An error code for the commit as a whole: one partition that may not be committed spoils it. */
export function checkConsumerCommit(
  group: ConsumerGroup,
  claim: CommitClaim,
  partitions: readonly { readonly topicId: string; readonly partition: number }[],
): number {
  const { memberId, generationId: epoch, knowsEpochs } = claim;
  if (epoch < 0 && group.members.size === 0) return ErrorCode.NONE;
  const member = group.members.get(memberId);
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
  if (member.classic === null && !knowsEpochs) return ErrorCode.UNSUPPORTED_VERSION;
  if (epoch === member.memberEpoch) return ErrorCode.NONE;
  const ownedThen = ({ topicId, partition }: { topicId: string; partition: number }) =>
    (ownedSince(member, topicId, partition) ?? Infinity) <= epoch;
  const mayCommit = epoch < member.memberEpoch && partitions.every(ownedThen);
  return mayCommit ? ErrorCode.NONE : staleFor(member);
}

/** Who wants to fetch offsets. */
export interface OffsetReader {
  /** Null from who is no member. */
  readonly memberId: string | null;
  /** -1 from who is no member. */
  readonly memberEpoch: number;
}

/** A tool, or a consumer that uses no membership: it may look. */
export const ANYBODY: OffsetReader = { memberId: null, memberEpoch: -1 };

export function checkConsumerFetch(
  group: ConsumerGroup,
  { memberId, memberEpoch }: OffsetReader,
): number {
  if (memberId === null && memberEpoch < 0) return ErrorCode.NONE;
  const member = group.members.get(memberId ?? '');
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
  return memberEpoch === member.memberEpoch ? ErrorCode.NONE : staleFor(member);
}

function ownedSince(
  { assigned, pendingRevocation }: ConsumerMember,
  topicId: string,
  partition: number,
): number | undefined {
  return assigned.get(topicId)?.get(partition) ?? pendingRevocation.get(topicId)?.get(partition);
}

function staleFor({ classic }: ConsumerMember): number {
  return classic === null ? ErrorCode.STALE_MEMBER_EPOCH : ErrorCode.ILLEGAL_GENERATION;
}
