/**
 * Task 2.3, committed offsets: the table, how it changes, and what goes with time. The last two
 * behaviours are whole worlds: clocks that jump, and coordinators that fail.
 */
import fc from 'fast-check';
import { CommittedOffsets } from '#groups/committed-offsets.ts';
import type { OffsetRecord } from '#groups/coordinator-record.ts';
import type { Group } from '#groups/group.ts';
import { commitOffsets, fetchOffset } from '#groups/offset-commits.ts';
import { type ExpiredOffset, expiredOffsets, expireOffsets } from '#groups/offset-expiry.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import {
  about,
  expectEqual,
  expectInWords,
  expectLines,
  expectSameLines,
  withSeed,
  withTrace,
} from '../../course/grading/expect.ts';
import { SimTarget } from '../../course/grading/sim-target.ts';
import { T0 } from '../../course/grading/topic-client.ts';
import { simBehaviour } from '../../course/grading/wire.ts';
import { forAll } from '../01-storage/for-all.ts';
import {
  BenchShard,
  commitOf,
  committed,
  groupOf,
  inWords,
  OTHER_ID,
  SOME_ID,
  ZERO_ID,
} from './bench-shard.ts';
import { commitOffset, committedOffset } from './offset-client.ts';
import { ReplicatedOffsets } from './replicated-offsets.ts';

const WORLDS = 12;
const TOO_LARGE = 12;
const ILLEGAL_GENERATION = 22;
const NOT_COORDINATOR = 16;
const RETENTION = 1000;
const MINUTE_MS = 60_000;
/** Offsets are kept for an hour, and looked at every minute. */
const HOUR = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '3',
  'offsets.retention.minutes': '60',
  'offsets.retention.check.interval.ms': '60000',
};

behaviour('table-apply', () => {
  const table = new CommittedOffsets();
  expectEqual(table.get('g', 't', 0), undefined, 'what an empty table has of g t-0');
  const older = committed(3, { commitTimestampMs: T0 - 1000, leaderEpoch: 1 });
  const story = [
    record('g', 't', 0, committed(5)),
    record('g', 't', 1, committed(6)),
    record('g', 't', 11, committed(7)),
    record('g-t', 't', 0, committed(1)),
    record('g', 't-t', 0, committed(2)),
    record('g', 't', 0, older),
    record('g', 't', 1, undefined),
    record('g', 'nothing', 0, undefined),
    record('nobody', 't', 0, undefined),
  ];
  for (const one of story) table.apply(one);
  for (const [groupId, topic, partition, expected] of [
    ['g', 't', 0, older],
    ['g', 't', 1, undefined],
    ['g', 't', 11, committed(7)],
    ['g-t', 't', 0, committed(1)],
    ['g', 't-t', 0, committed(2)],
    ['g-t', 't-t', 0, undefined],
    ['nobody', 't', 0, undefined],
  ] as const) {
    const what = `what the table has of ${groupId} ${topic}-${partition} after: ${told(story)}`;
    expectEqual(table.get(groupId, topic, partition), expected, what);
  }
  table.apply(record('g', 't', 1, committed(0)));
  expectEqual(table.get('g', 't', 1), committed(0), 'an offset of 0, committed after a tombstone');
});

behaviour('table-tidy', () => {
  forAll(23, 200, fc.array(anyRecord, { maxLength: 40 }), (records) => {
    const table = new CommittedOffsets();
    const model = new Map<string, CommittedOffset>();
    for (const one of records) {
      table.apply(one);
      const key = JSON.stringify([one.groupId, one.topic, one.partition]);
      if (one.offset === undefined) model.delete(key);
      else model.set(key, one.offset);
    }
    const rows = [...model].map(([key, offset]) => [...JSON.parse(key), offset.offset]);
    const after = `after: ${told(records)}`;
    expectEqual(table.count, rows.length, `how many offsets there are ${after}`);
    const groups = [...new Set(rows.map(([groupId]) => groupId as string))];
    expectSameLines([...table.groupIds()], groups, `the groups ${after}, in any order`);
    for (const groupId of ['a', 'b', 'nobody']) {
      const expected = rows.filter(([group]) => group === groupId).map(([, ...rest]) => rest);
      const topics = [...table.ofGroup(groupId)];
      const found = topics.flatMap(([topic, partitions]) =>
        [...partitions].map(([partition, { offset }]) => lineOf([topic, partition, offset])),
      );
      expectSameLines(found, expected.map(lineOf), `all of ${groupId} ${after}, in any order`);
      const empty = topics.filter(([, partitions]) => partitions.size === 0);
      expectEqual(
        empty.map(([topic]) => topic),
        [],
        `topics of ${groupId} without partitions ${after}`,
      );
    }
  });
});

