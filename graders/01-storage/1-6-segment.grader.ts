/**
 * Task 1.6, the segment: what is in its files, what it finds in them, and how little it reads.
 */

import type { LogConfig } from 'reference:storage/log-config.ts';
import type { OffsetIndex } from '#storage/offset-index.ts';
import type { RollQuestion } from '#storage/segment.ts';
import { SparseEntries } from '#storage/sparse-entries.ts';
import type { TimeIndex, TimestampOffset } from '#storage/time-index.ts';
import { joined } from '../../course/bytes/joined.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectError, expectTrue } from '../../course/grading/expect.ts';
import {
  appendEach,
  batchAt,
  headerOf,
  headersOf,
  Machine,
  pathOf,
  T0,
  withBase,
} from './sim-log.ts';

/** Beyond 32 bits, as a log's offsets are one day. */
const BASE = 5_000_000_000;
const MAX_DISTANCE = 2 ** 31 - 1;

behaviour('segment-append', () => {
  const machine = new Machine();
  const segment = machine.segment(BASE, { indexIntervalBytes: 0 });
  const first = [
    batchAt(BASE, { count: 3 }),
    batchAt(BASE + 3, { valueBytes: 7 }),
    batchAt(BASE + 4, { count: 2 }),
  ];
  const next = batchAt(BASE + 6);
  const counts = machine.countsOf(() => segment.append(joined(first), headersOf(joined(first))));
  expectEqual(counts.write, 1, 'the writes for one append of three batches');
  expectEqual(segment.size, joined(first).length, 'the size after the first append');
  machine.withFullDisk(() => {
    const refused = () => segment.append(next, headersOf(next));
    expectError(refused, 'DiskError', 'an append when the disk is full');
  });
  expectEqual(segment.size, joined(first).length, 'the size after an append that failed');
  segment.append(next, headersOf(next));
  const all = joined([...first, next]);
  expectBytes(machine.read(segment.logPath), all, 'the .log file', 'record-batch');
  expectEqual(segment.size, all.length, 'the size after the second append');
  segment.finish();
  const expected = headersOf(all).map((one) => ({
    offset: one.lastOffset,
    position: one.position,
  }));
  expectEqual(
    machine.offsetEntries(BASE),
    expected.slice(1),
    'the offset index, with index.interval.bytes=0: an entry for every batch but the first',
  );
});

behaviour('segment-index-interval', () => {
  const size = batchAt(BASE).length;
  const { entries, noted } = sparseEntries(2 * size);
  const batches = Array.from({ length: 10 }, (_, n) => batchAt(BASE + n, { timestamp: T0 + n }));
  batches.forEach((batch, n) => {
    entries.note(headerOf(batch), n * size);
  });
  expectEqual(
    noted.offsets,
    [3, 6, 9].map((n) => ({ offset: BASE + n, position: n * size })),
    'the offset index’s entries of ten equal batches, two of which are index.interval.bytes long',
  );
  expectEqual(
    noted.times,
    [3, 6, 9].map((n) => ({ timestamp: T0 + n, offset: BASE + n })),
    'what the time index was given with them',
  );
  const many = sparseEntries(4 * size);
  many.entries.note(headerOf(batchAt(BASE, { count: 40 })), 0);
  many.entries.note(headerOf(batchAt(BASE + 40, { count: 3 })), 9000);
  expectEqual(
    many.noted.offsets,
    [{ offset: BASE + 42, position: 9000 }],
    'the entry of a batch of three records: its last offset, and where it begins',
  );
  entries.startFrom({ timestamp: -1, offset: BASE });
  noted.offsets.length = 0;
  entries.note(headerOf(batchAt(BASE + 10)), 9000);
  expectEqual(noted.offsets, [], 'the entries of the first batch after startFrom');
});

