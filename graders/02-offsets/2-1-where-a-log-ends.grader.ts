/**
 * Task 2.1, where a log ends: the three ends, records by their time, and ListOffsets made of both.
 *
 * Times are looked up in logs of the graded view and in segments that a real Kafka wrote; what is
 * right there is found the slow way, by looking at every record.
 */

import { ErrorCode } from 'reference:protocol/errors.ts';
import { SegmentList } from 'reference:storage/segment-list.ts';
import { type ListedLog, listedOffset } from '#storage/listed-offset.ts';
import { boundedHighWatermark, lastStableOffsetOf, readableEnd } from '#storage/log-ends.ts';
import {
  type FoundOffset,
  findMaxTimestamp,
  findTimestamp,
  type TimedLog,
} from '#storage/timestamp-search.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { about, expectEqual, expectInWords, expectTrue } from '../../course/grading/expect.ts';
import { ExpectationFailed } from '../../course/grading/expectation-failed.ts';
import { batchOf, listOffset, produce, T0 } from '../../course/grading/topic-client.ts';
import { wireBehaviour } from '../../course/grading/wire.ts';
import { kafkaBatches, kafkaBytes } from '../01-storage/kafka-files.ts';
import { Machine, pathOf } from '../01-storage/sim-log.ts';

const FAR = 5_000_000_000;
const NOTHING = { offset: -1, timestamp: -1, leaderEpoch: -1 };

behaviour('ends-in-order', () => {
  about('boundedHighWatermark', highWatermarks);
  about('lastStableOffsetOf', lastStableOffsets);
});

function highWatermarks(): void {
  for (const [start, end, said, expected] of [
    [10, 20, 15, 15],
    [10, 20, 20, 20],
    [10, 20, 21, 20],
    [10, 20, FAR, 20],
    [10, 20, 10, 10],
    [10, 20, 9, 10],
    [10, 20, 0, 10],
    [10, 20, -1, 10],
    [7, 7, 3, 7],
    [7, 7, 9, 7],
    [0, FAR, FAR - 1, FAR - 1],
  ] as const) {
    const log = { logStartOffset: start, logEndOffset: end };
    const what = `the high watermark of a log from ${start} to ${end} for which ${said} was said`;
    expectEqual(boundedHighWatermark(log, said), expected, what);
  }
}

function lastStableOffsets(): void {
  for (const [start, highWatermark, firstUndecided, expected] of [
    [0, 20, undefined, 20],
    [0, 20, 12, 12],
    [0, 20, 0, 0],
    [0, 20, 20, 20],
    [0, 20, 25, 20],
    [10, 20, 10, 10],
    [10, 20, 4, 10],
    [10, 10, 4, 10],
    [10, 10, undefined, 10],
    [0, FAR, FAR - 2, FAR - 2],
  ] as const) {
    const log = { logStartOffset: start, highWatermark };
    const undecided =
      firstUndecided === undefined
        ? 'no transaction is open'
        : `the oldest open transaction begins at ${firstUndecided}`;
    const what = `the last stable offset of a log from ${start}, replicated up to ${highWatermark}, where ${undecided}`;
    expectEqual(lastStableOffsetOf(log, firstUndecided), expected, what);
  }
}

behaviour('ends-by-reader', () => {
  const log = { logStartOffset: 10, lastStableOffset: 20, highWatermark: 30, logEndOffset: 40 };
  for (const [who, replicaId, isolationLevel, expected] of [
    ['a consumer that reads all', -1, 0, 30],
    ['a consumer that reads what is committed', -1, 1, 20],
    ['the follower 2', 2, 0, 40],
    ['the follower 0', 0, 0, 40],
    ['the follower 2, whose request says read_committed', 2, 1, 40],
  ] as const) {
    const end = readableEnd(log, replicaId, isolationLevel);
    const ends = 'log start 10, last stable 20, high watermark 30, log end 40';
    expectEqual(end, expected, `where a log ends (${ends}) for ${who}`);
  }
});