function lineOf([topic, partition, offset]: readonly unknown[]): string {
  return `${topic}-${partition} at ${offset}`;
}

behaviour('commit-durable', async () => {
  const shard = new BenchShard();
  shard.holds = true;
  const answers: string[] = [];
  for (const offset of [5, 6]) {
    void commitOffsets(shard, commitOf([{ offset }])).then((codes) => {
      answers.push(`${offset}: ${codes}`);
    });
  }
  await microtasks();
  expectBatches(shard, [['g t-0: 5'], ['g t-0: 6']], 'what two commits have written');
  expectEqual(answers, [], 'the answers while nothing is durable');
  expectEqual(fetched(shard), undefined, 'what can be fetched meanwhile');
  shard.settle();
  await microtasks();
  expectEqual(answers, ['5: 0'], 'the answers when the first is durable');
  expectEqual(fetched(shard), 5, 'what can be fetched then');
  shard.settle();
  await microtasks();
  expectEqual(answers, ['5: 0', '6: 0'], 'the answers when both are durable');
  expectEqual(fetched(shard), 6, 'what can be fetched in the end');
});

behaviour('commit-together', async () => {
  const shard = new BenchShard();
  const request = commitOf([
    { offset: 1, topic: 'u' },
    { offset: 2, partition: 7 },
    { offset: 3, topic: 'u', partition: 4 },
  ]);
  expectEqual(await commitOffsets(shard, request), [0, 0, 0], 'the answers to a commit of three');
  const batch = ['g u-0: 1', 'g t-7: 2', 'g u-4: 3'];
  expectBatches(shard, [batch], 'what it has written, batch by batch');
  expectEqual(
    [...new Set(shard.asked)],
    ['m-1 of g, generation 4'],
    'whom mayCommit was asked for',
  );
});

behaviour('commit-errors', async () => {
  await refusals();
  await failures();
});

async function refusals(): Promise<void> {
  for (const verdict of [ILLEGAL_GENERATION, NOT_COORDINATOR, 25, 82]) {
    const shard = new BenchShard();
    shard.verdict = verdict;
    const request = commitOf([{ offset: 1 }, { offset: 2, metadata: 'x'.repeat(5000) }]);
    const answers = await commitOffsets(shard, request);
    expectEqual(answers, [verdict, verdict], `the answers where mayCommit says ${verdict}`);
    expectBatches(shard, [], `what is written where mayCommit says ${verdict}`);
  }
}

behaviour('commit-metadata', async () => {
  const shard = new BenchShard();
  shard.settings.offsetMetadataMaxSize = 4;
  const words = ['12345', '1234', null, '😀😀', 'ääää', '😀😀.', ''];
  const request = commitOf(words.map((metadata, n) => ({ offset: n, partition: n, metadata })));
  const answers = await commitOffsets(shard, request);
  const expected = [TOO_LARGE, 0, 0, 0, 0, TOO_LARGE, 0];
  const shown = words.map((one) => (one === null ? 'null' : `'${one}'`)).join(' ');
  expectEqual(answers, expected, `the answers for the metadata ${shown}, of which 4 units fit`);
  const written = ['g t-1: 1', 'g t-2: 2', 'g t-3: 3', 'g t-4: 4', 'g t-6: 6'];
  expectBatches(shard, [written], 'what is written');
  const none = new BenchShard();
  none.settings.offsetMetadataMaxSize = 0;
  none.holds = true;
  const refused = await commitOffsets(none, commitOf([{ offset: 1, metadata: 'x' }]));
  expectEqual(refused, [TOO_LARGE], 'the answer where no offset is left to be written');
  expectBatches(none, [], 'what is written then');
});

