/**
 * The checks of an append that a follower makes: the leader has validated the records and assigned
 * their offsets, so what can still be wrong is what a wire or a disk does to bytes, and their place.
 */
import { ErrorCode } from '#protocol/errors.ts';
import type { AcceptedAppend } from '#storage/append-validation.ts';
import { type BatchHeader, NO_TIMESTAMP } from '#storage/batch-header.ts';
import { batchesOf } from '#storage/batch-reader.ts';
import { checkChecksum } from '#storage/batch-validation.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';

/**
 * Accepts the whole batches at the start of `records`: a fetch may end inside one.
 *
 * @throws InvalidRecords when one is corrupt, when they don't ascend, when they would go before
 *   `nextOffset`, or when there is none.
 */
export function validateReplicated(records: Uint8Array, nextOffset: number): AcceptedAppend {
  const batches: BatchHeader[] = [];
  let expected = nextOffset;
  let maxTimestamp = NO_TIMESTAMP;
  let offsetOfMaxTimestamp = -1;
  for (const batch of batchesOf(records)) {
    checkChecksum(records, batch);
    if (batch.lastOffset < batch.baseOffset || !(batch.baseOffset >= expected)) {
      throw outOfOrder(batch, expected);
    }
    if (batch.maxTimestamp > maxTimestamp || offsetOfMaxTimestamp < 0) {
      maxTimestamp = batch.maxTimestamp;
      offsetOfMaxTimestamp = batch.lastOffset;
    }
    expected = batch.lastOffset + 1;
    batches.push(batch);
  }
  const [first] = batches;
  const last = batches.at(-1);
  if (first === undefined || last === undefined) {
    throw new InvalidRecords(
      ErrorCode.INVALID_RECORD,
      `The ${records.length} bytes to replicate hold no whole record batch.`,
    );
  }
  return {
    ok: true,
    records: records.subarray(0, last.position + last.sizeInBytes),
    firstOffset: first.baseOffset,
    lastOffset: last.lastOffset,
    maxTimestamp,
    offsetOfMaxTimestamp,
    logAppendTime: NO_TIMESTAMP,
    batches,
  };
}

function outOfOrder(batch: BatchHeader, expected: number): InvalidRecords {
  return new InvalidRecords(
    ErrorCode.INVALID_RECORD,
    `A replicated batch holds the offsets ${batch.baseOffset} to ${batch.lastOffset}; ` +
      `the log goes on at ${expected}.`,
  );
}
