/**
 * Makes record batches: for the producer and the tools, for control markers, for batches that a
 * broker recompresses, and for what is left of a batch after compaction.
 *
 * Two passes: the first sizes every record (each begins with its own length), the second writes
 * into one array of exactly that size. `#storage/batch-header.ts` draws the header,
 * `#storage/record-cursor.ts` the record.
 *
 * Invariant: the same input gives the bytes that Kafka's own MemoryRecordsBuilder gives
 * (uncompressed; compressors may differ in their choices, not in what they decode to).
 */
import type { Codec, Codecs } from '#env/codecs.ts';
import {
  type Cursor,
  varintSize,
  varlongSize,
  writeVarint,
  writeVarlong,
} from '#protocol/varint.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import {
  ATTRIBUTES_AT,
  BASE_OFFSET_AT,
  BASE_SEQUENCE_AT,
  BASE_TIMESTAMP_AT,
  BATCH_HEADER_SIZE,
  BATCH_LENGTH_AT,
  CONTROL_BIT,
  CRC_AT,
  codecId,
  DELETE_HORIZON_BIT,
  LAST_OFFSET_DELTA_AT,
  LOG_APPEND_TIME_BIT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  MAX_TIMESTAMP_AT,
  NO_PARTITION_LEADER_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  PARTITION_LEADER_EPOCH_AT,
  PRODUCER_EPOCH_AT,
  PRODUCER_ID_AT,
  RECORD_COUNT_AT,
  TRANSACTIONAL_BIT,
} from '#storage/batch-header.ts';
import { writeInt16, writeInt32, writeInt64 } from '#storage/big-endian.ts';

/** A record to encode. What is left out, or undefined, has its default. */
export interface RecordInput {
  /** Absolute; left out, it is the next after the record before (the first: `baseOffset`). */
  readonly offset?: number;
  /** Milliseconds since the epoch, or -1 (the default) for none. */
  readonly timestamp?: number;
  /** Default: null, which is not an empty key. */
  readonly key?: Uint8Array | null;
  /** Default: null, a tombstone. */
  readonly value?: Uint8Array | null;
  /** In the order in which they are written; names may repeat. */
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[];
}

/** A batch to encode. What is left out, or undefined, has its default. */
export interface BatchInput {
  /** In the order of their offsets; none where compaction has removed all. */
  readonly records: readonly RecordInput[];
  /** Default 0: what a producer sends, for the leader to overwrite. */
  readonly baseOffset?: number;
  /**
   * Default: the last record's offset; of a batch without records, `baseOffset`. Compaction keeps a
   * batch's own although its end has gone.
   */
  readonly lastOffset?: number;
  /** Default -1: a producer knows of none. */
  readonly partitionLeaderEpoch?: number;
  /** Default `none`. A batch without records is never compressed, and says `none`. */
  readonly codec?: Codec | 'none';
  /** The codec's own scale; left out, the codec decides. */
  readonly compressionLevel?: number | undefined;
  /** Needed with a codec. */
  readonly codecs?: Codecs;
  /**
   * Given, the batch is of LogAppendTime: attributes bit 3 is set and this is the header's maximum
   * timestamp, before anything else. The records keep their own deltas.
   */
  readonly logAppendTime?: number | undefined;
  /** Default: the records' largest timestamp; -1 where no record has one, or there is none. */
  readonly maxTimestamp?: number;
  /** Default -1: no idempotent producer. */
  readonly producerId?: number;
  /** Default -1. */
  readonly producerEpoch?: number;
  /** Default -1. */
  readonly baseSequence?: number;
  /** Default false. Attributes bit 4. */
  readonly isTransactional?: boolean;
  /** Default false. Attributes bit 5. */
  readonly isControl?: boolean;
  /**
   * When tombstones and markers in here may go (KIP-534). Given, attributes bit 6 is set and it
   * takes the base timestamp's place: the records' deltas count from it.
   */
  readonly deleteHorizonMs?: number | undefined;
}

const EMPTY_VALUE_SIZE = 1;
const utf8 = new TextEncoder();

/** A record whose deltas and sizes are known. */
interface SizedRecord {
  readonly bodySize: number;
  readonly timestampDelta: number;
  readonly offsetDelta: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly SizedHeader[];
}