behaviour('time-first-record', () => {
  const times = [[5, 30, 20], [30], [10, 25], [40, 15], [40]];
  const all = times.flat();
  for (const segmentBytes of [160, 100_000]) {
    const log = logOf(times, { segmentBytes, indexIntervalBytes: 0 });
    const { count } = log.segments;
    for (let time = 0; time <= 42; time++) {
      const offset = all.findIndex((one) => one >= time);
      const expected = offset < 0 ? undefined : found(offset, all[offset] as number);
      const where = `${batchesOf(times)} in ${count} ${count === 1 ? 'segment' : 'segments'}`;
      const what = `the first record at or after ${time} among the times ${where}`;
      expectEqual(firstSince(log, T0 + time), expected, what);
    }
    expectEqual(firstSince(log, 0), found(0, 5), 'the first record since 1970');
  }
  expectEqual(firstSince(logOf([]), T0), undefined, 'what is found in an empty log');
});

behaviour('time-log-start', () => {
  const times = [[50, 10, 60], [20], [55, 30], [40]];
  const all = times.flat();
  for (let start = 0; start <= all.length; start++) {
    const log = logOf(times, { segmentBytes: 160 });
    log.deleteRecords(start);
    for (const time of [0, 10, 25, 35, 45, 51, 56, 60, 61]) {
      const offset = all.findIndex((one, at) => at >= start && one >= time);
      const expected = offset < 0 ? undefined : found(offset, all[offset] as number);
      const what = `the first record at or after ${time} among the times ${batchesOf(times)}, where the log starts at offset ${start}`;
      expectEqual(firstSince(log, T0 + time), expected, what);
    }
  }
});

behaviour('time-newest', () => {
  for (const [times, offset] of [
    [[[5, 30, 20]], 1],
    [[[5], [30, 30], [30], [7]], 1],
    [[[5], [6], [4], [9]], 3],
    [[[40], [30], [40], [40]], 0],
    [[[-1], [-1]], undefined],
    [[[-1], [-T0], [-1]], 1],
    [[], undefined],
  ] as const) {
    for (const segmentBytes of [110, 100_000]) {
      const log = logOf(times, { segmentBytes });
      const { count } = log.segments;
      const all = times.flat();
      const expected = offset === undefined ? undefined : found(offset, all[offset] as number);
      const where = `${count} ${count === 1 ? 'segment' : 'segments'}`;
      const what = `the newest record among the times ${batchesOf(times) || '(none)'} in ${where}`;
      expectEqual(newestOf(log), expected, what);
    }
  }
});

behaviour('time-kafkas-logs', () => {
  for (const paths of KAFKAS) {
    const log = kafkaLog(paths);
    const records = paths.flatMap(kafkaRecords);
    const moments = new Set(records.flatMap(({ timestamp }) => [timestamp, timestamp + 1]));
    for (const moment of [0, ...moments]) {
      const expected = records.find(({ timestamp }) => timestamp >= moment);
      const what = `the first record at or after ${moment} in Kafka's ${paths.join(', ')}`;
      expectEqual(firstSince(log, moment), expected, what);
    }
    const largest = Math.max(...records.map(({ timestamp }) => timestamp));
    const newest = records.find(({ timestamp }) => timestamp === largest);
    expectEqual(newestOf(log), newest, `the newest record in Kafka's ${paths.join(', ')}`);
  }
});

behaviour('time-skips', () => {
  const batches = Array.from({ length: 300 }, (_, n) => [n, n, n]);
  const machine = new Machine();
  const log = logOf(
    batches,
    { segmentBytes: 20_000, indexIntervalBytes: 1000 },
    { machine, valueBytes: 100 },
  );
  const { count } = log.segments;
  expectTrue(count >= 5, 'the log has five segments or more', count);
  // The indexes are read when they are first used: this is not what is counted.
  for (const segment of log.segments.all()) segment.offsetIndex.lookup(0);
  for (const time of [0, 1, 60, 149, 150, 250, 298, 299]) {
    const what = `the record at ${time} among 900 records in ${count} segments`;
    const reads = machine.countsOf(() => {
      expectEqual(firstSince(log, T0 + time), found(time * 3, time), what);
    });
    expectFew(reads, `to find ${what}`);
  }
  const none = machine.countsOf(() => {
    expectEqual(firstSince(log, T0 + 300), undefined, 'a record later than all');
  });
  expectEqual(none.read, 0, 'reads of the log to find that all records are older');
  const newest = machine.countsOf(() => {
    expectEqual(newestOf(log), found(897, 299), 'the newest of 900 records');
  });
  expectFew(newest, 'to find the newest of 900 records');

  const cut = new Machine();
  const same = Array.from({ length: 60 }, () => [7, 7, 7]);
  const late = logOf(same, { indexIntervalBytes: 1e6 }, { machine: cut, valueBytes: 100 });
  late.deleteRecords(150);
  const behind = cut.countsOf(() => {
    expectEqual(firstSince(late, T0), found(150, 7), 'the record at the log’s start, 150');
  });
  const what = 'what it takes to find the record at the log’s start, without an index';
  const actual = `${behind.read} reads`;
  expectInWords(behind.read <= 8, what, { expected: 'at most 8 reads', actual });
});

