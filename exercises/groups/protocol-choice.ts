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
 * Whether a group can take a member that brings these.
 *
 * - An Empty group takes any kind that has a name, with at least one protocol.
 * - In any other phase it takes its own kind alone, with at least one protocol that all members
 *   know. A rebalance may have lost all its members: then every protocol is known to all of them.
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
