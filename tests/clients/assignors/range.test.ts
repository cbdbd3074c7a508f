import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assignment, ReplicaRacks } from '#clients/assignors/assignor.ts';
import { findAssignor } from '#clients/assignors/assignors.ts';
import { byTopic } from '#clients/partitions-by-topic.ts';
import {
  asText,
  type Group,
  problemsOf,
  someGroup,
  subscription,
  toldBackwards,
} from './groups.ts';

const range = findAssignor('range')!;

function assign({ partitionCounts, subscriptions }: Group, racks?: ReplicaRacks) {
  return range.assign(partitionCounts, subscriptions, racks);
}

/** All subscribe to all topics. */
function group(counts: Record<string, number>, ...members: string[]): Group {
  const topics = Object.keys(counts);
  return {
    partitionCounts: new Map(Object.entries(counts)),
    subscriptions: new Map(members.map((member) => [member, subscription(topics)])),
  };
}

describe('range', () => {
  test('cuts each topic by itself; the first members get one more of each', () => {
    expect(asText(assign(group({ t0: 3, t1: 3 }, 'a', 'b')))).toEqual({
      a: 't0-0 t0-1 t1-0 t1-1',
      b: 't0-2 t1-2',
    });
  });

  test('leaves members over where a topic has fewer partitions', () => {
    const expected = { a: 't0-0 t1-0', b: 't1-1', c: '' };
    expect(asText(assign(group({ t0: 1, t1: 2 }, 'a', 'b', 'c')))).toEqual(expected);
  });

  test('asks only those who subscribe to the topic, and passes over topics that do not exist', () => {
    const subscriptions = new Map([
      ['a', subscription(['t0'])],
      ['b', subscription(['t0', 't1', 'gone'])],
    ]);
    const counts = new Map([
      ['t0', 2],
      ['t1', 2],
      ['t2', 9],
    ]);
    expect(asText(range.assign(counts, subscriptions))).toEqual({ a: 't0-0', b: 't0-1 t1-0 t1-1' });
  });

  test('keeps static members in the places of their names, whatever member ids they come with', () => {
    const members = (a: string, b: string) =>
      new Map([
        ['m', subscription(['t0'])],
        [a, subscription(['t0'], { groupInstanceId: 'i-1' })],
        [b, subscription(['t0'], { groupInstanceId: 'i-2' })],
      ]);
    const counts = new Map([['t0', 3]]);
    expect(asText(range.assign(counts, members('z', 'n')))).toEqual({
      z: 't0-0',
      n: 't0-1',
      m: 't0-2',
    });
    expect(asText(range.assign(counts, members('a', 'b')))).toEqual({
      a: 't0-0',
      b: 't0-1',
      m: 't0-2',
    });
  });

  test('assigns everything once, to whoever wants it, in whatever order the group is told', () => {
    fc.assert(
      fc.property(someGroup(), (some) => {
        expect(problemsOf(assign(some), some)).toEqual([]);
        expect(asText(assign(toldBackwards(some)))).toEqual(asText(assign(some)));
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

/** `r0 r1 r01`: partition 0 in rack r0, 1 in r1, 2 in both. */
function racksOf(text: string): ReadonlySet<string>[] {
  return text.split(' ').map((word) => new Set([...word.slice(1)].map((digit) => `r${digit}`)));
}

function inRacks(counts: Record<string, number>, racks: Record<string, string | null>): Group {
  const topics = Object.keys(counts);
  return {
    partitionCounts: new Map(Object.entries(counts)),
    subscriptions: new Map(
      Object.entries(racks).map(([member, rackId]) => [member, subscription(topics, { rackId })]),
    ),
  };
}

/** How many partitions of each topic somebody got, whoever that is. */
function sliceSizes(assignment: Assignment): string[] {
  const slices = [...assignment.values()].map((partitions) =>
    byTopic(partitions).map((one) => `${one.topic}: ${one.partitions.length}`),
  );
  return slices.flat().sort();
}

describe('range where racks matter', () => {
  test('gives a member the partitions of its rack, as far as its share goes', () => {
    const some = inRacks({ t0: 5 }, { a: 'r1', b: 'r0' });
    expect(asText(assign(some, new Map([['t0', racksOf('r0 r0 r1 r0 r1')]])))).toEqual({
      a: 't0-2 t0-4',
      b: 't0-0 t0-1 t0-3',
    });
  });

  test('is plain range where every rack has everything, or no member says its rack', () => {
    const everywhere: ReplicaRacks = new Map([['t0', racksOf('r01 r01 r01')]]);
    const plain = { a: 't0-0 t0-1', b: 't0-2' };
    expect(asText(assign(inRacks({ t0: 3 }, { a: 'r1', b: 'r0' }), everywhere))).toEqual(plain);
    const apart: ReplicaRacks = new Map([['t0', racksOf('r1 r1 r0')]]);
    expect(asText(assign(inRacks({ t0: 3 }, { a: null, b: null }), apart))).toEqual(plain);
  });

  test('keeps partitions of the same number together, also if that costs a rack', () => {
    const racks: ReplicaRacks = new Map([
      ['t0', racksOf('r0 r1')],
      ['t1', racksOf('r1 r0')],
    ]);
    const some = inRacks({ t0: 2, t1: 2 }, { a: 'r0', b: 'r1' });
    expect(asText(assign(some, racks))).toEqual({ a: 't0-0 t1-0', b: 't0-1 t1-1' });
    const alike: ReplicaRacks = new Map([
      ['t0', racksOf('r1 r0')],
      ['t1', racksOf('r1 r0')],
    ]);
    expect(asText(assign(some, alike))).toEqual({ a: 't0-1 t1-1', b: 't0-0 t1-0' });
  });

  test('cuts every topic as evenly as plain range does', () => {
    const rack = fc.constantFrom('r0', 'r1', 'r2');
    const racks = fc.array(fc.array(fc.uniqueArray(rack), { minLength: 7, maxLength: 7 }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(someGroup(), racks, fc.infiniteStream(rack), (some, replicas, rackIds) => {
        const near: Group = {
          ...some,
          subscriptions: new Map(
            [...some.subscriptions].map(([member, one]) => [
              member,
              { ...one, rackId: rackIds.next().value },
            ]),
          ),
        };
        const known = new Map(
          replicas.map((topic, n): [string, Set<string>[]] => [
            `t${n}`,
            topic.map((r) => new Set(r)),
          ]),
        );
        const assignment = assign(near, known);
        expect(problemsOf(assignment, near)).toEqual([]);
        expect(sliceSizes(assignment)).toEqual(sliceSizes(assign(near)));
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