behaviour('listed-ends', () => {
  const log = listed({ earliestOffset: () => ({ offset: 12, timestamp: -1, leaderEpoch: 3 }) });
  for (const end of [12, 30, FAR]) {
    const latest = { offset: end, timestamp: -1, leaderEpoch: 7 };
    expectEqual(listedOffset(log, -1, end), latest, `the answer to -1 where the end is ${end}`);
    const earliest = { offset: 12, timestamp: -1, leaderEpoch: 3 };
    for (const question of [-2, -4]) {
      const what = `the answer to ${question} of a log that starts at 12, where the end is ${end}`;
      expectEqual(listedOffset(log, question, end), earliest, what);
    }
  }
});

behaviour('listed-nothing', () => {
  hidden();
  missing();
});

/** What lies at the reader's end or beyond. */
function hidden(): void {
  const record = { offset: 20, timestamp: T0 + 5, leaderEpoch: 4 };
  const asked: number[] = [];
  const log = listed({
    maxTimestampOffset: () => record,
    offsetForTimestamp: (timestamp) => {
      asked.push(timestamp);
      return record;
    },
  });
  for (const [end, expected] of [
    [21, record],
    [FAR, record],
    [20, NOTHING],
    [19, NOTHING],
    [0, NOTHING],
  ] as const) {
    for (const [question, name] of [
      [-3, 'the newest record'],
      [T0, 'a moment'],
      [0, 'the moment 0'],
    ] as const) {
      const what = `the answer to ${name}, which is the record at 20, where the end is ${end}`;
      expectEqual(listedOffset(log, question, end), expected, what);
    }
  }
  expectEqual([...new Set(asked)], [T0, 0], 'the moments that the log was asked for');
}

/** What is not there for anybody. */
function missing(): void {
  const log = listed({});
  for (const [question, name] of [
    [-3, 'the newest record of an empty log'],
    [T0, 'a moment after all records'],
    [-5, 'the end of tiered storage'],
    [-6, 'the first to be moved to tiered storage'],
  ] as const) {
    expectEqual(listedOffset(log, question, 30), NOTHING, `the answer to ${question}, ${name}`);
  }
  for (const question of [-7, -8, -1000, -FAR]) {
    const what = `the answer to ${question}, a question that nobody has defined`;
    expectEqual(listedOffset(log, question, 30), undefined, what);
  }
}

wireBehaviour('list-offsets', async (target) => {
  const client = await target.connect();
  const { name } = await target.createTopic({ partitions: 2 });
  const now = T0;
  const records = [5, 30, 20, 30].map((ms) => ({ value: `${ms}`, timestamp: now + ms }));
  await produce(client, name, batchOf(records.slice(0, 3)));
  await produce(client, name, batchOf(records.slice(3)));
  const ask = async (timestamp: number, options: { partition?: number; version?: number } = {}) => {
    const {
      offset,
      timestamp: time,
      errorCode,
    } = await listOffset(client, name, timestamp, options);
    return [errorCode, offset, time < 0 ? time : time - now];
  };
  expectEqual(await ask(-2), [0, 0, -1], 'error, offset and time of the earliest');
  expectEqual(await ask(-1), [0, 4, -1], 'error, offset and time of the latest');
  expectEqual(await ask(-3), [0, 1, 30], 'error, offset and time of the newest');
  expectEqual(
    await ask(now + 6),
    [0, 1, 30],
    'error, offset and time for 6 ms after the beginning',
  );
  expectEqual(await ask(now + 30), [0, 1, 30], 'error, offset and time for 30 ms after it');
  expectEqual(await ask(now + 31), [0, -1, -1], 'error, offset and time for 31 ms after it');
  const empty = { partition: 1 };
  expectEqual(await ask(-2, empty), [0, 0, -1], 'the earliest of an empty partition');
  expectEqual(await ask(-1, empty), [0, 0, -1], 'the latest of an empty partition');
  expectEqual(await ask(-3, empty), [0, -1, -1], 'the newest of an empty partition');
  const old = await listOffset(client, name, -3, { version: 6 });
  expectEqual(old.errorCode, ErrorCode.UNSUPPORTED_VERSION, 'the error of -3 in version 6');
});

