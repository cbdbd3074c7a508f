/**
 * The checks of an append that look at each record. This is the broker's innermost loop: it
 * allocates nothing as long as all is well.
 */
import { ErrorCode } from '#protocol/errors.ts';
import type { AppendContext } from '#storage/append-validation.ts';
import { type BatchHeader, NO_TIMESTAMP } from '#storage/batch-header.ts';
import { recordTimestamp } from '#storage/batch-reader.ts';
import { InvalidRecords, type RecordError } from '#storage/invalid-records.ts';
import type { RecordCursor } from '#storage/record-cursor.ts';

/** More errors than this are counted, not listed: a sentence per record of a bomb is another bomb. */
const MAX_LISTED_ERRORS = 1000;

/** What the records turned out to be. */
export interface RecordScan {
  /** The largest timestamp, or -1 where no record has one. */
  readonly maxTimestamp: number;
  /** True when the offset deltas are 0, 1, 2 ...: then the batch can be stored as it is. */
  readonly offsetsConsecutive: boolean;
}

/**
 * Walks all records, to the last byte.
 *
 * @throws InvalidRecords when they are malformed or not as many as the header says; or, once all
 *   have been seen, when some may not be here: keyless on a compacted topic (INVALID_RECORD), or
 *   with a timestamp that the topic does not take (INVALID_TIMESTAMP, which outweighs the other).
 */
export function checkRecords(
  batch: BatchHeader,
  cursor: RecordCursor,
  context: AppendContext,
): RecordScan {
  const { config, now } = context;
  const keyRequired = config.cleanupPolicy.has('compact') && !batch.isControl;
  const oldest = now - config.messageTimestampBeforeMaxMs;
  const newest = now + config.messageTimestampAfterMaxMs;
  const checkTime = config.messageTimestampType === 'CreateTime';
  const wrongType = context.origin === 'client' && batch.timestampType === 'LogAppendTime';
  const errors = new RecordErrors();
  let maxTimestamp = NO_TIMESTAMP;
  let offsetsConsecutive = true;
  let count = 0;
  for (; cursor.next(); count++) {
    const timestamp = recordTimestamp(batch, cursor.timestampDelta);
    if (timestamp > maxTimestamp) maxTimestamp = timestamp;
    if (cursor.offsetDelta !== count) offsetsConsecutive = false;
    if (keyRequired && cursor.keyLength < 0) errors.addKeyless(count);
    else if (wrongType) errors.addWrongTimestampType(count);
    else if (checkTime && (timestamp < oldest || timestamp > newest || timestamp < 0)) {
      if (timestamp !== NO_TIMESTAMP) errors.addTimestamp(count, timestamp, oldest, newest);
    }
  }
  if (count !== batch.recordCount) throw wrongCount(batch.recordCount, count);
  errors.throwIfAny();
  return { maxTimestamp, offsetsConsecutive };
}

/** Collects what is wrong with single records; the batch is refused as a whole. */
class RecordErrors {
  readonly #listed: RecordError[] = [];
  #count = 0;
  #anyTimestamp = false;

  addKeyless(batchIndex: number): void {
    this.#add(batchIndex, 'A record on a compacted topic needs a key.');
  }

  addTimestamp(batchIndex: number, timestamp: number, oldest: number, newest: number): void {
    this.#anyTimestamp = true;
    const range = `[${Math.max(0, oldest)}, ${newest}]`;
    this.#add(batchIndex, `Timestamp ${timestamp} is outside of what the topic takes: ${range}.`);
  }

  addWrongTimestampType(batchIndex: number): void {
    this.#anyTimestamp = true;
    this.#add(batchIndex, 'A producer may not set the timestamp type to LogAppendTime.');
  }

  throwIfAny(): void {
    if (this.#count === 0) return;
    const code = this.#anyTimestamp ? ErrorCode.INVALID_TIMESTAMP : ErrorCode.INVALID_RECORD;
    const first = this.#listed[0] as RecordError;
    throw new InvalidRecords(
      code,
      `${this.#count} of the batch's records are refused; the first, at index ${first.batchIndex}: ${first.message}`,
      { recordErrors: this.#listed },
    );
  }

  #add(batchIndex: number, message: string): void {
    this.#count++;
    if (this.#listed.length < MAX_LISTED_ERRORS) this.#listed.push({ batchIndex, message });
  }
}

function wrongCount(claimed: number, found: number): InvalidRecords {
  return new InvalidRecords(
    ErrorCode.INVALID_RECORD,
    `The batch says that it has ${claimed} records; it has ${found}.`,
  );
}
