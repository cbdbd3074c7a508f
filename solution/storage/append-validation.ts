/**
 * What every append to a partition passes first: are these record batches, may they be here, and
 * which offsets do they get?
 *
 *      client, coordinator   one batch -> header and checksum -> each record -> offsets assigned
 *                                                                    |
 *                               same codec, deltas 0,1,2..           |  otherwise
 *                               8+4 bytes of the header patched <----+----> encoded anew
 *
 *      replication           any number of batches; the leader has assigned the offsets, so only
 *                            their order and each checksum are checked
 *
 * The base offset and the leader epoch lie outside what the checksum covers, so in the usual case
 * a batch is stored as the very bytes that the producer summed. Only when the broker's clock sets
 * the timestamps (LogAppendTime), or the header's largest timestamp is wrong, is the checksum
 * computed again.
 *
 * Invariant: what is accepted holds exactly `recordCount` well-formed records with the offsets
 * `firstOffset` to `lastOffset`. Nothing refused has changed a byte.
 *
 * After Kafka's LogValidator and UnifiedLog.analyzeAndValidateRecords.
 */
import type { Codec, Codecs } from '#env/codecs.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import {
  ATTRIBUTES_AT,
  BASE_OFFSET_AT,
  type BatchHeader,
  CRC_AT,
  LOG_APPEND_TIME_BIT,
  MAX_TIMESTAMP_AT,
  NO_TIMESTAMP,
  PARTITION_LEADER_EPOCH_AT,
  readBatchHeader,
} from '#storage/batch-header.ts';
import { openRecords, recordsOf } from '#storage/batch-reader.ts';
import { checkChecksum, checkHeader, checkSize, soleBatch } from '#storage/batch-validation.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { writeInt16, writeInt32, writeInt64 } from '#storage/big-endian.ts';
import { InvalidRecords, type RecordError } from '#storage/invalid-records.ts';
import type { LogConfig } from '#storage/log-config.ts';
import { checkRecords } from '#storage/record-validation.ts';
import { validateReplicated } from '#storage/replicated-validation.ts';

/** Who appends: it decides what is checked. */
export type AppendOrigin = 'client' | 'replication' | 'coordinator';

export interface AppendContext {
  readonly origin: AppendOrigin;
  /** The log's end: the offset that the first record gets. */
  readonly nextOffset: number;
  /** The wall clock, in milliseconds. */
  readonly now: number;
  readonly leaderEpoch: number;
  readonly config: LogConfig;
  readonly codecs: Codecs;
}

export type AppendValidation = AcceptedAppend | RefusedAppend;

export interface AcceptedAppend {
  readonly ok: true;
  /** What to write: the array that came in, patched, or a new one where it had to change. */
  readonly records: Uint8Array;
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** The largest timestamp of all, and the last offset of the batch that holds it. */
  readonly maxTimestamp: number;
  readonly offsetOfMaxTimestamp: number;
  /** Milliseconds where the broker set the timestamps, else -1: for the produce response. */
  readonly logAppendTime: number;
  readonly batches: readonly BatchHeader[];
}

export interface RefusedAppend {
  readonly ok: false;
  readonly errorCode: number;
  readonly message: string;
  /** Single records to blame, by index (produce response 8 and later, KIP-467). */
  readonly recordErrors: readonly RecordError[];
}

/** Checks what is to be appended and gives it its offsets. May write into `records`. */
export function validateAppend(records: Uint8Array, context: AppendContext): AppendValidation {
  try {
    return context.origin === 'replication'
      ? validateReplicated(records, context.nextOffset)
      : validateAndAssignOffsets(records, context);
  } catch (error) {
    if (!(error instanceof InvalidRecords)) throw error;
    const { errorCode, message, recordErrors } = error;
    return { ok: false, errorCode, message, recordErrors };
  }
}

function validateAndAssignOffsets(records: Uint8Array, context: AppendContext): AcceptedAppend {
  const { config } = context;
  const batch = soleBatch(records);
  checkSize(batch.sizeInBytes, config);
  checkChecksum(records, batch);
  checkHeader(batch, context.origin);
  const cursor = openRecords(records, batch, context.codecs);
  const scan = checkRecords(batch, cursor, context);

  const codec = targetCodec(batch, config);
  const inPlace = codec === batch.codec && scan.offsetsConsecutive;
  const bytes = inPlace
    ? records.subarray(0, batch.sizeInBytes)
    : reencode(records, batch, codec, context);
  // Compressed anew, or no longer, a batch may have outgrown what the first check let pass.
  if (!inPlace) checkSize(bytes.length, config);
  assignOffsets(bytes, context);
  assignTimestamps(bytes, scan.maxTimestamp, context);
  return accepted(bytes, readBatchHeader(bytes), config.messageTimestampType);
}

/** What the topic wants its batches compressed with. Markers are read often, and stay readable. */
function targetCodec(batch: BatchHeader, config: LogConfig): Codec | 'none' {
  const { compressionType } = config;
  const keep = compressionType === 'producer' || batch.isControl;
  if (keep) return batch.codec as Codec | 'none'; // `unknown` didn't get past openRecords.
  return compressionType === 'uncompressed' ? 'none' : compressionType;
}

/** The same records under another codec, with offset deltas 0, 1, 2 ... */
function reencode(
  records: Uint8Array,
  batch: BatchHeader,
  codec: Codec | 'none',
  context: AppendContext,
): Uint8Array {
  const plain = [];
  for (const { timestamp, key, value, headers } of recordsOf(records, batch, context.codecs)) {
    plain.push({ timestamp, key, value, headers });
  }
  return encodeBatch({
    records: plain,
    codec,
    compressionLevel: codec === 'none' ? undefined : context.config.compressionLevels[codec],
    codecs: context.codecs,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
    isControl: batch.isControl,
  });
}

function assignOffsets(bytes: Uint8Array, context: AppendContext): void {
  writeInt64(bytes, BASE_OFFSET_AT, context.nextOffset);
  writeInt32(bytes, PARTITION_LEADER_EPOCH_AT, context.leaderEpoch);
}

function assignTimestamps(bytes: Uint8Array, maxTimestamp: number, context: AppendContext): void {
  const wanted = context.config.messageTimestampType;
  const max = wanted === 'LogAppendTime' ? context.now : maxTimestamp;
  const batch = readBatchHeader(bytes);
  if (batch.timestampType === wanted && batch.maxTimestamp === max) return;
  const attributes =
    wanted === 'LogAppendTime'
      ? batch.attributes | LOG_APPEND_TIME_BIT
      : batch.attributes & ~LOG_APPEND_TIME_BIT;
  writeInt16(bytes, ATTRIBUTES_AT, attributes);
  writeInt64(bytes, MAX_TIMESTAMP_AT, max);
  writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length));
}

function accepted(
  records: Uint8Array,
  batch: BatchHeader,
  timestampType: LogConfig['messageTimestampType'],
): AcceptedAppend {
  return {
    ok: true,
    records,
    firstOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    maxTimestamp: batch.maxTimestamp,
    offsetOfMaxTimestamp: batch.lastOffset,
    logAppendTime: timestampType === 'LogAppendTime' ? batch.maxTimestamp : NO_TIMESTAMP,
    batches: [batch],
  };
}
