/**
 * Changes of the reference's assignors that nobody outside can notice, and why.
 */
import type { ExplainedMutant } from '../../course/mutation/explained-mutants.ts';

const ASSIGNORS = 'clients/assignors';

/** Where the code asks only because the type says that nothing may be there. */
function always(file: string, symbol: string, original: string, replacement: string) {
  const reason = 'It is always there: the map was made of the same members.';
  return { file: `${ASSIGNORS}/${file}.ts`, symbol, original, replacement, reason };
}

function order(original: string, replacement: string, reason: string): ExplainedMutant {
  const file = `${ASSIGNORS}/member-order.ts`;
  return { file, symbol: 'inMemberOrder', original, replacement, reason };
}

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
];
