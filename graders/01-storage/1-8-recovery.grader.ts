/**
 * Task 1.8, recovery: from what a crash left to a log that is a beginning of what was appended.
 *
 * The files are written by the reference, byte by byte as a crash could have left them; what the
 * log would derive from its batches only takes notes.
 */

import { computeBatchCrc } from 'reference:storage/batch-checksum.ts';
import type { LogConfig } from 'reference:storage/log-config.ts';
import { type RecoveryRules, recoverLog } from '#storage/log-recovery.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Segment } from '#storage/segment.ts';
import { SegmentList } from '#storage/segment-list.ts';
import { recoverSegment } from '#storage/segment-recovery.ts';
import { joined } from '../../course/bytes/joined.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import {
  expectBytes,
  expectEqual,
  expectTrue,
  withSeed,
  withTrace,
} from '../../course/grading/expect.ts';
import { batchAt, headerOf, headersOf, Machine, pathOf, rangesIn, T0 } from './sim-log.ts';

const BASE = 5_000_000_000;
const LAST_OFFSET_DELTA_AT = 23;
const CRC_AT = 17;
const WORLDS = 20;

behaviour('recovery-torn-tail', () => {
  const whole = [batchAt(BASE, { count: 3 }), batchAt(BASE + 3)];
  const last = batchAt(BASE + 4, { count: 2 });
  for (const bytes of [0, 1, 8, 12, 16, 17, 60, 61, 62, 150, last.length - 1]) {
    const machine = new Machine();
    const segment = machine.segmentOf(BASE, [...whole, last.slice(0, bytes)]);
    const what = `with ${bytes} of the last batch's ${last.length} bytes`;
    const expected = { nextOffset: BASE + 4, cutBytes: bytes, hasGaps: false };
    expectEqual(
      recoverSegment(segment, Infinity, () => true),
      expected,
      `what was recovered ${what}`,
    );
    expectBytes(machine.read(segment.logPath), joined(whole), `the file ${what}`, 'record-batch');
    expectEqual(segment.size, joined(whole).length, `the size ${what}`);
  }
  const cases: [string, Uint8Array[], number][] = [
    ['all batches are whole', [...whole, last], BASE + 6],
    ['the file is empty', [], BASE],
    ['only half a batch is there', [last.slice(0, 80)], BASE],
    ['it was preallocated', [...whole, new Uint8Array(5000)], BASE + 4],
    ['there is text in it', [new TextEncoder().encode('no batch '.repeat(30))], BASE],
  ];
  for (const [what, parts, nextOffset] of cases) {
    const machine = new Machine();
    const segment = machine.segmentOf(BASE, parts);
    const before = segment.size;
    const told = recoverSegment(segment, Infinity, () => true);
    expectEqual(told.nextOffset, nextOffset, `the next offset where ${what}`);
    const kept = machine.read(segment.logPath).length;
    expectEqual(told.cutBytes, before - kept, `the bytes cut where ${what}`);
    const rest = headersOf(machine.read(segment.logPath)).at(-1);
    expectEqual(
      (rest?.lastOffset ?? BASE - 1) + 1,
      nextOffset,
      `the end of the file where ${what}`,
    );
  }
});

behaviour('recovery-checksum', () => {
  const batches = [0, 1, 2, 3].map((n) => batchAt(BASE + n));
  const size = headerOf(batchAt(BASE)).sizeInBytes;
  for (const bad of [0, 2, 3]) {
    for (const at of [21, 40, size - 1]) {
      const machine = new Machine();
      const damaged = batches.map((batch, n) => (n === bad ? flipped(batch, at) : batch));
      const segment = machine.segmentOf(BASE, damaged);
      const told = recoverSegment(segment, Infinity, () => true);
      const what = `with byte ${at} of batch ${bad} changed`;
      expectEqual(told.nextOffset, BASE + bad, `the next offset ${what}`);
      expectEqual(told.cutBytes, (4 - bad) * size, `the bytes cut ${what}`);
      const kept = joined(batches.slice(0, bad));
      expectBytes(machine.read(segment.logPath), kept, `the file ${what}`, 'record-batch');
    }
  }
});

