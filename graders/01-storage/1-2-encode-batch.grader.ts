/**
 * Task 1.2, encoding a batch: compared with Kafka's own bytes, and read back by the reference.
 */

import { computeBatchCrc as referenceCrc } from 'reference:storage/batch-checksum.ts';
import { readBatchHeader } from 'reference:storage/batch-header.ts';
import { openRecords, recordsOf } from 'reference:storage/batch-reader.ts';
import fc from 'fast-check';
import type { Codec, Codecs } from '#env/codecs.ts';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import { type BatchInput, encodeBatch } from '#storage/batch-writer.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectTrue, hexBytes } from '../../course/grading/expect.ts';
import { expectRefusal } from './expect-refusal.ts';
import { forAll } from './for-all.ts';
import {
  fromBase64,
  type KafkaBatch,
  kafkaBatches,
  kafkaBytes,
  SEGMENTS,
  toBase64,
} from './kafka-files.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** One record (timestamp 1000, key k, value v) as a producer sends it: 61 bytes and 9. */
const PLAIN = hexBytes(`
  00 00 00 00 00 00 00 00  00 00 00 3a  ff ff ff ff  02  71 6a 61 89  00 00  00 00 00 00
  00 00 00 00 00 00 03 e8  00 00 00 00 00 00 03 e8
  ff ff ff ff ff ff ff ff  ff ff  ff ff ff ff  00 00 00 01
  10  00  00  00  02 6b  02 76  00`);

behaviour('encode-kafka-bytes', () => {
  for (const segment of SEGMENTS) {
    const bytes = kafkaBytes(`${segment}.log`);
    for (const batch of kafkaBatches(`${segment}.log`)) {
      if (batch.codec !== 'none') continue;
      const kafkas = bytes.subarray(batch.position, batch.position + batch.sizeInBytes);
      const what = `the batch that Kafka wrote at ${batch.position} of ${segment}.log`;
      expectBytes(encodeBatch(inputOf(batch, kafkas)), kafkas, what, 'record-batch');
    }
  }
});

behaviour('encode-producer-defaults', () => {
  const records = [{ timestamp: 1000, key: utf8('k'), value: utf8('v') }];
  expectBytes(encodeBatch({ records }), PLAIN, 'one record, all else left out', 'record-batch');
  const bare = encodeBatch({ records: [{}, {}] });
  const header = readBatchHeader(bare);
  const { baseTimestamp, maxTimestamp, lastOffset, recordCount } = header;
  const told = { baseTimestamp, maxTimestamp, lastOffset, recordCount };
  const expected = { baseTimestamp: -1, maxTimestamp: -1, lastOffset: 1, recordCount: 2 };
  expectEqual(told, expected, 'the header of two records of which nothing is said');
  expectEqual(read(bare), [plain(0, -1), plain(1, -1)], 'two records of which nothing is said');
});

behaviour('encode-checksum-range', () => {
  const bytes = Uint8Array.of(...new Uint8Array(5).fill(9), ...PLAIN, 7, 7, 7);
  expectEqual(
    computeBatchCrc(bytes, 5, PLAIN.length),
    0x716a6189,
    'the checksum of a batch with 5 bytes before it and 3 behind',
  );
  for (const at of [0, 7, 8, 12, 15, 16, 17, 20]) {
    const changed = PLAIN.slice();
    changed[at] = (changed[at] as number) ^ 0xff;
    const what = `the checksum of a batch whose byte ${at} is another`;
    expectEqual(computeBatchCrc(changed, 0, changed.length), 0x716a6189, what);
  }
  for (const at of [21, 22, 23, 60, 61, PLAIN.length - 1]) {
    const changed = PLAIN.slice();
    changed[at] = (changed[at] as number) ^ 0xff;
    const same = computeBatchCrc(changed, 0, changed.length) === 0x716a6189;
    expectTrue(!same, `byte ${at} of a batch counts for its checksum`);
  }
});

