import { describe, expect, test } from 'vitest';
import { writeInt32 } from '#storage/big-endian.ts';
import { crc32c } from '#storage/crc32c.ts';
import { firstSequenceOf, type ProducerEntry } from '#storage/producer-entry.ts';
import {
  CorruptSnapshot,
  decodeProducerSnapshot,
  encodeProducerSnapshot,
} from '#storage/producer-snapshot.ts';
import { goldenBytes, goldenExpected, goldenFiles } from './golden-log.ts';

interface ExpectedEntry {
  producerId: number;
  producerEpoch: number;
  coordinatorEpoch: number;
  currentTxnFirstOffset: string;
  lastTimestamp: number;
  firstSequence?: number;
  lastSequence?: number;
  lastOffset?: number;
  offsetDelta?: number;
}

describe('a snapshot that Kafka wrote', () => {
  const snapshots = goldenFiles('.snapshot');

  test.each(snapshots)('%s holds what Kafka reads in it', (path) => {
    const entries = decodeProducerSnapshot(goldenBytes(path)).map(asKafkaTells);
    expect(entries).toEqual(
      goldenExpected<object[]>(path).map((e) => ({ ...e, timestamp: undefined })),
    );
  });

  test.each(snapshots)('%s is encoded to the same bytes again', (path) => {
    const bytes = goldenBytes(path);
    expect(encodeProducerSnapshot(decodeProducerSnapshot(bytes))).toEqual(bytes);
  });

  test('holds transactions that were open and producers known by markers alone', () => {
    const all = snapshots.flatMap((path) => decodeProducerSnapshot(goldenBytes(path)));
    expect(all.some((entry) => entry.currentTxnFirstOffset >= 0)).toBe(true);
    expect(all.some((entry) => entry.batches.length === 0)).toBe(true);
  });
});

describe('a snapshot that is not whole', () => {
  const entry: ProducerEntry = {
    producerId: 4000,
    producerEpoch: 2,
    batches: [{ lastSequence: 9, lastOffset: 100, offsetDelta: 3, timestamp: 77 }],
    coordinatorEpoch: -1,
    lastTimestamp: 77,
    currentTxnFirstOffset: -1,
  };
  const good = encodeProducerSnapshot([entry, { ...entry, producerId: 4001 }]);

  test.each([0, 1, 9, 10, 55, 101])('is corrupt when it ends after %i bytes', (length) => {
    expect(() => decodeProducerSnapshot(good.subarray(0, length))).toThrow(CorruptSnapshot);
  });

  test('is corrupt when any bit differs', () => {
    for (let at = 0; at < good.length; at++) {
      const bad = good.slice();
      bad[at] = (bad[at] as number) ^ 0x10;
      expect(() => decodeProducerSnapshot(bad)).toThrow(CorruptSnapshot);
    }
  });

  test.each([-1, 0x7fffffff])('is corrupt when it claims %i entries', (count) => {
    const bad = good.slice();
    writeInt32(bad, 6, count);
    writeInt32(bad, 2, crc32c(bad, 6));
    expect(() => decodeProducerSnapshot(bad)).toThrow(CorruptSnapshot);
  });
});

function asKafkaTells(entry: ProducerEntry): ExpectedEntry {
  const { producerId, producerEpoch, coordinatorEpoch, lastTimestamp } = entry;
  const open = entry.currentTxnFirstOffset;
  const told = {
    ...{ producerId, producerEpoch, coordinatorEpoch, lastTimestamp },
    currentTxnFirstOffset: open < 0 ? 'OptionalLong.empty' : `OptionalLong[${open}]`,
  };
  const [batch] = entry.batches;
  if (batch === undefined) return told;
  const { lastSequence, lastOffset, offsetDelta } = batch;
  return { ...told, firstSequence: firstSequenceOf(batch), lastSequence, lastOffset, offsetDelta };
}
