/**
 * Task 1.9, retention: which segments may go, and in which order things happen when they do.
 *
 * The policy sees segments that say no more than it may ask; the last behaviours see real ones.
 */

import type { LogConfig } from 'reference:storage/log-config.ts';
import { SegmentList } from 'reference:storage/segment-list.ts';
import {
  type ExpiringLog,
  expiredSegments,
  removeExpiredSegments,
} from '#storage/log-retention.ts';
import type { Segment } from '#storage/segment.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectEqual } from '../../course/grading/expect.ts';
import { batchAt, Machine, T0, withBase } from './sim-log.ts';

/** Of each segment its base offset, its size in bytes, and the time of its newest record. */
type Sizes = [baseOffset: number, size: number, newestMs: number][];

const OFF = { retentionMs: -1, retentionBytes: -1 };
const FOUR: Sizes = [
  [0, 100, 1000],
  [10, 100, 2000],
  [20, 100, 3000],
  [30, 100, 4000],
];

behaviour('retention-time', () => {
  const expired = (now: number) =>
    basesOf(expiredSegments(log(FOUR, { ...OFF, retentionMs: 500 }), now));
  expectEqual(expired(1500), [], 'expired when the first is exactly retention.ms=500 old');
  expectEqual(expired(1501), [0], 'expired 1 ms later');
  expectEqual(expired(3000), [0, 10], 'expired when the second is 1000 ms old');
  expectEqual(expired(3501), [0, 10, 20], 'expired when the third is 501 ms old');
  expectEqual(expired(0), [], 'expired by a clock that is behind the records');
  const emptied = log([[0, 0, 1000], ...FOUR.slice(1)], { ...OFF, retentionMs: 500 });
  expectEqual(basesOf(expiredSegments(emptied, 1501)), [0], 'expired, where the first is empty');
});

behaviour('retention-size', () => {
  const expired = (retentionBytes: number, sizes = FOUR) =>
    basesOf(expiredSegments(log(sizes, { ...OFF, retentionBytes }), T0));
  expectEqual(expired(400), [], 'expired of 400 bytes with retention.bytes=400');
  expectEqual(
    expired(301),
    [],
    'expired of 400 bytes with 301: without one only 300 would be left',
  );
  expectEqual(expired(300), [0], 'expired of 400 bytes with 300');
  expectEqual(expired(250), [0], 'expired of 400 bytes with 250');
  expectEqual(expired(150), [0, 10], 'expired of 400 bytes with 150');
  expectEqual(expired(10_000), [], 'expired of 400 bytes with 10,000');
  const uneven: Sizes = [
    [0, 10, 0],
    [10, 500, 0],
    [20, 10, 0],
    [30, 90, 0],
  ];
  expectEqual(expired(100, uneven), [0, 10], 'expired of 10, 500, 10 and 90 bytes with 100');
});

behaviour('retention-start', () => {
  const configs: Partial<LogConfig>[] = [
    OFF,
    { ...OFF, cleanupPolicy: new Set(['compact'] as const) },
  ];
  for (const config of configs) {
    const expired = (logStartOffset: number) =>
      basesOf(expiredSegments(log(FOUR, config, { logStartOffset }), 0));
    const policy = [...(config.cleanupPolicy ?? ['delete'])].join();
    expectEqual(expired(0), [], `expired with the log’s start at 0 (${policy})`);
    expectEqual(expired(9), [], `expired with the log’s start at 9 (${policy})`);
    expectEqual(expired(10), [0], `expired with the log’s start at 10 (${policy})`);
    expectEqual(expired(25), [0, 10], `expired with the log’s start at 25 (${policy})`);
    expectEqual(expired(40), [0, 10, 20], `expired with the log’s start at its end (${policy})`);
  }
});

behaviour('retention-no-holes', () => {
  const uneven: Sizes = [
    [0, 100, 1000],
    [10, 100, 9000],
    [20, 100, 1000],
    [30, 100, 9000],
  ];
  const config = { ...OFF, retentionMs: 500 };
  const expired = basesOf(expiredSegments(log(uneven, config), 9000));
  expectEqual(expired, [0], 'expired of segments that are old, new, old and new');
  const mixed = { retentionMs: 500, retentionBytes: 250 };
  expectEqual(
    basesOf(expiredSegments(log(uneven, mixed), 1501)),
    [0],
    'expired by time or by size',
  );
  const started = expiredSegments(log(uneven, config, { logStartOffset: 10 }), 9501);
  expectEqual(basesOf(started), [0, 10, 20, 30], 'expired by the start, then all by time');
});

behaviour('retention-high-watermark', () => {
  const all = { retentionMs: 0, retentionBytes: 0 };
  const expired = (highWatermark: number, logStartOffset = 0) =>
    basesOf(expiredSegments(log(FOUR, all, { highWatermark, logStartOffset }), T0));
  expectEqual(expired(0), [], 'expired with the high watermark at 0');
  expectEqual(expired(9), [], 'expired with the high watermark at 9');
  expectEqual(expired(10), [0], 'expired with the high watermark at 10');
  expectEqual(expired(29), [0, 10], 'expired with the high watermark at 29');
  expectEqual(expired(39), [0, 10, 20], 'expired with the high watermark at 39 and the end at 40');
  expectEqual(expired(40), [0, 10, 20, 30], 'expired with the high watermark at the end');
});

