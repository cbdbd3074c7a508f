import { beforeEach, describe, expect, test } from 'vitest';
import type { SimWorld } from '#env/sim/sim-world.ts';
import { assessLog, filthiestOf, isWorthCleaning } from '#storage/cleaner/cleanable.ts';
import type { LogConfig } from '#storage/log-config.ts';
import { simWorld } from '../../env/worlds.ts';
import { CompactedLog } from './compacted-log.ts';

const HOUR_MS = 3_600_000;

let world: SimWorld;
let log: CompactedLog;

beforeEach(() => open());

function open(config: Partial<LogConfig> = {}): void {
  world = simWorld(8);
  world.node('broker').env.disk.makeDirectory('data');
  log = new CompactedLog(world.node('broker').env, config);
}

/** One segment with one batch of two records, rolled. */
function segment(): void {
  log.send('a=1 b=1');
  log.roll();
}

function assess(checkpoint?: number) {
  return assessLog(log.log, checkpoint, log.env.clock.now());
}

describe('what can be cleaned', () => {
  test('reaches from the checkpoint to the active segment', () => {
    for (let i = 0; i < 4; i++) segment();
    log.send('a=1');
    expect(assess(2)).toMatchObject({ range: { from: 2, limit: 8 }, dirtyRatio: 0.75 });
    expect(assess()).toMatchObject({ range: { from: 0, limit: 8 }, dirtyRatio: 1 });
    expect(assess(8)).toMatchObject({ range: { from: 8, limit: 8 }, dirtyRatio: 0 });
  });

  test('starts over when the checkpoint lies outside of the log', () => {
    for (let i = 0; i < 4; i++) segment();
    expect(assess(9).range).toEqual({ from: 0, limit: 8 });
    log.log.deleteRecords(4);
    expect(assess(2).range).toEqual({ from: 4, limit: 8 });
  });

  test('ends before an open transaction', () => {
    segment();
    const open = { producerId: 1, producerEpoch: 0, baseSequence: 0, isTransactional: true };
    log.send('a=2', open);
    log.roll();
    segment();
    expect(assess().range.limit).toBe(2);
  });

  test('ends before what is not replicated', () => {
    log.log.highWatermarkFollowsLogEnd = false;
    for (let i = 0; i < 3; i++) segment();
    log.log.updateHighWatermark(3);
    expect(assess().range.limit).toBe(2);
  });

  test('ends before what is younger than min.compaction.lag.ms', async () => {
    open({ minCompactionLagMs: HOUR_MS });
    segment();
    await world.run(HOUR_MS / 2);
    segment();
    expect(assess().range.limit).toBe(0);
    await world.run(HOUR_MS + 1000);
    expect(assess().range.limit).toBe(2);
    await world.run(2 * HOUR_MS);
    expect(assess().range.limit).toBe(4);
  });
});

describe('a round is worth it', () => {
  test('when more than min.cleanable.dirty.ratio of the log is dirty', () => {
    for (let i = 0; i < 4; i++) segment();
    expect(isWorthCleaning(assess(2))).toBe(true);
    expect(isWorthCleaning(assess(4))).toBe(false);
    expect(isWorthCleaning(assess(8))).toBe(false);
  });

  test('when a dirty record is older than max.compaction.lag.ms', async () => {
    open({ maxCompactionLagMs: HOUR_MS });
    for (let i = 0; i < 4; i++) segment();
    await world.run(HOUR_MS - 1000);
    expect(isWorthCleaning(assess(6))).toBe(false);
    await world.run(HOUR_MS + 1000);
    expect(isWorthCleaning(assess(6))).toBe(true);
    expect(isWorthCleaning(assess(8))).toBe(false);
  });

  test('most for the log with the largest part of dirt', () => {
    for (let i = 0; i < 4; i++) segment();
    expect(filthiestOf([assess(4), assess(0), assess(2)])?.range.from).toBe(0);
    expect(filthiestOf([assess(8), assess(4)])).toBeUndefined();
  });
});
