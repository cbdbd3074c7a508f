/**
 * What a run of the simulated group begins with: how many partitions, which kind of group, how
 * patient its members are, and what they do with records.
 *
 * Two kinds make two groups on one broker, which read the same topic and to whose members the same
 * happens: what differs between them is then the kind alone.
 */

/** How a group shares out its partitions, and who does it. */
export type GroupKind =
  | 'range'
  | 'roundrobin'
  | 'sticky'
  | 'cooperative-sticky'
  | 'uniform-848'
  | 'range-848';

/** When a member commits. */
export type CommitStyle = 'auto' | 'after' | 'before';

export const memberNames = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
export type MemberName = (typeof memberNames)[number];

export interface GroupSetup {
  readonly seed: number;
  readonly partitions: number;
  /** One, or two that are compared. */
  readonly kinds: readonly GroupKind[];
  /** Whether members have names that outlive their processes (group.instance.id). */
  readonly isStatic: boolean;
  readonly commits: CommitStyle;
  readonly autoCommitIntervalMs: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly maxPollRecords: number;
  /** How long a member works on one record. */
  readonly workMs: number;
  /** How often a record is written, to one partition after the other. */
  readonly produceEveryMs: number;
  /** How long the broker waits for more members of a new group. */
  readonly initialDelayMs: number;
}

export const defaultSetup: GroupSetup = {
  seed: 1,
  partitions: 6,
  kinds: ['range'],
  isStatic: false,
  commits: 'auto',
  autoCommitIntervalMs: 2000,
  sessionTimeoutMs: 6000,
  heartbeatIntervalMs: 1500,
  maxPollIntervalMs: 10_000,
  maxPollRecords: 6,
  workMs: 120,
  produceEveryMs: 250,
  initialDelayMs: 1000,
};

/** What a kind means to a consumer, and to a reader. */
export interface KindMeaning {
  readonly title: string;
  readonly protocol: 'classic' | 'consumer';
  readonly assignor: string;
  /** Whether members keep reading what they keep, while the group rebalances. */
  readonly isCooperative: boolean;
  readonly says: string;
}

export const kinds: Readonly<Record<GroupKind, KindMeaning>> = {
  range: {
    title: 'range',
    protocol: 'classic',
    assignor: 'range',
    isCooperative: false,
    says: 'Eager: everybody gives up all partitions; each topic is cut in ranges, in the order of ids.',
  },
  roundrobin: {
    title: 'round robin',
    protocol: 'classic',
    assignor: 'roundrobin',
    isCooperative: false,
    says: 'Eager: everybody gives up all partitions; they are dealt out one by one.',
  },
  sticky: {
    title: 'sticky',
    protocol: 'classic',
    assignor: 'sticky',
    isCooperative: false,
    says: 'Eager: everybody gives up all partitions, and gets back as many of them as is fair.',
  },
  'cooperative-sticky': {
    title: 'cooperative sticky',
    protocol: 'classic',
    assignor: 'cooperative-sticky',
    isCooperative: true,
    says: 'Cooperative: only partitions that move are given up, in a second rebalance (KIP-429).',
  },
  'uniform-848': {
    title: 'consumer protocol, uniform',
    protocol: 'consumer',
    assignor: 'uniform',
    isCooperative: true,
    says: 'The broker shares out, and members come to its target each at its own pace (KIP-848).',
  },
  'range-848': {
    title: 'consumer protocol, range',
    protocol: 'consumer',
    assignor: 'range',
    isCooperative: true,
    says: 'The broker shares out, in ranges; members come to its target each at its own pace.',
  },
};

export const commitStyles: Readonly<Record<CommitStyle, string>> = {
  auto: 'automatically, in the poll after the interval is over',
  after: 'after its work on the records of a poll (at least once)',
  before: 'before its work on the records of a poll (at most once)',
};

/** The group's id: one group is named for what it does, two for what tells them apart. */
export function groupIdOf({ kinds: asked }: GroupSetup, index: number): string {
  return asked.length === 1 ? 'billing' : (asked[index] ?? 'billing');
}

/** The machine that a member runs on: the second group's members have a stroke behind their names. */
export function nodeOf(member: string, groupIndex: number): string {
  return member + '′'.repeat(groupIndex);
}
