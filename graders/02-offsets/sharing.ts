/**
 * Groups whose partitions are shared out: told in short, made by chance, captured from Kafka; and what
 * an assignor makes of them, as text that a learner can read.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  MemberSubscription,
  MemberSubscriptions,
  PartitionCounts,
} from 'reference:clients/assignors/assignor.ts';
import { partitionName, type TopicPartition } from 'reference:storage/log-files.ts';
import fc from 'fast-check';
import { expectEqual, expectSameLines, expectTrue } from '../../course/grading/expect.ts';

export interface Group {
  readonly partitionCounts: PartitionCounts;
  readonly subscriptions: MemberSubscriptions;
}

/** What members get, by member id: `{ a: 't-0 t-1', b: '' }`. */
export type Shares = Readonly<Record<string, string>>;

/** Of each topic its partitions; of each member its topics. A static one is `member id=static name`. */
export function groupOf(
  topics: Readonly<Record<string, number>>,
  members: Readonly<Record<string, string>>,
): Group {
  const subscriptions = Object.entries(members).map(
    ([names, wanted]): [string, MemberSubscription] => {
      const [id = '', groupInstanceId = null] = names.split('=');
      return [id, subscription(wordsOf(wanted), groupInstanceId)];
    },
  );
  return {
    partitionCounts: new Map(Object.entries(topics)),
    subscriptions: new Map(subscriptions),
  };
}

export function subscription(
  topics: readonly string[],
  groupInstanceId: string | null = null,
): MemberSubscription {
  const owned = { ownedPartitions: [], generationId: -1 };
  return { topics, userData: null, ...owned, rackId: null, groupInstanceId };
}

/** In which order a member got its partitions says nothing: they are shown sorted. */
export function expectShares(actual: unknown, expected: Shares, what: string): void {
  expectEqual(sharesIn(actual, what), expected, what);
}

export function sharesIn(assignment: unknown, what: string): Shares {
  expectTrue(assignment instanceof Map, `that a Map comes back: ${what}`, assignment);
  const entries = [...(assignment as Map<string, TopicPartition[]>)];
  for (const [member, share] of entries) {
    const isWhole = Array.isArray(share) && [...share].every(isPartition);
    expectTrue(isWhole, `that the share of ${member} holds partitions alone: ${what}`, share);
  }
  return Object.fromEntries(
    entries.map(([member, share]) => [member, namesOf(share)]).sort(byFirst),
  );
}

function isPartition(one: unknown): boolean {
  return typeof one === 'object' && one !== null && 'topic' in one && 'partition' in one;
}

export function namesOf(share: readonly TopicPartition[]): string {
  return share.toSorted(byTopicThenPartition).map(partitionName).join(' ');
}

/** `t-0 t-1`: partitions, from text. */
export function partitionsOf(text: string): TopicPartition[] {
  return wordsOf(text).map((name) => {
    const dash = name.lastIndexOf('-');
    return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
  });
}

/** All partitions of a topic of that many. */
export function allOf(topic: string, count: number): TopicPartition[] {
  return Array.from({ length: count }, (_, partition) => ({ topic, partition }));
}

/** The group in words, for what is said of a failure. */
export function told({ partitionCounts, subscriptions }: Group): string {
  const topics = [...partitionCounts].map(([topic, count]) => `${topic} of ${count}`);
  const members = [...subscriptions].map(([id, { topics: wanted, groupInstanceId }]) => {
    const name = groupInstanceId === null ? id : `${id} (static: ${groupInstanceId})`;
    return `${name} reads ${wanted.join(', ') || 'nothing'}`;
  });
  return `topics ${topics.join(', ')}; ${members.join('; ')}`;
}

