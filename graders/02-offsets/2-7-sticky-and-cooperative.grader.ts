/**
 * Task 2.7, sticky and cooperative: who owns what, how little has to move, and what has to wait. Which of
 * the free partitions a member gets is its own affair; how many, and which it keeps, is not.
 */

import type { Assignment, LastAssignment } from 'reference:clients/assignors/assignor.ts';
import { partitionName, type TopicPartition } from 'reference:storage/log-files.ts';
import fc from 'fast-check';
import { withholdOwned } from '#clients/assignors/cooperative-adjustment.ts';
import { cooperativeStickyAssignor } from '#clients/assignors/cooperative-sticky-assignor.ts';
import { shareEvenly } from '#clients/assignors/even-shares.ts';
import { ownersOf } from '#clients/assignors/ownership.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import {
  expectEqual,
  expectSameLines,
  expectTrue,
  withTrace,
} from '../../course/grading/expect.ts';
import { forAll } from '../01-storage/for-all.ts';
import {
  allOf,
  allRead,
  expectComplete,
  expectShares,
  type Group,
  namesOf,
  partitionsOf,
  type Shares,
  sharesIn,
  someGroup,
  subscription,
  wordsOf,
} from './sharing.ts';

/** Generation and partitions of each member: `{ a: '7: t-0 t-1' }`. */
type Claims = Readonly<Record<string, string>>;

behaviour('owners-claims', () => {
  expectOwners({ a: '1: t-0 t-1', b: '1: t-2' }, { 't-0': 'a', 't-1': 'a', 't-2': 'b' });
  expectOwners({ a: '3: t-0 u-0', b: '3: t-0' }, { 't-0': 'a b', 'u-0': 'a' });
  expectOwners({ c: '3: t-0', a: '3: t-0', b: '3: t-0' }, { 't-0': 'a b c' });
  expectOwners({ a: '7: t-0', b: '4: t-1', c: '-1: t-2' }, { 't-0': 'a', 't-1': 'b', 't-2': 'c' });
  expectOwners({ a: '-1: t-0', b: '-1: t-0' }, { 't-0': 'a b' });
  expectOwners({ a: '2: t-1 t-11 t-1', b: '2: t-10' }, { 't-1': 'a', 't-10': 'b', 't-11': 'a' });
  expectOwners({ a: '5: ', b: '5: ' }, {});
  expectOwners({}, {});
});

behaviour('owners-newest', () => {
  const rows: [Claims, Record<string, string>][] = [
    [{ a: '7: t-0', b: '6: t-0' }, { 't-0': 'a' }],
    [{ a: '-1: t-0', b: '0: t-0' }, { 't-0': 'b' }],
    [{ a: '9: t-0', b: '10: t-0' }, { 't-0': 'b' }],
    [
      { a: '7: t-0 t-1', b: '7: t-1 t-2', c: '4: t-2 t-3' },
      { 't-0': 'a', 't-1': 'a b', 't-2': 'b', 't-3': 'c' },
    ],
    [{ a: '3: t-0', b: '3: t-0', c: '5: t-0' }, { 't-0': 'c' }],
    [{ a: '3: t-0', b: '5: t-0', c: '5: t-0', d: '4: t-0' }, { 't-0': 'b c' }],
    [
      { a: '8: t-0', b: '2: t-1', c: '1: t-1' },
      { 't-0': 'a', 't-1': 'b' },
    ],
  ];
  for (const [claims, expected] of rows) {
    expectOwners(claims, expected);
    const backwards = Object.fromEntries(Object.entries(claims).reverse());
    expectOwners(backwards, expected);
  }
});

behaviour('even-fresh', () => {
  for (const [count, members, sizes] of [
    [6, 'abc', [2, 2, 2]],
    [7, 'abc', [2, 2, 3]],
    [11, 'abcd', [2, 3, 3, 3]],
    [2, 'abc', [0, 1, 1]],
    [0, 'ab', [0, 0]],
    [5, 'a', [5]],
  ] as const) {
    const had = Object.fromEntries([...members].map((member) => [member, '']));
    const what = `sharing ${count} partitions among ${[...members].join(', ')}, who have none`;
    expectEqual(
      sizesOf(shared(allOf('t', count), had, what)),
      sizes,
      `the sizes of shares: ${what}`,
    );
  }
});

