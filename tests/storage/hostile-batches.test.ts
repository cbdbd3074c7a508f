import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { validateAppend } from '#storage/append-validation.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import { BATCH_HEADER_SIZE, CRC_AT, readBatchHeader } from '#storage/batch-header.ts';
import { recordsOf } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { writeInt32 } from '#storage/big-endian.ts';
import { defaultLogConfig } from '#storage/log-config.ts';

const origin = fc.constantFrom('client', 'replication', 'coordinator');
const codec = fc.constantFrom('none', 'gzip', 'snappy', 'lz4', 'zstd');

test('any bytes are accepted or refused, never a crash', () => {
  fc.assert(
    fc.property(origin, fc.uint8Array({ maxLength: 300 }), (who, bytes) => {
      judge(who, bytes);
    }),
    { seed: 3, numRuns: 5000 },
  );
});

test('a batch with bytes changed and its checksum made right is accepted or refused', () => {
  const changes = fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
  let accepted = 0;
  fc.assert(
    fc.property(origin, codec, changes, (who, compression, edits) => {
      const bytes = sample(compression);
      for (const [at, value] of edits) bytes[16 + (at % (bytes.length - 16))] = value;
      writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length));
      if (judge(who, bytes)) accepted++;
    }),
    { seed: 4, numRuns: 20_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('records of any bytes behind a right header are accepted or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (body, count) => {
      const records = Array.from({ length: count }, () => ({}));
      const header = encodeBatch({ records }).subarray(0, BATCH_HEADER_SIZE);
      const bytes = new Uint8Array([...header, ...body]);
      writeInt32(bytes, 8, bytes.length - 12);
      writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length));
      judge('client', bytes);
    }),
    { seed: 5, numRuns: 20_000 },
  );
});

/** Validates; what is accepted must read back whole. */
function judge(who: string, bytes: Uint8Array): boolean {
  const result = validateAppend(bytes, {
    origin: who as 'client',
    nextOffset: 0,
    now: 1000,
    leaderEpoch: 0,
    config: defaultLogConfig,
    codecs: nodeCodecs,
  });
  if (!result.ok) {
    expect(result.errorCode).toBeGreaterThan(0);
    return false;
  }
  if (who === 'replication') return true;
  const header = readBatchHeader(result.records);
  const offsets = [...recordsOf(result.records, header, nodeCodecs)].map((r) => r.offset);
  expect(offsets).toEqual(Array.from({ length: header.recordCount }, (_, i) => i));
  return true;
}

const samples = new Map<string, Uint8Array>();

function sample(compression: string): Uint8Array {
  const made =
    samples.get(compression) ??
    encodeBatch({
      records: Array.from({ length: 4 }, (_, i) => ({
        timestamp: 100 + i,
        key: Uint8Array.of(i),
        value: new Uint8Array(20).fill(i),
        headers: [{ key: 'h', value: Uint8Array.of(1, 2) }],
      })),
      codec: compression as 'none',
      codecs: nodeCodecs,
    });
  samples.set(compression, made);
  return made.slice();
}
