/**
 * Task 1.3, decoding and validating: Kafka's own bytes, and bytes that lie.
 */

import { computeBatchCrc } from 'reference:storage/batch-checksum.ts';
import { encodeBatch } from 'reference:storage/batch-writer.ts';
import { defaultLogConfig } from 'reference:storage/log-config.ts';
import fc from 'fast-check';
import type { Codecs } from '#env/codecs.ts';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { validateAppend } from '#storage/append-validation.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import { type BatchHeader, readBatchHeader } from '#storage/batch-header.ts';
import { batchesOf, nextBatch, recordsOf, recordTimestamp } from '#storage/batch-reader.ts';
import { RecordCursor } from '#storage/record-cursor.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectEqual, expectError, expectTrue, hexBytes } from '../../course/grading/expect.ts';
import { forAll } from './for-all.ts';
import { kafkaBatches, kafkaBytes, SEGMENTS, toBase64 } from './kafka-files.ts';

const CORRUPT_MESSAGE = 2;
const UNSUPPORTED_FOR_MESSAGE_FORMAT = 43;
const UNSUPPORTED_COMPRESSION_TYPE = 76;
const INVALID_RECORD = 87;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Two batches back to back: offsets 0 and 1, offset 2. */
const FIRST = encodeBatch({ records: [{ timestamp: 1, value: utf8('a') }, { timestamp: 2 }] });
const SECOND = encodeBatch({ records: [{ timestamp: 3, value: utf8('b') }], baseOffset: 2 });
const BOTH = Uint8Array.of(...FIRST, ...SECOND);

behaviour('decode-header', () => {
  for (const segment of SEGMENTS) {
    const bytes = kafkaBytes(`${segment}.log`);
    for (const batch of kafkaBatches(`${segment}.log`)) {
      const { records: _, deleteHorizonMs, ...told } = batch;
      const { isValid: __, ...expected } = told as typeof told & { isValid: boolean };
      const header = readBatchHeader(bytes, batch.position);
      const seen = pick(header, Object.keys(expected));
      expectEqual(
        seen,
        expected,
        `the header of Kafka's batch at ${batch.position} of ${segment}.log`,
      );
      const horizon = header.hasDeleteHorizon ? header.baseTimestamp : null;
      expectEqual(horizon, deleteHorizonMs, `the delete horizon of the batch at ${batch.position}`);
    }
  }
  expectEqual(
    readBatchHeader(MADE_UP, 3),
    MADE_UP_HEADER,
    'a header with every field at an extreme',
  );
  const last = [
    { records: 1, baseSequence: 0x7fffffff, expected: 0x7fffffff },
    { records: 2, baseSequence: 0x7fffffff, expected: 0 },
    { records: 3, baseSequence: 0x7ffffffe, expected: 0 },
    { records: 3, baseSequence: 0, expected: 2 },
    { records: 3, baseSequence: -1, expected: -1 },
  ];
  for (const { records, baseSequence, expected } of last) {
    const bytes = encodeBatch({
      records: new Array(records).fill({}),
      producerId: 1,
      baseSequence,
    });
    const what = `the last sequence of ${records} records from ${baseSequence} on`;
    expectEqual(readBatchHeader(bytes).lastSequence, expected, what);
  }
  const codecs = [0, 1, 2, 3, 4, 5, 6, 7].map((id) => {
    const bytes = FIRST.slice();
    bytes[22] = id;
    return readBatchHeader(bytes).codec;
  });
  const names = ['none', 'gzip', 'snappy', 'lz4', 'zstd', 'unknown', 'unknown', 'unknown'];
  expectEqual(codecs, names, 'the codecs of the ids 0 to 7');
  const early = () => readBatchHeader(BOTH.subarray(0, 70), 10);
  expectError(early, 'RangeError', 'reading a header of which 60 bytes are there');
});

