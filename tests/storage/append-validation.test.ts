import { describe, expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { type AppendContext, validateAppend } from '#storage/append-validation.ts';
import { computeBatchCrc, isCrcValid } from '#storage/batch-checksum.ts';
import {
  ATTRIBUTES_AT,
  BASE_OFFSET_AT,
  BASE_TIMESTAMP_AT,
  BATCH_HEADER_SIZE,
  BATCH_LENGTH_AT,
  CRC_AT,
  LAST_OFFSET_DELTA_AT,
  MAGIC_AT,
  RECORD_COUNT_AT,
  readBatchHeader,
} from '#storage/batch-header.ts';
import { MAX_DECOMPRESSED_BYTES, recordsOf } from '#storage/batch-reader.ts';
import { type BatchInput, encodeBatch } from '#storage/batch-writer.ts';
import { writeInt16, writeInt32, writeInt64 } from '#storage/big-endian.ts';
import { encodeTransactionMarker } from '#storage/control-record.ts';
import { defaultLogConfig, type LogConfig } from '#storage/log-config.ts';

const NOW = 1_700_000_000_000;
const ascii = (text: string) => new TextEncoder().encode(text);

describe('an accepted batch', () => {
  test('is the array that came, with offsets and leader epoch patched and the producer’s CRC', () => {
    const sent = threeRecords();
    const crc = readBatchHeader(sent).crc;
    const result = accept(sent);
    expect(result.records.buffer).toBe(sent.buffer);
    expect(result).toMatchObject({ firstOffset: 42, lastOffset: 44, logAppendTime: -1 });
    expect(result).toMatchObject({ maxTimestamp: NOW + 5, offsetOfMaxTimestamp: 44 });
    expect(result.batches).toEqual([readBatchHeader(sent)]);
    expect(readBatchHeader(sent)).toMatchObject({ baseOffset: 42, partitionLeaderEpoch: 7, crc });
    expect(isCrcValid(sent, readBatchHeader(sent))).toBe(true);
  });

  test('gets the broker’s time where the topic wants it', () => {
    const result = accept(threeRecords(), { messageTimestampType: 'LogAppendTime' });
    const [batch] = result.batches;
    expect(result).toMatchObject({ logAppendTime: NOW, maxTimestamp: NOW });
    expect(batch).toMatchObject({ timestampType: 'LogAppendTime', maxTimestamp: NOW });
    expect(isCrcValid(result.records, batch as never)).toBe(true);
    const timestamps = [...recordsOf(result.records, batch as never, nodeCodecs)];
    expect(timestamps.map((record) => record.timestamp)).toEqual([NOW, NOW, NOW]);
  });

  test('gets its true largest timestamp when its header lies about it', () => {
    const lying = threeRecords({ maxTimestamp: NOW - 1000 });
    const result = accept(lying);
    expect(result.maxTimestamp).toBe(NOW + 5);
    expect(isCrcValid(result.records, readBatchHeader(result.records))).toBe(true);
  });

  test('without timestamps is accepted, however narrow the range', () => {
    const batch = encodeBatch({ records: [{ value: ascii('a') }] });
    const narrow = { messageTimestampBeforeMaxMs: 0, messageTimestampAfterMaxMs: 0 };
    expect(accept(batch, narrow).maxTimestamp).toBe(-1);
  });

  test.each([
    ['none', 'gzip', 'gzip'],
    ['gzip', 'zstd', 'zstd'],
    ['lz4', 'uncompressed', 'none'],
    ['snappy', 'producer', 'snappy'],
    ['zstd', 'zstd', 'zstd'],
  ] as const)('compressed with %s is %s on a topic, so stored as %s', (sent, wanted, stored) => {
    const batch = threeRecords({ codec: sent, producerId: 9, producerEpoch: 1, baseSequence: 4 });
    const result = accept(batch, { compressionType: wanted });
    const header = readBatchHeader(result.records);
    expect(header).toMatchObject({ codec: stored, baseOffset: 42, producerId: 9, baseSequence: 4 });
    expect(isCrcValid(result.records, header)).toBe(true);
    const keys = [...recordsOf(result.records, header, nodeCodecs)].map((record) => record.key);
    expect(keys).toEqual([ascii('a'), ascii('b'), ascii('c')]);
  });

  test.each(['none', 'gzip'] as const)(
    'with gaps between its offset deltas (%s) loses them',
    (codec) => {
      const gaps = encodeBatch({
        records: [{ offset: 0 }, { offset: 5 }, { offset: 2 }],
        lastOffset: 2,
        codec,
        codecs: nodeCodecs,
      });
      const { records } = accept(gaps);
      const offsets = [...recordsOf(records, readBatchHeader(records), nodeCodecs)];
      expect(offsets.map((record) => record.offset)).toEqual([42, 43, 44]);
    },
  );

  test('ends where it says, although bytes follow that make no second batch', () => {
    const sent = threeRecords();
    const padded = concat(sent, threeRecords().subarray(0, 70));
    expect(accept(padded).records).toHaveLength(sent.length);
  });

  test('of a coordinator may be a marker, on a compacted topic too', () => {
    const producer = { producerId: 1, producerEpoch: 0 };
    const marker = { type: 'commit', coordinatorEpoch: 2, timestamp: NOW } as const;
    const compressing = {
      cleanupPolicy: new Set(['compact'] as const),
      compressionType: 'gzip',
    } as const;
    const result = validateAppend(encodeTransactionMarker(marker, producer), {
      ...contextWith(compressing),
      origin: 'coordinator',
    });
    expect(result).toMatchObject({ ok: true, firstOffset: 42, batches: [{ codec: 'none' }] });
  });
});

describe('refused with an error code and unchanged', () => {
  const cases: [string, number, Uint8Array, Partial<LogConfig>?][] = [
    ['no bytes', ErrorCode.INVALID_RECORD, new Uint8Array(0)],
    ['a cut-off batch', ErrorCode.INVALID_RECORD, threeRecords().subarray(0, 70)],
    ['a second batch', ErrorCode.INVALID_RECORD, concat(threeRecords(), threeRecords())],
    ['magic 0', ErrorCode.INVALID_RECORD, patched((b) => b.fill(0, MAGIC_AT, MAGIC_AT + 1))],
    ['magic 1', ErrorCode.INVALID_RECORD, patched((b) => b.fill(1, MAGIC_AT, MAGIC_AT + 1))],
    ['magic 3', ErrorCode.CORRUPT_MESSAGE, patched((b) => b.fill(3, MAGIC_AT, MAGIC_AT + 1))],
    [
      'a length below 49',
      ErrorCode.CORRUPT_MESSAGE,
      patched((b) => writeInt32(b, BATCH_LENGTH_AT, 48)),
    ],
    [
      'a negative length',
      ErrorCode.CORRUPT_MESSAGE,
      patched((b) => writeInt32(b, BATCH_LENGTH_AT, -1)),
    ],
    [
      'a length one too short',
      ErrorCode.CORRUPT_MESSAGE,
      patched((b) => writeInt32(b, BATCH_LENGTH_AT, b.length - 13)),
    ],
    [
      'a flipped bit',
      ErrorCode.CORRUPT_MESSAGE,
      patched((b) => {
        b[70] = (b[70] as number) ^ 1;
      }),
    ],
    [
      'more than max.message.bytes',
      ErrorCode.MESSAGE_TOO_LARGE,
      threeRecords(),
      { maxMessageBytes: 80 },
    ],
    ['more than a segment', ErrorCode.RECORD_LIST_TOO_LARGE, threeRecords(), { segmentBytes: 80 }],
    ['a base offset', ErrorCode.INVALID_RECORD, patched((b) => writeInt64(b, BASE_OFFSET_AT, 1))],
    ['no records', ErrorCode.INVALID_RECORD, encodeBatch({ records: [] })],
    [
      'a negative count',
      ErrorCode.INVALID_RECORD,
      resummed((b) => writeInt32(b, RECORD_COUNT_AT, -3)),
    ],
    [
      'a count unlike the deltas',
      ErrorCode.INVALID_RECORD,
      resummed((b) => writeInt32(b, RECORD_COUNT_AT, 2)),
    ],
    [
      'a count unlike the records',
      ErrorCode.INVALID_RECORD,
      resummed((b) => {
        writeInt32(b, RECORD_COUNT_AT, 4);
        writeInt32(b, LAST_OFFSET_DELTA_AT, 3);
      }),
    ],
    ['a control batch', ErrorCode.INVALID_RECORD, threeRecords({ isControl: true })],
    ['a delete horizon', ErrorCode.INVALID_RECORD, threeRecords({ deleteHorizonMs: NOW })],
    [
      'a producer without a sequence',
      ErrorCode.INVALID_RECORD,
      threeRecords({ producerId: 1, producerEpoch: 0 }),
    ],
    [
      'a producer without an epoch',
      ErrorCode.INVALID_RECORD,
      threeRecords({ producerId: 1, baseSequence: 0 }),
    ],
    [
      'a transaction without a producer',
      ErrorCode.INVALID_RECORD,
      threeRecords({ isTransactional: true }),
    ],
    [
      'a timestamp beyond 2^53',
      ErrorCode.INVALID_RECORD,
      resummed((b) => writeInt32(b, BASE_TIMESTAMP_AT, 0x7fffffff)),
    ],
    [
      'an unknown codec',
      ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
      resummed((b) => writeInt16(b, ATTRIBUTES_AT, 5)),
    ],
    [
      'gzip that is none',
      ErrorCode.INVALID_RECORD,
      resummed((b) => writeInt16(b, ATTRIBUTES_AT, 1)),
    ],
    [
      'snappy that is none',
      ErrorCode.INVALID_RECORD,
      resummed((b) => writeInt16(b, ATTRIBUTES_AT, 2)),
    ],
    [
      'lz4 that is none',
      ErrorCode.INVALID_RECORD,
      resummed((b) => writeInt16(b, ATTRIBUTES_AT, 3)),
    ],
    [
      'zstd that is none',
      ErrorCode.INVALID_RECORD,
      resummed((b) => writeInt16(b, ATTRIBUTES_AT, 4)),
    ],
    [
      'an overlong varint',
      ErrorCode.INVALID_RECORD,
      resummed((b) => b.fill(0xff, BATCH_HEADER_SIZE, BATCH_HEADER_SIZE + 6)),
    ],
    [
      'a record longer than the batch',
      ErrorCode.INVALID_RECORD,
      resummed((b) => b.fill(0x7e, BATCH_HEADER_SIZE, BATCH_HEADER_SIZE + 1)),
    ],
    [
      'a record of negative length',
      ErrorCode.INVALID_RECORD,
      resummed((b) => b.fill(0x03, BATCH_HEADER_SIZE, BATCH_HEADER_SIZE + 1)),
    ],
    [
      'the producer’s own LogAppendTime',
      ErrorCode.INVALID_TIMESTAMP,
      threeRecords({ logAppendTime: NOW }),
    ],
  ];

  test.each(cases)('%s', (_, errorCode, sent, config) => {
    const before = sent.slice();
    const result = validateAppend(sent, contextWith(config));
    expect(result).toMatchObject({ ok: false, errorCode });
    expect(result.ok || result.message).toMatch(/.{20}/);
    expect(sent).toEqual(before);
  });

  test('a few kilobytes that grow past what a request could carry uncompressed', () => {
    const records = [{ value: new Uint8Array(MAX_DECOMPRESSED_BYTES) }];
    const bomb = encodeBatch({ records, codec: 'zstd', codecs: nodeCodecs });
    expect(bomb.length).toBeLessThan(50_000);
    expect(validateAppend(bomb, contextWith())).toMatchObject({
      errorCode: ErrorCode.INVALID_RECORD,
      message: expect.stringContaining('grows past'),
    });
  });

  test('a batch that outgrows the bound when it is stored uncompressed', () => {
    const records = [{ value: new Uint8Array(100_000) }];
    const sent = encodeBatch({ records, codec: 'gzip', codecs: nodeCodecs });
    const config = { compressionType: 'uncompressed', maxMessageBytes: 50_000 } as const;
    expect(validateAppend(sent, contextWith(config))).toMatchObject({
      errorCode: ErrorCode.MESSAGE_TOO_LARGE,
    });
  });
});

describe('single records to blame', () => {
  test('are those without a key on a compacted topic', () => {
    const records = [{ key: ascii('k') }, { key: null }, { key: ascii('l') }, {}];
    const compacted = { cleanupPolicy: new Set(['compact'] as const) };
    const result = validateAppend(encodeBatch({ records }), contextWith(compacted));
    expect(result).toMatchObject({ errorCode: ErrorCode.INVALID_RECORD });
    expect(!result.ok && result.recordErrors.map((e) => e.batchIndex)).toEqual([1, 3]);
  });

  test('are those too old or too far ahead, and that outweighs a missing key', () => {
    const records = [
      { key: ascii('k'), timestamp: NOW - 101 },
      { timestamp: NOW },
      { key: ascii('k'), timestamp: NOW - 100 },
      { key: ascii('k'), timestamp: NOW + 50 },
      { key: ascii('k'), timestamp: NOW + 51 },
    ];
    const result = validateAppend(
      encodeBatch({ records }),
      contextWith({
        cleanupPolicy: new Set(['compact'] as const),
        messageTimestampBeforeMaxMs: 100,
        messageTimestampAfterMaxMs: 50,
      }),
    );
    expect(result).toMatchObject({ errorCode: ErrorCode.INVALID_TIMESTAMP });
    expect(!result.ok && result.recordErrors.map((e) => e.batchIndex)).toEqual([0, 1, 4]);
  });

  test('are listed up to a thousand', () => {
    const records = Array.from({ length: 5000 }, () => ({}));
    const compacted = { cleanupPolicy: new Set(['compact'] as const) };
    const result = validateAppend(encodeBatch({ records }), contextWith(compacted));
    expect(!result.ok && result.recordErrors).toHaveLength(1000);
    expect(!result.ok && result.message).toContain('5000');
  });
});

describe('what a leader has accepted', () => {
  const follower = { ...contextWith(), origin: 'replication' } as const;

  test('is taken as it is: several batches, gaps and markers included', () => {
    const marker = { type: 'abort', coordinatorEpoch: 0, timestamp: NOW } as const;
    const control = encodeTransactionMarker(marker, { producerId: 3, producerEpoch: 0 });
    writeInt64(control, BASE_OFFSET_AT, 60);
    const sent = concat(
      threeRecords({ baseOffset: 42 }),
      threeRecords({ baseOffset: 50 }),
      control,
    );
    const result = validateAppend(sent.slice(), follower);
    expect(result).toMatchObject({ ok: true, records: sent, firstOffset: 42, lastOffset: 60 });
    expect(result).toMatchObject({ maxTimestamp: NOW + 5, offsetOfMaxTimestamp: 44 });
  });

  test('ends before a batch that the fetch cut off', () => {
    const whole = threeRecords({ baseOffset: 42 });
    const cut = concat(whole, threeRecords({ baseOffset: 45 }).subarray(0, 80));
    expect(validateAppend(cut, follower)).toMatchObject({ ok: true, records: whole });
  });

  test.each([
    ['before the log’s end', ErrorCode.INVALID_RECORD, threeRecords({ baseOffset: 41 })],
    [
      'out of order',
      ErrorCode.INVALID_RECORD,
      concat(threeRecords({ baseOffset: 50 }), threeRecords({ baseOffset: 51 })),
    ],
    [
      'corrupt',
      ErrorCode.CORRUPT_MESSAGE,
      patched((b) => {
        b[75] = (b[75] as number) ^ 1;
        b[7] = 42;
      }),
    ],
    ['nothing', ErrorCode.INVALID_RECORD, new Uint8Array(0)],
  ])('is refused when it is %s', (_, errorCode, sent) => {
    expect(validateAppend(sent, follower)).toMatchObject({ ok: false, errorCode });
  });
});

function contextWith(config: Partial<LogConfig> = {}): AppendContext {
  return {
    origin: 'client',
    nextOffset: 42,
    now: NOW,
    leaderEpoch: 7,
    config: { ...defaultLogConfig, ...config },
    codecs: nodeCodecs,
  };
}

function accept(sent: Uint8Array, config: Partial<LogConfig> = {}) {
  const result = validateAppend(sent, contextWith(config));
  if (!result.ok) throw new Error(result.message);
  return result;
}

function threeRecords(more: Partial<BatchInput> = {}): Uint8Array {
  const records = [
    { timestamp: NOW, key: ascii('a'), value: ascii('1') },
    { timestamp: NOW + 5, key: ascii('b'), value: null },
    {
      timestamp: NOW + 1,
      key: ascii('c'),
      value: ascii('3'),
      headers: [{ key: 'h', value: null }],
    },
  ];
  return encodeBatch({ records, codecs: nodeCodecs, ...more });
}

function patched(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = threeRecords();
  change(bytes);
  return bytes;
}

/** Changed with intent: the checksum is right. */
function resummed(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = patched(change);
  writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length));
  return bytes;
}

function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
