/** Groups to share partitions out to: by hand, and by chance. */
import fc from 'fast-check';
import type {
  Assignment,
  MemberSubscription,
  MemberSubscriptions,
  PartitionCounts,
} from '#clients/assignors/assignor.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export function subscription(
  topics: readonly string[],
  more: Partial<MemberSubscription> = {},
): MemberSubscription {
  return {
    topics,
    userData: null,
    ownedPartitions: [],
    generationId: -1,
    rackId: null,
    groupInstanceId: null,
    ...more,
  };
}

/** `{ a: 't0-0 t0-1' }`: what members are assigned, as text. */
export function asText(assignment: Assignment): Record<string, string> {
  const rows = [...assignment].map(([member, partitions]) => [
    member,
    partitions.map(partitionName).join(' '),
  ]);
  return Object.fromEntries(rows);
}

/** Topics, and members that subscribe to some of them. */
export interface Group {
  readonly partitionCounts: PartitionCounts;
  readonly subscriptions: MemberSubscriptions;
}

const TOPICS = ['t0', 't1', 't2', 't3', 'gone'];

const someSubscription = fc.record({
  topics: fc.subarray(TOPICS),
  isStatic: fc.boolean(),
});

/** `sameTopics`: all members subscribe to the same ones. */
export function someGroup(options: { sameTopics?: boolean } = {}): fc.Arbitrary<Group> {
  return fc
    .record({
      counts: fc.array(fc.nat(7), { minLength: 4, maxLength: 4 }),
      all: fc.subarray(TOPICS, { minLength: 1 }),
      members: fc.uniqueArray(fc.tuple(fc.nat(40), someSubscription), {
        selector: ([name]) => name,
        minLength: 1,
        maxLength: 7,
      }),
    })
    .map(({ counts, all, members }) => ({
      partitionCounts: new Map(counts.map((count, n) => [`t${n}`, count])),
      subscriptions: new Map(
        members.map(([name, { topics, isStatic }]) => [
          `m${name}`,
          subscription(options.sameTopics === true ? all : topics, {
            groupInstanceId: isStatic ? `i${(name * 7) % 41}` : null,
          }),
        ]),
      ),
    }));
}

/** Every subscribed partition to exactly one member that wants it, and every member has an entry. */
export function problemsOf(assignment: Assignment, group: Group): string[] {
  const problems: string[] = [];
  const owners = new Map<string, string>();
  for (const [member, partitions] of assignment) {
    const wants = group.subscriptions.get(member)?.topics ?? [];
    for (const one of partitions) {
      const name = partitionName(one);
      if (!wants.includes(one.topic)) problems.push(`${member} does not read ${name}`);
      if (owners.has(name)) problems.push(`${name}: both ${owners.get(name)} and ${member}`);
      owners.set(name, member);
    }
  }
  for (const name of subscribed(group)) if (!owners.delete(name)) problems.push(`${name}: nobody`);
  for (const [name] of owners) problems.push(`${name} does not exist`);
  for (const member of group.subscriptions.keys()) {
    if (!assignment.has(member)) problems.push(`${member} has no entry`);
  }
  return problems;
}

/** The names of all partitions of all topics that somebody subscribes to. */
export function subscribed({ partitionCounts, subscriptions }: Group): string[] {
  const topics = new Set([...subscriptions.values()].flatMap((one) => one.topics));
  return [...topics].flatMap((topic) =>
    Array.from({ length: partitionCounts.get(topic) ?? 0 }, (_, partition) =>
      partitionName({ topic, partition }),
    ),
  );
}

/** The same group, its members and topics told in the opposite order. */
export function toldBackwards({ partitionCounts, subscriptions }: Group): Group {
  return {
    partitionCounts: new Map([...partitionCounts].reverse()),
    subscriptions: new Map(
      [...subscriptions]
        .reverse()
        .map(([member, one]) => [member, { ...one, topics: one.topics.toReversed() }]),
    ),
  };
}

/** `t-0 t-1`, from text. */
export function partitionsOf(text: string): TopicPartition[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((name) => {
      const [topic, partition] = name.split('-');
      return { topic: topic!, partition: Number(partition) };
    });
}

/** What may happen to a group: members leave and come, topics grow, wishes change. */
export function someChange(): fc.Arbitrary<(group: Group) => Group> {
  return fc
    .record({
      leaving: fc.nat(7),
      coming: fc.nat(3),
      growing: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
      wishes: fc.option(fc.subarray(TOPICS)),
    })
    .map(({ leaving, coming, growing, wishes }) => ({ partitionCounts, subscriptions }) => {
      const left = [...subscriptions].filter((_, n) => n + 1 !== leaving);
      const stays = left.length > 0 ? left : [...subscriptions];
      const [, first] = stays[0]!;
      const topics = wishes === null ? first.topics : wishes;
      const alike = stays.every(([, one]) => String(one.topics) === String(first.topics));
      const changed = stays.map(([member, one], n): [string, MemberSubscription] => [
        member,
        alike || n === 0 ? { ...one, topics } : one,
      ]);
      for (let n = 0; n < coming; n++) changed.push([`n${n}`, subscription(topics)]);
      return {
        partitionCounts: new Map(
          [...partitionCounts].map(([topic, count], n) => [topic, count + growing[n]!]),
        ),
        subscriptions: new Map(changed),
      };
    });
}
