import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findAssignor } from '#clients/assignors/assignors.ts';
import {
  asText,
  type Group,
  problemsOf,
  someGroup,
  subscription,
  toldBackwards,
} from './groups.ts';

const roundRobin = findAssignor('roundrobin')!;

function assign({ partitionCounts, subscriptions }: Group) {
  return roundRobin.assign(partitionCounts, subscriptions);
}

describe('round robin', () => {
  test('deals the partitions of all topics out in one go', () => {
    const subscriptions = new Map([
      ['b', subscription(['t0', 't1'])],
      ['a', subscription(['t1', 't0'])],
    ]);
    const counts = new Map([
      ['t1', 3],
      ['t0', 3],
    ]);
    expect(asText(roundRobin.assign(counts, subscriptions))).toEqual({
      a: 't0-0 t0-2 t1-1',
      b: 't0-1 t1-0 t1-2',
    });
  });

  test('passes over members that do not subscribe, and goes on behind the one that got it', () => {
    const subscriptions = new Map([
      ['a', subscription(['t0'])],
      ['b', subscription(['t0', 't1'])],
      ['c', subscription(['t0', 't1', 't2'])],
    ]);
    const counts = new Map([
      ['t0', 1],
      ['t1', 2],
      ['t2', 3],
    ]);
    expect(asText(roundRobin.assign(counts, subscriptions))).toEqual({
      a: 't0-0',
      b: 't1-0',
      c: 't1-1 t2-0 t2-1 t2-2',
    });
  });

  test('begins with static members, by their names', () => {
    const subscriptions = new Map([
      ['a', subscription(['t0'])],
      ['b', subscription(['t0'], { groupInstanceId: 'i-2' })],
      ['c', subscription(['t0'], { groupInstanceId: 'i-1' })],
    ]);
    expect(asText(roundRobin.assign(new Map([['t0', 4]]), subscriptions))).toEqual({
      a: 't0-2',
      b: 't0-1',
      c: 't0-0 t0-3',
    });
  });

  test('gives nobody anything where nobody wants anything', () => {
    const subscriptions = new Map([['a', subscription([])]]);
    expect(asText(roundRobin.assign(new Map([['t0', 2]]), subscriptions))).toEqual({ a: '' });
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

  test('gives all as many, give or take one, where all want the same', () => {
    fc.assert(
      fc.property(someGroup({ sameTopics: true }), (some) => {
        const sizes = [...assign(some).values()].map((partitions) => partitions.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
