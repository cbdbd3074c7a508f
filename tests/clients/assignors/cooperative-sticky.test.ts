import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assignment, MemberSubscription } from '#clients/assignors/assignor.ts';
import { findAssignor } from '#clients/assignors/assignors.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';
import { fromHex, hex } from '../../protocol/hex.ts';
import {
  asText,
  type Group,
  partitionsOf,
  problemsOf,
  someChange,
  someGroup,
  subscription,
} from './groups.ts';

const cooperative = findAssignor('cooperative-sticky')!;

function assign({ partitionCounts, subscriptions }: Group): Assignment {
  return cooperative.assign(partitionCounts, subscriptions);
}

const T = ['t'];
const FOUR = new Map([['t', 4]]);

function owns(partitions: string, generationId = 1): MemberSubscription {
  return subscription(T, { ownedPartitions: partitionsOf(partitions), generationId });
}

/** The group as it joins again, each member with what it was just assigned. */
function afterwards(group: Group, assignment: Assignment, generationId: number): Group {
  const owning = [...group.subscriptions].map(([member, one]): [string, MemberSubscription] => [
    member,
    { ...one, ownedPartitions: assignment.get(member) ?? [], generationId },
  ]);
  return { ...group, subscriptions: new Map(owning) };
}

describe('cooperative-sticky', () => {
  test('gives what is free at once, and withholds what still has an owner', () => {
    const joining = new Map([
      ['a', owns('t-0 t-1 t-2')],
      ['b', subscription(T)],
    ]);
    expect(asText(cooperative.assign(FOUR, joining))).toEqual({ a: 't-0 t-1', b: 't-3' });
    const givenBack = new Map([
      ['a', owns('t-0 t-1', 2)],
      ['b', owns('t-3', 2)],
    ]);
    expect(asText(cooperative.assign(FOUR, givenBack))).toEqual({ a: 't-0 t-1', b: 't-3 t-2' });
  });

  test('lets nobody keep what two claim in one generation', () => {
    const both = new Map([
      ['a', owns('t-0 t-1')],
      ['b', owns('t-1 t-2')],
    ]);
    expect(asText(cooperative.assign(FOUR, both))).toEqual({ a: 't-0', b: 't-2 t-3' });
  });

  test('minds no claim of a generation that is over', () => {
    const late = new Map([
      ['a', owns('t-0 t-1', 7)],
      ['b', owns('t-1 t-2', 6)],
    ]);
    expect(asText(cooperative.assign(FOUR, late))).toEqual({ a: 't-0 t-1', b: 't-2 t-3' });
  });

  test('needs a second rebalance where something moves, and no third where all read the same', () => {
    fc.assert(
      fc.property(someGroup({ sameTopics: true }), someChange(), (group, change) => {
        expect(rebalances(group, change)).toBeLessThanOrEqual(2);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('settles after few rebalances where members read different topics', () => {
    fc.assert(
      fc.property(someGroup(), someChange(), (group, change) => {
        expect(rebalances(group, change)).toBeLessThanOrEqual(4);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});

/** How many rebalances follow a change, until all has a reader; none gives what is still owned. */
function rebalances(group: Group, change: (group: Group) => Group): number {
  const begin = assign(group);
  expect(problemsOf(begin, group)).toEqual([]);
  const changed = change(afterwards(group, begin, 1));
  let before = changed;
  for (let count = 1; count < 9; count++) {
    const assignment = assign(before);
    for (const [member, share] of assignment) expect(stolen(member, share, before)).toEqual([]);
    if (problemsOf(assignment, changed).length === 0) return count;
    before = afterwards(changed, assignment, count + 1);
  }
  return Infinity;
}

/** What a member is to get though another one has not given it back yet. */
function stolen(member: string, share: readonly TopicPartition[], group: Group): string[] {
  const names = new Set(share.map(partitionName));
  return [...group.subscriptions].flatMap(([other, { ownedPartitions }]) =>
    other === member ? [] : ownedPartitions.map(partitionName).filter((name) => names.has(name)),
  );
}

describe('what a cooperative member tells of itself', () => {
  test('is its generation, in Kafka’s bytes', () => {
    expect(hex(cooperative.subscriptionUserData(undefined)!)).toBe('ffffffff');
    expect(hex(cooperative.subscriptionUserData({ partitions: [], generationId: 5 })!)).toBe(
      '00000005',
    );
  });

  test('is believed where the subscription is too old to name the generation', () => {
    const old = (partitions: string, userData: string) =>
      subscription(T, { ownedPartitions: partitionsOf(partitions), userData: fromHex(userData) });
    const group = new Map([
      ['a', old('t-0 t-1', '00000002')],
      ['b', old('t-1 t-2', '00000003')],
      ['c', old('t-2 t-3', '0001')],
    ]);
    expect(asText(cooperative.assign(FOUR, group))).toEqual({ a: 't-0', b: 't-1 t-2', c: 't-3' });
  });
});

describe('assignors', () => {
  test('are found by the names that members agree on, and by their classes in Java', () => {
    const byClass = (name: string) => findAssignor(`org.apache.kafka.clients.consumer.${name}`);
    expect(byClass('CooperativeStickyAssignor')).toBe(cooperative);
    expect(byClass('RoundRobinAssignor')).toBe(findAssignor('roundrobin'));
    expect(findAssignor('RangeAssignor')).toBeUndefined();
    expect(findAssignor('uniform')).toBeUndefined();
  });
});
