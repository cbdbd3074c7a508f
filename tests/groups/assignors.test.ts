/** The coordinator's assignors: examples that can be read, Kafka's answers, what holds for all questions. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  AssignedMember,
  AssignmentQuestion,
  GroupShares,
  PartitionAssignor,
} from '#groups/assignors/assignor.ts';
import { assignors } from '#groups/assignors/assignors.ts';
import type { PartitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';
import { answerLine, readQuestion } from './assignment-lines.ts';
import {
  anyQuestions,
  askedAgain,
  differentQuestions,
  equalsQuestions,
  keptOf,
  ownedBy,
  sizeOf,
} from './assignment-questions.ts';

const RUNS = { numRuns: 500, seed: 7 };
const uniform = assignors.get('uniform') as PartitionAssignor;
const range = assignors.get('range') as PartitionAssignor;

/** `t 0 1, u 0`: the partitions of topics. */
function share(text: string): PartitionsByTopic {
  const topics = text.split(', ').filter((one) => one !== '');
  return new Map(
    topics.map((one) => {
      const [topic = '', ...partitions] = one.split(' ');
      return [topic, new Set(partitions.map(Number))];
    }),
  );
}

function words(shares: GroupShares): Record<string, string> {
  const text = (one: PartitionsByTopic) =>
    [...one].map(([topic, partitions]) => [topic, ...partitions].join(' ')).join(', ');
  return Object.fromEntries([...shares].map(([id, one]) => [id, text(one)]));
}

/** Each member by what it subscribes to and what it has, `t u | t 0 1`, and `@name` if it is static. */
function question(
  counts: Record<string, number>,
  members: Record<string, string>,
): AssignmentQuestion {
  const found = Object.entries(members).map(([id, text]): [string, AssignedMember] => {
    const [wants = '', has = ''] = text.split(' | ');
    const [names, topics] = [wants.split(' '), wants.split(' ')].map((all, index) =>
      all.filter((one) => one !== '' && one.startsWith('@') === (index === 0)),
    );
    const instanceId = names?.[0] ?? null;
    return [id, { instanceId, topicIds: new Set(topics), target: share(has) }];
  });
  return { members: new Map(found), partitionCounts: new Map(Object.entries(counts)) };
}

describe('range', () => {
  const assign = (...of: Parameters<typeof question>) => words(range.assign(question(...of)));

  test('gives neighbouring partitions, the first members one more', () => {
    expect(assign({ t: 8 }, { c: 't', a: 't', b: 't' })).toEqual({
      a: 't 0 1 2',
      b: 't 3 4 5',
      c: 't 6 7',
    });
  });

  test('cuts topics of equal size at the same places', () => {
    expect(assign({ t: 3, u: 3 }, { a: 't u', b: 't u' })).toEqual({
      a: 't 0 1, u 0 1',
      b: 't 2, u 2',
    });
  });

  test('shares a topic out among its subscribers only, and leaves those over without', () => {
    expect(assign({ t: 1, u: 2 }, { a: 'u', b: 't u', c: 't' })).toEqual({
      a: 'u 0',
      b: 't 0, u 1',
      c: '',
    });
  });

  test('serves static members first, by their names', () => {
    expect(assign({ t: 3 }, { a: 't', z: 't @2', y: 't @1' })).toEqual({
      y: 't 0',
      z: 't 1',
      a: 't 2',
    });
  });

  test('keeps partitions of as many numbers together, and every run in one piece', () => {
    fc.assert(
      fc.property(anyQuestions, (asked) => {
        for (const one of range.assign(asked).values()) {
          for (const partitions of one.values()) {
            const [first = 0] = partitions;
            expect([...partitions]).toEqual(Array.from(partitions, (_, index) => first + index));
          }
        }
      }),
      RUNS,
    );
  });
});