behaviour('segment-newest-timestamp', () => {
  const { entries, noted } = sparseEntries(0);
  const seen: TimestampOffset[] = [];
  let offset = BASE;
  for (const time of [-1, 100, 300, 200, 300, 500]) {
    const timestamp = time < 0 ? -1 : T0 + time;
    entries.note(headerOf(batchAt(offset, { count: 2, timestamp })), offset - BASE);
    seen.push(entries.newest);
    offset += 2;
  }
  const of = (time: number, n: number) => ({ timestamp: T0 + time, offset: BASE + 2 * n + 1 });
  const expected = [of(100, 1), of(300, 2), of(300, 2), of(300, 2), of(500, 5)];
  expectEqual(
    seen.slice(1),
    expected,
    'the newest after batches of the times 100, 300, 200, 300, 500 (ms)',
  );
  expectEqual(seen[0]?.timestamp, -1, 'the newest timestamp after a batch that has none');
  const rising = [of(100, 1), of(300, 2), of(500, 5)];
  expectEqual(noted.times, rising, 'the time index’s entries, with index.interval.bytes=0');
  entries.noteTimestamp(headerOf(batchAt(offset, { timestamp: T0 + 900 })));
  expectEqual(entries.newest, { timestamp: T0 + 900, offset }, 'the newest after noteTimestamp');
});

behaviour('segment-batch-holding', () => {
  const batches = [
    batchAt(BASE, { count: 3 }),
    batchAt(BASE + 3),
    batchAt(BASE + 10, { count: 5 }),
    batchAt(BASE + 15, { count: 2, valueBytes: 9 }),
  ];
  const headers = headersOf(joined(batches));
  for (const indexIntervalBytes of [0, 1_000_000]) {
    const segment = new Machine().segment(BASE, { indexIntervalBytes });
    expectEqual(segment.batchHolding(BASE), undefined, 'the batch at the base of an empty segment');
    expectEqual(segment.nextOffset(), BASE, 'the next offset of an empty segment');
    appendEach(segment, batches);
    for (const offset of [-7, 0, 1, 2, 3, 4, 9, 10, 12, 14, 15, 16]) {
      const found = segment.batchHolding(BASE + offset);
      const expected = headers.find((one) => one.lastOffset >= BASE + offset);
      expectEqual(
        [found?.baseOffset, found?.lastOffset, found?.position],
        [expected?.baseOffset, expected?.lastOffset, expected?.position],
        `first offset, last offset and position of the batch for the base offset + ${offset}, with index.interval.bytes=${indexIntervalBytes}`,
      );
    }
    expectEqual(segment.batchHolding(BASE + 17), undefined, 'the batch for an offset past the end');
    expectEqual(segment.nextOffset(), BASE + 17, 'the next offset');
  }
});

behaviour('segment-lookup-cost', () => {
  const machine = new Machine();
  const segment = machine.segment(BASE);
  const batch = batchAt(BASE);
  for (let n = 0; n < 2000; n++) appendEach(segment, [batchAt(BASE + n)]);
  const limit = 32_000;
  for (const n of [0, 1, 777, 1500, 1998]) {
    const counts = machine.countsOf(() => {
      expectEqual(segment.batchHolding(BASE + n)?.position, n * batch.length, `the place of ${n}`);
    });
    const { bytesRead } = counts;
    expectTrue(
      bytesRead <= limit,
      `looking up record ${n} of 2000 reads at most ${limit} of ${segment.size} bytes`,
      bytesRead,
    );
  }
  const { bytesRead } = machine.countsOf(() => {
    expectEqual(segment.nextOffset(), BASE + 2000, 'the next offset');
  });
  expectTrue(
    bytesRead <= limit,
    `finding the end reads at most ${limit} of ${segment.size} bytes`,
    bytesRead,
  );
});