behaviour('recovery-order', () => {
  const first = batchAt(BASE, { count: 5 });
  const cases: [string, Uint8Array[], number, number][] = [
    ['the next batch goes back', [first, batchAt(BASE + 3)], Infinity, BASE + 5],
    ['the next batch is the same again', [first, first], Infinity, BASE + 5],
    ['the first batch is below the base offset', [batchAt(BASE - 1)], Infinity, BASE],
    ['a batch ends before it begins', [first, endless(batchAt(BASE + 5))], Infinity, BASE + 5],
    ['the next batch is of the next segment', [first, batchAt(BASE + 5)], BASE + 5, BASE + 5],
    [
      'the next batch reaches into it',
      [first, batchAt(BASE + 5, { count: 3 })],
      BASE + 7,
      BASE + 5,
    ],
    [
      'the next batch ends just before it',
      [first, batchAt(BASE + 5, { count: 3 })],
      BASE + 8,
      BASE + 8,
    ],
    [
      'the next batch is 2^31 - 1 away',
      [first, batchAt(BASE + 2 ** 31 - 1)],
      Infinity,
      BASE + 2 ** 31,
    ],
    ['the next batch is 2^31 away', [first, batchAt(BASE + 2 ** 31)], Infinity, BASE + 5],
  ];
  for (const [what, parts, limit, nextOffset] of cases) {
    const machine = new Machine();
    const segment = machine.segmentOf(BASE, parts);
    const told = recoverSegment(segment, limit, () => true);
    expectEqual(told.nextOffset, nextOffset, `the next offset where ${what}`);
    const end = headersOf(machine.read(segment.logPath)).at(-1)?.lastOffset ?? BASE - 1;
    expectEqual(end + 1, nextOffset, `where the file ends, where ${what}`);
  }
  const stale = batchAt(2, { count: 2, valueBytes: 9 });
  const { log, machine } = recovering([
    [0, [batchAt(0, { count: 2 }), stale]],
    [2, [batchAt(2), batchAt(3)]],
  ]);
  const told = recoverLog(log, rules());
  expectEqual(
    told?.logEndOffset,
    4,
    'the end of a log whose first segment holds batches of the second',
  );
  const left = rangesIn([machine.read(pathOf(0, '.log'))]);
  expectEqual(left, ['0-1'], 'the batches of that first segment');
});

behaviour('recovery-indexes', () => {
  const machine = new Machine();
  const batches = [0, 1, 2, 3, 4].map((n) =>
    batchAt(BASE + 2 * n, { count: 2, timestamp: T0 + (n === 3 ? -50 : n), valueBytes: 40 + n }),
  );
  const stale = new Uint8Array(24).map((_, n) => (n % 4 === 3 ? n + 1 : 0));
  machine.write(pathOf(BASE, '.index'), stale);
  machine.write(pathOf(BASE, '.timeindex'), stale);
  const config = { indexIntervalBytes: 0 };
  const torn = [...batches.slice(0, 4), (batches[4] as Uint8Array).slice(0, 90)];
  const segment = machine.segmentOf(BASE, torn, config);
  recoverSegment(segment, Infinity, () => true);
  const headers = headersOf(joined(batches.slice(0, 4)));
  const offsets = headers
    .slice(1)
    .map((one) => ({ offset: one.lastOffset, position: one.position }));
  expectEqual(machine.offsetEntries(BASE), offsets, 'the offset index’s file');
  const times = [1, 2].map((n) => ({ timestamp: T0 + n, offset: BASE + 2 * n + 1 }));
  expectEqual(machine.timeEntries(BASE), times, 'the time index’s file');

  const sparse = new Machine();
  const one = sparse.segmentOf(BASE, batches.slice(0, 3));
  recoverSegment(one, Infinity, () => true);
  expectEqual(sparse.offsetEntries(BASE), [], 'the offset index of less than an interval');
  const final = [{ timestamp: T0 + 2, offset: BASE + 5 }];
  expectEqual(
    sparse.timeEntries(BASE),
    final,
    'the time index’s last entry, which a finished segment has',
  );
});

