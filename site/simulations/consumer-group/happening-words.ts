/**
 * What happens, as lines of the list of events: who, what kind, and a sentence.
 */
import type { Happening } from './happening.ts';
import { listed } from './partition-words.ts';
import { type GroupSetup, groupIdOf, nodeOf } from './setup.ts';

export interface EventLine {
  readonly atMs: number;
  /** A machine's name, or a group's. */
  readonly where: string;
  /** `request`, `answer`, `assignment`, `group`, `member`, `commit`, `broker`. */
  readonly kind: string;
  readonly words: string;
}

/**
 * The line of a happening; undefined for what the picture shows better: single records.
 *
 * @param isRepeat somebody of the group had worked on the record before.
 */
export function lineOf(
  happening: Happening,
  setup: GroupSetup,
  isRepeat: boolean,
): EventLine | undefined {
  const { atMs } = happening;
  const line = (where: string, kind: string, words: string) => ({ atMs, where, kind, words });
  const node = 'member' in happening ? nodeOf(happening.member, happening.group) : '';
  switch (happening.kind) {
    case 'life':
      return line(node, 'member', lifeWords(happening));
    case 'network':
      return line(node, 'member', happening.isCut ? 'is cut off from the broker' : 'is connected');
    case 'message':
      return line(node, happening.way, messageWords(happening));
    case 'ownership':
      return line(node, 'assignment', `${happening.what}: ${listed(happening.partitions)}`);
    case 'refused':
      return line(node, 'commit', `could not commit: ${happening.why}`);
    case 'phase':
      return line(groupIdOf(setup, happening.group), 'group', phaseWords(happening));
    case 'generation':
      return line(groupIdOf(setup, happening.group), 'group', generationWords(happening));
    case 'note':
      return line('coordinator', 'group', happening.text);
    case 'broker':
      return line('broker-1', 'broker', happening.what);
    case 'producer':
      return line('producer', 'broker', happening.what);
    case 'committed':
      return line(
        groupIdOf(setup, happening.group),
        'commit',
        `partition ${happening.partition} is committed to ${happening.offset}`,
      );
    case 'processed':
      if (!isRepeat) return undefined;
      return line(
        node,
        'repeat',
        `works on offset ${happening.offset} of partition ${happening.partition} again`,
      );
    default:
      return undefined;
  }
}

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>;

function lifeWords({ what, why }: Of<'life'>): string {
  const words = {
    starts: 'starts',
    crashes: 'is killed: nobody is told, but for the end of its connections',
    closes: 'is asked to close',
    'is gone': 'has ended',
    stalls: 'stands still in its work and does not poll; its consumer goes on beside it',
    'goes on': 'goes on with its work',
  }[what];
  return why === undefined ? words : `${words}: ${why}`;
}

function messageWords({ way, api, version, says, error }: Of<'message'>): string {
  if (way === 'request') return `${api} v${version}: ${says}`;
  return `${api} answer: ${error === undefined ? says : errorWords(error)}`;
}

/** What each phase waits for. */
const PHASES: Readonly<Record<string, string>> = {
  PreparingRebalance: 'its members have to join again, and it waits for them',
  CompletingRebalance: 'all have joined, and it waits for the leader to divide the partitions',
  Stable: 'every member has its share',
  Empty: 'it has no members',
  Assigning: 'the broker computes a new target',
  Reconciling: 'heartbeats bring its members to the target, one by one',
};

function phaseWords({ phase }: Of<'phase'>): string {
  const says = PHASES[phase];
  return says === undefined ? `is ${phase}` : `is ${phase}: ${says}`;
}

/** What a member makes of an error: they are a part of the protocol, not accidents. */
const ERRORS: Readonly<Record<string, string>> = {
  MEMBER_ID_REQUIRED: 'here is an id, join again with it',
  REBALANCE_IN_PROGRESS: 'the group rebalances, join again',
  UNKNOWN_MEMBER_ID: 'the group does not know this member (any more)',
  ILLEGAL_GENERATION: 'that generation is over',
  FENCED_INSTANCE_ID: 'another process has that static name now',
  FENCED_MEMBER_EPOCH: 'that epoch is over: give all up, and join anew',
  STALE_MEMBER_EPOCH: 'the member has another epoch by now',
  COORDINATOR_LOAD_IN_PROGRESS: 'the coordinator still reads its log, ask again',
  COORDINATOR_NOT_AVAILABLE: 'there is no coordinator yet, ask again',
};

function errorWords(error: string): string {
  const says = ERRORS[error];
  return says === undefined ? error : `${error}: ${says}`;
}

function generationWords({ generation, shares }: Of<'generation'>): string {
  if (shares === undefined) return `epoch ${generation} is written down`;
  const all = shares.map(([member, partitions]) => `${member} → ${listed(partitions)}`);
  return `generation ${generation} is written down${all.length > 0 ? `: ${all.join(', ')}` : ''}`;
}