behaviour('even-stays', () => {
  const rows: [count: number, had: Shares][] = [
    [4, { a: 't-0 t-2', b: 't-1 t-3' }],
    [5, { a: 't-0 t-1', b: 't-2 t-3 t-4' }],
    [7, { a: 't-0 t-1', b: 't-2 t-3', c: 't-4 t-5 t-6' }],
    [8, { a: 't-5 t-7', b: 't-0 t-1 t-2', c: 't-3 t-4 t-6' }],
    [2, { a: '', b: 't-1', c: '', d: 't-0' }],
    [3, { only: 't-0 t-1 t-2' }],
  ];
  for (const [count, had] of rows) {
    const what = `sharing ${count} partitions where ${said(had)}`;
    expectShares(shareEvenly(allOf('t', count), owned(had)), had, what);
  }
});

behaviour('even-joins', () => {
  const rows: Row[] = [
    [6, { a: 't-0 t-1 t-2', b: 't-3 t-4 t-5', c: '' }, { a: 2, b: 2, c: 2 }],
    [4, { a: 't-0 t-1 t-2 t-3', b: '' }, { a: 2, b: 2 }],
    [7, { a: 't-0 t-1 t-2 t-3', b: 't-4 t-5 t-6', c: '' }, { b: [2, 3], a: [2, 3], c: 2 }],
    [
      10,
      { b: 't-0 t-1 t-2 t-3 t-4', c: 't-5 t-6 t-7 t-8 t-9', a: '' },
      { a: 3, b: [3, 4], c: [3, 4] },
    ],
    [3, { b: 't-0 t-1 t-2', a: '', c: '', d: '' }, { b: 1, a: [0, 1], c: [0, 1], d: [0, 1] }],
    [9, { a: 't-0 t-1 t-2 t-3', b: 't-4 t-5 t-6', c: '' }, { a: 3, b: 3, c: 3 }],
  ];
  for (const row of rows) expectKept(row);
});

behaviour('even-leaves', () => {
  const rows: Row[] = [
    [6, { a: 't-0 t-1', c: 't-4 t-5' }, { a: 3, c: 3 }],
    [7, { b: 't-3 t-4', c: 't-5 t-6' }, { b: [3, 4], c: [3, 4] }],
    [9, { a: 't-0', b: 't-3 t-4 t-5', c: 't-6 t-7' }, { a: 3, b: 3, c: 3 }],
    [8, { a: 't-0 t-1', b: '', c: 't-2 t-3' }, { a: [2, 3], b: [2, 3], c: [2, 3] }],
  ];
  for (const row of rows) expectKept(row);
});

behaviour('even-always', () => {
  forAll(27, 200, someOwned, ({ partitions, owners, members }) => {
    const had = ownedBy(partitions, owners, members);
    const what = `sharing ${partitions.length} partitions where ${said(textOf(had))}`;
    const assignment = shareEvenly(partitions, had);
    const shares = sharesIn(assignment, what);
    expectGivenOut(shares, members, partitions, what);
    const sizes = sizesOf(shares);
    const [least = 0, most = 0] = [sizes[0], sizes.at(-1)];
    expectTrue(most - least <= 1, `that shares differ by at most one: ${what}`, shares);
    const kept = keptOf(textOf(had), shares);
    expectEqual(
      kept,
      mostKept(had, sizes),
      `how many stay where they were: ${what}; got ${said(shares)}`,
    );
    const others = new Map([...had].reverse().map(([member, its]) => [member, its.toReversed()]));
    const again = shareEvenly(partitions, others);
    expectShares(again, shares, `the same, members and partitions told backwards: ${what}`);
  });
});

