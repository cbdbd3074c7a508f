/**
 * Task 1.7, the partition log: offsets without gaps over many segments, and reads from any of them.
 */

import { encodeTransactionMarker } from 'reference:storage/control-record.ts';
import { appendToLog, rollLog } from '#storage/log-append.ts';
import { type ReadableLog, type ReadOptions, readableBytes, readLog } from '#storage/log-reader.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Segment } from '#storage/segment.ts';
import { SegmentList } from '#storage/segment-list.ts';
import { joined } from '../../course/bytes/joined.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectError, expectTrue } from '../../course/grading/expect.ts';
import {
  appendEach,
  type BatchRecipe,
  batchAt,
  headersOf,
  Machine,
  rangesIn,
  T0,
  withBase,
} from './sim-log.ts';

const OFFSET_OUT_OF_RANGE = 1;
const ALL: ReadOptions = { maxBytes: 1_000_000, minOneMessage: true, upTo: 'logEnd' };
const FAR = 2 ** 31;

behaviour('segment-list', () => {
  const list = new SegmentList();
  for (const baseOffset of [500, 0, 1400, 900]) list.add(segmentAt(baseOffset));
  expectEqual(bases(list.all()), [0, 500, 900, 1400], 'all, added as 500, 0, 1400, 900');
  expectEqual(list.count, 4, 'the count');
  expectEqual(list.sizeInBytes, 40, 'the size of four segments of 10 bytes');
  expectEqual(
    [list.first.baseOffset, list.active.baseOffset],
    [0, 1400],
    'the first and the active',
  );
  const floors = [-1, 0, 499, 500, 899, 900, 1399, 1400, 9999].map(
    (at) => list.floor(at)?.baseOffset,
  );
  const expected = [undefined, 0, 0, 500, 500, 900, 900, 1400, 1400];
  expectEqual(floors, expected, 'the floors of -1, 0, 499, 500, 899, 900, 1399, 1400, 9999');
  const higher = [-1, 0, 500, 700, 1400].map((at) => list.higher(at)?.baseOffset);
  expectEqual(higher, [0, 500, 900, 900, undefined], 'the segments after -1, 0, 500, 700 and 1400');
  expectEqual(bases(list.from(-1)), [0, 500, 900, 1400], 'those from -1 on');
  expectEqual(bases(list.from(899)), [500, 900, 1400], 'those from 899 on');
  expectEqual(bases(list.from(9999)), [1400], 'those from 9999 on');

  const other = segmentAt(500);
  list.add(other);
  expectEqual(list.count, 4, 'the count after adding another one at 500');
  expectTrue(list.floor(500) === other, 'the one at 500 is the one that was added last');
  list.remove([other, list.active]);
  expectEqual(bases(list.all()), [0, 900], 'all without that at 500 and the active one');
  const none = new SegmentList();
  expectEqual(bases(none.from(0)), [], 'those from 0 on in an empty list');
  const errors = ['Error', 'RangeError', 'TypeError'];
  expectError(() => none.first, errors, 'the first of an empty list');
  expectError(() => none.active, errors, 'the active one of an empty list');
});

behaviour('log-append-offsets', () => {
  const machine = new Machine();
  const log = machine.log({ segmentBytes: 600 });
  const told = [3, 1, 2, 1, 4].map((count) => {
    const { errorCode, baseOffset, lastOffset } = append(log, { count });
    return [errorCode, baseOffset, lastOffset];
  });
  const expected = [
    [0, 0, 2],
    [0, 3, 3],
    [0, 4, 5],
    [0, 6, 6],
    [0, 7, 10],
  ];
  expectEqual(
    told,
    expected,
    'error, first and last offset of appends of 3, 1, 2, 1 and 4 records',
  );
  expectEqual(log.logEndOffset, 11, 'the log’s end');
  machine.withFullDisk(() => {
    expectError(
      () => append(log, { valueBytes: 1 }),
      'DiskError',
      'an append when the disk is full',
    );
  });
  expectEqual(log.logEndOffset, 11, 'the log’s end after an append that failed');
  expectEqual(append(log).baseOffset, 11, 'the first offset of the next append');
  expectEqual(everything(log), ['0-2', '3-3', '4-5', '6-6', '7-10', '11-11'], 'what can be read');
});

