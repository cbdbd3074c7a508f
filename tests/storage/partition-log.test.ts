import { describe, expect, test } from 'vitest';
import { ErrorCode } from '#protocol/errors.ts';
import { TestLog } from './test-log.ts';

describe('appending', () => {
  test('gives consecutive offsets from 0 on', () => {
    const t = new TestLog();
    expect(t.append(['a', 'b', 'c'])).toMatchObject({ baseOffset: 0, lastOffset: 2 });
    expect(t.append('d')).toMatchObject({ baseOffset: 3, lastOffset: 3 });
    expect([t.log.logEndOffset, t.log.highWatermark]).toEqual([4, 4]);
  });

  test('costs one write', () => {
    const t = new TestLog();
    t.append('first');
    t.node.volume.resetCounts();
    t.append('second');
    const { write, read, open, stat } = t.node.volume.counts;
    expect({ write, read, open, stat }).toEqual({ write: 1, read: 0, open: 0, stat: 0 });
  });

  test('answers a retry with the first offsets and a gap with OUT_OF_ORDER_SEQUENCE_NUMBER', () => {
    const t = new TestLog();
    const producer = { producerId: 9, producerEpoch: 0 };
    t.append(['a', 'b'], { ...producer, baseSequence: 0 });
    t.append('c', { ...producer, baseSequence: 2 });
    expect(t.append(['a', 'b'], { ...producer, baseSequence: 0 })).toMatchObject({
      errorCode: ErrorCode.NONE,
      duplicate: true,
      baseOffset: 0,
      lastOffset: 1,
    });
    const gap = t.append('d', { ...producer, baseSequence: 5 });
    expect(gap.errorCode).toBe(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(t.log.logEndOffset).toBe(3);
  });

  test('a failed write leaves the log as it was, and the next append takes its place', () => {
    const t = new TestLog();
    t.append('a');
    t.node.volume.fault = (operation) => (operation === 'write' ? 'full' : undefined);
    expect(() => t.append('lost')).toThrow('Could not write');
    t.node.volume.fault = undefined;
    expect(t.append('b')).toMatchObject({ baseOffset: 1 });
    expect(t.everyOffset()).toEqual([0, 1]);
  });

  test('tells its listener of appends and of the high watermark', () => {
    const t = new TestLog();
    const told: string[] = [];
    t.log.listener = {
      appended: (log) => told.push(`end ${log.logEndOffset}`),
      highWatermarkMoved: (log) => told.push(`hw ${log.highWatermark}`),
    };
    t.append('a');
    t.log.highWatermarkFollowsLogEnd = false;
    t.append('b');
    t.log.updateHighWatermark(99);
    expect(told).toEqual(['hw 1', 'end 1', 'end 2', 'hw 2']);
  });
});

describe('rolling', () => {
  test('a segment rolls before it would pass segment.bytes', () => {
    const t = new TestLog({ segmentBytes: 500 });
    t.fill(10);
    expect(t.log.segmentCount).toBe(5);
    for (const segment of t.log.segments.all()) expect(segment.size).toBeLessThanOrEqual(500);
  });

  test('a segment rolls when its records span more than segment.ms', () => {
    const t = new TestLog({ segmentMs: 1000 });
    const now = t.env.clock.now();
    t.append('a', { timestamp: now });
    t.append('b', { timestamp: now + 1000 });
    expect(t.log.segmentCount).toBe(1);
    t.append('c', { timestamp: now + 1001 });
    expect(t.log.segmentCount).toBe(2);
  });

  test('a segment rolls when an index has no more room', () => {
    const t = new TestLog({ segmentIndexBytes: 24, indexIntervalBytes: 0 });
    t.fill(12);
    for (const segment of t.log.segments.all()) {
      expect(segment.offsetIndex.count).toBeLessThanOrEqual(3);
    }
    expect(t.log.segmentCount).toBeGreaterThan(2);
  });

  test('a segment rolls before an offset that its index could not note', () => {
    const t = new TestLog();
    t.append('a');
    const far = 2 ** 31 + 10;
    t.log.truncateFullyAndStartAt(0);
    t.append('a');
    const [piece] = t.log.read(0, { maxBytes: 999, minOneMessage: true, upTo: 'logEnd' }).pieces;
    const bytes = (piece as Uint8Array).slice();
    new DataView(bytes.buffer).setBigInt64(0, BigInt(far));
    expect(t.log.appendAsFollower(bytes)).toMatchObject({ baseOffset: far });
    expect(t.log.segments.active.baseOffset).toBe(far);
    expect(t.offsets(1)).toEqual([[far, far]]);
  });

  test('a preallocated file is cut to its batches when it rolls', () => {
    const t = new TestLog({ segmentBytes: 500, preallocate: true });
    t.fill(4);
    const [first] = t.names().filter((name) => name.endsWith('.log'));
    expect(t.bytes(first as string).length).toBe(t.log.segments.first.size);
  });

  test('takes a snapshot of the producers at each new segment', () => {
    const t = new TestLog({ segmentBytes: 500 });
    t.fill(6);
    const bases = t.log.segments.all().slice(1);
    for (const { baseOffset } of bases) {
      expect(t.names()).toContain(`${String(baseOffset).padStart(20, '0')}.snapshot`);
    }
  });
});

describe('reading', () => {
  test('gives the whole batch that holds the offset', () => {
    const t = new TestLog();
    t.append(['a', 'b', 'c']);
    t.append(['d', 'e']);
    expect(t.offsets(1)).toEqual([
      [0, 2],
      [3, 4],
    ]);
    expect(t.offsets(4)).toEqual([[3, 4]]);
    expect(t.offsets(5)).toEqual([]);
  });

  test('gives at least one batch, however large, when asked to', () => {
    const t = new TestLog();
    t.fill(3, 1000);
    expect(t.offsets(0, 10)).toEqual([[0, 0]]);
    const result = t.log.read(0, { maxBytes: 10, minOneMessage: false, upTo: 'logEnd' });
    expect(result.sizeInBytes).toBe(10);
  });

  test('refuses offsets outside of the log', () => {
    const t = new TestLog();
    t.fill(3);
    t.log.deleteRecords(1);
    const codeAt = (offset: number) =>
      t.log.read(offset, { maxBytes: 10, minOneMessage: true, upTo: 'logEnd' }).errorCode;
    expect([0, 1, 3, 4].map(codeAt)).toEqual([
      ErrorCode.OFFSET_OUT_OF_RANGE,
      ErrorCode.NONE,
      ErrorCode.NONE,
      ErrorCode.OFFSET_OUT_OF_RANGE,
    ]);
  });

  test('stops at the high watermark for consumers, in the middle of a segment', () => {
    const t = new TestLog();
    t.log.highWatermarkFollowsLogEnd = false;
    t.fill(5);
    t.log.updateHighWatermark(3);
    const options = { maxBytes: 100_000, minOneMessage: true } as const;
    const consumer = t.log.read(0, { ...options, upTo: 'highWatermark' });
    const follower = t.log.read(0, { ...options, upTo: 'logEnd' });
    expect(consumer.sizeInBytes * 5).toBe(follower.sizeInBytes * 3);
    expect(t.log.readableBytes(0, 'highWatermark')).toBe(consumer.sizeInBytes);
  });

  test('looks an offset up in a large segment without reading the segment', () => {
    const t = new TestLog();
    t.fill(2000, 200);
    t.node.volume.resetCounts();
    t.log.read(1234, { maxBytes: 1, minOneMessage: true, upTo: 'logEnd' });
    expect(t.node.volume.counts.bytesRead).toBeLessThan(10_000);
    expect(t.log.size).toBeGreaterThan(400_000);
  });
});

describe('looking up times', () => {
  const log = () => {
    const t = new TestLog({ segmentBytes: 600, indexIntervalBytes: 100 });
    for (const timestamp of [100, 300, 200, 500, 400, 400, 900]) {
      t.append(['x'.repeat(100)], { timestamp: 1_700_000_000_000 + timestamp, epoch: 2 });
    }
    const at = (ms: number) => t.log.offsetForTimestamp(1_700_000_000_000 + ms);
    return { t, at };
  };

  test('finds the first record that is new enough, by offset', () => {
    const { at } = log();
    const offsets = [0, 100, 101, 301, 500, 501, 900, 901].map((ms) => at(ms)?.offset);
    expect(offsets).toEqual([0, 0, 1, 3, 3, 6, 6, undefined]);
  });

  test("tells the record's own time and epoch", () => {
    const { at } = log();
    expect(at(301)).toEqual({ offset: 3, timestamp: 1_700_000_000_500, leaderEpoch: 2 });
  });

  test('finds a record inside a batch', () => {
    const t = new TestLog();
    t.append(['a', 'b', 'c'], { timestamp: 1_700_000_000_000 });
    expect(t.log.offsetForTimestamp(5)?.offset).toBe(0);
  });

  test('never goes before the log start', () => {
    const { t, at } = log();
    t.log.deleteRecords(2);
    expect(at(0)?.offset).toBe(2);
    expect(t.log.earliestOffset()).toEqual({ offset: 2, timestamp: -1, leaderEpoch: 2 });
  });

  test('knows the record with the largest timestamp', () => {
    const { t } = log();
    expect(t.log.maxTimestampOffset()?.offset).toBe(6);
    expect(new TestLog().log.maxTimestampOffset()).toBeUndefined();
  });
});

describe('deleting', () => {
  test('deleteRecords moves the log start, and retention takes whole segments below it', () => {
    const t = new TestLog({ segmentBytes: 500, retentionMs: -1 });
    t.fill(10);
    expect(t.log.deleteRecords(5)).toEqual({ errorCode: 0, lowWatermark: 5 });
    expect(t.log.segmentCount).toBe(5);
    expect(t.log.deleteOldSegments()).toBe(2);
    expect(t.log.segments.first.baseOffset).toBe(4);
    expect(t.log.logStartOffset).toBe(5);
  });

  test('deleteRecords of -1 takes all that is replicated; beyond it is refused', () => {
    const t = new TestLog();
    t.fill(4);
    expect(t.log.deleteRecords(5).errorCode).toBe(ErrorCode.OFFSET_OUT_OF_RANGE);
    expect(t.log.deleteRecords(-1).lowWatermark).toBe(4);
  });

  test('retention by time takes segments whose newest record is too old', async () => {
    const t = new TestLog({ segmentBytes: 500, retentionMs: 10_000, fileDeleteDelayMs: 1000 });
    t.fill(4);
    await t.pass(8000);
    t.fill(4);
    await t.pass(5000);
    expect(t.log.deleteOldSegments()).toBe(2);
    expect(t.log.logStartOffset).toBe(4);
  });

  test('retention by size keeps at least retention.bytes', () => {
    const t = new TestLog({ segmentBytes: 500, retentionBytes: 800 });
    t.fill(10);
    t.log.deleteOldSegments();
    expect(t.log.size).toBeGreaterThanOrEqual(800);
    expect(t.log.size).toBeLessThan(1300);
  });

  test('when every segment has expired, an empty one remains at the same offset', async () => {
    const t = new TestLog({ retentionMs: 1000 });
    t.fill(3);
    await t.pass(2000);
    expect(t.log.deleteOldSegments()).toBe(1);
    expect([t.log.logStartOffset, t.log.logEndOffset, t.log.size]).toEqual([3, 3, 0]);
    expect(t.append('d')).toMatchObject({ baseOffset: 3 });
  });

  test('nothing at or beyond the high watermark goes', async () => {
    const t = new TestLog({ segmentBytes: 500, retentionMs: 1000 });
    t.log.highWatermarkFollowsLogEnd = false;
    t.fill(6);
    t.log.updateHighWatermark(3);
    await t.pass(5000);
    t.log.deleteOldSegments();
    expect(t.log.logStartOffset).toBe(2);
  });

  test('a compacted topic is not cut by age', async () => {
    const t = new TestLog({ retentionMs: 1000, cleanupPolicy: new Set(['compact'] as const) });
    t.append('a');
    await t.pass(5000);
    expect(t.log.deleteOldSegments()).toBe(0);
  });

  test('files keep their bytes under .deleted for file.delete.delay.ms', async () => {
    const t = new TestLog({ segmentBytes: 500, retentionBytes: 0, fileDeleteDelayMs: 1000 });
    t.fill(4);
    t.log.deleteOldSegments();
    expect(t.names()).toContain('00000000000000000000.log.deleted');
    await t.pass(1001);
    expect(t.names().filter((name) => name.endsWith('.deleted'))).toEqual([]);
  });
});

describe('truncating', () => {
  test('cuts to an offset across segments, and appends go on there', () => {
    const t = new TestLog({ segmentBytes: 500 });
    t.fill(10);
    expect(t.log.truncateTo(5)).toBe(true);
    expect(t.everyOffset()).toEqual([0, 1, 2, 3, 4]);
    expect(t.append('again', { epoch: 1 })).toMatchObject({ baseOffset: 5 });
    expect(t.log.endOffsetForEpoch(0)).toEqual({ epoch: 0, endOffset: 5 });
  });

  test('cuts before the batch that holds the offset', () => {
    const t = new TestLog();
    t.append(['a', 'b']);
    t.append(['c', 'd', 'e']);
    t.log.truncateTo(3);
    expect(t.log.logEndOffset).toBe(2);
  });

  test('has no effect at or beyond the end', () => {
    const t = new TestLog();
    t.fill(2);
    expect(t.log.truncateTo(2)).toBe(false);
  });

  test('takes the high watermark and the producers back with it', () => {
    const t = new TestLog();
    const producer = { producerId: 9, producerEpoch: 0 };
    t.append('a', { ...producer, baseSequence: 0 });
    t.append('b', { ...producer, baseSequence: 1 });
    t.log.truncateTo(1);
    expect(t.log.highWatermark).toBe(1);
    expect(t.append('b', { ...producer, baseSequence: 1 })).toMatchObject({ duplicate: false });
  });

  test('a segment that is cut away twice leaves nothing of the first', () => {
    const t = new TestLog({ segmentBytes: 500 });
    t.fill(5);
    t.log.truncateTo(3);
    t.fill(3, 400);
    t.log.truncateTo(4);
    expect(t.log.segments.active.baseOffset).toBe(4);
    expect(t.bytes('00000000000000000004.log')).toHaveLength(0);
    t.reopen();
    expect(t.log.logEndOffset).toBe(4);
  });

  test('can start over at any offset', () => {
    const t = new TestLog();
    t.fill(3);
    t.log.truncateFullyAndStartAt(100);
    expect([t.log.logStartOffset, t.log.logEndOffset]).toEqual([100, 100]);
    expect(t.append('a')).toMatchObject({ baseOffset: 100 });
  });
});

describe('syncing', () => {
  test('makes what was appended before durable', async () => {
    const t = new TestLog();
    t.fill(5);
    await t.until(t.log.sync());
    expect(t.log.recoveryPoint).toBe(5);
    t.reopen({ losePower: true });
    expect(t.log.logEndOffset).toBe(5);
  });

  test('calls that overlap share their syncs', async () => {
    const t = new TestLog();
    t.append('a');
    await t.until(t.log.sync());
    t.node.volume.resetCounts();
    const syncs = Array.from({ length: 20 }, () => {
      t.append('b');
      return t.log.sync();
    });
    await t.until(Promise.all(syncs));
    expect(t.node.volume.counts.sync).toBeLessThanOrEqual(3);
    expect(t.log.recoveryPoint).toBe(21);
  });

  test('flush.messages syncs by itself', async () => {
    const t = new TestLog({ flushMessages: 3 });
    t.fill(3);
    await t.pass(100);
    expect(t.log.recoveryPoint).toBe(3);
  });

  test('a roll syncs the segment that it ends', async () => {
    const t = new TestLog();
    t.fill(3);
    t.log.roll();
    await t.pass(100);
    expect(t.log.recoveryPoint).toBe(3);
  });

  test('a sync that fails does not move the recovery point', async () => {
    const t = new TestLog();
    t.append('a');
    t.node.volume.fault = (operation) => (operation === 'sync' ? 'io' : undefined);
    await expect(t.until(t.log.sync())).rejects.toThrow();
    expect(t.log.recoveryPoint).toBe(0);
  });
});

describe('transactions', () => {
  test('the last stable offset waits for the marker', () => {
    const t = new TestLog();
    const producer = { producerId: 9, producerEpoch: 0, isTransactional: true };
    t.append('plain');
    t.append('a', { ...producer, baseSequence: 0 });
    t.append('more');
    expect(t.log.lastStableOffset).toBe(1);
    expect(t.log.highWatermark).toBe(3);
    const options = { maxBytes: 10_000, minOneMessage: true, upTo: 'lastStable' } as const;
    expect(t.log.read(1, options).sizeInBytes).toBe(0);
  });
});

describe('closing', () => {
  test('a closed log opens without being scanned', async () => {
    const t = new TestLog({ segmentBytes: 5000 });
    t.fill(100, 500);
    await t.until(t.log.close());
    t.node.volume.resetCounts();
    t.open({ cleanShutdown: true });
    expect(t.log.logEndOffset).toBe(100);
    expect(t.node.volume.counts.bytesRead).toBeLessThan(10_000);
  });

  test('producers and epochs come back', async () => {
    const t = new TestLog();
    const producer = { producerId: 9, producerEpoch: 0 };
    t.append('a', { ...producer, baseSequence: 0, epoch: 4 });
    await t.restart();
    expect(t.append('a', { ...producer, baseSequence: 0 }).duplicate).toBe(true);
    expect(t.log.latestEpoch).toBe(4);
  });
});