behaviour('retention-policy', () => {
  const expired = (config: Partial<LogConfig>) =>
    basesOf(expiredSegments(log(FOUR, config), T0)).length;
  const bounds = { retentionMs: 1, retentionBytes: 1 };
  const policy = (...names: ('delete' | 'compact')[]) => ({ cleanupPolicy: new Set(names) });
  expectEqual(
    expired({ ...bounds, ...policy('compact') }),
    0,
    'expired with cleanup.policy=compact',
  );
  expectEqual(
    expired({ ...bounds, ...policy('compact', 'delete') }),
    4,
    'expired with compact,delete',
  );
  expectEqual(expired({ ...bounds, ...policy('delete') }), 4, 'expired with delete');
  expectEqual(expired(OFF), 0, 'expired with both bounds at -1');
  expectEqual(expired({ ...OFF, retentionMs: 0 }), 4, 'expired with retention.ms=0');
  expectEqual(expired({ ...OFF, retentionBytes: 0 }), 4, 'expired with retention.bytes=0');
});

behaviour('retention-active', () => {
  const old = { ...OFF, retentionMs: 0 };
  const { story, expiring } = recorded(log(FOUR, old));
  expectEqual(removeExpiredSegments(expiring, T0), 4, 'removed where all has expired');
  expectEqual(story, ['roll', 'start 40', 'remove 0,10,20,30'], 'what happened to the log');
  expectEqual(basesOf(expiring.segments.all() as never), [40], 'the segments that are left');

  const empty = recorded(log([[40, 0, 0]], old, { logEndOffset: 40 }));
  expectEqual(
    removeExpiredSegments(empty.expiring, T0),
    0,
    'removed of a log with one empty segment',
  );
  expectEqual(empty.story, [], 'what happened to that log');
  const newest = recorded(log([...FOUR, [40, 0, 0]], old, { logEndOffset: 40 }));
  expectEqual(
    removeExpiredSegments(newest.expiring, T0),
    4,
    'removed before an empty active segment',
  );
  expectEqual(newest.story, ['start 40', 'remove 0,10,20,30'], 'what happened: no roll');

  const machine = new Machine();
  const real = machine.log({ retentionMs: 1000, segmentBytes: 500 });
  for (let n = 0; n < 5; n++) real.append(batchAt(0, { timestamp: T0 - 5000 }), { leaderEpoch: 0 });
  expectEqual(real.deleteOldSegments(), 3, 'segments removed of a real log');
  const { logStartOffset, logEndOffset, segmentCount, size } = real;
  expectEqual(
    [logStartOffset, logEndOffset, segmentCount, size],
    [5, 5, 1, 0],
    'its start, end, segments and bytes',
  );
  expectEqual(real.append(batchAt(0), { leaderEpoch: 0 }).baseOffset, 5, 'the next offset');
});

behaviour('retention-removes', () => {
  const { story, expiring } = recorded(log(FOUR, { ...OFF, retentionBytes: 200 }));
  expectEqual(removeExpiredSegments(expiring, T0), 2, 'removed with retention.bytes=200');
  expectEqual(story, ['start 20', 'remove 0,10'], 'what happened to the log, in order');
  const whole = recorded(log(FOUR, OFF));
  expectEqual(removeExpiredSegments(whole.expiring, T0), 0, 'removed where nothing may go');
  expectEqual(whole.story, [], 'what happened to that log');
  const begun = recorded(log(FOUR, OFF, { logStartOffset: 15 }));
  expectEqual(removeExpiredSegments(begun.expiring, T0), 1, 'removed with the log’s start at 15');
  expectEqual(
    begun.expiring.logStartOffset,
    15,
    'the log’s start, which was beyond the segment already',
  );

  const machine = new Machine();
  const real = machine.log({ retentionMs: -1, segmentBytes: 500 });
  for (let n = 0; n < 7; n++) real.append(batchAt(0), { leaderEpoch: 0 });
  real.deleteRecords(5);
  expectEqual(real.deleteOldSegments(), 2, 'segments removed of a real log after deleteRecords(5)');
  const read = (offset: number) =>
    real.read(offset, { maxBytes: 999, minOneMessage: true, upTo: 'logEnd' }).errorCode;
  expectEqual([4, 5, 6].map(read), [1, 0, 0], 'errors of reads from 4, 5 and 6');
});

function basesOf(segments: readonly Segment[]): number[] {
  return segments.map(({ baseOffset }) => baseOffset);
}

interface Marks {
  readonly logStartOffset?: number;
  readonly logEndOffset?: number;
  readonly highWatermark?: number;
}

/** A log whose last segment ends at 10 after its base offset, all replicated. */
function log(sizes: Sizes, config: Partial<LogConfig>, marks: Marks = {}) {
  const segments = new SegmentList();
  for (const [baseOffset, size, newestMs] of sizes)
    segments.add(segmentOf(baseOffset, size, newestMs));
  const logEndOffset = marks.logEndOffset ?? segments.active.baseOffset + 10;
  const { logStartOffset = 0, highWatermark = logEndOffset } = marks;
  const offsets = { logStartOffset, logEndOffset, highWatermark };
  return { segments: segments as never, config: withBase(config), ...offsets };
}

function segmentOf(baseOffset: number, size: number, newestMs: number) {
  const maxTimestamp = { timestamp: newestMs, offset: baseOffset };
  return { baseOffset, size, maxTimestamp, retentionTimestamp: () => newestMs } as never;
}

/** The log, and what is done to it, in words. */
function recorded(retained: ReturnType<typeof log>) {
  const story: string[] = [];
  const segments = retained.segments as SegmentList;
  const expiring = {
    ...retained,
    roll() {
      story.push('roll');
      segments.add(segmentOf(expiring.logEndOffset, 0, T0));
    },
    advanceLogStart(offset: number) {
      if (offset <= expiring.logStartOffset) return;
      story.push(`start ${offset}`);
      expiring.logStartOffset = offset;
    },
    removeSegments(gone: readonly Segment[]) {
      story.push(`remove ${basesOf(gone)}`);
      segments.remove(gone as never);
    },
  };
  return { story, expiring: expiring as ExpiringLog };
}
