import { describe, expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import {
  BATCH_LENGTH_AT,
  type BatchHeader,
  MAGIC_AT,
  RECORD_COUNT_AT,
} from '#storage/batch-header.ts';
import { batchesOf, nextBatch, openRecords, recordsOf } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { writeInt32 } from '#storage/big-endian.ts';
import { readTransactionMarker } from '#storage/control-record.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import {
  type ExpectedBatch,
  goldenBytes,
  goldenExpected,
  goldenFiles,
  toBase64,
} from './golden-log.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('a segment that Kafka wrote', () => {
  const segments = goldenFiles('.log');

  test('comes in every codec', () => {
    const codecs = segments.flatMap((path) =>
      [...batchesOf(goldenBytes(path))].map((b) => b.codec),
    );
    expect(new Set(codecs)).toEqual(new Set(['none', 'gzip', 'snappy', 'lz4', 'zstd']));
  });

  test.each(segments)('%s has the headers that Kafka reads in it', (path) => {
    const bytes = goldenBytes(path);
    const headers = [...batchesOf(bytes)];
    const expected = goldenExpected<ExpectedBatch[]>(path);
    expect(headers).toHaveLength(expected.length);
    expected.forEach((batch, index) => {
      const { records: _, isValid, deleteHorizonMs, ...fields } = batch;
      const header = headers[index] as BatchHeader;
      expect(header).toMatchObject(fields);
      expect(isCrcValid(bytes, header)).toBe(isValid);
      expect(header.hasDeleteHorizon ? header.baseTimestamp : null).toBe(deleteHorizonMs);
    });
  });

  test.each(segments)('%s has the records that Kafka reads in it', (path) => {
    const bytes = goldenBytes(path);
    for (const [index, header] of [...batchesOf(bytes)].entries()) {
      const expected = goldenExpected<ExpectedBatch[]>(path)[index] as ExpectedBatch;
      const found = [...recordsOf(bytes, header, nodeCodecs)].map((record) => ({
        offset: record.offset,
        timestamp: record.timestamp,
        key: toBase64(record.key),
        value: toBase64(record.value),
        headers: record.headers.map((h) => ({ key: h.key, value: toBase64(h.value) })),
      }));
      expect(found).toHaveLength(expected.recordCount);
      found.forEach((record, i) => {
        expect(expected.records[i]).toMatchObject(record);
      });
    }
  });

  test('has the transaction markers that Kafka reads in it', () => {
    const markers = segments.flatMap((path) => {
      const bytes = goldenBytes(path);
      return [...batchesOf(bytes)].flatMap((header, index) => {
        const control = goldenExpected<ExpectedBatch[]>(path)[index]?.records[0]?.control;
        if (control?.coordinatorEpoch === undefined) return [];
        return [{ control, marker: readTransactionMarker(bytes, header, nodeCodecs) }];
      });
    });
    expect(new Set(markers.map(({ control }) => control.type))).toEqual(
      new Set(['COMMIT', 'ABORT']),
    );
    for (const { control, marker } of markers) {
      expect(marker?.type.toUpperCase()).toBe(control.type);
      expect(marker?.coordinatorEpoch).toBe(control.coordinatorEpoch);
    }
  });
});

describe('walking batches', () => {
  const one = encodeBatch({ records: [{ timestamp: 1, value: ascii('a') }] });
  const two = encodeBatch({ records: [{ timestamp: 2, value: ascii('b') }], baseOffset: 1 });

  test('stops before a batch that is cut off, wherever the cut is', () => {
    const both = new Uint8Array([...one, ...two]);
    for (let end = one.length; end < both.length; end++) {
      expect([...batchesOf(both, 0, end)].map((b) => b.baseOffset)).toEqual([0]);
    }
    expect([...batchesOf(both)].map((b) => b.position)).toEqual([0, one.length]);
  });

  test.each([-1, 0, 48, -2147483648])('refuses a batch length of %i', (length) => {
    const bytes = one.slice();
    writeInt32(bytes, BATCH_LENGTH_AT, length);
    expect(codeOf(() => nextBatch(bytes, 0))).toBe(ErrorCode.CORRUPT_MESSAGE);
  });

  test.each([
    [0, ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT],
    [1, ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT],
    [3, ErrorCode.CORRUPT_MESSAGE],
  ])('refuses magic %i', (magic, code) => {
    const bytes = one.slice();
    bytes[MAGIC_AT] = magic;
    expect(codeOf(() => nextBatch(bytes, 0))).toBe(code);
  });

  test('refuses a count of records that is not what is there', () => {
    const bytes = one.slice();
    writeInt32(bytes, RECORD_COUNT_AT, 2);
    const header = nextBatch(bytes, 0);
    expect(codeOf(() => [...recordsOf(bytes, header as never, nodeCodecs)])).toBe(
      ErrorCode.INVALID_RECORD,
    );
  });
});

describe('decompression', () => {
  test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('of %s stops at its bound', (codec) => {
    const bomb = encodeBatch({
      records: [{ timestamp: 1, value: new Uint8Array(2_000_000) }],
      codec,
      codecs: nodeCodecs,
    });
    const header = nextBatch(bomb, 0);
    expect(codeOf(() => openRecords(bomb, header as never, nodeCodecs, 100_000))).toBe(
      ErrorCode.INVALID_RECORD,
    );
    expect([...recordsOf(bomb, header as never, nodeCodecs)][0]?.value).toHaveLength(2_000_000);
  });
});

function codeOf(run: () => unknown): number {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidRecords) return error.errorCode;
    throw error;
  }
  return ErrorCode.NONE;
}