behaviour('recovery-takes-in', () => {
  const { machine, log, story } = recovering([
    [0, [batchAt(0, { count: 2 }), batchAt(2)]],
    [3, [batchAt(3), flipped(batchAt(4), 80), batchAt(5)]],
  ]);
  const told = recoverLog(log, rules());
  expectEqual(
    story,
    ['begin 0', 'take in 0-1 of 0', 'take in 2-2 of 0', 'go on in 3', 'take in 3-3 of 3'],
    'what the log was told',
  );
  expectEqual(told?.logEndOffset, 4, 'the log’s end');
  const cut = told?.cut.map(({ segment, cutBytes }) => [segment.baseOffset, cutBytes]);
  expectEqual(cut, [[3, 2 * batchAt(4).length]], 'the segments that were cut, with the bytes');
  expectEqual(machine.read(pathOf(3, '.log')).length, batchAt(3).length, 'bytes of the file at 3');

  const picky = new Machine();
  const segment = picky.segmentOf(
    0,
    [0, 1, 2, 3].map((n) => batchAt(n)),
  );
  const seen: string[] = [];
  const refusing = recoverSegment(segment, Infinity, ({ header, bytes }, of) => {
    seen.push(`${header.baseOffset}: ${bytes.length} bytes of ${of === segment}`);
    return header.baseOffset < 2;
  });
  const { length } = batchAt(0);
  expectEqual(
    seen,
    [0, 1, 2].map((n) => `${n}: ${length} bytes of true`),
    'what takeIn was given',
  );
  const expected = { nextOffset: 2, cutBytes: 2 * length, hasGaps: false };
  expectEqual(refusing, expected, 'what was recovered where takeIn refused batch 2');
  expectEqual(segment.batchHolding(2), undefined, 'the batch at 2');
});

behaviour('recovery-drops', () => {
  const whole: Contents = [
    [0, [batchAt(0), batchAt(1)]],
    [2, [batchAt(2), batchAt(3)]],
    [4, [batchAt(4), batchAt(5)]],
    [6, [batchAt(6)]],
  ];
  const torn = whole.map(([base, batches]): Contents[number] =>
    base === 2 ? [2, [batches[0] as Uint8Array, batchAt(3).slice(0, 70)]] : [base, batches],
  );
  const cases: [string, Contents, number, number[], number[]][] = [
    ['all is well', whole, 7, [0, 2, 4, 6], []],
    ['the segment at 2 is torn', torn, 3, [0, 2], [4, 6]],
    ['the segment at 2 is not there', whole.filter(([base]) => base !== 2), 2, [0], [4, 6]],
    ['the segment at 4 is not there', whole.filter(([base]) => base !== 4), 4, [0, 2], [6]],
  ];
  for (const [what, contents, end, stay, go] of cases) {
    const { machine, log } = recovering(contents);
    for (const base of go) machine.write(pathOf(base, '.txnindex'), new Uint8Array(0));
    const told = recoverLog(log, rules());
    expectEqual(told?.logEndOffset, end, `the log’s end where ${what}`);
    expectEqual(basesOf(told?.dropped ?? []), go, `the segments dropped where ${what}`);
    expectEqual(basesOf(log.segments.all()), stay, `the segments that stay where ${what}`);
    const names = machine.env.disk.list('data/orders-0');
    const found = new Set(names.map((name) => Number.parseInt(name, 10)));
    expectEqual([...found], stay, `the base offsets that files are named by where ${what}`);
  }
});