behaviour('decode-torn-tail', () => {
  const first = FIRST.length;
  for (let end = 0; end <= BOTH.length; end++) {
    const expected = end < first ? [] : end < BOTH.length ? [0] : [0, first];
    const what = `where batches begin in the first ${end} of ${BOTH.length} bytes`;
    expectEqual([...batchesOf(BOTH.subarray(0, end))].map(at), expected, what);
    expectEqual([...batchesOf(BOTH, 0, end)].map(at), expected, `${what}, told by \`end\``);
  }
  const garbage = new Uint8Array(16).fill(0xff);
  expectEqual(nextBatch(garbage, 0), undefined, 'a batch of which 16 bytes are there');
  expectEqual(nextBatch(BOTH, BOTH.length), undefined, 'a batch at the very end');
  const header = nextBatch(BOTH, first);
  expectEqual(
    pick(header, ['position', 'baseOffset', 'sizeInBytes']),
    { position: first, baseOffset: 2, sizeInBytes: SECOND.length },
    'the second batch',
  );
  for (const length of [SECOND.length - 11, 1_000_000, 0x7fffffff]) {
    const bytes = BOTH.slice();
    new DataView(bytes.buffer).setInt32(first + 8, length);
    expectEqual([...batchesOf(bytes)].map(at), [0], `batches when the last says length ${length}`);
  }
});

behaviour('decode-length-lies', () => {
  for (const length of [48, 1, 0, -1, -12, -2_147_483_648]) {
    const bytes = BOTH.slice();
    new DataView(bytes.buffer).setInt32(8, length);
    refused(() => nextBatch(bytes, 0), CORRUPT_MESSAGE, `a batch whose length says ${length}`);
    refused(
      () => nextBatch(bytes, 0, 17),
      CORRUPT_MESSAGE,
      `the same, of which 17 bytes are there`,
    );
    refused(() => [...batchesOf(bytes)], CORRUPT_MESSAGE, `a walk over a length of ${length}`);
  }
  const shortest = encodeBatch({ records: [], lastOffset: 4 });
  expectEqual(nextBatch(shortest, 0)?.batchLength, 49, 'the length of a batch without records');
});

behaviour('decode-old-formats', () => {
  const codes = [
    [0, UNSUPPORTED_FOR_MESSAGE_FORMAT],
    [1, UNSUPPORTED_FOR_MESSAGE_FORMAT],
    [3, CORRUPT_MESSAGE],
    [127, CORRUPT_MESSAGE],
    [255, CORRUPT_MESSAGE],
  ] as const;
  for (const [magic, code] of codes) {
    const bytes = FIRST.slice();
    bytes[16] = magic;
    refused(() => nextBatch(bytes, 0), code, `a batch of magic ${magic}`);
    refused(() => nextBatch(bytes, 0, 17), code, `17 bytes of a batch of magic ${magic}`);
    new DataView(bytes.buffer).setInt32(8, 14);
    refused(() => nextBatch(bytes, 0), code, `a batch of magic ${magic} and length 14`);
  }
});

behaviour('decode-checksum', () => {
  for (const segment of SEGMENTS) {
    const bytes = kafkaBytes(`${segment}.log`);
    for (const { position } of kafkaBatches(`${segment}.log`)) {
      const what = `the checksum of Kafka's batch at ${position} of ${segment}.log`;
      expectTrue(isCrcValid(bytes, readBatchHeader(bytes, position)), `${what} is right`);
    }
  }
  const start = FIRST.length;
  for (let i = 0; i < SECOND.length; i++) {
    if (i >= 8 && i < 12) continue;
    const bytes = BOTH.slice();
    bytes[start + i] = (bytes[start + i] as number) ^ 0x10;
    const valid = isCrcValid(bytes, readBatchHeader(bytes, start));
    const covered = i >= 17;
    expectEqual(
      valid,
      !covered,
      `whether the checksum is right after byte ${i} of a batch changed`,
    );
  }
});

behaviour('decode-records', () => {
  const flat = SEGMENTS.filter((name) => !/gzip|snappy|lz4|zstd/.test(name));
  for (const segment of flat) sameAsKafka(segment);
  const batch = readBatchHeader(FIRST);
  const created = { ...batch, baseTimestamp: 1000, maxTimestamp: 5000 };
  expectEqual(recordTimestamp(created, -300), 700, 'the timestamp of a delta of -300 to 1000');
  const appended = { ...created, timestampType: 'LogAppendTime' as const };
  expectEqual(recordTimestamp(appended, -300), 5000, 'the same in a batch of LogAppendTime');
  const seconds = [...recordsOf(BOTH, readBatchHeader(BOTH, FIRST.length), nodeCodecs)];
  expectEqual(
    seconds.map(({ offset, timestamp }) => ({ offset, timestamp })),
    [{ offset: 2, timestamp: 3 }],
    'the records of the second of two batches',
  );
  readsTwice();
  longVarints();
  anyRecords();
});

