/**
 * Which protocol a group follows. Each member brings those that it knows, the one it likes best first.
 * What not all know is out; of the rest, each member votes for the one it likes best, and the one
 * with the most votes is followed.
 *
 *     a: sticky, range        known to all: range, sticky
 *     b: range, sticky   ──►  votes: sticky 1, range 2   ──►  range
 *     c: range, sticky
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { ClassicGroup } from '#groups/classic-group.ts';
import type { MemberProtocol } from '#groups/classic-member.ts';

/**
 * Whether a group can take a member that brings these. An empty group takes any kind; one with
 * members only their kind, and only if at least one protocol stays that all know. (A group that
 * rebalances may have lost all its members and wait for one that was given its id: then any protocol
 * is known to all.)
 */
export function canFollow(
  group: ClassicGroup,
  protocolType: string,
  protocols: readonly MemberProtocol[],
): boolean {
  throw new NotImplemented('2.4', 'canFollow');
}

/** The protocol with the most votes, the first one voted for where several have as many. */
export function chooseProtocol(group: ClassicGroup): string | undefined {
  throw new NotImplemented('2.4', 'chooseProtocol');
}