behaviour('encode-null-and-empty', () => {
  const empty = new Uint8Array(0);
  const records = [
    { key: null, value: null },
    { key: empty, value: empty },
    { key: null, value: empty },
    { key: empty, value: null },
  ];
  const expected = [
    { ...plain(0, -1), key: null, value: null },
    { ...plain(1, -1), key: '', value: '' },
    { ...plain(2, -1), key: null, value: '' },
    { ...plain(3, -1), key: '', value: null },
  ];
  const encoded = encodeBatch({ records });
  expectBytes(
    encoded.subarray(61),
    hexBytes(
      '0c 00 00 00 01 01 00  0c 00 00 02 00 00 00  0c 00 00 04 01 00 00  0c 00 00 06 00 01 00',
    ),
    'the bytes of four records whose key and value are null or empty',
  );
  expectEqual(read(encoded), expected, 'records whose key and value are null or empty');
});

behaviour('encode-record-headers', () => {
  const headers = [
    { key: 'trace', value: utf8('abc') },
    { key: 'größe €', value: new Uint8Array(0) },
    { key: 'trace', value: null },
    { key: '', value: utf8('z') },
  ];
  const encoded = encodeBatch({ records: [{ headers }, { headers: [] }] });
  expectEqual(
    read(encoded).map((record) => record.headers),
    [
      [
        { key: 'trace', value: 'YWJj' },
        { key: 'größe €', value: '' },
        { key: 'trace', value: null },
        { key: '', value: 'eg==' },
      ],
      [],
    ],
    'the headers of two records, values in base64',
  );
});

behaviour('encode-deltas', () => {
  const timestamps = [5000, 4999, 5063, 5064, 4936, 4935, 1_700_000_000_000, 0];
  const offsets = [1000, 1001, 1063, 1064, 1100, 9192, 9300, 3_000_000];
  const sizes = [0, 50, 56, 57, 58, 63, 64, 9000];
  const records = timestamps.map((timestamp, i) => ({
    timestamp,
    offset: offsets[i] as number,
    value: new Uint8Array(sizes[i] as number).fill(i),
  }));
  const encoded = encodeBatch({ baseOffset: 1000, records });
  const seen = read(encoded).map(({ offset, timestamp, value }) => [
    offset,
    timestamp,
    Buffer.from(value ?? '', 'base64').length,
  ]);
  const expected = timestamps.map((timestamp, i) => [offsets[i], timestamp, sizes[i]]);
  expectEqual(seen, expected, 'offset, timestamp and size of the value of each record');
  const { baseOffset, lastOffset, baseTimestamp } = readBatchHeader(encoded);
  const range = { baseOffset: 1000, lastOffset: 3_000_000, baseTimestamp: 5000 };
  expectEqual(
    { baseOffset, lastOffset, baseTimestamp },
    range,
    'what the header says of the range',
  );
  const large = 2 ** 40 + 5;
  const after = encodeBatch({ baseOffset: large, records: [{ offset: large + 2 }, {}, {}] });
  const found = read(after).map(({ offset }) => offset);
  expectEqual(
    found,
    [large + 2, large + 3, large + 4],
    'offsets that go on after one that is told',
  );
});