behaviour('withhold-owned', () => {
  const owners = { a: '4: t-0 t-1 t-2', b: '4: t-3' };
  expectWithheld({ a: 't-0 t-1', b: 't-2 t-3' }, owners, { a: 't-0 t-1', b: 't-3' });
  expectWithheld({ a: 't-0 t-1', b: 't-3 t-4' }, owners, { a: 't-0 t-1', b: 't-3 t-4' });
  expectWithheld({ a: 't-3', b: 't-0', c: 't-1 t-2' }, owners, { a: '', b: '', c: '' });
  expectWithheld({ a: 't-10 u-0', b: 't-3' }, owners, { a: 't-10 u-0', b: 't-3' });
  expectWithheld({ a: '', b: 't-4' }, owners, { a: '', b: 't-4' });
  expectWithheld({ a: 't-0', b: 't-1' }, {}, { a: 't-0', b: 't-1' });
  const late = { a: '9: t-0 t-1', b: '8: t-1' };
  expectWithheld({ a: 't-0 t-1', b: 't-2' }, late, { a: 't-0 t-1', b: 't-2' });
});

behaviour('withhold-disputed', () => {
  const owners = { a: '4: t-0 t-1', b: '4: t-1 t-2' };
  expectWithheld({ a: 't-0 t-1', b: 't-2' }, owners, { a: 't-0', b: 't-2' });
  expectWithheld({ a: 't-0', b: 't-1 t-2' }, owners, { a: 't-0', b: 't-2' });
  expectWithheld({ a: 't-0', b: 't-2', c: 't-1' }, owners, { a: 't-0', b: 't-2', c: '' });
});

behaviour('cooperative-two-steps', () => {
  forAll(28, 150, changes, ([some, leaving, coming]) => {
    const trace: string[] = [];
    const rebalances = () => untilSettled(alike(some), leaving, coming, trace);
    const count = withTrace(() => trace, rebalances);
    withTrace(
      () => trace,
      () => expectTrue(count <= 2, 'that two rebalances are enough where all read the same', count),
    );
  });
  forAll(29, 80, changes, ([some, leaving, coming]) => {
    const trace: string[] = [];
    withTrace(
      () => trace,
      () => untilSettled(some, leaving, coming, trace),
    );
  });
});

const changes = fc.tuple(someGroup, fc.nat(6), fc.nat(2));
const ENOUGH = 6;

/** Lets a group begin and change, and counts the rebalances until all partitions have a reader again. */
function untilSettled(group: Group, leaving: number, coming: number, trace: string[]): number {
  const begin = rebalance(group, 1, trace);
  expectComplete(begin, group, 'the assignment of a new group');
  const changed = afterChange(claimed(group, begin, 1), leaving, coming);
  const all = allRead(changed);
  let before = changed;
  for (let count = 1; count <= ENOUGH; count++) {
    const assignment = rebalance(before, count + 1, trace);
    expectNobodyElseOwns(assignment, before);
    if ([...assignment.values()].flat().length === all) {
      expectComplete(assignment, changed, 'the assignment in the end');
      expectFair(assignment, changed);
      return count;
    }
    before = claimed(changed, assignment, count + 1);
  }
  expectTrue(false, `that all has a reader again after ${ENOUGH} rebalances`);
  return ENOUGH;
}

/** How many members had of it, in words, and how many each is to have: one number, or one of two. */
type Row = [
  count: number,
  had: Shares,
  sizes: Readonly<Record<string, number | readonly number[]>>,
];

/** Each member has as many as it should, all that it had if that fits, and nothing is lost. */
function expectKept([count, had, sizes]: Row): void {
  const what = `sharing ${count} partitions where ${said(had)}`;
  const shares = shared(allOf('t', count), had, what);
  for (const [member, share] of Object.entries(shares)) {
    const now = wordsOf(share);
    const before = wordsOf(had[member] ?? '');
    const wanted = [sizes[member] ?? 0].flat();
    const seen = `it has ${share || 'none'}`;
    expectTrue(
      wanted.includes(now.length),
      `that ${member} has ${wanted.join(' or ')}: ${what}`,
      seen,
    );
    const kept = before.filter((name) => now.includes(name)).length;
    const could = Math.min(before.length, now.length);
    expectEqual(kept, could, `how many of its own ${member} keeps: ${what}; ${said(shares)}`);
  }
}

