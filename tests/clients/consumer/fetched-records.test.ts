/**
 * From the bytes of a fetch to the records that an application may see.
 */
import { describe, expect, test } from 'vitest';
import { AssignedPartition } from '#clients/consumer/assigned-partition.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import { FetchedRecords } from '#clients/consumer/fetched-records.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { encodeTransactionMarker } from '#storage/control-record.ts';
import { textOf } from './consumer-world.ts';

const utf8 = new TextEncoder();

interface BatchOptions {
  readonly codec?: 'none' | 'gzip' | 'zstd';
  readonly producerId?: number;
}

/** A batch of values from an offset on; with a producer it is part of a transaction. */
function batch(baseOffset: number, values: readonly string[], options: BatchOptions = {}) {
  const { codec = 'none', producerId } = options;
  const bytes = encodeBatch({
    baseOffset,
    records: values.map((value) => ({ timestamp: 5, value: utf8.encode(value) })),
    codec,
    codecs: nodeHost.codecs,
    ...(producerId !== undefined && {
      producerId,
      producerEpoch: 0,
      baseSequence: 0,
      isTransactional: true,
    }),
  });
  return bytes;
}

function marker(baseOffset: number, producerId: number, type: 'abort' | 'commit') {
  const who = { producerId, producerEpoch: 0 };
  const bytes = encodeTransactionMarker({ type, coordinatorEpoch: 0, timestamp: 5 }, who);
  new DataView(bytes.buffer, bytes.byteOffset).setBigInt64(0, BigInt(baseOffset));
  return bytes;
}

function fetched(
  pieces: readonly Uint8Array[],
  { from = 0, readCommitted = false, checkCrcs = true, aborted = [] as [number, number][] } = {},
) {
  const records = Buffer.concat(pieces);
  const answer = {
    partitionIndex: 0,
    errorCode: 0,
    highWatermark: 0,
    lastStableOffset: 0,
    logStartOffset: 0,
    abortedTransactions: aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset })),
    records,
  } as unknown as ConstructorParameters<typeof FetchedRecords>[2];
  const partition = new AssignedPartition({ topic: 't', partition: 0 });
  return new FetchedRecords(partition, { offset: from, leaderEpoch: -1 }, answer, {
    codecs: nodeHost.codecs,
    readCommitted,
    checkCrcs,
  });
}

/** All of it, `most` at a time, as `offset value`. */
function all(one: FetchedRecords, most = 100): string[] {
  const lines: string[] = [];
  while (!one.isDrained) {
    const records: ConsumedRecord[] = [];
    one.take(most, records);
    expect(records.length).toBeLessThanOrEqual(most);
    lines.push(...records.map((record) => `${record.offset} ${textOf(record)}`));
  }
  return lines;
}

describe('what was fetched', () => {
  test.each([1, 2, 3, 100])('is given in order, %i at a time, over the ends of batches', (most) => {
    const pieces = [batch(0, ['a', 'b', 'c']), batch(3, ['d']), batch(7, ['e', 'f'])];
    const lines = ['0 a', '1 b', '2 c', '3 d', '7 e', '8 f'];
    expect(all(fetched(pieces), most)).toEqual(lines);
  });

  test.each(['gzip', 'zstd'] as const)('is unpacked (%s)', (codec) => {
    expect(all(fetched([batch(0, ['a', 'b'], { codec })]))).toEqual(['0 a', '1 b']);
  });

  test('begins at the position, in the middle of a batch', () => {
    const one = fetched([batch(0, ['a', 'b', 'c'])], { from: 2 });
    expect(all(one)).toEqual(['2 c']);
    expect(one.position.offset).toBe(3);
  });

  test('ends before a batch that is cut off', () => {
    const cut = batch(2, ['c', 'd']).subarray(0, 70);
    const one = fetched([batch(0, ['a', 'b']), cut]);
    expect(all(one)).toEqual(['0 a', '1 b']);
    expect(one.end.offset).toBe(2);
  });

  test('may be nothing', () => {
    expect(fetched([]).isDrained).toBe(true);
    expect(fetched([batch(0, ['a']).subarray(0, 40)]).isDrained).toBe(true);
  });

  test('shows no markers, and moves on behind them', () => {
    const pieces = [batch(0, ['a'], { producerId: 9 }), marker(1, 9, 'commit'), batch(2, ['b'])];
    const one = fetched(pieces);
    expect(all(one, 1)).toEqual(['0 a', '2 b']);
    const last = fetched([batch(0, ['a'], { producerId: 9 }), marker(1, 9, 'commit')]);
    all(last, 1);
    expect(last.position.offset).toBe(2);
  });

  test('with read_committed leaves out what was aborted, by each producer until its marker', () => {
    const pieces = [
      batch(0, ['a1'], { producerId: 1 }),
      batch(1, ['b1'], { producerId: 2 }),
      batch(2, ['plain']),
      marker(3, 1, 'abort'),
      batch(4, ['a2'], { producerId: 1 }),
      marker(5, 2, 'commit'),
      marker(6, 1, 'commit'),
    ];
    const aborted: [number, number][] = [[1, 0]];
    const readCommitted = true;
    expect(all(fetched(pieces, { readCommitted, aborted }), 1)).toEqual([
      '1 b1',
      '2 plain',
      '4 a2',
    ]);
    expect(all(fetched(pieces, { aborted }), 1)).toEqual(['0 a1', '1 b1', '2 plain', '4 a2']);
  });
});

describe('damage', () => {
  const damaged = () => {
    const bytes = batch(2, ['c', 'd']).slice();
    bytes[bytes.length - 2] = (bytes.at(-2) as number) ^ 0xff;
    return bytes;
  };

  test('is told after what lies before it, with what to do, and again', () => {
    const one = fetched([batch(0, ['a', 'b']), damaged()]);
    const records: ConsumedRecord[] = [];
    const told =
      /^Received exception when fetching the next record from t-0\. If needed, please seek past/;
    expect(() => one.take(100, records)).toThrow(told);
    expect([records.length, one.position.offset]).toEqual([2, 2]);
    expect(() => one.take(100, records)).toThrow(told);
    expect(records).toHaveLength(2);
  });

  test('of a checksum alone is passed over where check.crcs is off', () => {
    const bytes = batch(0, ['a', 'b']).slice();
    bytes[17] = (bytes[17] as number) ^ 1;
    expect(all(fetched([bytes], { checkCrcs: false }))).toEqual(['0 a', '1 b']);
    expect(() => all(fetched([bytes]))).toThrow('does not match its checksum');
  });

  test('of the format itself is told, and holds up nothing before it', () => {
    const bytes = batch(1, ['b']).slice();
    bytes[16] = 9;
    const one = fetched([batch(0, ['a']), bytes]);
    const records: ConsumedRecord[] = [];
    one.take(1, records);
    expect(records.map(textOf)).toEqual(['a']);
    expect(() => one.take(1, records)).toThrow('magic 9');
  });
});
