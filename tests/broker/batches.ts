/**
 * Record batches for tests: good ones of every codec, and some that are broken on purpose.
 */
import type { Codec } from '#env/codecs.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import {
  ATTRIBUTES_AT,
  BATCH_HEADER_SIZE,
  BATCH_LENGTH_AT,
  CRC_AT,
  LAST_OFFSET_DELTA_AT,
  MAGIC_AT,
  RECORD_COUNT_AT,
} from '#storage/batch-header.ts';
import { MAX_DECOMPRESSED_BYTES } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { writeInt16, writeInt32 } from '#storage/big-endian.ts';

/** 2026-01-01, when the simulated world begins. */
export const T0 = 1_767_225_600_000;

const encoder = new TextEncoder();

export interface TestRecord {
  readonly key?: string | null;
  readonly value?: string | null;
  readonly timestamp?: number;
}

export interface TestBatch {
  readonly codec?: Codec;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly isTransactional?: boolean;
}

export function batch(records: readonly TestRecord[], options: TestBatch = {}): Uint8Array {
  return encodeBatch({
    records: records.map(({ key, value, timestamp = T0 }) => ({
      timestamp,
      key: key === undefined || key === null ? null : encoder.encode(key),
      value: value === undefined || value === null ? null : encoder.encode(value),
    })),
    codecs: nodeHost.codecs,
    ...options,
  });
}

/** A batch of one producer, from a sequence number on. */
export function numbered(
  producerId: number,
  baseSequence: number,
  values: readonly string[],
  producerEpoch = 0,
): Uint8Array {
  const records = values.map((value) => ({ value }));
  return batch(records, { producerId, producerEpoch, baseSequence });
}

const good = () => batch([{ value: 'a' }, { value: 'b' }]);

/** Changes a good batch; with `resum`, its checksum fits again. */
function altered(change: (bytes: Uint8Array) => void, resum = true): Uint8Array {
  const bytes = good();
  change(bytes);
  if (resum) writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length));
  return bytes;
}

/** Batches that no log takes, each with what is wrong with it. */
export const BROKEN = {
  crc: () => altered((bytes) => flip(bytes, bytes.length - 1), false),
  cutShort: () => good().subarray(0, good().length - 1),
  lengthTooSmall: () => altered((bytes) => writeInt32(bytes, BATCH_LENGTH_AT, 10)),
  lengthNegative: () => altered((bytes) => writeInt32(bytes, BATCH_LENGTH_AT, -1)),
  unknownCodec: () => altered((bytes) => writeInt16(bytes, ATTRIBUTES_AT, 6)),
  notCompressed: () => altered((bytes) => writeInt16(bytes, ATTRIBUTES_AT, 1)),
  control: () => altered((bytes) => writeInt16(bytes, ATTRIBUTES_AT, 0x20)),
  tooManyRecords: () => altered((bytes) => writeInt32(bytes, RECORD_COUNT_AT, 1_000_000)),
  lastOffsetDelta: () => altered((bytes) => writeInt32(bytes, LAST_OFFSET_DELTA_AT, 7)),
  noRecords: () => altered((bytes) => writeInt32(bytes, RECORD_COUNT_AT, 0)),
  oldMagic: () => altered((bytes) => bytes.fill(1, MAGIC_AT, MAGIC_AT + 1), false),
  nothing: () => new Uint8Array(0),
  garbage: () => new Uint8Array(BATCH_HEADER_SIZE + 20).fill(0xaa),
  twoBatches: () => concat(good(), good()),
};

/** A few kilobytes that grow past all that a client could have sent. */
export function bomb(): Uint8Array {
  const value = new Uint8Array(MAX_DECOMPRESSED_BYTES);
  return encodeBatch({ records: [{ value }], codec: 'zstd', codecs: nodeHost.codecs });
}

function flip(bytes: Uint8Array, at: number): void {
  bytes[at] = (bytes[at] as number) ^ 1;
}

export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((size, one) => size + one.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