behaviour('log-roll-before', () => {
  const machine = new Machine();
  const size = batchAt(0).length;
  const log = machine.log({ segmentBytes: 3 * size });
  for (let n = 0; n < 10; n++) append(log, { timestamp: T0 + n });
  expectEqual(
    bases(log.segments.all()),
    [0, 3, 6, 9],
    'the segments of ten batches, three a segment',
  );
  expectEqual(
    log.segments.all().map((one) => one.size / size),
    [3, 3, 3, 1],
    'how many batches each holds',
  );
  const last = [{ timestamp: T0 + 2, offset: 2 }];
  expectEqual(machine.timeEntries(0), last, 'the time index of a finished segment: its last entry');
  log.updateConfig(withBase({ segmentBytes: size }));
  append(log);
  expectEqual(
    log.segments.active.baseOffset,
    10,
    'the active segment after segment.bytes was lowered',
  );
  log.roll();
  append(log);
  expectEqual(log.segments.active.baseOffset, 11, 'the active segment after the log was rolled');
  expectEqual(log.segments.count, 6, 'the count of segments');

  const batch = batchAt(3, { timestamp: T0 });
  const seen: unknown[] = [];
  const segment = {
    shouldRoll: (question: unknown) => seen.push(question) === 0,
    append: () => {},
  };
  const fake = { segments: { active: segment }, config: withBase({}), logEndOffset: 3 };
  const growing = { ...fake, beginSegment: () => {} };
  const [header] = headersOf(batch);
  const offsets = { firstOffset: 3, lastOffset: 7, maxTimestamp: T0 + 5, offsetOfMaxTimestamp: 7 };
  const accepted = { ok: true, records: batch, batches: [header], logAppendTime: -1, ...offsets };
  appendToLog(growing as never, accepted as never, T0 + 9);
  const { config } = fake;
  const question = { sizeInBytes: batch.length, maxTimestamp: T0 + 5, lastOffset: 7, now: T0 + 9 };
  expectEqual(seen, [{ ...question, config }], 'what shouldRoll was asked');
});

behaviour('log-roll-empty', () => {
  const machine = new Machine();
  const log = machine.log({ segmentBytes: 100 });
  log.roll();
  log.roll();
  expectEqual(bases(log.segments.all()), [0], 'the segments of an empty log that was rolled twice');
  log.appendAsFollower(batchAt(log.logEndOffset, { valueBytes: 500 }));
  expectEqual(
    bases(log.segments.all()),
    [0],
    'the segments after a batch larger than segment.bytes',
  );
  log.appendAsFollower(batchAt(log.logEndOffset, { valueBytes: 500 }));
  log.roll();
  log.roll();
  expectEqual(bases(log.segments.all()), [0, 1, 2], 'the segments after another, and two rolls');
  log.appendAsFollower(batchAt(2));
  expectEqual(everything(log), ['0-0', '1-1', '2-2'], 'what can be read');

  const story: string[] = [];
  const told = (what: string) => () => void story.push(what);
  const active = { baseOffset: 7, finish: told('finish'), resetIndexes: told('reset') };
  const fake = { segments: { active }, logEndOffset: 7, beginSegment: told('begin') };
  rollLog(fake as never);
  expectEqual(story, ['reset'], 'what happens to an empty active segment, and to the log');
  rollLog({ ...fake, logEndOffset: 9 } as never);
  expectEqual(story, ['reset', 'finish', 'begin'], 'what happens, after that, to one with records');
});