/** Shares that are complete. */
function shared(partitions: readonly TopicPartition[], had: Shares, what: string): Shares {
  const shares = sharesIn(shareEvenly(partitions, owned(had)), what);
  expectGivenOut(shares, Object.keys(had), partitions, what);
  return shares;
}

/** To all members, and to nobody else; each partition once. */
function expectGivenOut(
  shares: Shares,
  members: readonly string[],
  partitions: readonly TopicPartition[],
  what: string,
): void {
  expectSameLines(Object.keys(shares), members, `the members of ${what}, in any order`);
  const given = Object.values(shares).flatMap(wordsOf);
  const all = partitions.map(partitionName);
  expectSameLines(given, all, `what was given out, in any order: ${what}`);
}

function owned(had: Shares): Map<string, TopicPartition[]> {
  return new Map(Object.entries(had).map(([member, share]) => [member, partitionsOf(share)]));
}

function said(shares: Shares): string {
  const each = Object.entries(shares).map(([member, share]) => `${member} has ${share || 'none'}`);
  return each.join(', ');
}

function sizesOf(shares: Shares): number[] {
  return Object.values(shares)
    .map((share) => wordsOf(share).length)
    .sort((a, b) => a - b);
}

function textOf(assignment: ReadonlyMap<string, readonly TopicPartition[]>): Shares {
  return Object.fromEntries([...assignment].map(([member, share]) => [member, namesOf(share)]));
}

function keptOf(before: Shares, after: Shares): number {
  let kept = 0;
  for (const [member, share] of Object.entries(before)) {
    const now = wordsOf(after[member] ?? '');
    kept += wordsOf(share).filter((name) => now.includes(name)).length;
  }
  return kept;
}

/** The most that fits into shares of these sizes: the largest to those who have most. */
function mostKept(had: ReadonlyMap<string, readonly TopicPartition[]>, sizes: number[]): number {
  const before = [...had.values()].map((its) => its.length).sort((a, b) => a - b);
  return before.reduce((sum, count, n) => sum + Math.min(count, sizes[n] ?? 0), 0);
}

const someOwned = fc.record({
  partitions: fc.tuple(fc.nat(8), fc.nat(8)).map(([t, u]) => [...allOf('t', t), ...allOf('u', u)]),
  members: fc
    .uniqueArray(fc.nat(20), { minLength: 1, maxLength: 6 })
    .map((ids) => ids.map((id) => `m-${id}`)),
  /** For each partition the number of its owner, modulo one more than there are members. */
  owners: fc.array(fc.nat(100), { minLength: 16, maxLength: 16 }),
});

function ownedBy(
  partitions: readonly TopicPartition[],
  owners: readonly number[],
  members: readonly string[],
): Map<string, TopicPartition[]> {
  const had = new Map(members.map((member): [string, TopicPartition[]] => [member, []]));
  partitions.forEach((partition, n) => {
    had.get(members[owners[n]! % (members.length + 1)] ?? '')?.push(partition);
  });
  return had;
}

function claimsOf(claims: Claims): Map<string, LastAssignment> {
  return new Map(
    Object.entries(claims).map(([member, text]) => {
      const [generation = '', partitions = ''] = text.split(': ');
      return [member, { generationId: Number(generation), partitions: partitionsOf(partitions) }];
    }),
  );
}

function expectOwners(claims: Claims, expected: Readonly<Record<string, string>>): void {
  const what = `the owners of each partition, by the claims (generation: partitions) ${JSON.stringify(claims)}`;
  const found = ownersOf(claimsOf(claims));
  expectTrue(found instanceof Map, `that a Map comes back: ${what}`, found);
  const rows = [...found].map(([name, members]) => [name, [...members].sort().join(' ')]);
  const sorted = rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  expectEqual(Object.fromEntries(sorted), expected, what);
}

