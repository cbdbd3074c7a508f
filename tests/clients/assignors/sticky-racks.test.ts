import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assignment, ReplicaRacks } from '#clients/assignors/assignor.ts';
import { findAssignor } from '#clients/assignors/assignors.ts';
import { asText, type Group, partitionsOf, problemsOf, someGroup, subscription } from './groups.ts';

const cooperative = findAssignor('cooperative-sticky')!;

/** `r0 r1 r01`: partition 0 in rack r0, 1 in r1, 2 in both. */
function racksOf(text: string): ReadonlySet<string>[] {
  return text.split(' ').map((word) => new Set([...word.slice(1)].map((digit) => `r${digit}`)));
}

function member(rackId: string | null, topics = ['t'], owned = '') {
  const ownedPartitions = partitionsOf(owned);
  return subscription(topics, { rackId, ownedPartitions, generationId: owned === '' ? -1 : 1 });
}

const FOUR = new Map([['t', 4]]);

describe('sticky assignment where racks matter', () => {
  test('gives members what is near to them, and no more than their share of it', () => {
    const racks: ReplicaRacks = new Map([['t', racksOf('r1 r1 r1 r0')]]);
    const group = new Map([
      ['a', member('r0')],
      ['b', member('r1')],
    ]);
    expect(asText(cooperative.assign(FOUR, group, racks))).toEqual({ a: 't-3 t-2', b: 't-0 t-1' });
  });

  test('leaves a member what is near to it, and takes what is far; that is withheld first', () => {
    const racks: ReplicaRacks = new Map([['t', racksOf('r0 r1 r0 r1')]]);
    const group = new Map([
      ['a', member('r0', ['t'], 't-0 t-1')],
      ['b', member('r1', ['t'], 't-2 t-3')],
    ]);
    expect(asText(cooperative.assign(FOUR, group, racks))).toEqual({ a: 't-0', b: 't-3' });
    const givenBack = new Map([
      ['a', member('r0', ['t'], 't-0')],
      ['b', member('r1', ['t'], 't-3')],
    ]);
    const settled = { a: 't-0 t-2', b: 't-1 t-3' };
    expect(asText(cooperative.assign(FOUR, givenBack, racks))).toEqual(settled);
  });

  test('minds racks as little as range does where all have everything, or nobody tells its rack', () => {
    const group = new Map([
      ['a', member('r0', ['t'], 't-0 t-1')],
      ['b', member('r1', ['t'], 't-2 t-3')],
    ]);
    const everywhere: ReplicaRacks = new Map([['t', racksOf('r01 r01 r01 r01')]]);
    const unchanged = { a: 't-0 t-1', b: 't-2 t-3' };
    expect(asText(cooperative.assign(FOUR, group, everywhere))).toEqual(unchanged);
    const silent = new Map([...group].map(([id, one]) => [id, { ...one, rackId: null }]));
    const apart: ReplicaRacks = new Map([['t', racksOf('r1 r1 r0 r0')]]);
    expect(asText(cooperative.assign(FOUR, silent, apart))).toEqual(unchanged);
  });

  test('looks for the nearest reader where members read different topics, too', () => {
    const racks: ReplicaRacks = new Map([
      ['t', racksOf('r0 r1')],
      ['u', racksOf('r1 r0')],
    ]);
    const group = new Map([
      ['a', member('r0', ['t', 'u'])],
      ['b', member('r1', ['t', 'u'])],
      ['c', member(null, ['u'])],
    ]);
    const counts = new Map([
      ['t', 2],
      ['u', 2],
    ]);
    expect(asText(cooperative.assign(counts, group, racks))).toEqual({
      a: 't-0 u-1',
      b: 't-1',
      c: 'u-0',
    });
  });

  test.each([{ sameTopics: true }, { sameTopics: false }])(
    'costs neither completeness nor balance: %o',
    (wishes) => {
      const rack = fc.constantFrom('r0', 'r1', 'r2');
      const topic = fc.array(fc.uniqueArray(rack), { minLength: 7, maxLength: 7 });
      const replicas = fc.array(topic, { minLength: 4, maxLength: 4 });
      fc.assert(
        fc.property(
          someGroup(wishes),
          replicas,
          fc.infiniteStream(rack),
          (group, topics, racks) => {
            const near = [...group.subscriptions].map(
              ([id, one]) => [id, { ...one, rackId: racks.next().value }] as const,
            );
            const some: Group = { ...group, subscriptions: new Map(near) };
            const replicaRacks = new Map(
              topics.map((its, n): [string, Set<string>[]] => [
                `t${n}`,
                its.map((r) => new Set(r)),
              ]),
            );
            const { partitionCounts, subscriptions } = some;
            const assignment = cooperative.assign(partitionCounts, subscriptions, replicaRacks);
            expect(problemsOf(assignment, some)).toEqual([]);
            expect(widestGap(assignment, some)).toBeLessThanOrEqual(1);
          },
        ),
        { seed: 21, numRuns: 200 },
      );
    },
  );
});

/** The largest number that an owner of a partition has more than another reader of its topic. */
function widestGap(assignment: Assignment, { subscriptions }: Group): number {
  const sizeOf = (id: string) => assignment.get(id)?.length ?? 0;
  const gaps = [...assignment].flatMap(([id, share]) =>
    share.flatMap(({ topic }) =>
      [...subscriptions]
        .filter(([, { topics }]) => topics.includes(topic))
        .map(([other]) => sizeOf(id) - sizeOf(other)),
    ),
  );
  return Math.max(0, ...gaps);
}