behaviour('recovery-gaps', () => {
  const plain = [batchAt(0), batchAt(1, { count: 3 })];
  const gappy: [string, Uint8Array[], boolean][] = [
    ['batches join and are full', plain, false],
    ['the first begins later than the base offset', [batchAt(2)], true],
    ['a batch begins later than the one before ends', [batchAt(0), batchAt(2)], true],
    ['a batch has fewer records than offsets', [batchAt(0, { lastOffset: 4 })], true],
    ['a batch has one record fewer than offsets', [batchAt(0, { lastOffset: 1 })], true],
  ];
  for (const [what, parts, hasGaps] of gappy) {
    const segment = new Machine().segmentOf(0, parts);
    const told = recoverSegment(segment, Infinity, () => true);
    expectEqual(told.hasGaps, hasGaps, `whether it has gaps where ${what}`);
  }
  const missing: Contents = [
    [0, plain],
    [10, [batchAt(10)]],
    [11, [batchAt(11)]],
    [20, [batchAt(20)]],
  ];
  const compacted = recovering(missing);
  const told = recoverLog(compacted.log, rules({ isCompacted: true }));
  expectEqual(told?.logEndOffset, 21, 'the end of a compacted log with gaps between its segments');
  expectEqual(told?.dropped.length, 0, 'the segments dropped of a compacted log');

  const once: Contents = [
    [0, [batchAt(0), batchAt(3)]],
    [10, [batchAt(10), batchAt(11)]],
    [20, [batchAt(20)]],
  ];
  const formerly = recovering(once);
  const second = recoverLog(formerly.log, rules());
  expectEqual(
    basesOf(second?.dropped ?? []),
    [20],
    'dropped of a log that is not compacted: 10 follows a segment with gaps, 20 one without',
  );
  expectEqual(second?.logEndOffset, 12, 'the end of that log');
});

behaviour('recovery-skips', () => {
  const contents: Contents = [
    [0, [flipped(batchAt(0), 90), batchAt(1)]],
    [2, [batchAt(2), batchAt(3)]],
    [4, [batchAt(4), batchAt(5).slice(0, 99)]],
  ];
  const clean = recovering(contents);
  const counts = clean.machine.countsOf(() => {
    expectEqual(
      recoverLog(clean.log, rules({ cleanShutdown: true })),
      undefined,
      'what recovery answers after a clean shutdown',
    );
  });
  expectEqual(
    [counts.read, counts.write, counts.open],
    [0, 0, 0],
    'reads, writes and opens after a clean shutdown',
  );
  expectEqual(clean.story, [], 'what the log was told after a clean shutdown');

  for (const recoveryPoint of [2, 3]) {
    const { machine, log, story } = recovering(contents);
    const told = recoverLog(log, rules({ recoveryPoint }));
    const what = `with the recovery point at ${recoveryPoint}`;
    expectEqual(told?.logEndOffset, 5, `the log’s end ${what}`);
    expectEqual(story[0], 'begin 2', `what the log was told first ${what}`);
    expectEqual(
      story.filter((line) => line.startsWith('take')).length,
      3,
      `batches taken in ${what}`,
    );
    const before = joined((contents[0] as Contents[number])[1]).length;
    expectEqual(
      machine.read(pathOf(0, '.log')).length,
      before,
      `bytes of the segment at 0 ${what}`,
    );
  }
  const { log, story } = recovering([]);
  expectEqual(
    recoverLog(log, rules()),
    undefined,
    'what recovery answers for a log without segments',
  );
  expectEqual(story, [], 'what such a log was told');
});

behaviour('recovery-power-loss', async () => {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const story: string[] = [];
    await withSeed(seed, () =>
      withTrace(
        () => story,
        () => survivePowerLoss(seed, story),
      ),
    );
  }
});