behaviour('segment-read', () => {
  const machine = new Machine();
  const segment = machine.segment(BASE, { preallocate: true, segmentBytes: 10_000 });
  const batches = [batchAt(BASE), batchAt(BASE + 1, { valueBytes: 50 }), batchAt(BASE + 2)];
  const all = joined(batches);
  appendEach(segment, batches);
  expectEqual(machine.read(segment.logPath).length, 10_000, 'bytes of the preallocated file');
  const second = (batches[0] as Uint8Array).length;
  const asked: number[] = [];
  const allocate = (length: number) => {
    asked.push(length);
    return new Uint8Array(length);
  };
  const cases = [
    [0, 100, 'from the start'],
    [second, 60, 'in the middle'],
    [second, 5_000, 'with a length beyond the end'],
    [0, all.length, 'all of it'],
  ] as const;
  for (const [position, length, what] of cases) {
    const expected = all.slice(position, Math.min(position + length, all.length));
    expectBytes(segment.read(position, length), expected, `the bytes read ${what}`);
    expectBytes(segment.read(position, length, allocate), expected, `the bytes read ${what}`);
  }
  expectEqual(
    asked,
    [100, 60, all.length - second, all.length],
    'the sizes of the arrays that allocate was asked for',
  );
  expectEqual(segment.read(all.length, 100).length, 0, 'bytes read at the end of the batches');
  expectEqual(segment.read(all.length + 50, 100).length, 0, 'bytes read beyond the batches');
});

behaviour('segment-roll-room', () => {
  const segment = new Machine().segment(BASE);
  const batch = batchAt(BASE);
  appendEach(segment, [batch]);
  const segmentBytes = batch.length + 500;
  const asks = (more: Partial<RollQuestion>) =>
    segment.shouldRoll(question(BASE + 1, { segmentBytes }, more));
  expectEqual(asks({ sizeInBytes: 500 }), false, 'rolls before bytes that just fit');
  expectEqual(asks({ sizeInBytes: 501 }), true, 'rolls before one byte too many');
  const far = { sizeInBytes: 1, lastOffset: BASE + MAX_DISTANCE };
  expectEqual(asks(far), false, 'rolls before an offset 2^31 - 1 above the base');
  const tooFar = { sizeInBytes: 1, lastOffset: BASE + MAX_DISTANCE + 1 };
  expectEqual(asks(tooFar), true, 'rolls before an offset 2^31 above the base');

  const config = { segmentIndexBytes: 48, indexIntervalBytes: 0 };
  const small = new Machine().segment(BASE, config);
  const told: boolean[] = [];
  for (let n = 0; n < 8; n++) {
    told.push(small.shouldRoll(question(BASE + n, config)));
    appendEach(small, [batchAt(BASE + n)]);
  }
  expectEqual(
    told,
    [false, false, false, false, false, false, false, true],
    'rolls before each of 8 batches, where six entries fit into an index and the first needs none',
  );
});

behaviour('segment-roll-time', () => {
  const config = { segmentMs: 1000 };
  const machine = new Machine();
  const hours = T0 + 3 * 3_600_000;
  const segment = machine.segment(BASE, config);
  const asks = (maxTimestamp: number, now = hours) =>
    segment.shouldRoll(question(BASE + 9, config, { maxTimestamp, now }));
  expectEqual(asks(hours), false, 'an empty segment rolls, hours later');
  appendEach(segment, [
    batchAt(BASE, { timestamp: T0 }),
    batchAt(BASE + 1, { timestamp: T0 - 5000 }),
  ]);
  expectEqual(asks(T0 + 1000), false, 'rolls for a record exactly segment.ms after the first');
  expectEqual(asks(T0 + 1001), true, 'rolls for a record segment.ms and 1 ms after the first');
  expectEqual(asks(T0 - 4999), false, 'rolls for a record from before the first');
  expectEqual(
    asks(T0 + 1001, T0),
    true,
    'rolls by the records’ time though the clock stands still',
  );

  const old = machine.segment(BASE + 100, config);
  appendEach(old, [batchAt(BASE + 100, { timestamp: 0 })]);
  const later = question(BASE + 101, config, { maxTimestamp: 1001, now: T0 });
  expectEqual(old.shouldRoll(later), true, 'rolls by the records’ time where the first has time 0');

  const timeless = machine.segment(BASE + 200, config);
  appendEach(timeless, [batchAt(BASE + 200, { timestamp: -1 })]);
  const at = (now: number) =>
    timeless.shouldRoll(question(BASE + 201, config, { maxTimestamp: -1, now }));
  expectEqual(at(T0 + 1000), false, 'without timestamps: rolls segment.ms after it was made');
  expectEqual(at(T0 + 1001), true, 'without timestamps: rolls segment.ms and 1 ms after');

  const jittery = { segmentMs: 1000, segmentJitterMs: 900 };
  const spans = Array.from({ length: 20 }, (_, n) => {
    const one = machine.segment(BASE + 300 + n, jittery);
    appendEach(one, [batchAt(BASE + 300 + n)]);
    const next = { maxTimestamp: T0 + 900, now: T0 };
    return one.shouldRoll(question(BASE + 400, jittery, next));
  });
  expectTrue(
    spans.includes(true) && spans.includes(false),
    'of 20 segments with segment.ms=1000 and a jitter of up to 900, some roll after 900 ms, some do not',
    spans,
  );
});

