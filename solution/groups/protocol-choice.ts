/**
 * Which protocol a group follows. Each member brings those that it knows, the one it likes best first.
 * What not all know is out; of the rest, each member votes for the one it likes best, and the one
 * with the most votes is followed.
 *
 *     a: sticky, range        known to all: range, sticky
 *     b: range, sticky   ──►  votes: sticky 1, range 2   ──►  range
 *     c: range, sticky
 */
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
  if (group.phase === 'Empty') return protocolType !== '' && protocols.length > 0;
  if (group.protocolType !== protocolType) return false;
  const known = knownToAll(group);
  return protocols.some(({ name }) => group.members.size === 0 || known.has(name));
}

/** The protocol with the most votes, the first one voted for where several have as many. */
export function chooseProtocol(group: ClassicGroup): string | undefined {
  const known = knownToAll(group);
  const votes = new Map<string, number>();
  for (const { protocols } of group.members.values()) {
    const choice = protocols.find(({ name }) => known.has(name))?.name;
    if (choice !== undefined) votes.set(choice, (votes.get(choice) ?? 0) + 1);
  }
  let winner: string | undefined;
  for (const [name, count] of votes) {
    if (winner === undefined || count > (votes.get(winner) ?? 0)) winner = name;
  }
  return winner;
}

function knownToAll(group: ClassicGroup): Set<string> {
  const counts = new Map<string, number>();
  for (const { protocols } of group.members.values()) {
    for (const { name } of protocols) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Set([...counts.keys()].filter((name) => counts.get(name) === group.members.size));
}
