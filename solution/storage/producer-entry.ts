/**
 * What a partition remembers of one idempotent producer (KIP-98): enough to tell a retry of a
 * batch from a new batch, and a gap from both.
 *
 *      batches (at most 5, oldest first)
 *      | seq 0-9, offsets 100-109 | seq 10-14, offsets 130-134 | ... |  <- the next must start at lastSequence + 1
 *
 * Five, because a producer has at most five requests in flight (KAFKA-5494): any retry it can send
 * is of one of these.
 */
import { NO_PRODUCER_EPOCH, NO_SEQUENCE, NO_TIMESTAMP } from '#storage/batch-header.ts';

export const BATCHES_REMEMBERED = 5;
export const NO_OFFSET = -1;

/** A batch that was appended. Its first sequence and offset follow from the last and the delta. */
export interface AppendedBatch {
  readonly lastSequence: number;
  readonly lastOffset: number;
  readonly offsetDelta: number;
  readonly timestamp: number;
}

export interface ProducerEntry {
  readonly producerId: number;
  /** The newest epoch seen; -1 before any. */
  producerEpoch: number;
  /** Of this epoch, oldest first, at most five. */
  batches: AppendedBatch[];
  /** Epoch of the coordinator that wrote the last marker; -1 before any. */
  coordinatorEpoch: number;
  /** Of the last batch or marker; expiry counts from it. */
  lastTimestamp: number;
  /** Where the open transaction began in this partition; -1 when none is open. */
  currentTxnFirstOffset: number;
}

export function emptyProducerEntry(producerId: number): ProducerEntry {
  return {
    producerId,
    producerEpoch: NO_PRODUCER_EPOCH,
    batches: [],
    coordinatorEpoch: -1,
    lastTimestamp: NO_TIMESTAMP,
    currentTxnFirstOffset: NO_OFFSET,
  };
}

export function lastSequence(entry: ProducerEntry): number {
  return entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE;
}

export function firstOffsetOf(batch: AppendedBatch): number {
  return batch.lastOffset - batch.offsetDelta;
}

/** Sequence numbers wrap: the batch before 0 ends at 2^31 - 1. */
export function firstSequenceOf(batch: AppendedBatch): number {
  const first = batch.lastSequence - batch.offsetDelta;
  return first < 0 ? first + 0x8000_0000 : first;
}

/** Remembers a batch; a new epoch starts a new memory. */
export function rememberBatch(
  entry: ProducerEntry,
  producerEpoch: number,
  batch: AppendedBatch,
): void {
  enterEpoch(entry, producerEpoch);
  if (entry.batches.length === BATCHES_REMEMBERED) entry.batches.shift();
  entry.batches.push(batch);
  entry.lastTimestamp = batch.timestamp;
}

/** Sequence numbers start anew with each epoch, so the old epoch's batches say nothing any more. */
export function enterEpoch(entry: ProducerEntry, producerEpoch: number): void {
  if (entry.producerEpoch === producerEpoch) return;
  entry.producerEpoch = producerEpoch;
  entry.batches = [];
}
