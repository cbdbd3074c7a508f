/**
 * The checks of an append that need no more than the batch as a whole: its frame, its size, its
 * checksum, and whether the fields of its header agree with each other.
 *
 * Each throws `InvalidRecords` with the error code that Kafka answers, and none changes a byte.
 */
import { ErrorCode } from '#protocol/errors.ts';
import type { AppendOrigin } from '#storage/append-validation.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import { type BatchHeader, MAGIC_AT, MAGIC_V2, NO_PRODUCER_ID } from '#storage/batch-header.ts';
import { nextBatch } from '#storage/batch-reader.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import type { LogConfig } from '#storage/log-config.ts';

/**
 * The one batch of a produce request's partition. Since format 2 a request carries exactly one
 * (KIP-98: a partition's outcome is then all or nothing); bytes after it that make no whole batch
 * are left behind, as Kafka does.
 */
export function soleBatch(records: Uint8Array): BatchHeader {
  const magic = records[MAGIC_AT];
  if (magic !== undefined && magic < MAGIC_V2) {
    throw refusal(`Record batches of magic ${magic} are refused: only magic 2 is accepted.`);
  }
  const batch = nextBatch(records, 0);
  if (batch === undefined) {
    throw refusal(`The ${records.length} bytes for this partition hold no whole record batch.`);
  }
  if (secondBatchFollows(records, batch)) {
    throw refusal('An append holds exactly one record batch; this one holds more.');
  }
  return batch;
}

/** The topic's bound on a batch, then the log's: no batch is larger than a segment. */
export function checkSize(sizeInBytes: number, config: LogConfig): void {
  if (sizeInBytes > config.maxMessageBytes) {
    throw new InvalidRecords(
      ErrorCode.MESSAGE_TOO_LARGE,
      `The record batch has ${sizeInBytes} bytes; max.message.bytes allows ${config.maxMessageBytes}.`,
    );
  }
  if (sizeInBytes > config.segmentBytes) {
    throw new InvalidRecords(
      ErrorCode.RECORD_LIST_TOO_LARGE,
      `The record batch has ${sizeInBytes} bytes; segment.bytes allows ${config.segmentBytes}.`,
    );
  }
}

export function checkChecksum(records: Uint8Array, batch: BatchHeader): void {
  const computed = computeBatchCrc(records, batch.position, batch.sizeInBytes);
  if (computed === batch.crc) return;
  throw new InvalidRecords(
    ErrorCode.CORRUPT_MESSAGE,
    `The record batch says its CRC is ${batch.crc}; its bytes have ${computed}.`,
  );
}

/** The header of a batch whose offsets are still to be assigned. */
export function checkHeader(batch: BatchHeader, origin: AppendOrigin): void {
  checkNumbers(batch);
  checkOffsets(batch, origin);
  if (batch.hasDeleteHorizon) throw refusal('Only compaction sets a batch’s delete horizon.');
  if (origin !== 'client') return;
  if (batch.isControl) throw refusal('Clients may not write control batches.');
  checkProducer(batch);
}

function checkNumbers({ baseTimestamp, maxTimestamp, producerId }: BatchHeader): void {
  checkSafe('baseTimestamp', baseTimestamp);
  checkSafe('maxTimestamp', maxTimestamp);
  checkSafe('producerId', producerId);
}

function checkSafe(field: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw refusal(`The batch's ${field} is out of range.`);
}

function checkOffsets(batch: BatchHeader, origin: AppendOrigin): void {
  const { baseOffset, lastOffsetDelta, recordCount } = batch;
  if (origin === 'client' && baseOffset !== 0) {
    throw refusal(`A producer's batch starts at offset 0; this one says ${baseOffset}.`);
  }
  if (recordCount <= 0) throw refusal(`The batch says that it has ${recordCount} records.`);
  if (lastOffsetDelta !== recordCount - 1) {
    throw refusal(
      `The batch says that it has ${recordCount} records and a last offset delta of ${lastOffsetDelta}.`,
    );
  }
}

/** A producer id comes with an epoch and a sequence number, and a transaction with all three. */
function checkProducer(batch: BatchHeader): void {
  const { producerId, producerEpoch, baseSequence } = batch;
  if (producerId > NO_PRODUCER_ID) {
    if (baseSequence >= 0 && producerEpoch >= 0) return;
    throw refusal(
      `Producer ${producerId} sent sequence ${baseSequence}, epoch ${producerEpoch}: both must be 0 or more.`,
    );
  }
  if (batch.isTransactional) throw refusal('A transactional batch needs a producer id.');
}

function secondBatchFollows(records: Uint8Array, first: BatchHeader): boolean {
  return nextBatch(records, first.sizeInBytes) !== undefined;
}

function refusal(message: string): InvalidRecords {
  return new InvalidRecords(ErrorCode.INVALID_RECORD, message);
}