/** Owners are made by hand here: this is about what is withheld, not about who is right. */
function expectWithheld(shares: Shares, claims: Claims, expected: Shares): void {
  const owners = new Map<string, Set<string>>();
  const newest = new Map<string, number>();
  for (const [member, { generationId, partitions }] of claimsOf(claims)) {
    for (const name of partitions.map(partitionName)) {
      if (generationId < (newest.get(name) ?? generationId)) continue;
      newest.set(name, generationId);
      owners.set(name, (owners.get(name) ?? new Set()).add(member));
    }
  }
  const rows = [...owners].map(([name, members]) => `${name}: ${[...members].join(' and ')}`);
  const what = `what stays of ${said(shares)}, with the owners ${rows.join(', ') || 'of none'}`;
  const assignment: Assignment = owned(shares);
  expectShares(withholdOwned(assignment, owners), expected, what);
  expectShares(assignment, shares, `the given assignment afterwards; asked was ${what}`);
}

function rebalance(group: Group, generationId: number, trace: string[]): Assignment {
  for (const [member, { ownedPartitions, topics }] of group.subscriptions) {
    const has = namesOf(ownedPartitions) || 'nothing';
    trace.push(`${member} joins; it reads ${topics.join(', ') || 'nothing'} and has ${has}`);
  }
  const { partitionCounts, subscriptions } = group;
  const assignment = cooperativeStickyAssignor.assign(partitionCounts, subscriptions);
  sharesIn(assignment, 'the assignment of a rebalance');
  trace.push(`generation ${generationId}: ${said(textOf(assignment))}`);
  return assignment;
}

/** The group as it joins again: each member claims what it was just given. */
function claimed(group: Group, assignment: Assignment, generationId: number): Group {
  return {
    ...group,
    subscriptions: new Map(
      [...group.subscriptions].map(([member, one]) => [
        member,
        { ...one, ownedPartitions: assignment.get(member) ?? [], generationId },
      ]),
    ),
  };
}

/** Such a group in which all read the same. */
function alike({ partitionCounts, subscriptions }: Group): Group {
  const topics = [...partitionCounts.keys()];
  const members = [...subscriptions].map(([id, one]) => [id, { ...one, topics }] as const);
  return { partitionCounts, subscriptions: new Map(members) };
}

function afterChange(
  { partitionCounts, subscriptions }: Group,
  leaving: number,
  coming: number,
): Group {
  const stays = [...subscriptions].filter((_, n) => n + 1 !== leaving);
  const topics = [...partitionCounts.keys()];
  const comes = Array.from({ length: coming + (stays.length === 0 ? 1 : 0) }, (_, n) => n);
  return {
    partitionCounts,
    subscriptions: new Map([
      ...stays,
      ...comes.map((n): [string, ReturnType<typeof subscription>] => [
        `new-${n}`,
        subscription(topics),
      ]),
    ]),
  };
}

/** No partition could go to a reader that has two fewer. */
function expectFair(assignment: Assignment, { subscriptions }: Group): void {
  const sizeOf = (member: string) => assignment.get(member)?.length ?? 0;
  for (const [member, share] of assignment) {
    for (const { topic } of share) {
      const poorer = [...subscriptions]
        .filter(([other, { topics }]) => topics.includes(topic) && sizeOf(other) < share.length - 1)
        .map(([other]) => other);
      const what = `the readers of ${topic} with at least two fewer partitions than ${member}`;
      expectEqual(poorer, [], `${what}, in the end: ${said(textOf(assignment))}`);
    }
  }
}

function expectNobodyElseOwns(assignment: Assignment, group: Group): void {
  for (const [member, share] of assignment) {
    for (const [other, { ownedPartitions }] of group.subscriptions) {
      if (other === member) continue;
      const names = new Set(ownedPartitions.map(partitionName));
      const both = share.map(partitionName).filter((name) => names.has(name));
      expectEqual(both, [], `what ${member} is given while ${other} still reads it`);
    }
  }
}