behaviour('commit-record', async () => {
  for (const [retentionTimeMs, expireTimestampMs] of [
    [-1, undefined],
    [0, T0 + 77],
    [5000, T0 + 5077],
  ] as const) {
    const shard = new BenchShard();
    shard.wallMs = T0 + 77;
    const offset = { offset: 8, leaderEpoch: 6, topicId: OTHER_ID, partition: 3 };
    const request = commitOf([{ ...offset, metadata: 'words' }], { retentionTimeMs, groupId: 'x' });
    await commitOffsets(shard, request);
    const expected = {
      offset: 8,
      leaderEpoch: 6,
      metadata: 'words',
      commitTimestampMs: T0 + 77,
      expireTimestampMs,
      topicId: OTHER_ID,
    };
    const what = `the record of a commit at T0 + 77 with the retention time ${retentionTimeMs}`;
    expectEqual(shard.written, [[record('x', 't', 3, expected)]], what);
  }
  const shard = new BenchShard();
  await commitOffsets(shard, commitOf([{ offset: 0, leaderEpoch: -1, metadata: null }]));
  const expected = committed(0, { leaderEpoch: -1 });
  const what = 'the record of offset 0 without leader epoch and metadata';
  expectEqual(shard.written, [[record('g', 't', 0, expected)]], what);
});

async function failures(): Promise<void> {
  const shard = new BenchShard();
  shard.holds = true;
  const large = 'x'.repeat(5000);
  const work = commitOffsets(shard, commitOf([{ offset: 1 }, { offset: 2, metadata: large }]));
  shard.settle(NOT_COORDINATOR);
  const answers = await work;
  expectEqual(answers, [NOT_COORDINATOR, TOO_LARGE], 'the answers where the write has failed');
  expectEqual(fetched(shard), undefined, 'what can be fetched after that');
}

behaviour('fetch-offset', () => {
  const shard = new BenchShard();
  shard.put(record('g', 't', 0, committed(5)));
  shard.put(record('g', 't', 1, committed(6, { topicId: ZERO_ID })));
  for (const [groupId, partition, topicId, expected] of [
    ['g', 0, SOME_ID, 5],
    ['g', 0, ZERO_ID, 5],
    ['g', 0, OTHER_ID, undefined],
    ['g', 1, OTHER_ID, 6],
    ['g', 1, ZERO_ID, 6],
    ['g', 2, ZERO_ID, undefined],
    ['nobody', 0, SOME_ID, undefined],
  ] as const) {
    const asked = topicId === ZERO_ID ? 'by name' : `by the id ${topicId}`;
    const what = `the offset of ${groupId} t-${partition}, asked for ${asked}`;
    const found = fetchOffset(shard, groupId, { topic: 't', topicId, partition });
    expectEqual(found?.offset, expected, what);
  }
});

behaviour('expiry-by-group', () => {
  letsGoByGroup();
  keepsSubscribed();
});

function letsGoByGroup(): void {
  const since = T0 - 400;
  const members = { protocolType: 'consumer', knowsSubscriptions: true };
  const cases: [string, Partial<Group>, number | undefined][] = [
    ['nobody has ever joined', {}, T0],
    ['nobody has ever joined, since some time', { stateSinceMs: since }, T0],
    ['consumers have left', { ...members, stateSinceMs: since }, since],
    ['consumers have left, when is not known', members, T0],
    ['connectors have left', { protocolType: 'connect', stateSinceMs: since }, since],
    ['consumers are stable', { ...members, state: 'Stable', stateSinceMs: since }, T0],
    ['consumers rebalance', { ...members, state: 'PreparingRebalance' }, undefined],
    [
      'consumers wait for their assignment',
      { ...members, state: 'CompletingRebalance' },
      undefined,
    ],
    [
      'consumers are stable, their topics not known',
      { protocolType: 'consumer', state: 'Stable' },
      undefined,
    ],
    ['connectors are stable', { protocolType: 'connect', state: 'Stable' }, undefined],
    [
      'connectors are stable, and somebody believes that their topics are known',
      { ...members, protocolType: 'connect', state: 'Stable' },
      undefined,
    ],
    [
      'the coordinator assigns, all is stable',
      { ...members, type: 'consumer', state: 'Stable' },
      T0,
    ],
    [
      'the coordinator assigns, members change',
      { ...members, type: 'consumer', state: 'Reconciling', stateSinceMs: since },
      T0,
    ],
    [
      'the coordinator assigned, all have left',
      { ...members, type: 'consumer', stateSinceMs: since },
      T0,
    ],
  ];
  for (const [what, said, from] of cases) {
    for (const late of [-1, 0, 5000]) {
      const now = (from ?? T0) + RETENTION + late;
      const gone = expiredOffsets(groupOf('g', said), one(committed(5)), now, RETENTION);
      const expected = from === undefined || late < 0 ? [] : ['t-0'];
      const age = `committed at T0, retention ${RETENTION}, now T0 + ${now - T0}`;
      const state = from === since ? `, since T0 - 400` : '';
      expectLines(namesOf(gone), expected, `what has expired where ${what}${state}: ${age}`);
    }
  }
}