behaviour('log-roll-far', () => {
  const log = new Machine().log();
  append(log, { count: 5 });
  const edge = 5 + FAR - 1;
  expectEqual(log.appendAsFollower(batchAt(edge)).errorCode, 0, 'appending 5 + 2^31 - 1');
  expectEqual(
    log.segments.active.baseOffset,
    5,
    'the new segment’s base, for offset 5 + 2^31 - 1 where the log ends at 5: it can hold that',
  );
  const tooFar = 3 * FAR;
  expectEqual(log.appendAsFollower(batchAt(tooFar)).errorCode, 0, 'appending 3 * 2^31');
  expectEqual(
    log.segments.active.baseOffset,
    tooFar,
    'the new segment’s base, for offset 3 * 2^31',
  );
  expectEqual(log.logEndOffset, tooFar + 1, 'the log’s end');
  expectEqual(
    rangesIn(log.read(edge + 1, ALL).pieces),
    [`${tooFar}-${tooFar}`],
    'read from 5 + 2^31',
  );
  expectEqual(rangesIn(log.read(5, ALL).pieces), [`${edge}-${edge}`], 'read from 5');
});

behaviour('log-read-whole-batch', () => {
  const log = new Machine().log();
  for (const count of [3, 2, 5]) append(log, { count });
  const from = (offset: number) => rangesIn(log.read(offset, ALL).pieces);
  expectEqual(from(0), ['0-2', '3-4', '5-9'], 'the batches read from 0');
  expectEqual(from(1), ['0-2', '3-4', '5-9'], 'the batches read from 1, within the first');
  expectEqual(from(4), ['3-4', '5-9'], 'the batches read from 4, the last of the second');
  expectEqual(from(5), ['5-9'], 'the batches read from 5');
  expectEqual(log.read(9, ALL).sizeInBytes, log.read(9, ALL).pieces[0]?.length, 'the size told');

  const gappy = gappyLog();
  const read = (offset: number) => rangesIn(readLog(gappy, offset, ALL).pieces);
  expectEqual(read(1), ['0-2', '6-7'], 'read from 1, where 3 to 5 are gone');
  expectEqual(read(4), ['6-7'], 'read from 4, which is gone: the next batch of the segment');
  expectEqual(read(9), ['40-44'], 'read from 9, where the segment and the next one have no more');
  expectEqual(read(42), ['40-44'], 'read from 42, in the last segment');
  const beyond = readLog({ ...gappy, logEndOffset: 60 }, 50, ALL);
  expectEqual(
    [beyond.errorCode, rangesIn(beyond.pieces)],
    [0, []],
    'error and batches from 50, where the log ends at 60 and has no batch any more',
  );
});

behaviour('log-read-limits', () => {
  const log = new Machine().log({ segmentBytes: 700 });
  for (const count of [1, 2, 3]) append(log, { count });
  const [first, second] = log.segments.all().map((one) => one.read(0, one.size));
  const length = batchAt(0).length;
  const read = (maxBytes: number, minOneMessage: boolean) =>
    log.read(0, { maxBytes, minOneMessage, upTo: 'logEnd' });
  const whole = first as Uint8Array;
  expectBytes(
    joined(read(length + 9, false).pieces),
    whole.slice(0, length + 9),
    'read of 1 batch and 9 bytes',
  );
  expectBytes(
    joined(read(10, false).pieces),
    whole.slice(0, 10),
    'read of 10 bytes, less than a batch',
  );
  expectBytes(joined(read(10, true).pieces), whole.slice(0, length), 'the same with minOneMessage');
  expectBytes(
    joined(read(length + 9, true).pieces),
    whole.slice(0, length + 9),
    'minOneMessage and room for more',
  );
  expectBytes(joined(read(1_000_000, true).pieces), whole, 'read of more than the first segment');
  expectEqual(read(0, false).pieces.length, 0, 'pieces of a read of 0 bytes');
  expectEqual(read(0, false).sizeInBytes, 0, 'the size of a read of 0 bytes');
  const next = log.read(log.segments.active.baseOffset, ALL);
  expectBytes(joined(next.pieces), second as Uint8Array, 'read from the second segment');
  const asked: number[] = [];
  const allocate = (bytes: number) => {
    asked.push(bytes);
    return new Uint8Array(bytes);
  };
  log.read(0, { maxBytes: 50, minOneMessage: true, upTo: 'logEnd', allocate });
  expectEqual(asked, [length], 'what allocate was asked for');
});

