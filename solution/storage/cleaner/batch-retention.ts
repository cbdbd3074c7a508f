/**
 * What a cleaner leaves of one batch.
 *
 *      record without a newer one of its key      stays
 *      tombstone, the newest of its key           stays until the batch's delete horizon
 *      record of an aborted transaction           goes
 *      marker of a transaction without records    stays until the batch's delete horizon
 *      batch left without records                 goes, but an empty header stays of
 *                                                   - the last batch of each producer
 *                                                   - the last batch of each cleaned segment
 *
 * A tombstone can't go with the records that it deletes: a consumer that has read the value must
 * get to read the deletion. So the first pass that keeps one writes into the batch's base timestamp
 * when it may go: now + delete.retention.ms (KIP-534). Counting from a cleaning, and not from the
 * append, it always leaves a consumer at the log's end that long.
 *
 * The empty headers keep what the log alone says: the sequence number a producer must go on from,
 * and the offset at which the log goes on. Kafka keeps the last batch of a round only. Keeping each
 * segment's, a cleaned log has no gaps between segments, so that recovery can tell a segment that
 * lost its tail from one that was cleaned.
 *
 * Source: Kafka's Cleaner.cleanInto, MemoryRecords.filterTo.
 */
import type { Codecs } from '#env/codecs.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { recordsOf } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import type { CleanedTransactions } from '#storage/cleaner/cleaned-transactions.ts';
import type { DirtyKeys } from '#storage/cleaner/dirty-keys.ts';
import { readTransactionMarker } from '#storage/control-record.ts';
import type { ProducerEntry } from '#storage/producer-entry.ts';
import type { Record } from '#storage/record.ts';

/** What a round of cleaning goes by. */
export interface RetentionRules {
  readonly codecs: Codecs;
  readonly now: number;
  readonly deleteRetentionMs: number;
  /** The newest offset of each key, up to the offset that was looked through. */
  readonly dirtyKeys: DirtyKeys;
  readonly transactions: CleanedTransactions;
  /** By producer id: those that the log still remembers. */
  readonly activeProducers: ReadonlyMap<number, Readonly<ProducerEntry>>;
}

/**
 * The batch as it stays: the bytes that came where nothing changed; undefined when it goes. The
 * last batch of the segment to be written stays in any case, if only as a header.
 */
export function retainBatch(
  bytes: Uint8Array,
  batch: BatchHeader,
  rules: RetentionRules,
  isLastOfSegment: boolean,
): Uint8Array | undefined {
  const discardable = isDiscardable(bytes, batch, rules);
  const markerMayGo = batch.isControl && discardable;
  const dropAll = batch.isControl ? discardable && horizonPassed(batch, rules) : discardable;
  const kept = dropAll ? [] : keptRecords(bytes, batch, rules);
  if (kept.length === 0) {
    return isLastOfSegment || isLastOfProducer(batch, rules) ? emptied(batch) : undefined;
  }
  const hasTombstone = kept.some((record) => record.value === null);
  const setHorizon = (hasTombstone || markerMayGo) && !batch.hasDeleteHorizon;
  if (kept.length === batch.recordCount && !setHorizon) return bytes;
  return rewritten(batch, kept, rules, setHorizon);
}

/** True when the records of the batch decide nothing any more. */
function isDiscardable(bytes: Uint8Array, batch: BatchHeader, rules: RetentionRules): boolean {
  if (!batch.isControl) return rules.transactions.onData(batch);
  return rules.transactions.onControl(batch, readTransactionMarker(bytes, batch, rules.codecs));
}

function keptRecords(bytes: Uint8Array, batch: BatchHeader, rules: RetentionRules): Record[] {
  const kept: Record[] = [];
  for (const record of recordsOf(bytes, batch, rules.codecs)) {
    if (batch.isControl || isKept(record, batch, rules)) kept.push(record);
  }
  return kept;
}

function isKept(record: Record, batch: BatchHeader, rules: RetentionRules): boolean {
  // Beyond what was looked through, nothing is known.
  if (record.offset >= rules.dirtyKeys.endOffset) return true;
  // No key can be the same as none: such records are from before the topic was compacted.
  if (record.key === null) return false;
  if (record.offset < rules.dirtyKeys.newestOffset(record.key)) return false;
  return record.value !== null || !horizonPassed(batch, rules);
}

function horizonPassed(batch: BatchHeader, rules: RetentionRules): boolean {
  return batch.hasDeleteHorizon && batch.baseTimestamp <= rules.now;
}

/** The batch with the producer's last sequence number, or the marker with its last epoch. */
function isLastOfProducer(batch: BatchHeader, rules: RetentionRules): boolean {
  const producer = rules.activeProducers.get(batch.producerId);
  if (producer === undefined) return false;
  const last = producer.batches.at(-1);
  return last === undefined
    ? batch.isControl && batch.producerEpoch === producer.producerEpoch
    : batch.lastOffset === last.lastOffset;
}

/** The header without records. A horizon is not kept: there is nothing left that could go. */
function emptied(batch: BatchHeader): Uint8Array {
  return encodeBatch({ ...identityOf(batch), records: [], maxTimestamp: batch.maxTimestamp });
}

function rewritten(
  batch: BatchHeader,
  records: readonly Record[],
  rules: RetentionRules,
  setHorizon: boolean,
): Uint8Array {
  const existing = batch.hasDeleteHorizon ? batch.baseTimestamp : undefined;
  return encodeBatch({
    ...identityOf(batch),
    records,
    // A codec that is unknown did not get past reading the records.
    codec: batch.codec === 'unknown' ? 'none' : batch.codec,
    codecs: rules.codecs,
    deleteHorizonMs: setHorizon ? rules.now + rules.deleteRetentionMs : existing,
  });
}

/** All of a header that does not depend on which records there are. */
function identityOf(batch: BatchHeader) {
  const { baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch } = batch;
  const { baseSequence, isTransactional, isControl, maxTimestamp } = batch;
  return {
    ...{ baseOffset, lastOffset, partitionLeaderEpoch, producerId, producerEpoch },
    ...{ baseSequence, isTransactional, isControl },
    logAppendTime: batch.timestampType === 'LogAppendTime' ? maxTimestamp : undefined,
  };
}