/** Segments of one log each, the first record of each log being at 0 or where its first begins. */
const KAFKAS = [
  ...['none', 'gzip', 'snappy', 'lz4', 'zstd'].map((codec) => [
    `codec-${codec}-0/00000000000000000000`,
  ]),
  ['append-time-0/00000000000000000000'],
  [12, 24, 36, 48].map((base) => `segments-0/${String(base).padStart(20, '0')}`),
  ['transactions-0/00000000000000000000', 'transactions-0/00000000000000000004'],
  ['compacted-0/00000000000000000000', 'compacted-0/00000000000000000024'],
];

/** A log of the graded view with a batch for each list of times after `T0`; -1 is no time. */
function logOf(
  batches: readonly (readonly number[])[],
  config: Parameters<Machine['log']>[0] = {},
  { machine = new Machine(), valueBytes = 1 } = {},
) {
  const log = machine.log({ messageTimestampBeforeMaxMs: Number.MAX_SAFE_INTEGER, ...config });
  for (const times of batches) {
    const records = times.map((ms) => ({
      value: 'v'.repeat(valueBytes),
      timestamp: ms === -1 ? -1 : T0 + ms,
    }));
    const { errorCode } = log.append(batchOf(records), { leaderEpoch: 2 });
    expectEqual(errorCode, ErrorCode.NONE, 'the error code of an append');
  }
  return log;
}

/** Times, with a pair of brackets around those of each batch. */
function batchesOf(batches: readonly (readonly number[])[]): string {
  return batches.map((times) => `[${times.join(' ')}]`).join(' ');
}

function firstSince(log: TimedLog, timestamp: number): FoundOffset | undefined {
  return readable(() => findTimestamp(log, timestamp));
}

function newestOf(log: TimedLog): FoundOffset | undefined {
  return readable(() => findMaxTimestamp(log));
}

/** No record of these logs is broken: where one can't be read, bytes and header do not fit together. */
function readable<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'InvalidRecords') throw error;
    throw new ExpectationFailed(
      {
        what: 'the records of a batch that was read',
        expected: 'read with its header at position 0: `position` says where it is in the file',
        actual: `InvalidRecords: ${error.message}`,
      },
      { cause: error },
    );
  }
}

function found(offset: number, ms: number): FoundOffset {
  return { offset, timestamp: T0 + ms, leaderEpoch: 2 };
}

/** Kafka's files as a log of the graded view's segments. */
function kafkaLog(paths: readonly string[]) {
  const machine = new Machine();
  const segments = new SegmentList();
  for (const path of paths) {
    const baseOffset = Number(path.slice(path.indexOf('/') + 1));
    for (const kind of ['.index', '.timeindex', '.log']) {
      machine.write(pathOf(baseOffset, kind), kafkaBytes(`${path}${kind}`));
    }
    segments.add(machine.segmentOf(baseOffset, [kafkaBytes(`${path}.log`)]) as never);
  }
  return { env: machine.env, segments: segments as never, logStartOffset: 0 };
}

/** Every record of a segment, as Kafka's own classes read it. */
function kafkaRecords(path: string): FoundOffset[] {
  return kafkaBatches(`${path}.log`).flatMap(({ records, partitionLeaderEpoch }) =>
    records.map(({ offset, timestamp }) => ({
      offset,
      timestamp,
      leaderEpoch: partitionLeaderEpoch,
    })),
  );
}

/** A log that knows of no record, but for what is said. */
function listed(said: Partial<ListedLog>): ListedLog {
  return {
    latestEpoch: 7,
    earliestOffset: () => ({ offset: 0, timestamp: -1, leaderEpoch: 0 }),
    maxTimestampOffset: () => undefined,
    offsetForTimestamp: () => undefined,
    ...said,
  };
}

/** A window of headers or two, and the batch itself. */
function expectFew(counts: { readonly read: number; readonly bytesRead: number }, what: string) {
  const few = counts.read <= 3 && counts.bytesRead <= 12_000;
  expectInWords(few, `what it takes ${what}`, {
    expected: 'at most 3 reads, 12000 bytes',
    actual: `${counts.read} reads, ${counts.bytesRead} bytes`,
  });
}
