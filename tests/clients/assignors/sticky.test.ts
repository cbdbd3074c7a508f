import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  Assignment,
  LastAssignment,
  MemberSubscriptions,
} from '#clients/assignors/assignor.ts';
import { findAssignor } from '#clients/assignors/assignors.ts';
import { partitionName } from '#storage/log-files.ts';
import { fromHex, hex } from '../../protocol/hex.ts';
import {
  asText,
  type Group,
  partitionsOf,
  problemsOf,
  someChange,
  someGroup,
  subscription,
  toldBackwards,
} from './groups.ts';

const sticky = findAssignor('sticky')!;

function assign({ partitionCounts, subscriptions }: Group): Assignment {
  return sticky.assign(partitionCounts, subscriptions);
}

/** A member that had some partitions, as text, in a generation. */
function had(topics: readonly string[], partitions: string, generationId = 1) {
  const last: LastAssignment = { partitions: partitionsOf(partitions), generationId };
  return subscription(topics, { userData: sticky.subscriptionUserData(last) });
}

/** The group as it joins again: each member tells what it was assigned. */
function afterwards(group: Group, assignment: Assignment, generationId: number): Group {
  const subscriptions: MemberSubscriptions = new Map(
    [...group.subscriptions].map(([member, one]) => {
      const last = { partitions: assignment.get(member) ?? [], generationId };
      return [member, { ...one, userData: sticky.subscriptionUserData(last) }];
    }),
  );
  return { ...group, subscriptions };
}

function sizesOf(assignment: Assignment): number[] {
  return [...assignment.values()].map((share) => share.length).sort((a, b) => a - b);
}

/** How many partitions each member kept. */
function kept(before: Assignment, after: Assignment): number {
  let count = 0;
  for (const [member, share] of before) {
    const now = new Set(after.get(member)?.map(partitionName));
    count += share.map(partitionName).filter((name) => now.has(name)).length;
  }
  return count;
}

const T = ['t'];
const SIX = new Map([['t', 6]]);

describe('sticky, where all members read the same topics', () => {
  test('begins as round robin does', () => {
    const group = new Map([
      ['b', subscription(T)],
      ['a', subscription(T)],
    ]);
    expect(asText(sticky.assign(SIX, group))).toEqual({ a: 't-0 t-2 t-4', b: 't-1 t-3 t-5' });
  });

  test('takes for a new member only what makes its share, from those that have too much', () => {
    const group = new Map([
      ['a', had(T, 't-0 t-2 t-4')],
      ['b', had(T, 't-1 t-3 t-5')],
      ['c', subscription(T)],
    ]);
    expect(asText(sticky.assign(SIX, group))).toEqual({ a: 't-0 t-2', b: 't-1 t-3', c: 't-4 t-5' });
  });

  test('shares out what a member leaves behind, and moves nothing else', () => {
    const group = new Map([
      ['a', had(T, 't-0 t-2')],
      ['c', had(T, 't-4 t-5')],
    ]);
    const expected = { a: 't-0 t-2 t-1', c: 't-4 t-5 t-3' };
    expect(asText(sticky.assign(SIX, group))).toEqual(expected);
  });

  test('believes the newer generation where two members claim a partition', () => {
    const group = new Map([
      ['a', had(T, 't-0 t-1 t-2', 7)],
      ['b', had(T, 't-2 t-3 t-4', 6)],
    ]);
    expect(asText(sticky.assign(SIX, group))).toEqual({ a: 't-0 t-1 t-2', b: 't-3 t-4 t-5' });
  });

  test('believes nobody where two claim a partition in one generation', () => {
    const group = new Map([
      ['a', had(T, 't-0 t-1', 7)],
      ['b', had(T, 't-1 t-2', 7)],
    ]);
    const assignment = sticky.assign(new Map([['t', 3]]), group);
    expect(asText(assignment)).toEqual({ a: 't-0 t-1', b: 't-2' });
  });

  test('forgets partitions that are no more, and topics that nobody reads', () => {
    const group = new Map([
      ['a', had(T, 't-0 t-9 gone-0 u-0')],
      ['b', had(T, 't-1')],
    ]);
    const counts = new Map([
      ['t', 2],
      ['u', 1],
    ]);
    expect(asText(sticky.assign(counts, group))).toEqual({ a: 't-0', b: 't-1' });
  });

  test('is even, keeps all that an even assignment can keep, and does not care who is told first', () => {
    fc.assert(
      fc.property(someGroup({ sameTopics: true }), someChange(), (group, change) => {
        const before = assign(group);
        const next = change(afterwards(group, before, 1));
        const after = assign(next);
        expect(problemsOf(after, next)).toEqual([]);
        const sizes = sizesOf(after);
        expect(sizes.at(-1)! - sizes[0]!).toBeLessThanOrEqual(1);
        expect(kept(before, after)).toBe(mostThatCanBeKept(before, next, sizes));
        expect(asText(assign(toldBackwards(next)))).toEqual(asText(after));
        expect(asText(assign(afterwards(next, after, 2)))).toEqual(sorted(after));
      }),
      { seed: 13, numRuns: 200 },
    );
  });
});

/** Of what each member had and may still have, as much as fits into shares of these sizes. */
function mostThatCanBeKept(before: Assignment, next: Group, sizes: readonly number[]): number {
  const still = [...next.subscriptions].map(([member, { topics }]) => {
    const share = before.get(member) ?? [];
    return share.filter(
      ({ topic, partition }) =>
        topics.includes(topic) && partition < (next.partitionCounts.get(topic) ?? 0),
    ).length;
  });
  const largestFirst = still.sort((a, b) => b - a);
  return largestFirst.reduce((sum, had, n) => sum + Math.min(had, sizes.toReversed()[n]!), 0);
}

