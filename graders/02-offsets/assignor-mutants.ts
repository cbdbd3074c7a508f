/**
 * Changes of the reference's assignors that nobody outside can notice, and why.
 */
import type { ExplainedMutant } from '../../course/mutation/explained-mutants.ts';

const ASSIGNORS = 'clients/assignors';

/** Where the code asks only because the type says that nothing may be there. */
function always(file: string, symbol: string, original: string, replacement: string) {
  const reason = 'It is always there: it was put into the map before.';
  return { file: `${ASSIGNORS}/${file}.ts`, symbol, original, replacement, reason };
}

function order(original: string, replacement: string, reason: string): ExplainedMutant {
  const file = `${ASSIGNORS}/member-order.ts`;
  return { file, symbol: 'inMemberOrder', original, replacement, reason };
}

function shares(
  symbol: string,
  original: string,
  replacement: string,
  reason: string,
): ExplainedMutant {
  return { file: `${ASSIGNORS}/even-shares.ts`, symbol, original, replacement, reason };
}

const ANY_ORDER = 'Any order will do in which the same partitions always come the same way.';
const ONCE_MORE = 'Who lacks several is listed once more, behind all; the turns end before.';

const UNIQUE = 'No two members have the same id, and no two the same static name.';

export const assignorMutants: readonly ExplainedMutant[] = [
  always(
    'member-order',
    'inMemberOrder',
    'subscriptions.get(memberId)?.groupInstanceId',
    'subscriptions.get(memberId).groupInstanceId',
  ),
  order(
    'nameOfA !== null',
    'true',
    'A name that is null is not smaller than one that is there, so b stands first, as it should.',
  ),
  order('nameOfA < nameOfB', 'nameOfA <= nameOfB', UNIQUE),
  order('a < b', 'a <= b', UNIQUE),
  always('range', 'assignRange', 'assignment.get(member)?.push', 'assignment.get(member).push'),
  always(
    'round-robin',
    'assignRoundRobin',
    'assignment.get(circle[turn]!)?.push',
    'assignment.get(circle[turn]!).push',
  ),
  shares(
    'keepShares',
    '[]',
    '["Stryker was here"]',
    'A member has an entry in the map whose keys are gone through.',
  ),
  shares('turns', 'lacking.filter((share) => share.length === smallerShare)', 'lacking', ONCE_MORE),
  shares('turns', 'share.length === smallerShare', 'true', ONCE_MORE),
  shares('byPartitionThenTopic', 'a.topic < b.topic', 'a.topic <= b.topic', ANY_ORDER),
  shares('byPartitionThenTopic', 'a.topic < b.topic', 'a.topic >= b.topic', ANY_ORDER),
  always('ownership', 'ownersOf', 'owners.get(name)?.add', 'owners.get(name).add'),
];