behaviour('decode-compressed', () => {
  for (const codec of ['gzip', 'snappy', 'lz4', 'zstd']) {
    sameAsKafka(`codec-${codec}-0/00000000000000000000`);
  }
  sameAsKafka('append-time-0/00000000000000000000');
  const zipped = encodeBatch({
    records: [{ value: utf8('a') }],
    codec: 'gzip',
    codecs: nodeCodecs,
  });
  const bounds: number[] = [];
  const codecs: Codecs = {
    compress: nodeCodecs.compress,
    decompress(codec, data, maxBytes) {
      bounds.push(maxBytes);
      return nodeCodecs.decompress(codec, data, maxBytes);
    },
  };
  expectEqual(
    [...recordsOf(zipped, readBatchHeader(zipped), codecs)].length,
    1,
    'records of a gzip batch',
  );
  expectEqual(bounds, [100 * 1024 * 1024], 'the bounds that decompression was given');
  const broken = zipped.slice();
  broken.fill(0xff, 61);
  refused(() => recordsIn(broken), INVALID_RECORD, 'a gzip batch whose data is broken');
  zipped[22] = 5;
  refused(() => recordsIn(zipped), UNSUPPORTED_COMPRESSION_TYPE, 'a batch of codec 5');
});

behaviour('decode-emptied-batch', () => {
  const empty = encodeBatch({ records: [], baseOffset: 10, lastOffset: 14 });
  expectEqual(recordsIn(empty), [], 'the records of a batch that has none');
  for (const attributes of [1, 4, 5, 0x30]) {
    empty[22] = attributes;
    expectEqual(recordsIn(empty), [], `the same with attributes ${attributes}`);
  }
});

behaviour('decode-count-lies', () => {
  for (const count of [1, 3, 4, 2_147_483_647, -1]) {
    const bytes = FIRST.slice();
    new DataView(bytes.buffer).setInt32(57, count);
    refused(
      () => recordsIn(bytes),
      INVALID_RECORD,
      `a batch of 2 records that says it has ${count}`,
    );
  }
  const longer = Uint8Array.of(...FIRST, 0);
  new DataView(longer.buffer).setInt32(8, longer.length - 12);
  refused(() => recordsIn(longer), INVALID_RECORD, 'a batch with a byte behind its records');
  const cut = SECOND.slice(0, 61);
  new DataView(cut.buffer).setInt32(8, 49);
  refused(() => recordsIn(cut), INVALID_RECORD, 'a batch of one record that has no bytes for it');
});

/** Bodies of a record that is not one; the length in front is right unless it is the lie. */
const HOSTILE: readonly (readonly [what: string, bytes: string])[] = [
  ['a length of -1', '01 00 00 00 01 01 00'],
  ['a length beyond the end', '0e 00 00 00 01 01 00'],
  ['a length of 2^31 - 1', 'fe ff ff ff 0f 00 00 00 01 01 00'],
  ['a length of 0', '00'],
  ['fields that are shorter than the record says', '0e 00 00 00 01 01 00 00'],
  ['a length that takes in the record behind it', '1a 00 00 00 01 01 00 0c 00 00 02 01 01 00'],
  ['fields that are longer than the record says', '0a 00 00 00 01 01 00'],
  ['a key that goes beyond the record', '0c 00 00 00 7e 01 00'],
  ['a key of 2^31 - 1 bytes', '14 00 00 00 fe ff ff ff 0f 01 00'],
  ['a key of length -2', '0c 00 00 00 03 01 00'],
  ['a value that goes beyond the record', '0c 00 00 00 01 04 00'],
  ['a value of length -2', '0c 00 00 00 01 03 00'],
  ['-1 headers', '0c 00 00 00 01 01 01'],
  ['2^31 - 1 headers and none there', '14 00 00 00 01 01 fe ff ff ff 0f'],
  ['a header whose name has length -1', '10 00 00 00 01 01 02 01 01'],
  ['a header whose name goes beyond the record', '10 00 00 00 01 01 02 10 01'],
  ['a header whose value has length -2', '10 00 00 00 01 01 02 00 03'],
  ['a header whose value goes beyond the record', '10 00 00 00 01 01 02 00 10'],
  ['a varint of six bytes', '16 00 00 80 80 80 80 80 00 01 01 00'],
  ['a varlong of eleven bytes', '20 00 80 80 80 80 80 80 80 80 80 80 00 00 01 01 00'],
  ['a timestamp delta of 2^53', '1a 00 80 80 80 80 80 80 80 20 00 01 01 00'],
  ['no more than a length', '0c'],
  ['a varint that does not end', '80 80'],
];

