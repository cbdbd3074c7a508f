/**
 * What one fetch brought of one partition: bytes, decoded only as far as records are asked for.
 *
 *     | batch | batch | marker | batch (cut off) |
 *       ^^ records before the position are skipped: a broker sends whole batches
 *          ^ next: where the cursor stands between two polls
 *                       ^^ markers are never shown
 *                                ^^ what is not whole comes again with the next fetch
 *
 * With read_committed the records of aborted transactions are left out. The answer names each
 * aborted transaction by its producer and first offset; the producer's abort marker ends it.
 *
 * Invariant: each record is given once, in order; `position` is where to go on after the last one
 * given, or after what was passed over.
 */

import { AbortedProducers } from '#clients/aborted-producers.ts';
import type { AssignedPartition, Position } from '#clients/consumer/assigned-partition.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import type { Codecs } from '#env/codecs.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { FetchResponse } from '#protocol/messages/fetch.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { batchesOf, nextBatch, openRecords, recordTimestamp } from '#storage/batch-reader.ts';
import { readTransactionMarker } from '#storage/control-record.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import { partitionName } from '#storage/log-files.ts';
import type { RecordCursor } from '#storage/record-cursor.ts';

export type PartitionAnswer = FetchResponse['responses'][number]['partitions'][number];

export interface DecodingOptions {
  readonly codecs: Codecs;
  readonly readCommitted: boolean;
  readonly checkCrcs: boolean;
}

export class FetchedRecords {
  readonly partition: AssignedPartition;
  /** The era of the partition in which this was asked for. */
  readonly era: number;
  /** The offset after the last whole batch: where the next fetch goes on. */
  readonly end: Position;
  readonly #options: DecodingOptions;
  readonly #bytes: Uint8Array;
  readonly #aborted: AbortedProducers;
  #position: Position;
  /** Where the batch after the current one begins. */
  #nextBatchAt = 0;
  #batch: BatchHeader | undefined;
  #cursor: RecordCursor | undefined;
  #damage: KafkaError | undefined;

  constructor(
    partition: AssignedPartition,
    from: Position,
    answer: PartitionAnswer,
    options: DecodingOptions,
  ) {
    this.partition = partition;
    this.era = partition.era;
    this.#options = options;
    this.#bytes = answer.records ?? new Uint8Array(0);
    this.#aborted = new AbortedProducers(
      options.readCommitted ? (answer.abortedTransactions ?? []) : [],
    );
    this.#position = from;
    this.end = endOf(this.#bytes, from);
  }

  get position(): Position {
    return this.#position;
  }

  /** Whether it holds nothing (more) that moves the position. */
  get isDrained(): boolean {
    return this.#position.offset >= this.end.offset;
  }

  /**
   * Appends up to `most` records to `records`, and moves the position behind them.
   *
   * @throws KafkaError when the bytes are damaged; the position stays before the damage.
   */
  take(most: number, records: ConsumedRecord[]): void {
    if (this.#damage !== undefined) throw this.#damage;
    const last = records.length + most;
    try {
      while (records.length < last && !this.isDrained) {
        if (this.#cursor === undefined && !this.#openBatch()) continue;
        this.#takeFromBatch(last, records);
      }
    } catch (error) {
      if (!(error instanceof InvalidRecords)) throw error;
      this.#damage = this.#damaged(error);
      throw this.#damage;
    }
  }

  #takeFromBatch(last: number, records: ConsumedRecord[]): void {
    const batch = this.#batch as BatchHeader;
    const cursor = this.#cursor as RecordCursor;
    const { topic, partition } = this.partition;
    const leaderEpoch = batch.partitionLeaderEpoch;
    let { offset } = this.#position;
    while (records.length < last && cursor.next()) {
      const recordOffset = batch.baseOffset + cursor.offsetDelta;
      if (recordOffset < offset) continue;
      records.push({
        topic,
        partition,
        offset: recordOffset,
        timestamp: recordTimestamp(batch, cursor.timestampDelta),
        timestampType: batch.timestampType,
        leaderEpoch,
        key: cursor.key(),
        value: cursor.value(),
        headers: cursor.headers(),
      });
      offset = recordOffset + 1;
      this.#position = { offset, leaderEpoch };
    }
    if (cursor.position >= cursor.end) this.#closeBatch(batch);
  }

  /** Moves to the next batch; false when it has no records to show, and has been passed over. */
  #openBatch(): boolean {
    const batch = nextBatch(this.#bytes, this.#nextBatchAt);
    if (batch === undefined) throw new InvalidRecords(ErrorCode.CORRUPT_MESSAGE, CUT_OFF);
    if (this.#options.checkCrcs && !isCrcValid(this.#bytes, batch)) throw wrongCrc(batch);
    this.#batch = batch;
    this.#nextBatchAt = batch.position + batch.sizeInBytes;
    if (!this.#isShown(batch) || batch.recordCount === 0) {
      this.#closeBatch(batch);
      return false;
    }
    this.#cursor = openRecords(this.#bytes, batch, this.#options.codecs);
    return true;
  }

  #closeBatch(batch: BatchHeader): void {
    this.#cursor = undefined;
    const offset = Math.max(this.#position.offset, batch.lastOffset + 1);
    this.#position = { offset, leaderEpoch: batch.partitionLeaderEpoch };
  }

  #isShown(batch: BatchHeader): boolean {
    this.#aborted.reach(batch.lastOffset);
    if (batch.isControl) {
      const marker = readTransactionMarker(this.#bytes, batch, this.#options.codecs);
      if (marker?.type === 'abort') this.#aborted.end(batch);
      return false;
    }
    return !(batch.isTransactional && this.#aborted.has(batch.producerId));
  }

  #damaged(cause: InvalidRecords): KafkaError {
    return new KafkaError(
      cause.errorCode,
      `Received exception when fetching the next record from ${partitionName(this.partition)}. If ` +
        `needed, please seek past the record to continue consumption. ${cause.message}`,
    );
  }
}

const CUT_OFF = 'The bytes end in the middle of a batch.';

function wrongCrc({ baseOffset }: BatchHeader): InvalidRecords {
  return new InvalidRecords(
    ErrorCode.CORRUPT_MESSAGE,
    `The batch at offset ${baseOffset} does not match its checksum.`,
  );
}

/** Where the whole batches among the bytes end; damage counts as one offset, for `take` to meet. */
function endOf(bytes: Uint8Array, from: Position): Position {
  let end = from;
  try {
    for (const { lastOffset, partitionLeaderEpoch } of batchesOf(bytes)) {
      if (lastOffset >= end.offset) {
        end = { offset: lastOffset + 1, leaderEpoch: partitionLeaderEpoch };
      }
    }
  } catch (error) {
    if (!(error instanceof InvalidRecords)) throw error;
    return { ...end, offset: end.offset + 1 };
  }
  return end;
}
