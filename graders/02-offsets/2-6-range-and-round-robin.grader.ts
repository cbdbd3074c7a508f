/**
 * Task 2.6, range and round robin: which member gets which partitions. The measure is what Kafka's own
 * assignors make of the same groups, for members of all clients lead groups by turns.
 */
import { inMemberOrder } from '#clients/assignors/member-order.ts';
import { assignRange } from '#clients/assignors/range.ts';
import { assignRoundRobin } from '#clients/assignors/round-robin.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { about, expectEqual } from '../../course/grading/expect.ts';
import { forAll } from '../01-storage/for-all.ts';
import {
  backwards,
  expectComplete,
  expectShares,
  type Group,
  groupOf,
  kafkaGroups,
  type Shares,
  sharesIn,
  someGroup,
  told,
} from './sharing.ts';

/** Topics with their partitions, members with their topics, and who is to get what. */
type Row = [
  topics: Readonly<Record<string, number>>,
  members: Readonly<Record<string, string>>,
  expected: Shares,
];

const range = ({ partitionCounts, subscriptions }: Group) =>
  assignRange(partitionCounts, subscriptions);

const roundRobin = ({ partitionCounts, subscriptions }: Group) =>
  assignRoundRobin(partitionCounts, subscriptions);

behaviour('member-order', () => {
  const orders: [members: string, expected: string][] = [
    ['c a b', 'a b c'],
    ['b a=i-2 c=i-1', 'c a b'],
    ['a=i-1 b c=i-2 d', 'a c b d'],
    ['d c=i-2 b a=i-1', 'a c b d'],
    ['z=a y=b x', 'z y x'],
    ['x y=b z=a', 'z y x'],
    ['a=i-9 b=i-10', 'b a'],
    ['a B c=Z d=y', 'c d B a'],
    ['m-10 m-9 m', 'm m-10 m-9'],
    ['only', 'only'],
  ];
  for (const [members, expected] of orders) {
    const wanted = Object.fromEntries(members.split(' ').map((names) => [names, 't']));
    const order = inMemberOrder(groupOf({}, wanted).subscriptions);
    expectEqual([...order].join(' '), expected, `the order of ${members} (id=static name)`);
  }
});

behaviour('range-slices', () => {
  const slices: [count: number, members: string, shares: string[]][] = [
    [6, 'abc', ['t-0 t-1', 't-2 t-3', 't-4 t-5']],
    [7, 'abc', ['t-0 t-1 t-2', 't-3 t-4', 't-5 t-6']],
    [8, 'abc', ['t-0 t-1 t-2', 't-3 t-4 t-5', 't-6 t-7']],
    [5, 'abcd', ['t-0 t-1', 't-2', 't-3', 't-4']],
    [3, 'ab', ['t-0 t-1', 't-2']],
    [12, 'a', ['t-0 t-1 t-2 t-3 t-4 t-5 t-6 t-7 t-8 t-9 t-10 t-11']],
  ];
  for (const [count, members, shares] of slices) {
    const group = groupOf({ t: count }, all(members, 't'));
    const expected = Object.fromEntries([...members].map((member, n) => [member, shares[n] ?? '']));
    const what = `who gets what of ${count} partitions, of the members ${[...members].join(', ')}`;
    expectShares(range(group), expected, what);
  }
});

behaviour('range-topics', () => {
  const rows: Row[] = [
    [
      { t0: 3, t1: 3 },
      { a: 't0 t1', b: 't0 t1' },
      { a: 't0-0 t0-1 t1-0 t1-1', b: 't0-2 t1-2' },
    ],
    [
      { t: 4, u: 4 },
      { a: 't', b: 't u', c: 'u' },
      { a: 't-0 t-1', b: 't-2 t-3 u-0 u-1', c: 'u-2 u-3' },
    ],
    [
      { t: 3, u: 5 },
      { a: 'u', b: 'u t' },
      { a: 'u-0 u-1 u-2', b: 't-0 t-1 t-2 u-3 u-4' },
    ],
    [
      { t: 1, u: 1, v: 1 },
      { a: 't u v', b: 't u v' },
      { a: 't-0 u-0 v-0', b: '' },
    ],
  ];
  for (const [topics, members, expected] of rows) {
    const group = groupOf(topics, members);
    expectShares(range(group), expected, `who gets what: ${told(group)}`);
  }
});

behaviour('range-nothing', () => {
  nothing('range', range);
});