behaviour('decode-hostile-records', () => {
  for (const [what, text] of HOSTILE) {
    const body = hexBytes(text);
    refused(
      () => walk(new RecordCursor(body, 0, body.length)),
      INVALID_RECORD,
      `a record with ${what}`,
    );
    const padded = Uint8Array.of(...body, ...new Uint8Array(40));
    const inside = () => walk(new RecordCursor(padded, 0, body.length));
    refused(inside, INVALID_RECORD, `a record with ${what}, and zeros behind \`end\``);
    refused(() => recordsIn(batchOf(body)), INVALID_RECORD, `a batch of a record with ${what}`);
    const answer = validateAppend(batchOf(body), appending());
    expectEqual(
      answer.ok ? 'accepted' : answer.errorCode,
      INVALID_RECORD,
      `the answer to an append with ${what}`,
    );
  }
  anyBytes();
});

/** Asks twice where a second call could go wrong: the end, and text. */
function readsTwice(): void {
  const headers = [
    { key: 'a', value: utf8('1') },
    { key: '\ufeffb', value: null },
  ];
  const bytes = encodeBatch({ records: [{ key: utf8('k'), headers }, { value: utf8('v') }] });
  const cursor = new RecordCursor(bytes, 61, bytes.length);
  expectTrue(cursor.next(), 'there is a first record');
  const names = () => cursor.headers().map(({ key, value }) => [key, toBase64(value)]);
  const expected = [
    ['a', 'MQ=='],
    ['\ufeffb', null],
  ];
  expectEqual(names(), expected, 'the headers of the first record, one with a byte order mark');
  expectEqual(names(), expected, 'the same, asked again');
  expectEqual(
    [cursor.keyLength, toBase64(cursor.key()), cursor.value()],
    [1, 'aw==', null],
    'its key and value',
  );
  expectTrue(cursor.next(), 'there is a second record after headers were read');
  expectEqual(
    [cursor.keyLength, cursor.key(), toBase64(cursor.value())],
    [-1, null, 'dg=='],
    'the key and value of the second',
  );
  expectEqual([cursor.next(), cursor.next()], [false, false], 'what comes after the last');
}

/** Kafka reads varints that are longer than needed, and any attributes of a record. */
function longVarints(): void {
  const body = hexBytes('20 7f 82 80 00 84 80 80 80 00 81 00 82 00 61 80 00');
  const cursor = new RecordCursor(body, 0, body.length);
  expectTrue(cursor.next(), 'a record of long varints is a record');
  const seen = [cursor.timestampDelta, cursor.offsetDelta, cursor.key(), toBase64(cursor.value())];
  expectEqual(seen, [1, 2, null, 'YQ=='], 'a record of long varints');
  const extremes = hexBytes('1a 00 fd ff ff ff ff ff ff 0f 00 01 01 00');
  const far = new RecordCursor(extremes, 0, extremes.length);
  expectTrue(far.next(), 'a record of an extreme timestamp delta is a record');
  expectEqual(far.timestampDelta, -(2 ** 52 - 1), 'its timestamp delta');
}

function anyRecords(): void {
  const bytes = fc.option(fc.uint8Array({ maxLength: 80 }));
  const header = fc.record({ key: fc.string({ unit: 'grapheme' }), value: bytes });
  const record = fc.record({
    timestamp: fc.nat(2_000_000_000_000),
    key: bytes,
    value: bytes,
    headers: fc.array(header, { maxLength: 3 }),
  });
  const batch = fc.record({
    baseOffset: fc.nat(2 ** 50),
    records: fc.array(record, { maxLength: 10 }),
  });
  forAll(13, 150, batch, ({ baseOffset, records }) => {
    const expected = records.map((one, i) => ({ offset: baseOffset + i, ...one }));
    expectEqual(recordsIn(encodeBatch({ baseOffset, records })), expected, 'the records');
  });
}

