/**
 * Which assignor a group has: the one that most members ask for, and of several the one that
 * group.consumer.assignors names first. If nobody asks for any, that is the first of all.
 */
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';

/** @param names of the assignors that there are. */
export function preferredAssignor(
  members: readonly ConsumerMember[],
  names: readonly string[],
): string {
  const votes = names.map((name) => members.filter(({ assignor }) => assignor === name).length);
  return names[votes.indexOf(Math.max(...votes))] ?? '';
}