/** Each partition of the topics that are read belongs to exactly one member, which reads it. */
export function expectComplete(actual: unknown, group: Group, what: string): void {
  const shares = sharesIn(actual, what);
  const members = [...group.subscriptions.keys()];
  expectSameLines(Object.keys(shares), members, `the members of ${what}, in any order`);
  const given = new Map<string, string[]>();
  for (const [member, share] of Object.entries(shares)) {
    for (const name of wordsOf(share)) given.set(name, [...(given.get(name) ?? []), member]);
  }
  for (const one of partitionsRead(group)) {
    const owners = given.get(partitionName(one)) ?? [];
    given.delete(partitionName(one));
    const seen = `it goes to ${owners.join(' and ') || 'nobody'}`;
    expectTrue(owners.length === 1, `that ${partitionName(one)} goes to one member: ${what}`, seen);
    const reads = group.subscriptions.get(owners[0]!)?.topics.includes(one.topic) === true;
    expectTrue(reads, `that ${partitionName(one)} goes to a reader of it: ${what}`, seen);
  }
  expectEqual([...given.keys()], [], `partitions that do not exist or that nobody reads: ${what}`);
}

/** How many partitions somebody reads. */
export function allRead(group: Group): number {
  return partitionsRead(group).length;
}

function partitionsRead({ partitionCounts, subscriptions }: Group): TopicPartition[] {
  const topics = new Set([...subscriptions.values()].flatMap((one) => one.topics));
  return [...topics].flatMap((topic) => allOf(topic, partitionCounts.get(topic) ?? 0));
}

/** The same group, told the other way round. */
export function backwards({ partitionCounts, subscriptions }: Group): Group {
  const members = [...subscriptions].reverse();
  return {
    partitionCounts: new Map([...partitionCounts].reverse()),
    subscriptions: new Map(
      members.map(([id, one]) => [id, { ...one, topics: one.topics.toReversed() }]),
    ),
  };
}

const TOPICS = ['orders', 'payments', 'Clicks', 'gone'];

/** Members that read some of four topics, of which one does not exist; some are static. */
export const someGroup: fc.Arbitrary<Group> = fc
  .record({
    counts: fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }),
    members: fc.uniqueArray(
      fc.record({ id: fc.nat(30), topics: fc.subarray(TOPICS), isStatic: fc.boolean() }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ counts, members }) => ({
    partitionCounts: new Map(counts.map((count, n) => [TOPICS[n]!, count])),
    subscriptions: new Map(
      members.map(({ id, topics, isStatic }) => [
        `m-${id}`,
        subscription(topics, isStatic ? `i-${(id * 7) % 31}` : null),
      ]),
    ),
  }));

/** A group, and what Kafka's own assignors make of it (tests/golden/README.md). */
export interface KafkaGroup {
  readonly what: string;
  readonly group: Group;
  readonly range: Shares;
  readonly roundRobin: Shares;
}

interface Captured {
  readonly what: string;
  readonly topics: Readonly<Record<string, number>>;
  readonly members: Readonly<Record<string, string>>;
  readonly range: Shares;
  readonly roundRobin: Shares;
}

const GOLDEN = '../../tests/golden/kafka-4.3.1/assignments.json';

export function kafkaGroups(): KafkaGroup[] {
  const text = readFileSync(join(import.meta.dirname, GOLDEN), 'utf8');
  return (JSON.parse(text) as Captured[]).map(({ what, topics, members, range, roundRobin }) => ({
    what,
    group: groupOf(topics, members),
    range: sorted(range),
    roundRobin: sorted(roundRobin),
  }));
}

function sorted(shares: Shares): Shares {
  const entries = Object.entries(shares).map(([id, share]) => [id, namesOf(partitionsOf(share))]);
  return Object.fromEntries(entries.sort(byFirst));
}

export function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

function byFirst([a = '']: string[], [b = '']: string[]): number {
  return a < b ? -1 : 1;
}

function byTopicThenPartition(a: TopicPartition, b: TopicPartition): number {
  if (a.topic === b.topic) return a.partition - b.partition;
  return a.topic < b.topic ? -1 : 1;
}
