/**
 * When records of a producer leave, and with whom.
 */

import { describe, expect, test } from 'vitest';
import { RecordAccumulator } from '#clients/record-accumulator.ts';

const limits = { batchSizeBytes: 200, lingerMs: 10 };
const orders = { topic: 'orders', partition: 0 };
const other = { topic: 'orders', partition: 1 };

const waiting = (length: number) => ({
  record: { value: new Uint8Array(length) },
  done: () => {},
  fail: () => {},
});

describe('an accumulator', () => {
  test('holds a batch back until it has lingered', () => {
    const accumulator = new RecordAccumulator(limits);
    accumulator.append(orders, waiting(10), 100);
    accumulator.append(orders, waiting(10), 105);
    expect(accumulator.ready(109, false)).toEqual([]);
    expect(accumulator.nextReadyMs(false)).toBe(110);
    expect(accumulator.ready(110, false).map(({ records }) => records.length)).toEqual([2]);
  });

  test('lets a full batch leave at once', () => {
    const accumulator = new RecordAccumulator(limits);
    accumulator.append(orders, waiting(100), 100);
    accumulator.append(orders, waiting(100), 100);
    expect(accumulator.ready(100, false).map(({ records }) => records.length)).toEqual([1]);
  });

  test('lets everything leave when it is flushed', () => {
    const accumulator = new RecordAccumulator(limits);
    accumulator.append(orders, waiting(10), 100);
    accumulator.append(other, waiting(10), 100);
    expect(accumulator.ready(100, true)).toHaveLength(2);
  });

  test('sends one batch of a partition at a time, in order', () => {
    const accumulator = new RecordAccumulator(limits);
    for (let n = 0; n < 3; n++) accumulator.append(orders, waiting(150), 100);
    const [first] = accumulator.ready(100, true);
    if (first === undefined) throw new Error('no batch is ready');
    accumulator.begin(first);
    expect(accumulator.ready(100, true)).toEqual([]);
    accumulator.finish(first);
    expect(accumulator.ready(100, true)).toHaveLength(1);
    expect(accumulator.ready(100, true)[0]).not.toBe(first);
  });

  test('never adds a record to a batch that has been numbered', () => {
    const accumulator = new RecordAccumulator(limits);
    accumulator.append(orders, waiting(10), 100);
    const [batch] = accumulator.ready(200, false);
    if (batch === undefined) throw new Error('no batch is ready');
    accumulator.begin(batch);
    batch.baseSequence = 0;
    accumulator.append(orders, waiting(10), 200);
    accumulator.retry(batch, 300);
    accumulator.append(orders, waiting(10), 200);
    expect(batch.records).toHaveLength(1);
    expect(accumulator.ready(299, true)).toEqual([]);
    expect(accumulator.ready(300, true)).toEqual([batch]);
  });

  test('counts the bytes that wait, down to nothing', () => {
    const accumulator = new RecordAccumulator(limits);
    accumulator.append(orders, waiting(10), 100);
    expect(accumulator.sizeInBytes).toBeGreaterThan(10);
    const [batch] = accumulator.ready(200, false);
    if (batch === undefined) throw new Error('no batch is ready');
    accumulator.begin(batch);
    accumulator.finish(batch);
    expect(accumulator.sizeInBytes).toBe(0);
    expect(accumulator.isEmpty).toBe(true);
  });
});
