/**
 * The 61 bytes before the records of a batch: record batch format v2 (KIP-98), the unit in which
 * Kafka sends, stores, replicates and checks records.
 *
 *      0        8      12      16    17     21    23       27       35       43      51    53     57    61
 *      +--------+-------+-------+-----+------+-----+--------+--------+--------+-------+-----+------+-----+---------
 *      | base   | batch |leader |magic| crc  |attri|last    | base   | max    |prod.  |prod.|base  |rec. | records
 *      | offset | length|epoch  |  2  | 32c  |butes|off.    | time-  | time-  |id     |epoch|seq.  |count| ...
 *      |   8    |   4   |   4   |  1  |  4   |  2  |delta 4 | stamp 8| stamp 8|  8    |  2  |  4   |  4  |
 *      +--------+-------+-------+-----+------+-----+--------+--------+--------+-------+-----+------+-----+---------
 *                       |<------ batchLength counts from here to the end of the records ------------------->
 *                                            |<---- the CRC covers from here to the end of the records ---->
 *
 * The leader assigns the base offset and its epoch, and both lie before what the CRC covers: so a
 * broker stores the very bytes that a producer summed, and a consumer checks the producer's own CRC.
 *
 *      attributes   bit  0-2  compression: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd
 *                        3    timestamp type: 0 the producer's, 1 the broker's at append (KIP-32)
 *                        4    part of a transaction
 *                        5    control batch: its one record is a marker, not data
 *                        6    base timestamp is the delete horizon (KIP-534)
 *                        7-15 unused
 *
 * Invariant: reading a header never looks beyond `at + 61`, and never trusts what it reads;
 * who reads a stranger's bytes compares `sizeInBytes` with what there is.
 */
import type { Codec } from '#env/codecs.ts';
import { NotImplemented } from '#env/not-implemented.ts';

export const BASE_OFFSET_AT = 0;
export const BATCH_LENGTH_AT = 8;
export const PARTITION_LEADER_EPOCH_AT = 12;
export const MAGIC_AT = 16;
export const CRC_AT = 17;
export const ATTRIBUTES_AT = 21;
export const LAST_OFFSET_DELTA_AT = 23;
export const BASE_TIMESTAMP_AT = 27;
export const MAX_TIMESTAMP_AT = 35;
export const PRODUCER_ID_AT = 43;
export const PRODUCER_EPOCH_AT = 51;
export const BASE_SEQUENCE_AT = 53;
export const RECORD_COUNT_AT = 57;

/** The records start here. */
export const BATCH_HEADER_SIZE = 61;
/** Base offset and length: the bytes that `batchLength` doesn't count. */
export const LOG_OVERHEAD = 12;

export const CODEC_MASK = 0x07;
export const LOG_APPEND_TIME_BIT = 0x08;
export const TRANSACTIONAL_BIT = 0x10;
export const CONTROL_BIT = 0x20;
export const DELETE_HORIZON_BIT = 0x40;

export const MAGIC_V2 = 2;
export const NO_TIMESTAMP = -1;
export const NO_PRODUCER_ID = -1;
export const NO_PRODUCER_EPOCH = -1;
export const NO_SEQUENCE = -1;
export const NO_PARTITION_LEADER_EPOCH = -1;

export type TimestampType = 'CreateTime' | 'LogAppendTime';
/** `unknown` stands for the ids 5 to 7, which no Kafka has given a meaning. */
export type BatchCodec = Codec | 'none' | 'unknown';

const CODECS: readonly BatchCodec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** A batch's header as numbers, and where it lies in the bytes that it was read from. */
export interface BatchHeader {
  readonly position: number;
  readonly baseOffset: number;
  /** Bytes after the length field, as the header says it. */
  readonly batchLength: number;
  /** All of the batch: `batchLength` and the 12 bytes that it doesn't count. */
  readonly sizeInBytes: number;
  readonly partitionLeaderEpoch: number;
  readonly magic: number;
  /** 0 to 4,294,967,295: of all numbers here the only unsigned one, with magic. */
  readonly crc: number;
  /** All 16 bits, from -32768 to 32767. */
  readonly attributes: number;
  /** Bits 0 to 2 of the attributes. */
  readonly codec: BatchCodec;
  /** Bit 3. */
  readonly timestampType: TimestampType;
  /** Bit 4. */
  readonly isTransactional: boolean;
  /** Bit 5. */
  readonly isControl: boolean;
  /** Bit 6. True: `baseTimestamp` is when tombstones and markers of this batch may go. */
  readonly hasDeleteHorizon: boolean;
  readonly lastOffsetDelta: number;
  /** `baseOffset` and `lastOffsetDelta` added up. */
  readonly lastOffset: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /**
   * The sequence number of the last record: `baseSequence` plus `lastOffsetDelta`, where 0 follows
   * 2^31 - 1; -1 where `baseSequence` is -1, because the batch has none.
   */
  readonly lastSequence: number;
  readonly recordCount: number;
}

/**
 * Reads the header at `at` as it is: neither the records, nor whether they are there, nor whether
 * the fields make sense is looked at. All of that is for the caller to doubt.
 *
 * Integers are big-endian and signed, but for the checksum and the magic. An int64 becomes the
 * nearest number (`readInt64`).
 *
 * @param at where in `bytes` the batch begins; it becomes the header's `position`.
 * @throws RangeError when fewer than 61 bytes follow `at`.
 */
export function readBatchHeader(bytes: Uint8Array, at = 0): BatchHeader {
  throw new NotImplemented('1.3', 'readBatchHeader');
}

/** The id that attributes bits 0-2 give a codec. */
export function codecId(codec: Codec | 'none'): number {
  return CODECS.indexOf(codec);
}

/** `sequence` moved on: sequence numbers are 31 bits wide, after 2^31 - 1 comes 0 (KIP-98). */
export function incrementSequence(sequence: number, increment: number): number {
  return (sequence + increment) % 0x8000_0000;
}