interface SizedHeader {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/**
 * Encodes one batch of format 2, checksum and all, into an array that holds nothing else.
 *
 * The base timestamp is the delete horizon where there is one, with or without records; else the
 * first record's; without records, -1. A record's offset and timestamp are written as deltas to the
 * base offset and the base timestamp.
 * Record attributes are 0. Records are compressed together, by `codecs.compress(codec, all their
 * bytes, compressionLevel)`; the header is not. Length and checksum are those of the batch as it is
 * stored, the record count is `records.length`, and numbers in the header are big-endian.
 *
 * @throws Error when `codec` is not `none`, there are records and `codecs` is missing.
 */
export function encodeBatch(input: BatchInput): Uint8Array {
  const baseOffset = input.baseOffset ?? 0;
  const baseTimestamp = input.deleteHorizonMs ?? input.records[0]?.timestamp ?? NO_TIMESTAMP;
  const sized = sizeRecords(input.records, baseOffset, baseTimestamp);
  let sizeInBytes = BATCH_HEADER_SIZE;
  for (const record of sized) sizeInBytes += varintSize(record.bodySize) + record.bodySize;

  const plain = new Uint8Array(sizeInBytes);
  const to: Cursor = { bytes: plain, position: BATCH_HEADER_SIZE };
  for (const record of sized) writeRecord(to, record);
  const bytes = compressRecords(plain, input);

  const lastOffset = input.lastOffset ?? baseOffset + (sized.at(-1)?.offsetDelta ?? 0);
  writeHeader(bytes, input, { baseOffset, lastOffset, baseTimestamp });
  return bytes;
}

function sizeRecords(
  records: readonly RecordInput[],
  baseOffset: number,
  baseTimestamp: number,
): SizedRecord[] {
  let offsetDelta = -1;
  return records.map((record) => {
    offsetDelta = record.offset === undefined ? offsetDelta + 1 : record.offset - baseOffset;
    const timestampDelta = (record.timestamp ?? NO_TIMESTAMP) - baseTimestamp;
    const key = record.key ?? null;
    const value = record.value ?? null;
    const headers = (record.headers ?? []).map((header) => ({
      key: utf8.encode(header.key),
      value: header.value,
    }));
    let bodySize = 1 + varlongSize(timestampDelta) + varintSize(offsetDelta);
    bodySize += sizeOfBytes(key) + sizeOfBytes(value) + varintSize(headers.length);
    for (const header of headers) bodySize += sizeOfBytes(header.key) + sizeOfBytes(header.value);
    return { bodySize, timestampDelta, offsetDelta, key, value, headers };
  });
}

function sizeOfBytes(bytes: Uint8Array | null): number {
  return bytes === null ? EMPTY_VALUE_SIZE : varintSize(bytes.length) + bytes.length;
}

function writeRecord(to: Cursor, record: SizedRecord): void {
  writeVarint(to, record.bodySize);
  to.bytes[to.position++] = 0;
  writeVarlong(to, record.timestampDelta);
  writeVarint(to, record.offsetDelta);
  writeBytes(to, record.key);
  writeBytes(to, record.value);
  writeVarint(to, record.headers.length);
  for (const header of record.headers) {
    writeBytes(to, header.key);
    writeBytes(to, header.value);
  }
}

function writeBytes(to: Cursor, bytes: Uint8Array | null): void {
  writeVarint(to, bytes === null ? -1 : bytes.length);
  if (bytes === null) return;
  to.bytes.set(bytes, to.position);
  to.position += bytes.length;
}

/** Header room followed by the records, compressed as the input wants. */
function compressRecords(plain: Uint8Array, input: BatchInput): Uint8Array {
  const codec = input.codec ?? 'none';
  // Kafka never compresses nothing: a batch that compaction emptied says "none".
  if (codec === 'none' || input.records.length === 0) return plain;
  if (input.codecs === undefined) throw new Error(`Compressing with ${codec} needs codecs.`);
  const records = plain.subarray(BATCH_HEADER_SIZE);
  const compressed = input.codecs.compress(codec, records, input.compressionLevel);
  const bytes = new Uint8Array(BATCH_HEADER_SIZE + compressed.length);
  bytes.set(compressed, BATCH_HEADER_SIZE);
  return bytes;
}

function writeHeader(
  bytes: Uint8Array,
  input: BatchInput,
  range: { baseOffset: number; lastOffset: number; baseTimestamp: number },
): void {
  writeInt64(bytes, BASE_OFFSET_AT, range.baseOffset);
  writeInt32(bytes, BATCH_LENGTH_AT, bytes.length - LOG_OVERHEAD);
  const leaderEpoch = input.partitionLeaderEpoch ?? NO_PARTITION_LEADER_EPOCH;
  writeInt32(bytes, PARTITION_LEADER_EPOCH_AT, leaderEpoch);
  bytes[MAGIC_AT] = MAGIC_V2;
  writeInt16(bytes, ATTRIBUTES_AT, attributesOf(input));
  writeInt32(bytes, LAST_OFFSET_DELTA_AT, range.lastOffset - range.baseOffset);
  writeInt64(bytes, BASE_TIMESTAMP_AT, range.baseTimestamp);
  writeInt64(bytes, MAX_TIMESTAMP_AT, maxTimestampOf(input));
  writeInt64(bytes, PRODUCER_ID_AT, input.producerId ?? NO_PRODUCER_ID);
  writeInt16(bytes, PRODUCER_EPOCH_AT, input.producerEpoch ?? NO_PRODUCER_EPOCH);
  writeInt32(bytes, BASE_SEQUENCE_AT, input.baseSequence ?? NO_SEQUENCE);
  writeInt32(bytes, RECORD_COUNT_AT, input.records.length);
  writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length));
}

function attributesOf(input: BatchInput): number {
  let attributes = input.records.length === 0 ? 0 : codecId(input.codec ?? 'none');
  if (input.logAppendTime !== undefined) attributes |= LOG_APPEND_TIME_BIT;
  if (input.isTransactional) attributes |= TRANSACTIONAL_BIT;
  if (input.isControl) attributes |= CONTROL_BIT;
  if (input.deleteHorizonMs !== undefined) attributes |= DELETE_HORIZON_BIT;
  return attributes;
}

function maxTimestampOf(input: BatchInput): number {
  if (input.logAppendTime !== undefined) return input.logAppendTime;
  if (input.maxTimestamp !== undefined) return input.maxTimestamp;
  let max = NO_TIMESTAMP;
  for (const record of input.records) max = Math.max(max, record.timestamp ?? NO_TIMESTAMP);
  return max;
}