behaviour('log-read-isolation', () => {
  const log = new Machine().log({ segmentBytes: 1000 });
  log.highWatermarkFollowsLogEnd = false;
  for (const count of [3, 2, 1]) append(log, { count });
  const upTo = (end: ReadOptions['upTo'], offset = 0) =>
    rangesIn(log.read(offset, { ...ALL, upTo: end }).pieces);
  const marks = [0, 2, 3, 4, 5, 6].map((mark) => {
    log.highWatermark = mark;
    return upTo('highWatermark').length;
  });
  expectEqual(
    marks,
    [0, 0, 1, 1, 2, 3],
    'batches of 3, 2 and 1 below high watermarks of 0, 2, 3, 4, 5, 6',
  );
  log.highWatermark = 4;
  expectEqual(
    upTo('logEnd'),
    ['0-2', '3-4', '5-5'],
    'a follower’s read, with the high watermark at 4',
  );
  expectEqual(upTo('highWatermark', 4), [], 'a read from the high watermark');
  expectEqual(log.read(5, { ...ALL, upTo: 'highWatermark' }).errorCode, 0, 'the error beyond it');
  log.highWatermark = 5;
  expectEqual(upTo('highWatermark', 3), ['3-4'], 'a read from 3 to a high watermark of 5');
  const gappy = { ...gappyLog(), highWatermark: 9 };
  expectEqual(
    rangesIn(readLog(gappy, 0, { ...ALL, upTo: 'highWatermark' }).pieces),
    ['0-2', '6-7'],
    'a read to a high watermark of 9, where 8 and 9 are gone and the next segment begins at 10',
  );

  const decided = new Machine().log();
  const producer = { producerId: 9, producerEpoch: 0, isTransactional: true };
  append(decided);
  append(decided, { ...producer, baseSequence: 0 });
  append(decided);
  const stable = { ...ALL, upTo: 'lastStable' } as const;
  expectEqual(
    rangesIn(decided.read(0, stable).pieces),
    ['0-0'],
    'read of what is decided, with an open transaction at 1',
  );
  expectEqual(
    rangesIn(decided.read(0, { ...ALL, upTo: 'highWatermark' }).pieces),
    ['0-0', '1-1', '2-2'],
    'the same read to the high watermark',
  );
  const marker = { type: 'abort', coordinatorEpoch: 0, timestamp: T0 } as const;
  decided.append(encodeTransactionMarker(marker, producer), {
    leaderEpoch: 0,
    origin: 'coordinator',
  });
  const read = decided.read(0, stable);
  expectEqual(rangesIn(read.pieces), ['0-0', '1-1', '2-2', '3-3'], 'the same after it was aborted');
  const aborted = { producerId: 9, firstOffset: 1, lastOffset: 3, lastStableOffset: 4 };
  expectEqual(read.abortedTransactions, [aborted], 'the aborted transactions that it names');
  expectEqual(
    decided.read(0, ALL).abortedTransactions,
    [],
    'those that a read to the log’s end names',
  );
  expectEqual(
    readLog(decided, 0, { ...stable }).lastStableOffset,
    4,
    'the last stable offset told',
  );
  decided.roll();
  append(decided, { ...producer, baseSequence: 1 });
  decided.append(encodeTransactionMarker(marker, producer), {
    leaderEpoch: 0,
    origin: 'coordinator',
  });
  expectEqual(
    decided.read(0, stable).abortedTransactions,
    [aborted],
    'those that a read of the first segment names, when the next one has another',
  );
});

behaviour('log-read-range', () => {
  const log = new Machine().log();
  for (let n = 0; n < 6; n++) append(log);
  log.deleteRecords(2);
  const told = [-1, 0, 1, 2, 5, 6, 7].map((offset) => {
    const { errorCode, pieces, sizeInBytes } = log.read(offset, ALL);
    return [errorCode, pieces.length, sizeInBytes > 0];
  });
  const out = [OFFSET_OUT_OF_RANGE, 0, false];
  const expected = [out, out, out, [0, 1, true], [0, 1, true], [0, 0, false], out];
  expectEqual(
    told,
    expected,
    'error, pieces and whether there are bytes at -1, 0, 1, 2, 5, 6, 7 of a log from 2 to 6',
  );
  const { logStartOffset, highWatermark, lastStableOffset } = log.read(99, ALL);
  expectEqual(
    [logStartOffset, highWatermark, lastStableOffset],
    [2, 6, 6],
    'the offsets that a refusal tells',
  );
  expectEqual(log.read(99, ALL).abortedTransactions, [], 'the aborted transactions of a refusal');
  log.highWatermark = 4;
  const beyond = log.read(5, { ...ALL, upTo: 'highWatermark' });
  expectEqual(
    [beyond.errorCode, beyond.pieces.length],
    [0, 0],
    'between high watermark and end: error, pieces',
  );
});