function sorted(assignment: Assignment): Record<string, string> {
  const inOrder = [...assignment].sort(([a], [b]) => (a < b ? -1 : 1));
  return asText(
    new Map(
      inOrder.map(([member, share]) => [
        member,
        share.toSorted((a, b) => a.partition - b.partition || (a.topic < b.topic ? -1 : 1)),
      ]),
    ),
  );
}

/** A partition with a reader that has at least two fewer than its owner; undefined if there is none. */
function unfair(assignment: Assignment, group: Group): string | undefined {
  for (const [member, share] of assignment) {
    for (const one of share) {
      for (const [other, { topics }] of group.subscriptions) {
        const difference = share.length - (assignment.get(other)?.length ?? 0);
        if (topics.includes(one.topic) && difference > 1) {
          return `${partitionName(one)}: ${member} ► ${other}`;
        }
      }
    }
  }
  return undefined;
}

describe('sticky, where members read different topics', () => {
  const counts = new Map([
    ['t0', 3],
    ['t1', 3],
    ['t2', 3],
  ]);

  test('gives those with little choice theirs first', () => {
    const group = new Map([
      ['a', subscription(['t0'])],
      ['b', subscription(['t0', 't1'])],
      ['c', subscription(['t0', 't1', 't2'])],
    ]);
    expect(asText(sticky.assign(counts, group))).toEqual({
      a: 't0-0 t0-1 t0-2',
      b: 't1-0 t1-1 t1-2',
      c: 't2-0 t2-1 t2-2',
    });
  });

  test('keeps what there is where that is fair, and takes no more than fairness asks', () => {
    const group = new Map([
      ['a', had(['t0', 't1'], 't0-0 t0-1 t0-2 t1-0')],
      ['b', had(['t1', 't2'], 't1-1 t1-2 t2-0 t2-1 t2-2')],
      ['c', subscription(['t2'])],
    ]);
    expect(asText(sticky.assign(counts, group))).toEqual({
      a: 't0-0 t0-1 t0-2 t1-0',
      b: 't1-1 t1-2 t2-2',
      c: 't2-0 t2-1',
    });
  });

  test('gives a partition that has to move back to a member that had it earlier', () => {
    const group = new Map([
      ['a', had(['t0', 't1'], 't0-0 t0-1 t0-2 t1-0 t1-1 t1-2', 7)],
      ['b', subscription(['t1', 't2'])],
      ['c', had(['t1', 't2'], 't1-1', 5)],
    ]);
    const two = new Map([...counts].slice(0, 2));
    const assignment = sticky.assign(two, group);
    expect(asText(assignment).c).toContain('t1-1');
  });

  test('is as fair as wishes allow, and leaves a fair assignment as it is', () => {
    fc.assert(
      fc.property(someGroup(), someChange(), (group, change) => {
        const before = assign(group);
        const next = change(afterwards(group, before, 1));
        const after = assign(next);
        expect(problemsOf(after, next)).toEqual([]);
        expect(unfair(after, next)).toBeUndefined();
        expect(asText(assign(toldBackwards(next)))).toEqual(asText(after));
        const again = assign(afterwards(next, after, 2));
        expect(kept(after, again)).toBe([...after.values()].flat().length);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test('never sends a partition away from a member and another of its topic back to it', () => {
    fc.assert(
      fc.property(someGroup(), someChange(), (group, change) => {
        const before = assign(group);
        const after = assign(change(afterwards(group, before, 1)));
        const moves = new Set(movesBetween(before, after));
        for (const move of moves) {
          const [topic, from, to] = move.split(' ');
          expect(moves).not.toContain(`${topic} ${to} ${from}`);
        }
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});

/** `topic from to` for each partition that has changed hands. */
function movesBetween(before: Assignment, after: Assignment): string[] {
  const ownersBefore = new Map<string, string>();
  for (const [member, share] of before) {
    for (const one of share) ownersBefore.set(partitionName(one), member);
  }
  const moves: string[] = [];
  for (const [member, share] of after) {
    for (const one of share) {
      const from = ownersBefore.get(partitionName(one));
      if (from !== undefined && from !== member && after.has(from)) {
        moves.push(`${one.topic} ${from} ${member}`);
      }
    }
  }
  return moves;
}

describe('what a sticky member tells of itself', () => {
  const last = { partitions: partitionsOf('a-1 b-2 b-0'), generationId: 5 };

  test('is nothing before its first assignment, then Kafka’s bytes', () => {
    expect(sticky.subscriptionUserData(undefined)).toBeNull();
    expect(hex(sticky.subscriptionUserData(last)!)).toBe(
      '00000002000161000000010000000100016200000002000000020000000000000005',
    );
  });

  test('is read without a generation, as very old members write it', () => {
    const old = fromHex('00000001 0001 74 00000001 00000002');
    const group = new Map([
      ['a', subscription(T, { userData: old })],
      ['b', subscription(T)],
    ]);
    const three = new Map([['t', 3]]);
    expect(asText(sticky.assign(three, group))).toEqual({ a: 't-2 t-1', b: 't-0' });
  });

  test.each([
    ['nothing', ''],
    ['a count and no more', '00000002'],
    ['a negative length', '00000001 8000'],
    ['a partition that can’t be', '00000001 0001 74 00000001 ffffffff 00000001'],
    ['one partition twice', '00000001 0001 74 00000002 00000000 00000000 00000001'],
  ])('does no harm if it is %s', (_what, bytes) => {
    const group: Group = {
      partitionCounts: SIX,
      subscriptions: new Map([
        ['a', subscription(T, { userData: fromHex(bytes) })],
        ['b', subscription(T)],
      ]),
    };
    expect(problemsOf(assign(group), group)).toEqual([]);
    expect(sizesOf(assign(group))).toEqual([3, 3]);
  });
});
