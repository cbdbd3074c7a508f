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
import type { DirtyKeys } from '#storage/cleaner/dirty-keys.ts';
import type { ProducerEntry } from '#storage/producer-entry.ts';
import type { Record } from '#storage/record.ts';

/** What a round of cleaning goes by. */
export interface RetentionRules {
  readonly codecs: Codecs;
  /** The wall clock, in milliseconds. */
  readonly now: number;
  /** delete.retention.ms */
  readonly deleteRetentionMs: number;
  /** The newest offset of each key, up to the offset that was looked through. */
  readonly dirtyKeys: DirtyKeys;
  /** By producer id: those that the log still remembers. */
  readonly activeProducers: ReadonlyMap<number, Readonly<ProducerEntry>>;
}

/** What is known of a batch from its place in the log. */
export interface BatchPlace {
  /** No batch of the segment that is to be written comes after it. */
  readonly isLastOfSegment: boolean;
  /**
   * Its records decide nothing any more: data of an aborted transaction, the marker of a
   * transaction of which no data is left, a control batch without records.
   */
  readonly isDiscardable: boolean;
}

/**
 * What stays of one batch of `bytes`: these bytes themselves where nothing changes, a new batch
 * where something does, undefined where the whole batch goes.
 *
 * Records. Of a discardable data batch, none stays. Of another data batch, a record stays
 *   - when its offset is at or beyond `dirtyKeys.endOffset`: of those nothing is known;
 *   - below that, only if it has a key, no newer record has that key (its offset is not below
 *     `dirtyKeys.newestOffset(key)`), and it is no tombstone (`value` null) whose horizon has passed.
 * Of a control batch all records stay, whatever their keys, until the batch is discardable and its
 * horizon has passed; then none.
 *
 * Horizon. A batch with `hasDeleteHorizon` carries it as its `baseTimestamp`; it has passed when
 * that is `now` or earlier. A batch without one gets it, `now + deleteRetentionMs`, in the first
 * round that keeps a tombstone in it (any data record without a value that stays, for whichever
 * reason), or keeps it although it is a discardable control batch. One that is there already is
 * never moved.
 *
 * Bytes. When all records stay and no horizon is to be set, the answer is `bytes`, the same array.
 * Else the batch is encoded anew with the records that stay, each with its offset, timestamp, key,
 * value and headers as before; base offset, last offset, leader epoch, producer id and epoch, base
 * sequence, the transactional and control flags, the timestamp type and the codec are the batch's.
 * (A batch of LogAppendTime keeps its largest timestamp; in one of CreateTime it is that of the
 * records that stay.)
 *
 * Empty. When no record stays (or none was there), the batch goes, unless it is the last of its segment, or the last of
 * an active producer: the batch that ends at the last of the producer's `batches`, or, where it has
 * none, a control batch of its present epoch. Then the header alone stays: no records, no codec, no
 * horizon, `maxTimestamp` and all else that is listed above as before.
 */
export function retainBatch(
  bytes: Uint8Array,
  batch: BatchHeader,
  rules: RetentionRules,
  place: BatchPlace,
): Uint8Array | undefined {
  const { isDiscardable, isLastOfSegment } = place;
  const dropAll = isDiscardable && (!batch.isControl || horizonPassed(batch, rules));
  const kept = dropAll ? [] : keptRecords(bytes, batch, rules);
  if (kept.length === 0) {
    return isLastOfSegment || isLastOfProducer(batch, rules) ? emptied(batch) : undefined;
  }
  const markerMayGo = batch.isControl && isDiscardable;
  const hasTombstone = !batch.isControl && kept.some((record) => record.value === null);
  const setHorizon = (hasTombstone || markerMayGo) && !batch.hasDeleteHorizon;
  if (kept.length === batch.recordCount && !setHorizon) return bytes;
  return rewritten(batch, kept, rules, setHorizon);
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