behaviour('round-robin-deals', () => {
  const rows: Row[] = [
    [{ t: 5 }, all('ab', 't'), { a: 't-0 t-2 t-4', b: 't-1 t-3' }],
    [
      { t0: 3, t1: 3 },
      { a: 't0 t1', b: 't0 t1' },
      { a: 't0-0 t0-2 t1-1', b: 't0-1 t1-0 t1-2' },
    ],
    [
      { u: 2, t: 2 },
      { a: 'u t', b: 'u t', c: 't u' },
      { a: 't-0 u-1', b: 't-1', c: 'u-0' },
    ],
    [{ Z: 1, a: 1, b: 1 }, all('mn', 'b a Z'), { m: 'Z-0 b-0', n: 'a-0' }],
  ];
  for (const [topics, members, expected] of rows) {
    const group = groupOf(topics, members);
    const what = `who gets what: ${told(group)}`;
    expectShares(roundRobin(group), expected, what);
  }
});

behaviour('round-robin-passes-over', () => {
  const rows: Row[] = [
    [
      { t0: 1, t1: 2, t2: 3 },
      { a: 't0', b: 't0 t1', c: 't0 t1 t2' },
      { a: 't0-0', b: 't1-0', c: 't1-1 t2-0 t2-1 t2-2' },
    ],
    [
      { t: 3, u: 3 },
      { a: 't', b: 't u', c: 'u' },
      { a: 't-0 t-2', b: 't-1 u-0 u-2', c: 'u-1' },
    ],
    [
      { t: 2, u: 2 },
      { a: 't u', b: 't', c: 'u t' },
      { a: 't-0 u-1', b: 't-1', c: 'u-0' },
    ],
    [
      { t: 1, u: 1, v: 2 },
      { a: 't v', b: 'v', c: 'u v' },
      { a: 't-0 v-0', b: 'v-1', c: 'u-0' },
    ],
  ];
  for (const [topics, members, expected] of rows) {
    const group = groupOf(topics, members);
    const what = `who gets what: ${told(group)}`;
    expectShares(roundRobin(group), expected, what);
  }
});

behaviour('round-robin-nothing', () => {
  nothing('round robin', roundRobin);
  const unread = groupOf({ t: 1, unread: 2 }, { a: 't', b: '' });
  expectShares(roundRobin(unread), { a: 't-0', b: '' }, `who gets what: ${told(unread)}`);
});

behaviour('assignors-of-kafka', () => {
  for (const { what, group, ...kafkas } of kafkaGroups()) {
    const whole = `${what}: ${told(group)}`;
    about('assignRange', () => expectShares(range(group), kafkas.range, `range, ${whole}`));
    about('assignRoundRobin', () =>
      expectShares(roundRobin(group), kafkas.roundRobin, `round robin, ${whole}`),
    );
  }
});

behaviour('assignors-always', () => {
  forAll(26, 150, someGroup, (group) => {
    for (const [symbol, assign] of [
      ['assignRange', range],
      ['assignRoundRobin', roundRobin],
    ] as const) {
      about(symbol, () => {
        const what = `${symbol}, ${told(group)}`;
        const assignment = assign(group);
        expectComplete(assignment, group, what);
        const again = assign(backwards(group));
        expectShares(again, sharesIn(assignment, what), `the same group told backwards: ${what}`);
      });
    }
  });
});

/** The members of that many letters, which all read the same. */
function all(members: string, topics: string): Record<string, string> {
  return Object.fromEntries([...members].map((member) => [member, topics]));
}

function nothing(name: string, assign: (group: Group) => unknown): void {
  const few = groupOf({ t: 2 }, all('abcd', 't'));
  const expected = { a: 't-0', b: 't-1', c: '', d: '' };
  expectShares(assign(few), expected, `${name} of 2 partitions among 4 members`);
  const empty = groupOf({ t: 0 }, all('ab', 't'));
  expectShares(assign(empty), { a: '', b: '' }, `${name} of a topic without partitions`);
  const gone = groupOf({ t: 1 }, { a: 'gone', b: 't gone' });
  expectShares(assign(gone), { a: '', b: 't-0' }, `${name} where a topic does not exist`);
  const idle = groupOf({ t: 1 }, { a: '', b: 't' });
  expectShares(assign(idle), { a: '', b: 't-0' }, `${name} where a member reads nothing`);
  expectShares(assign(groupOf({ t: 1 }, {})), {}, `${name} of a group without members`);
}
