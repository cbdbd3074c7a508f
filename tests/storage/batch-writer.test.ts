import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import { readBatchHeader } from '#storage/batch-header.ts';
import { openRecords, recordsOf } from '#storage/batch-reader.ts';
import { type BatchInput, encodeBatch } from '#storage/batch-writer.ts';
import {
  type ExpectedBatch,
  fromBase64,
  goldenBytes,
  goldenExpected,
  goldenFiles,
} from './golden-log.ts';

describe('an uncompressed batch', () => {
  test.each(goldenFiles('.log'))('of %s is encoded to the bytes that Kafka wrote', (path) => {
    const bytes = goldenBytes(path);
    for (const batch of goldenExpected<ExpectedBatch[]>(path)) {
      if (batch.codec !== 'none') continue;
      const kafkas = bytes.subarray(batch.position, batch.position + batch.sizeInBytes);
      expect(encodeBatch(inputOf(batch, kafkas))).toEqual(kafkas);
    }
  });
});

describe('any batch', () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 50 }));
  const record = fc.record({
    timestamp: fc.oneof(fc.constant(-1), fc.nat(2_000_000_000_000)),
    key: bytes,
    value: bytes,
    headers: fc.array(fc.record({ key: fc.string({ unit: 'grapheme' }), value: bytes })),
  });
  const anyBatch = fc.record({
    baseOffset: fc.nat(Number.MAX_SAFE_INTEGER - 1000),
    codec: fc.constantFrom('none', 'gzip', 'snappy', 'lz4', 'zstd') as fc.Arbitrary<'none'>,
    records: fc.array(record, { minLength: 1, maxLength: 30 }),
    producerId: fc.integer({ min: -1, max: 1_000_000 }),
    baseSequence: fc.integer({ min: -1, max: 0x7fffffff }),
    isTransactional: fc.boolean(),
  });

  test('reads back as it was written', () => {
    fc.assert(
      fc.property(anyBatch, (input) => {
        const encoded = encodeBatch({ ...input, codecs: nodeCodecs });
        const header = readBatchHeader(encoded);
        const { baseOffset, codec, producerId, baseSequence, isTransactional } = input;
        const told = { baseOffset, codec, producerId, baseSequence, isTransactional };
        expect(header).toMatchObject({ ...told, sizeInBytes: encoded.length });
        expect(isCrcValid(encoded, header)).toBe(true);
        expect(header.maxTimestamp).toBe(Math.max(...input.records.map((r) => r.timestamp)));
        expect([...recordsOf(encoded, header, nodeCodecs)]).toEqual(
          input.records.map((r, index) => ({ ...r, offset: baseOffset + index })),
        );
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('keeps a byte order mark at the start of a header name, as Java does', () => {
    const records = [{ headers: [{ key: '\ufeffname', value: null }] }];
    const encoded = encodeBatch({ records });
    const [record] = recordsOf(encoded, readBatchHeader(encoded), nodeCodecs);
    expect(record?.headers).toEqual(records[0]?.headers);
  });

  test('without records keeps its offsets, its producer and its newest timestamp', () => {
    const encoded = encodeBatch({
      records: [],
      baseOffset: 10,
      lastOffset: 14,
      maxTimestamp: 77,
      codec: 'gzip',
      producerId: 5,
      producerEpoch: 1,
      baseSequence: 3,
    });
    expect(readBatchHeader(encoded)).toMatchObject({
      baseOffset: 10,
      lastOffset: 14,
      codec: 'none',
      maxTimestamp: 77,
      lastSequence: 7,
      recordCount: 0,
    });
    expect([...recordsOf(encoded, readBatchHeader(encoded), nodeCodecs)]).toEqual([]);
  });

  test('with a delete horizon counts its timestamps from there', () => {
    const records = [{ timestamp: 1000 }, { timestamp: 900 }];
    const encoded = encodeBatch({ records, deleteHorizonMs: 5000 });
    const header = readBatchHeader(encoded);
    expect(header).toMatchObject({
      hasDeleteHorizon: true,
      baseTimestamp: 5000,
      maxTimestamp: 1000,
    });
    const timestamps = [...recordsOf(encoded, header, nodeCodecs)].map((r) => r.timestamp);
    expect(timestamps).toEqual([1000, 900]);
  });
});

test('sequence numbers go on at 0 after 2^31 - 1', () => {
  const records = [{}, {}, {}];
  const encoded = encodeBatch({
    records,
    producerId: 1,
    producerEpoch: 0,
    baseSequence: 0x7ffffffe,
  });
  expect(readBatchHeader(encoded).lastSequence).toBe(0);
});

/** The input for a batch; its records' own timestamps, which LogAppendTime hides, from the bytes. */
function inputOf(batch: ExpectedBatch, bytes: Uint8Array): BatchInput {
  const { deleteHorizonMs, timestampType, maxTimestamp } = batch;
  const header = readBatchHeader(bytes);
  const cursor = openRecords(bytes, header, nodeCodecs);
  const own = batch.records.map((record) => ({
    offset: record.offset,
    timestamp: cursor.next() ? header.baseTimestamp + cursor.timestampDelta : Number.NaN,
    key: fromBase64(record.key),
    value: fromBase64(record.value),
    headers: record.headers.map((h) => ({ key: h.key, value: fromBase64(h.value) })),
  }));
  const { baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch } = batch;
  const { baseSequence, isTransactional, isControl } = batch;
  return {
    ...{ baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch },
    ...{ baseSequence, isTransactional, isControl, maxTimestamp, records: own },
    deleteHorizonMs: deleteHorizonMs ?? undefined,
    logAppendTime: timestampType === 'LogAppendTime' ? maxTimestamp : undefined,
  };
}