behaviour('expiry-of-its-own', () => {
  const group = groupOf('g', { protocolType: 'consumer', stateSinceMs: T0 });
  for (const [expires, now, isGone] of [
    [T0 + 20, T0 + 19, false],
    [T0 + 20, T0 + 20, true],
    [T0 + 20, T0 + 5000, true],
    [T0 + 9000, T0 + 8999, false],
    [T0 + 9000, T0 + 9000, true],
    [0, T0, true],
  ] as const) {
    const offsets = one(committed(5, { expireTimestampMs: expires }));
    const what = `what has expired of an offset with an expiry of T0 + ${expires - T0}, at T0 + ${now - T0}, of a group that is empty since T0, with a retention of ${RETENTION}`;
    const gone = expiredOffsets(group, offsets, now, RETENTION);
    expectLines(namesOf(gone), isGone ? ['t-0'] : [], what);
  }
  const rebalancing = groupOf('g', { protocolType: 'consumer', state: 'PreparingRebalance' });
  const offsets = one(committed(5, { expireTimestampMs: T0 }));
  const gone = expiredOffsets(rebalancing, offsets, T0 + 9000, RETENTION);
  expectLines(namesOf(gone), [], 'what has expired of the same while the group rebalances');
});

function keepsSubscribed(): void {
  const offsets = new Map([
    ['kept', new Map([[0, committed(1)]])],
    ['left', new Map([0, 3, 1].map((n) => [n, committed(n)] as const))],
  ]);
  for (const said of [
    { protocolType: 'consumer', state: 'Stable', knowsSubscriptions: true },
    { protocolType: 'consumer', type: 'consumer', state: 'Stable', knowsSubscriptions: true },
    { protocolType: 'consumer', stateSinceMs: T0 },
  ] as const) {
    const group = groupOf('g', { ...said, topics: ['kept'] });
    const gone = expiredOffsets(group, offsets, T0 + 9000, RETENTION);
    expectLines(
      namesOf(gone),
      ['left-0', 'left-3', 'left-1'],
      `what has expired of the topics kept and left, in the state ${group.state}, where kept is subscribed to`,
    );
  }
}

behaviour('expire-writes', async () => {
  const shard = new BenchShard();
  shard.wallMs = T0 + RETENTION;
  const old = committed(1, { commitTimestampMs: T0 - 1 });
  const young = committed(2, { commitTimestampMs: T0 + 1 });
  for (const [groupId, partition, offset] of [
    ['all', 0, old],
    ['all', 1, old],
    ['some', 0, old],
    ['some', 1, young],
    ['none', 0, young],
    ['members', 0, old],
    ['own', 0, committed(3, { expireTimestampMs: T0, commitTimestampMs: T0 + 500 })],
  ] as const) {
    shard.groups.set(groupId, groupOf(groupId));
    shard.put(record(groupId, 't', partition, offset));
  }
  const members = { type: 'consumer', state: 'Stable', protocolType: 'consumer' } as const;
  shard.groups.set('members', groupOf('members', members));
  shard.groups.set('never', groupOf('never'));
  shard.groups.set('fresh', groupOf('fresh', { protocolType: 'consumer', state: 'Stable' }));
  expectEqual(await expireOffsets(shard), 0, 'the error code of expiring');
  const expected = [
    'all t-0: gone',
    'all t-1: gone',
    'group all is gone',
    'some t-0: gone',
    'members t-0: gone',
    'own t-0: gone',
    'group own is gone',
    'group never is gone',
  ];
  const story = shard.story.flat();
  expectSameLines(story, expected, 'what is written when offsets expire, in any order');
  for (const groupId of ['all', 'own']) {
    const last = story.findLastIndex((line) => line.startsWith(`${groupId} t-`));
    const isBehind = story.indexOf(`group ${groupId} is gone`) > last;
    expectInWords(isBehind, `where the tombstone of the group ${groupId} is`, {
      expected: 'behind those of its offsets',
      actual: story.join(', '),
    });
  }
  const again = shard.written.length;
  expectEqual(await expireOffsets(shard), 0, 'the error code of expiring again');
  expectEqual(shard.written.length - again, 0, 'batches written when nothing has expired');
  shard.wallMs += RETENTION;
  shard.holds = true;
  const work = expireOffsets(shard);
  await settleAll(shard, NOT_COORDINATOR);
  expectEqual(await work, NOT_COORDINATOR, 'the error code where the write fails');
});