behaviour('encode-timestamps', () => {
  const records = [{ timestamp: 1000 }, { timestamp: 3000 }, { timestamp: 900 }, {}];
  const times = (input: BatchInput) => {
    const { baseTimestamp, maxTimestamp, timestampType, hasDeleteHorizon } = readBatchHeader(
      encodeBatch(input),
    );
    return { baseTimestamp, maxTimestamp, timestampType, hasDeleteHorizon };
  };
  const own = { baseTimestamp: 1000, maxTimestamp: 3000, hasDeleteHorizon: false };
  expectEqual(
    times({ records }),
    { ...own, timestampType: 'CreateTime' },
    'the timestamps in the header of records of 1000, 3000, 900 and none',
  );
  expectEqual(
    times({ records, maxTimestamp: 7000 }),
    { ...own, maxTimestamp: 7000, timestampType: 'CreateTime' },
    'the same with a maximum that is told',
  );
  expectEqual(
    times({ records, logAppendTime: 2000, maxTimestamp: 7000 }),
    { ...own, maxTimestamp: 2000, timestampType: 'LogAppendTime' },
    'the same with the broker’s time of append',
  );
  const horizon = encodeBatch({ records, deleteHorizonMs: 50_000 });
  expectEqual(
    times({ records, deleteHorizonMs: 50_000 }),
    {
      baseTimestamp: 50_000,
      maxTimestamp: 3000,
      hasDeleteHorizon: true,
      timestampType: 'CreateTime',
    },
    'the same with a delete horizon',
  );
  const seen = read(horizon).map(({ timestamp }) => timestamp);
  expectEqual(seen, [1000, 3000, 900, -1], 'the records’ timestamps beside a delete horizon');
  const appended = encodeBatch({ records, logAppendTime: 2000 });
  const cursor = openRecords(appended, readBatchHeader(appended), nodeCodecs);
  const deltas = [];
  while (cursor.next()) deltas.push(cursor.timestampDelta);
  expectEqual(deltas, [0, 2000, -100, -1001], 'the deltas that records keep under LogAppendTime');
  expectEqual(
    times({ records: [{ timestamp: 5 }], logAppendTime: 0 }),
    { baseTimestamp: 5, maxTimestamp: 0, timestampType: 'LogAppendTime', hasDeleteHorizon: false },
    'a time of append of 0, which is a time',
  );
  expectEqual(
    times({ records: [], lastOffset: 3, maxTimestamp: 900, deleteHorizonMs: 50_000 }),
    {
      baseTimestamp: 50_000,
      maxTimestamp: 900,
      hasDeleteHorizon: true,
      timestampType: 'CreateTime',
    },
    'a batch that compaction has emptied, with a delete horizon',
  );
});

behaviour('encode-compressed', () => {
  const records = Array.from({ length: 20 }, (_, i) => ({
    timestamp: 1000 + i,
    value: utf8('same'),
  }));
  const flat = encodeBatch({ records });
  for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const { codecs, calls } = watched();
    const encoded = encodeBatch({ records, codec, codecs, baseOffset: 7, compressionLevel: 3 });
    expectEqual(calls.length, 1, `times that ${codec} was asked to compress`);
    expectEqual([calls[0]?.codec, calls[0]?.level], [codec, 3], 'codec and level asked for');
    expectBytes(calls[0]?.data as Uint8Array, flat.subarray(61), 'what was given to the codec');
    const header = readBatchHeader(encoded);
    expectEqual(
      { codec: header.codec, sizeInBytes: header.sizeInBytes, recordCount: header.recordCount },
      { codec, sizeInBytes: encoded.length, recordCount: 20 },
      `what the header of a ${codec} batch says`,
    );
    expectEqual(header.crc, referenceCrc(encoded, 0, encoded.length), 'the checksum in the header');
    const values = read(encoded).map(({ offset, timestamp }) => [offset, timestamp]);
    const expected = records.map(({ timestamp }, i) => [7 + i, timestamp]);
    expectEqual(values, expected, `offsets and timestamps out of the ${codec} batch`);
  }
  expectRefusal(() => encodeBatch({ records, codec: 'gzip' }), 'compressing without codecs');
});

behaviour('encode-emptied-batch', () => {
  const { codecs, calls } = watched();
  const encoded = encodeBatch({
    records: [],
    baseOffset: 10,
    lastOffset: 14,
    maxTimestamp: 77,
    partitionLeaderEpoch: 3,
    codec: 'gzip',
    codecs,
    producerId: 5,
    producerEpoch: 1,
    baseSequence: 3,
    isTransactional: true,
    isControl: true,
  });
  expectEqual(calls.length, 0, 'times that something was compressed');
  const expected = hexBytes(`
    00 00 00 00 00 00 00 0a  00 00 00 31  00 00 00 03  02  d3 87 79 5c  00 30  00 00 00 04
    ff ff ff ff ff ff ff ff  00 00 00 00 00 00 00 4d
    00 00 00 00 00 00 00 05  00 01  00 00 00 03  00 00 00 00`);
  expectBytes(encoded, expected, 'a batch of offsets 10 to 14 that has no records', 'record-batch');
  const { lastOffsetDelta, maxTimestamp } = readBatchHeader(
    encodeBatch({ records: [], baseOffset: 3 }),
  );
  expectEqual(
    { lastOffsetDelta, maxTimestamp },
    { lastOffsetDelta: 0, maxTimestamp: -1 },
    'an empty batch’s defaults',
  );
});

