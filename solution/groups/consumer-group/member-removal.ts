/**
 * Members are taken out of a group: they have left, were not heard of, or have not done what they had
 * to. The epoch counts on, and the heartbeats of the others share the work anew. If all who are left
 * speak the classic protocol, the group becomes a classic one (to-classic-group.ts).
 */
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import { memberTombstones, patternTombstone } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { nextEpoch } from '#groups/consumer-group/group-epoch.ts';
import { metadataHash } from '#groups/consumer-group/metadata-hash.ts';
import { subscribedTopics } from '#groups/consumer-group/subscription.ts';
import { becomeClassic, mayBecomeClassic } from '#groups/consumer-group/to-classic-group.ts';

/** Takes members out, and says why. */
export function removeMembers(
  work: ConsumerWork,
  members: readonly ConsumerMember[],
  reason: string,
): void {
  if (members.length === 0) return;
  const { group, groupId, context } = work;
  work.note(reason);
  const gone = new Set(members.map(({ memberId }) => memberId));
  const left = [...group.members.values()].filter(({ memberId }) => !gone.has(memberId));
  for (const memberId of gone) group.deadlines.forget(memberId);
  if (left.length > 0 && mayBecomeClassic(work, left)) {
    becomeClassic(work, left, `it was a consumer group until ${reason}`);
    return;
  }
  for (const memberId of gone) work.write(...memberTombstones(groupId, memberId));
  for (const pattern of patternsOnlyOf(members, left)) {
    work.write(patternTombstone(groupId, pattern));
  }
  nextEpoch(work, metadataHash(subscribedTopics(left, group.patterns), context.image));
}

function patternsOnlyOf(
  members: readonly ConsumerMember[],
  left: readonly ConsumerMember[],
): Set<string> {
  const patterns = new Set(members.map(({ pattern }) => pattern));
  patterns.delete('');
  for (const { pattern } of left) patterns.delete(pattern);
  return patterns;
}