behaviour('expire-under-way', async () => {
  await commitsBeforeTheCheck();
  await commitsDuringTheCheck();
  const shard = new BenchShard();
  shard.groups.set('g', groupOf('g'));
  shard.awaiting.add('g');
  await expireOffsets(shard);
  expectLines(shard.story.flat(), [], 'what is written of a group that somebody is about to join');
});

/** What is under way when offsets expire is not in the table, and lies before their tombstones. */
async function commitsBeforeTheCheck(): Promise<void> {
  const shard = agedShard({ g: 1, other: 1 });
  commitNow(shard, 'g', 0);
  const work = expireOffsets(shard);
  await settleAll(shard);
  expectEqual(await work, 0, 'the error code of expiring beside a commit');
  const what = 'whose commit of t-0 was written, and not durable yet, when offsets expired';
  expectLines(offsetsOf(shard), ['g t-0: 9'], `what is committed by g, ${what}`);
  shard.holds = false;
  shard.wallMs += RETENTION + 1;
  await expireOffsets(shard);
  expectLines(offsetsOf(shard), [], 'what is committed by g when that commit is old, too');
}

/** A commit that comes while tombstones are on their way, to the same group or to one behind it. */
async function commitsDuringTheCheck(): Promise<void> {
  const count = 1500;
  for (const [groupId, partition] of [
    ['late', 0],
    ['many', count - 1],
  ] as const) {
    const shard = agedShard({ first: 1, many: count, late: 1 });
    const work = expireOffsets(shard);
    await microtasks();
    commitNow(shard, groupId, partition);
    await settleAll(shard);
    await work;
    shard.holds = false;
    await expireOffsets(shard);
    const what = `${groupId} commits t-${partition} while tombstones are written, and none is durable`;
    expectLines(offsetsOf(shard), [`${groupId} t-${partition}: 9`], `what is left where ${what}`);
  }
}

simBehaviour(
  'offsets-clocks',
  async (target) => {
    await withTrace(
      () => target.story.filter(isInWords),
      () => jumpClocks(target),
    );
    await withSeed(2, async (seed) => {
      const another = await SimTarget.start({ seed, config: HOUR });
      await withTrace(
        () => another.story.filter(isInWords),
        () => jumpClocks(another),
      );
    });
  },
  { config: HOUR },
);