behaviour('segment-truncate', () => {
  const machine = new Machine();
  const segment = machine.segment(BASE, { indexIntervalBytes: 0 });
  const kept = [batchAt(BASE, { count: 3 }), batchAt(BASE + 3, { count: 2, timestamp: T0 + 40 })];
  const cut = [
    batchAt(BASE + 5, { count: 4, timestamp: T0 + 90 }),
    batchAt(BASE + 9, { valueBytes: 9 }),
    batchAt(BASE + 10, { valueBytes: 9 }),
  ];
  appendEach(segment, [...kept, ...cut]);
  const entry = (producerId: number, lastOffset: number) =>
    segment.transactions.append({
      ...{ producerId, firstOffset: BASE, lastOffset, lastStableOffset: lastOffset },
    });
  entry(1, BASE + 4);
  entry(2, BASE + 9);
  expectEqual(segment.truncateTo(BASE + 50), 0, 'bytes cut at an offset beyond the end');
  expectEqual(
    segment.truncateTo(BASE + 6),
    joined(cut).length,
    'bytes cut at an offset within the third of five batches',
  );
  expectBytes(machine.read(segment.logPath), joined(kept), 'the .log file after the cut');
  expectEqual(segment.size, joined(kept).length, 'the size after the cut');
  expectEqual(segment.nextOffset(), BASE + 5, 'the next offset after the cut');
  const newest = { timestamp: T0 + 40, offset: BASE + 4 };
  expectEqual(segment.maxTimestamp, newest, 'the largest timestamp that is left');
  expectEqual(
    segment.transactions.entries().map(({ producerId }) => producerId),
    [1],
    'the producers in the transaction index after the cut',
  );
  const after = [5, 6, 7, 8, 9].map((n) => batchAt(BASE + n, { valueBytes: 60 + n }));
  appendEach(segment, after);
  for (const header of headersOf(joined([...kept, ...after]))) {
    const found = segment.batchHolding(header.lastOffset)?.position;
    const what = `the place of offset ${header.lastOffset}, written after the cut`;
    expectEqual(found, header.position, what);
  }
  segment.truncateTo(BASE);
  expectEqual(
    [segment.size, segment.nextOffset()],
    [0, BASE],
    'size and next offset, cut at the base',
  );
  expectEqual(machine.read(pathOf(BASE, '.log')).length, 0, 'bytes of the file, cut at the base');
});

function question(
  lastOffset: number,
  config: Partial<LogConfig>,
  more: Partial<RollQuestion> = {},
): RollQuestion {
  return {
    sizeInBytes: 100,
    maxTimestamp: T0,
    lastOffset,
    now: T0,
    config: withBase(config),
    ...more,
  };
}

/** Sparse entries over two indexes that only write down what they are given. */
function sparseEntries(intervalBytes: number) {
  const noted = {
    offsets: [] as { offset: number; position: number }[],
    times: [] as TimestampOffset[],
  };
  const offsets = {
    append: (offset: number, position: number) => noted.offsets.push({ offset, position }),
  } as unknown as OffsetIndex;
  const times = {
    last: { timestamp: -1, offset: BASE },
    // As the real one, it leaves out what is not larger.
    maybeAppend: (timestamp: number, offset: number) => {
      if (timestamp > (noted.times.at(-1)?.timestamp ?? -1))
        noted.times.push({ timestamp, offset });
    },
  } as unknown as TimeIndex;
  return { entries: new SparseEntries(offsets, times, intervalBytes), noted };
}