/** Appends, syncs now and then, loses power, opens, compares: three times. */
async function survivePowerLoss(seed: number, story: string[]): Promise<void> {
  const machine = new Machine(seed);
  const { random } = machine.world;
  await machine.world.complete(machine.env.disk.syncDirectory('/'));
  const config: Partial<LogConfig> = { segmentBytes: 2000, indexIntervalBytes: 100 };
  let log = machine.log(config);
  const written: string[] = [];
  let synced = 0;
  for (let round = 1; round <= 3; round++) {
    for (let n = 0; n < 12; n++) {
      const count = 1 + Math.floor(random.nextFloat() * 3);
      const batch = batchAt(0, { count, valueBytes: 20 + 30 * n, timestamp: T0 + 100 * round + n });
      expectEqual(
        log.append(batch, { leaderEpoch: 0 }).errorCode,
        0,
        'the error code of an append',
      );
      for (let one = 0; one < count; one++) written.push(`${headerOf(batch).crc}`);
      if (random.nextFloat() > 0.2) continue;
      await machine.world.complete(log.sync());
      synced = log.logEndOffset;
      story.push(`all below ${synced} is synced`);
    }
    story.push(`the log ends at ${log.logEndOffset}, and the power fails`);
    const { recoveryPoint } = log;
    machine.node.crash({ losePower: true });
    machine.node.restart();
    log = machine.log(config, { recoveryPoint });
    story.push(`the log is open again and ends at ${log.logEndOffset}`);
    expectTrue(
      log.logEndOffset >= synced,
      `the log ends at ${synced}, what was synced, or later`,
      log.logEndOffset,
    );
    expectEqual(
      crcsOf(log),
      written.slice(0, log.logEndOffset),
      'the checksums of each record’s batch',
    );
    written.length = log.logEndOffset;
  }
}

/** Of every record the checksum of its batch, by one read after the other. */
function crcsOf(log: PartitionLog): string[] {
  const found: string[] = [];
  for (let next = 0; next < log.logEndOffset; ) {
    const read = log.read(next, { maxBytes: 1_000_000, minOneMessage: true, upTo: 'logEnd' });
    const headers = read.pieces.flatMap(headersOf);
    expectEqual(headers[0]?.baseOffset, next, `where the read from ${next} begins`);
    for (const { crc, recordCount, lastOffset } of headers) {
      for (let n = 0; n < recordCount; n++) found.push(`${crc}`);
      next = lastOffset + 1;
    }
  }
  return found;
}

type Contents = [baseOffset: number, parts: Uint8Array[]][];

/** A log whose segments have those contents, and which writes down what it is told. */
function recovering(contents: Contents) {
  const machine = new Machine();
  const segments = new SegmentList();
  for (const [base, parts] of contents) segments.add(machine.segmentOf(base, parts));
  const story: string[] = [];
  const log = {
    segments,
    begin: (first: Segment) => void story.push(`begin ${first.baseOffset}`),
    goOnIn: (segment: Segment) => void story.push(`go on in ${segment.baseOffset}`),
    takeIn: ({ bytes }: { bytes: Uint8Array }, { baseOffset }: Segment) => {
      story.push(`take in ${rangesIn([bytes])} of ${baseOffset}`);
      return true;
    },
  };
  return { machine, log, story };
}

function rules(more: Partial<RecoveryRules> = {}): RecoveryRules {
  return { recoveryPoint: 0, cleanShutdown: false, isCompacted: false, ...more };
}

function basesOf(segments: readonly Segment[]): number[] {
  return segments.map(({ baseOffset }) => baseOffset);
}

function flipped(batch: Uint8Array, at: number): Uint8Array {
  return batch.map((byte, n) => (n === at ? byte ^ 0x10 : byte));
}

/** A batch whose last offset is below its first, with the checksum of that. */
function endless(batch: Uint8Array): Uint8Array {
  const bytes = batch.slice();
  const view = new DataView(bytes.buffer);
  view.setInt32(LAST_OFFSET_DELTA_AT, -2);
  view.setUint32(CRC_AT, computeBatchCrc(bytes, 0, bytes.length));
  return bytes;
}