behaviour('log-readable-bytes', () => {
  const machine = new Machine();
  const size = batchAt(0).length;
  const log = machine.log({ segmentBytes: 3 * size, indexIntervalBytes: 0 });
  for (let n = 0; n < 8; n++) append(log);
  log.deleteRecords(1);
  const batches = (offset: number, upTo: ReadOptions['upTo'] = 'logEnd') =>
    readableBytes(log, offset, upTo) / size;
  expectEqual(
    [1, 2, 3, 7, 8].map((offset) => batches(offset)),
    [7, 6, 5, 1, 0],
    'batches from 1, 2, 3, 7 and 8 to the end at 8, over three segments',
  );
  expectEqual(
    [0, 9].map((offset) => batches(offset)),
    [0, 0],
    'batches from 0 and 9, out of range',
  );
  log.highWatermark = 4;
  expectEqual(
    [1, 3, 4, 5].map((at) => batches(at, 'highWatermark')),
    [3, 1, 0, 0],
    'batches from 1, 3, 4, 5 to the high watermark at 4',
  );
  const gappy = gappyLog();
  const expected = gappy.segments.sizeInBytes - batchAt(0, { count: 3 }).length;
  expectEqual(
    readableBytes(gappy, 4, 'logEnd'),
    expected,
    'bytes from 4 on, which is gone, over a gap',
  );
  const later = { ...gappy, logEndOffset: 60 };
  expectEqual(readableBytes(later, 50, 'logEnd'), 0, 'bytes from 50 on, where no batch is left');

  const large = machine.log({}, { directory: 'data/large-0' });
  for (let n = 0; n < 500; n++) append(large, { valueBytes: 2000 });
  const { bytesRead } = machine.countsOf(() => {
    expectEqual(readableBytes(large, 250, 'logEnd'), large.size / 2, 'bytes of the second half');
  });
  expectTrue(
    bytesRead < 100_000,
    `telling it reads a small part of ${large.size} bytes`,
    bytesRead,
  );
});

function append(log: PartitionLog, recipe: BatchRecipe = {}) {
  return log.append(batchAt(0, recipe), { leaderEpoch: 0 });
}

/** Every batch, by one read after the other. */
function everything(log: PartitionLog): string[] {
  const found: string[] = [];
  for (let next = log.logStartOffset; next < log.logEndOffset; ) {
    const ranges = rangesIn(log.read(next, ALL).pieces);
    const end = Number(ranges.at(-1)?.split('-')[1]);
    expectTrue(end >= next, `a read from ${next} gives something at or beyond it`, ranges);
    found.push(...ranges);
    next = end + 1;
  }
  return found;
}

function segmentAt(baseOffset: number): Segment {
  return { baseOffset, size: 10 } as Segment;
}

function bases(segments: readonly Segment[]): number[] {
  return segments.map(({ baseOffset }) => baseOffset);
}

/** As compaction leaves it: 0-2, 6-7 | nothing | 40-44, with segments at 0, 10 and 40. */
function gappyLog(): ReadableLog {
  const machine = new Machine();
  const segments = new SegmentList();
  const contents: [number, Uint8Array[]][] = [
    [0, [batchAt(0, { count: 3 }), batchAt(6, { count: 2 })]],
    [10, []],
    [40, [batchAt(40, { count: 5 })]],
  ];
  for (const [baseOffset, batches] of contents) {
    const segment = machine.segment(baseOffset);
    appendEach(segment, batches);
    segments.add(segment);
  }
  return { segments, logStartOffset: 0, logEndOffset: 45, highWatermark: 45, lastStableOffset: 45 };
}