/** The coordinator's wall clock jumps about: the log's order decides, and only age lets go. */
async function jumpClocks(target: SimTarget): Promise<void> {
  const { name } = await target.createTopic();
  const { random } = target.world;
  // A connection that idles is closed by the broker, so each question has its own.
  const commit = async (offset: number) => {
    target.tell(`g commits ${offset} of ${name}-0`);
    return commitOffset(target, await target.connect(), name, offset);
  };
  const found = async () => {
    const offset = await committedOffset(target, await target.connect(), name);
    target.tell(`somebody fetches ${offset < 0 ? 'nothing' : offset} of g ${name}-0`);
    return offset;
  };
  const pause = async (minutes: number) => {
    target.tell(`${minutes} minutes pass`);
    await target.pause(minutes * MINUTE_MS);
  };
  const jump = (minutes: number) => {
    target.tell(`the wall clock jumps by ${minutes} minutes`);
    target.node.crystal.skewBy(minutes * MINUTE_MS);
  };
  for (let offset = 1; offset <= 4; offset++) {
    const minutes = Math.round((random.nextFloat() - 0.5) * 100);
    jump(minutes);
    expectEqual(await commit(offset), 0, `the error of a commit of ${offset}`);
    if (offset % 2 === 0) {
      target.crash();
      await target.restart();
    }
    const what = `what is committed after ${offset}, whatever the clock said`;
    expectEqual(await found(), offset, what);
  }
  await about('expiredOffsets', async () => {
    jump(-24 * 60);
    await pause(30);
    expectEqual(await found(), 4, 'committed, by a clock that is a day behind');
    jump(24 * 60);
    await pause(25);
    expectEqual(await found(), 4, 'committed, 55 minutes after the commit');
    await pause(10);
    expectEqual(await found(), -1, 'committed, 65 minutes after the commit');
  });
}

/** What was sent over the wire explains nothing here. */
function isInWords(line: string): boolean {
  return !/^(?:[\d.]+ ms: )?(?:sent|came) /.test(line);
}

behaviour('offsets-failover', async () => {
  for (let seed = 1; seed <= WORLDS; seed++) {
    await withSeed(seed, async () => {
      const world = new ReplicatedOffsets(seed);
      await withTrace(
        () => world.story.slice(-40),
        () => world.live(),
      );
    });
  }
});

/** Groups with so many offsets each, all of them old enough to go; writes wait to be settled. */
function agedShard(counts: Readonly<Record<string, number>>): BenchShard {
  const shard = new BenchShard();
  for (const [groupId, count] of Object.entries(counts)) {
    for (let partition = 0; partition < count; partition++) {
      shard.put(record(groupId, 't', partition, committed(1)));
    }
  }
  shard.wallMs = T0 + RETENTION + 1;
  shard.holds = true;
  return shard;
}

function commitNow(shard: BenchShard, groupId: string, partition: number): void {
  const offset = committed(9, { commitTimestampMs: shard.wallMs });
  shard.write([record(groupId, 't', partition, offset)], () => {});
}

async function settleAll(shard: BenchShard, errorCode = 0): Promise<void> {
  await microtasks();
  while (!shard.isSettled) {
    shard.settle(errorCode);
    await microtasks();
  }
}

/** Compares what was written, batch by batch. */
function expectBatches({ story }: BenchShard, expected: readonly string[][], what: string): void {
  const told = (batches: readonly string[][]) => batches.map((batch) => `[${batch.join(', ')}]`);
  expectLines(told(story), told(expected), what);
}

function offsetsOf({ table }: BenchShard): string[] {
  return [...table.groupIds()].flatMap((groupId) =>
    [...table.ofGroup(groupId)].flatMap(([topic, partitions]) =>
      [...partitions].map(([partition, offset]) =>
        inWords(record(groupId, topic, partition, offset)),
      ),
    ),
  );
}

/** Few names, so that records meet. */
const anyRecord = fc
  .record({
    groupId: fc.constantFrom('a', 'b'),
    topic: fc.constantFrom('t', 'u'),
    partition: fc.integer({ min: 0, max: 2 }),
    offset: fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined }),
  })
  .map(({ offset, ...key }) =>
    record(
      key.groupId,
      key.topic,
      key.partition,
      offset === undefined ? offset : committed(offset),
    ),
  );

function record(
  groupId: string,
  topic: string,
  partition: number,
  offset: CommittedOffset | undefined,
): OffsetRecord {
  return { kind: 'offset', groupId, topic, partition, offset };
}

function told(records: readonly OffsetRecord[]): string {
  return records.map(inWords).join(', ') || 'nothing';
}

function one(offset: CommittedOffset) {
  return new Map([['t', new Map([[0, offset]])]]);
}

function namesOf(expired: readonly ExpiredOffset[]): string[] {
  return expired.map(({ topic, partition }) => `${topic}-${partition}`);
}

function fetched(shard: BenchShard): number | undefined {
  return shard.table.get('g', 't', 0)?.offset;
}

/** Lets promises that can settle do so. */
async function microtasks(): Promise<void> {
  for (let n = 0; n < 20; n++) await Promise.resolve();
}