describe('uniform', () => {
  const assign = (...of: Parameters<typeof question>) => words(uniform.assign(question(...of)));

  test('fills one member after the other where nobody has anything', () => {
    expect(assign({ t: 3, u: 2 }, { a: 't u', b: 't u' })).toEqual({
      a: 't 0 1',
      b: 't 2, u 0 1',
    });
  });

  test('moves only what a new member needs', () => {
    expect(assign({ t: 6 }, { a: 't | t 0 1 2', b: 't | t 3 4 5', c: 't' })).toEqual({
      a: 't 0 1',
      b: 't 3 4',
      c: 't 2 5',
    });
  });

  test('gives what a member leaves to those that have fewest', () => {
    expect(assign({ t: 6 }, { a: 't | t 0 1', c: 't | t 4 5' })).toEqual({
      a: 't 0 1 2',
      c: 't 4 5 3',
    });
  });

  test('leaves the one more with who has it', () => {
    expect(assign({ t: 5 }, { a: 't | t 0 1', b: 't | t 2 3 4' })).toEqual({
      a: 't 0 1',
      b: 't 2 3 4',
    });
  });

  test('spreads new partitions of a topic that has grown', () => {
    expect(assign({ t: 6 }, { a: 't | t 0 1', b: 't | t 2 3' })).toEqual({
      a: 't 0 1 4',
      b: 't 2 3 5',
    });
  });

  test('takes away topics that nobody subscribes to any more', () => {
    expect(assign({ u: 2 }, { a: 'u | t 0 1, u 0', b: 'u | u 1' })).toEqual({ a: 'u 0', b: 'u 1' });
    expect(assign({}, { a: ' | t 0' })).toEqual({ a: '' });
  });

  test('levels out with the topics of which there is a choice', () => {
    expect(assign({ t: 4, u: 4 }, { a: 't', b: 't u' })).toEqual({
      a: 't 0 1 2 3',
      b: 'u 0 1 2 3',
    });
  });

  test('takes from who has most, if subscriptions differ', () => {
    expect(assign({ t: 4, u: 1 }, { a: 't u | t 0 1 2 3', b: 't' })).toEqual({
      a: 't 0 1, u 0',
      b: 't 2 3',
    });
  });

  test('keeps members that subscribe to the same topics within one of each other', () => {
    fc.assert(
      fc.property(equalsQuestions, (asked) => {
        const sizes = [...uniform.assign(asked).values()].map(sizeOf);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  test('keeps as much as is possible at that', () => {
    fc.assert(
      fc.property(equalsQuestions, (asked) => {
        const shares = uniform.assign(asked);
        const total = [...shares.values()].reduce((sum, one) => sum + sizeOf(one), 0);
        const least = Math.floor(total / shares.size);
        const owned = [...asked.members].map(([id, member]) => ({ id, had: ownedBy(member) }));
        const above = owned.filter(({ had }) => sizeOf(had) > least).length;
        const possible = owned.reduce((sum, { had }) => sum + Math.min(sizeOf(had), least), 0);
        const kept = owned.reduce((sum, { id, had }) => sum + keptOf(had, shares.get(id)), 0);
        expect(kept).toBe(possible + Math.min(above, total % shares.size));
      }),
      RUNS,
    );
  });

  test('leaves no partition where moving it to another subscriber would make things more even', () => {
    fc.assert(
      fc.property(differentQuestions, (asked) => {
        const shares = uniform.assign(asked);
        for (const [id, one] of shares) {
          for (const topicId of one.keys()) {
            for (const [other, { topicIds }] of asked.members) {
              if (!topicIds.has(topicId) || other === id) continue;
              expect(sizeOf(one) - sizeOf(shares.get(other))).toBeLessThanOrEqual(1);
            }
          }
        }
      }),
      RUNS,
    );
  });

  test('moves nothing when it is asked again, and says so with the same objects', () => {
    fc.assert(
      fc.property(anyQuestions, (asked) => {
        const shares = uniform.assign(asked);
        const again = uniform.assign(askedAgain(asked, shares));
        for (const [id, one] of again) expect(one).toBe(shares.get(id));
      }),
      RUNS,
    );
  });
});

describe.each([...assignors])('%s', (_name, assignor) => {
  test('gives each partition to exactly one of its subscribers', () => {
    fc.assert(
      fc.property(anyQuestions, (asked) => {
        const shares = assignor.assign(asked);
        expect(new Set(shares.keys())).toEqual(new Set(asked.members.keys()));
        for (const [topicId, count] of asked.partitionCounts) {
          const given = [...asked.members].flatMap(([id, { topicIds }]) => {
            const partitions = [...(shares.get(id)?.get(topicId) ?? [])];
            if (!topicIds.has(topicId)) expect(partitions).toEqual([]);
            return partitions;
          });
          const isWanted = [...asked.members.values()].some((one) => one.topicIds.has(topicId));
          const all = Array.from({ length: isWanted ? count : 0 }, (_, index) => index);
          expect(given.sort((one, other) => one - other)).toEqual(all);
        }
      }),
      RUNS,
    );
  });

  test('answers the same when it is asked the same, and leaves the question as it was', () => {
    fc.assert(
      fc.property(anyQuestions, (asked) => {
        const before = structuredClone(asked);
        expect(assignor.assign(asked)).toEqual(assignor.assign(asked));
        expect(asked).toEqual(before);
      }),
      RUNS,
    );
  });

  test('gives nobody an empty set of partitions', () => {
    fc.assert(
      fc.property(anyQuestions, (asked) => {
        for (const one of assignor.assign(asked).values()) {
          for (const partitions of one.values()) expect(partitions.size).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  });

  test('has nothing to do for a group without members', () => {
    expect(assignor.assign({ members: new Map(), partitionCounts: new Map() })).toEqual(new Map());
  });

  test('does not invent a topic', () => {
    expect(() => assignor.assign(question({}, { a: 't' }))).toThrow('t, which has no count');
  });
});

test('uniform and range answer as Kafka’s own do, partition by partition', () => {
  const file = new URL('../golden/kafka-4.3.1/shares.txt', import.meta.url);
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(rows.length).toBeGreaterThan(50);
  for (const row of rows) {
    const [line = '', kafkas] = row.split('\t');
    const { assignor, question: asked } = readQuestion(line);
    const shares = assignors.get(assignor)?.assign(asked) ?? new Map();
    expect(answerLine(asked, shares), line).toBe(kafkas);
  }
});
