/**
 * Changes of the reference's group core that nobody outside can notice, and why.
 */
import type { ExplainedMutant } from '../../course/mutation/explained-mutants.ts';

type Change = readonly [original: string, replacement: string, reason: string];

const NOTE = 'it is a line for the operator, whose words nobody tests';
const LEADER = 'a group that has members has a leader among them';
const CHECKED = 'the check before found the member; the type does not know that';
const NO_VOTES = 'where nothing is known to all, nobody has a vote, and undefined wins either way';
const noted = (text: string): Change => [`work.note(${text});`, ';', NOTE];

const CHOOSE: readonly Change[] = [
  ['choice !== undefined', 'true', NO_VOTES],
  ['winner === undefined', 'false', 'who has no votes yet has fewer than any that was voted for'],
];

const PREPARE: readonly Change[] = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
  noted('`rebalances after generation ${group.generationId}: ${reason}`'),
  [
    "group.phase === 'CompletingRebalance'",
    'true',
    'in other phases nobody waits for an assignment, and the old ones count for nothing any more',
  ],
  [
    'group.awaitedSyncs.clear();',
    ';',
    'all of the next generation are awaited anew, and who goes is awaited no more',
  ],
];

const LEAVE: readonly Change[] = [
  ['memberId || groupInstanceId', 'true', NOTE],
  ['memberId || groupInstanceId', 'false', NOTE],
  ['memberId || groupInstanceId', 'memberId && groupInstanceId', NOTE],
  ['({ memberId, groupInstanceId }) => memberId || groupInstanceId', '() => undefined', NOTE],
];

const REASON: readonly Change[] = [
  ['reason === null', 'true', NOTE],
  ['reason === null', 'false', NOTE],
  ['reason === null', 'reason !== null', NOTE],
];

const EVENT_REASON: readonly Change[] = [
  ['event.reason === null', 'true', NOTE],
  ['event.reason === null', 'false', NOTE],
  ['event.reason === null', 'event.reason !== null', NOTE],
];

export const groupMutants: readonly ExplainedMutant[] = [
  ...changesOf('protocol-choice', 'chooseProtocol', CHOOSE),
  ...changesOf('joining', 'joinWithId', [['member === undefined', 'false', CHECKED]]),
  ...changesOf('joining', 'addMember', EVENT_REASON),
  ...changesOf('rebalance', 'prepareRebalance', PREPARE),
  ...changesOf('rebalance', 'completeJoin', [
    noted("'cannot complete its rebalance: no member has joined'"),
  ]),
  ...changesOf('rebalance', 'electLeader', [
    ['leader?.awaitingJoin', 'leader.awaitingJoin', LEADER],
  ]),
  ...changesOf('rebalance', 'becomeEmpty', [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
    noted('`is empty in generation ${group.generationId}`'),
  ]),
  ...changesOf('rebalance', 'announceGeneration', [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
    noted('`begins generation ${group.generationId} with ${group.members.size} members`'),
  ]),
  ...changesOf('phases/completing-rebalance', 'assignmentStored', [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
    noted('`is stable in generation ${generationId}`'),
  ]),
  ...changesOf('heartbeat', 'heartbeat', [['member === undefined', 'false', CHECKED]]),
  ...changesOf('leaving', 'leave', LEAVE),
  ...changesOf('leaving', 'leaveOne', [['member === undefined', 'false', CHECKED], ...REASON]),
  ...changesOf('session-expiry', 'expireSessions', [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
    noted('`${memberId} did not join with the id it was given`'),
  ]),
  ...changesOf('session-expiry', 'expire', [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
    noted('`member ${member.memberId} was not heard of in time`'),
  ]),
];

function changesOf(name: string, symbol: string, changes: readonly Change[]): ExplainedMutant[] {
  const file = `groups/${name}.ts`;
  return changes.map(([original, replacement, reason]) => ({
    ...{ file, symbol, original, replacement, reason },
  }));
}