behaviour('encode-any-batch', () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 40 }));
  const header = fc.record({ key: fc.string({ unit: 'grapheme' }), value: bytes });
  const record = fc.record({
    timestamp: fc.oneof(fc.constant(-1), fc.nat(2_000_000_000_000)),
    key: bytes,
    value: bytes,
    headers: fc.array(header, { maxLength: 3 }),
  });
  const batch = fc.record({
    baseOffset: fc.nat(Number.MAX_SAFE_INTEGER - 1000),
    codec: fc.constantFrom<Codec | 'none'>('none', 'gzip', 'snappy', 'lz4', 'zstd'),
    records: fc.array(record, { minLength: 1, maxLength: 12 }),
    partitionLeaderEpoch: fc.integer({ min: -1, max: 0x7fffffff }),
    producerId: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
    producerEpoch: fc.integer({ min: -1, max: 0x7fff }),
    baseSequence: fc.integer({ min: -1, max: 0x7fffffff }),
    isTransactional: fc.boolean(),
  });
  forAll(12, 150, batch, (input) => {
    const encoded = encodeBatch({ ...input, codecs: nodeCodecs });
    const seen = readBatchHeader(encoded);
    const { records, ...fields } = input;
    const names = Object.keys(fields) as (keyof typeof fields)[];
    const told = Object.fromEntries(names.map((name) => [name, seen[name]]));
    expectEqual(told, fields, 'the header that the reference reads');
    expectEqual(seen.crc, referenceCrc(encoded, 0, encoded.length), 'its checksum');
    const expected = records.map((one, i) => ({
      ...plain(fields.baseOffset + i, one.timestamp),
      key: toBase64(one.key),
      value: toBase64(one.value),
      headers: one.headers.map(({ key, value }) => ({ key, value: toBase64(value) })),
    }));
    expectEqual(read(encoded), expected, 'the records that the reference reads');
  });
});

/** The input of which Kafka made a batch; LogAppendTime hides the records' own timestamps. */
function inputOf(batch: KafkaBatch, bytes: Uint8Array): BatchInput {
  const header = readBatchHeader(bytes);
  const cursor = openRecords(bytes, header, nodeCodecs);
  const records = batch.records.map(({ offset, key, value, headers }) => ({
    offset,
    timestamp: cursor.next() ? header.baseTimestamp + cursor.timestampDelta : Number.NaN,
    key: fromBase64(key),
    value: fromBase64(value),
    headers: headers.map((one) => ({ key: one.key, value: fromBase64(one.value) })),
  }));
  const { baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch } = batch;
  const { baseSequence, isTransactional, isControl, maxTimestamp, deleteHorizonMs } = batch;
  return {
    ...{ baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch },
    ...{ baseSequence, isTransactional, isControl, maxTimestamp, records },
    deleteHorizonMs: deleteHorizonMs ?? undefined,
    logAppendTime: batch.timestampType === 'LogAppendTime' ? maxTimestamp : undefined,
  };
}

/** The records that the reference reads in a batch, keys and values in base64. */
function read(batch: Uint8Array) {
  return [...recordsOf(batch, readBatchHeader(batch), nodeCodecs)].map((record) => ({
    ...record,
    key: toBase64(record.key),
    value: toBase64(record.value),
    headers: record.headers.map(({ key, value }) => ({ key, value: toBase64(value) })),
  }));
}

function plain(offset: number, timestamp: number) {
  return { offset, timestamp, key: null, value: null, headers: [] as unknown[] };
}

/** Codecs that write down what they are asked to compress. */
function watched() {
  const calls: { codec: Codec; data: Uint8Array; level: number | undefined }[] = [];
  const codecs: Codecs = {
    compress(codec, data, level) {
      calls.push({ codec, data: data.slice(), level });
      return nodeCodecs.compress(codec, data, level);
    },
    decompress: nodeCodecs.decompress,
  };
  return { codecs, calls };
}