/** Whatever the bytes: records or an InvalidRecords, and the next record never before the last. */
function anyBytes(): void {
  forAll(14, 3000, fc.uint8Array({ maxLength: 60 }), (body) => {
    const cursor = new RecordCursor(body, 0, body.length);
    let before = 0;
    try {
      while (cursor.next()) {
        const { position } = cursor;
        const goesOn = position > before && position <= body.length;
        expectTrue(goesOn, 'the walk goes on within its range', position);
        cursor.headers();
        before = position;
      }
    } catch (error) {
      if ((error as Error).name !== 'InvalidRecords') throw error;
    }
  });
}

function sameAsKafka(segment: string): void {
  const bytes = kafkaBytes(`${segment}.log`);
  for (const batch of kafkaBatches(`${segment}.log`)) {
    const seen = [...recordsOf(bytes, readBatchHeader(bytes, batch.position), nodeCodecs)];
    const told = seen.map(({ offset, timestamp, key, value, headers }) => ({
      ...{ offset, timestamp, key: toBase64(key), value: toBase64(value) },
      headers: headers.map((one) => ({ key: one.key, value: toBase64(one.value) })),
    }));
    const expected = batch.records.map(({ offset, timestamp, key, value, headers }) => ({
      ...{ offset, timestamp, key, value, headers },
    }));
    expectEqual(
      told,
      expected,
      `the records of Kafka's batch at ${batch.position} of ${segment}.log`,
    );
  }
}

/** A header whose every field is at an end of its range, three bytes into an array. */
const MADE_UP = hexBytes(`ee ee ee
  00 1f ff ff ff ff ff ff  00 00 00 31  ff ff ff fe  02  ff ff ff ff  ff ff  80 00 00 00
  ff ff ff ff ff ff ff ff  ff e0 00 00 00 00 00 01
  00 00 00 00 ff ff ff ff  80 00  ff ff ff ff  80 00 00 01`);

const MADE_UP_HEADER = {
  position: 3,
  baseOffset: Number.MAX_SAFE_INTEGER,
  batchLength: 49,
  sizeInBytes: 61,
  partitionLeaderEpoch: -2,
  magic: 2,
  crc: 0xffffffff,
  attributes: -1,
  codec: 'unknown',
  timestampType: 'LogAppendTime',
  isTransactional: true,
  isControl: true,
  hasDeleteHorizon: true,
  lastOffsetDelta: -(2 ** 31),
  lastOffset: Number.MAX_SAFE_INTEGER - 2 ** 31,
  baseTimestamp: -1,
  maxTimestamp: Number.MIN_SAFE_INTEGER,
  producerId: 0xffffffff,
  producerEpoch: -32768,
  baseSequence: -1,
  lastSequence: -1,
  recordCount: -(2 ** 31) + 1,
};

/** A batch of one record whose bytes are these. */
function batchOf(body: Uint8Array): Uint8Array {
  const header = encodeBatch({ records: [{}] }).subarray(0, 61);
  const bytes = Uint8Array.of(...header, ...body);
  const view = new DataView(bytes.buffer);
  view.setInt32(8, bytes.length - 12);
  view.setUint32(17, computeBatchCrc(bytes, 0, bytes.length));
  return bytes;
}

function appending() {
  return {
    ...{ origin: 'client' as const, nextOffset: 0, now: 1000, leaderEpoch: 0 },
    ...{ config: defaultLogConfig, codecs: nodeCodecs },
  };
}

function walk(cursor: RecordCursor): number {
  let count = 0;
  while (cursor.next()) count++;
  return count;
}

function recordsIn(bytes: Uint8Array) {
  return [...recordsOf(bytes, readBatchHeader(bytes), nodeCodecs)];
}

function refused(run: () => unknown, code: number, what: string): void {
  const error = expectError(run, 'InvalidRecords', what);
  expectEqual(
    (error as Error & { errorCode?: number }).errorCode,
    code,
    `the error code of ${what}`,
  );
}

function at({ position }: BatchHeader): number {
  return position;
}

function pick(from: object | undefined, names: readonly string[]): Record<string, unknown> {
  const values = { ...from } as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
