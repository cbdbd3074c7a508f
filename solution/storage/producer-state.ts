/**
 * What a partition remembers of its producers: the state behind idempotent produce and behind
 * read_committed. Pure and synchronous; its file form is `#storage/producer-snapshot.ts`.
 *
 *      append:  validateAppend -> prepare -> write the bytes -> commit
 *                                   |                              |
 *                   accepted / duplicate / refused        remembers, moves transactions:
 *
 *      ongoing ------- marker -------> unreplicated -- high watermark passes it --> gone
 *      (undecided)                     (decided, but the decision could still be lost)
 *
 *      last stable offset = the first offset of all that are ongoing or unreplicated
 *
 * Two steps, because the memory must never be ahead of the log: a write that fails between them
 * leaves no trace. Replaying the log from a snapshot gives the same memory, which is how a broker
 * gets it back after a crash.
 *
 * Invariant: an entry's batches, its open transaction and `endOffset` describe exactly the log's
 * records before `endOffset`, but for what has expired.
 *
 * After Kafka's ProducerStateManager (KIP-98, KIP-360).
 */
import type { Codecs } from '#env/codecs.ts';
import type { AppendOrigin } from '#storage/append-validation.ts';
import { type BatchHeader, NO_PRODUCER_ID } from '#storage/batch-header.ts';
import { readTransactionMarker } from '#storage/control-record.ts';
import {
  type CompletedTransaction,
  type OngoingTransaction,
  ProducerAppend,
  type ProducerRefusal,
} from '#storage/producer-append.ts';
import {
  type AppendedBatch,
  emptyProducerEntry,
  firstOffsetOf,
  firstSequenceOf,
  NO_OFFSET,
  type ProducerEntry,
} from '#storage/producer-entry.ts';

/** What an append means to the producers in it. */
export type PreparedAppend =
  | { readonly kind: 'accepted'; readonly update: ProducerUpdate }
  | DuplicateBatch
  | ({ readonly kind: 'refused' } & ProducerRefusal);

/** A retry of a batch that is in the log: it is answered as the first time. */
export interface DuplicateBatch {
  readonly kind: 'duplicate';
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** The batch's largest timestamp: its append time, where the broker sets those. */
  readonly timestamp: number;
}

/** A draft for `commit`. */
export interface ProducerUpdate {
  readonly appends: readonly ProducerAppend[];
  readonly endOffset: number;
}

/** An aborted transaction, as the transaction index keeps it. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** The marker's offset. */
  readonly lastOffset: number;
  /** The last stable offset right after this marker. */
  readonly lastStableOffset: number;
}

export class ProducerState {
  readonly #producerIdExpirationMs: number;
  readonly #codecs: Codecs;
  readonly #producers = new Map<number, ProducerEntry>();
  /** By first offset. Offsets only grow, so the first that was put in is the smallest. */
  readonly #ongoing = new Map<number, OngoingTransaction>();
  readonly #unreplicated = new Map<number, CompletedTransaction>();
  #endOffset = 0;

  constructor(options: { producerIdExpirationMs: number; codecs: Codecs }) {
    this.#producerIdExpirationMs = options.producerIdExpirationMs;
    this.#codecs = options.codecs;
  }

  /** The offset after the last record that this state knows of. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Entries as they are now; for snapshots and DescribeProducers. */
  get producers(): ReadonlyMap<number, Readonly<ProducerEntry>> {
    return this.#producers;
  }

  /** Judges an append of batches whose offsets are assigned. Changes nothing. */
  prepare(
    records: Uint8Array,
    batches: readonly BatchHeader[],
    origin: AppendOrigin,
  ): PreparedAppend {
    const appends = new Map<number, ProducerAppend>();
    let endOffset = this.#endOffset;
    for (const batch of batches) {
      endOffset = batch.lastOffset + 1;
      if (batch.producerId === NO_PRODUCER_ID) continue;
      const duplicate = origin === 'client' ? this.#findDuplicate(batch) : undefined;
      if (duplicate !== undefined) return answerOf(duplicate);
      const append = appends.get(batch.producerId) ?? this.#draft(batch.producerId, origin);
      appends.set(batch.producerId, append);
      const refusal = this.#apply(append, records, batch);
      if (refusal !== undefined) return { kind: 'refused', ...refusal };
    }
    return { kind: 'accepted', update: { appends: [...appends.values()], endOffset } };
  }

  /**
   * Remembers what `prepare` drafted, after the bytes went into the log. Returns the transactions
   * that were aborted, for the transaction index, each with the last stable offset it left.
   */
  commit(update: ProducerUpdate): AbortedTransaction[] {
    const aborted: AbortedTransaction[] = [];
    for (const { entry, started } of update.appends) {
      this.#producers.set(entry.producerId, entry);
      for (const transaction of started) this.#ongoing.set(transaction.firstOffset, transaction);
    }
    for (const { completed } of update.appends) {
      for (const transaction of completed) {
        const lastStableOffset = this.#complete(transaction);
        if (!transaction.aborted) continue;
        const { producerId, firstOffset, lastOffset } = transaction;
        aborted.push({ producerId, firstOffset, lastOffset, lastStableOffset });
      }
    }
    this.#endOffset = update.endOffset;
    return aborted;
  }

  /** Takes in batches that are in the log already: recovery, with a follower's lenience. */
  replay(records: Uint8Array, batches: readonly BatchHeader[]): AbortedTransaction[] {
    const prepared = this.prepare(records, batches, 'replication');
    if (prepared.kind === 'accepted') return this.commit(prepared.update);
    const why = prepared.kind === 'refused' ? prepared.message : 'a duplicate';
    throw new Error(`The log's own records contradict its producer state: ${why}.`);
  }

  /** The first offset whose fate is open, or could still become so; undefined when all is stable. */
  firstUnstableOffset(): number | undefined {
    let first: number | undefined = this.firstUndecidedOffset();
    for (const offset of this.#unreplicated.keys()) {
      if (first === undefined || offset < first) first = offset;
    }
    return first;
  }

  /** The first offset of a transaction without a marker; undefined when none is open. */
  firstUndecidedOffset(): number | undefined {
    for (const offset of this.#ongoing.keys()) return offset;
    return undefined;
  }

  /** Markers below the high watermark are final. */
  onHighWatermark(highWatermark: number): void {
    for (const [firstOffset, { lastOffset }] of this.#unreplicated) {
      if (lastOffset < highWatermark) this.#unreplicated.delete(firstOffset);
    }
  }

  /** Forgets producers idle for `producer.id.expiration.ms`; never one inside a transaction. */
  removeExpired(now: number): void {
    for (const [producerId, entry] of this.#producers) {
      if (this.#isExpired(entry, now)) this.#producers.delete(producerId);
    }
  }

  /** Starts over from a snapshot's entries (none: an empty memory) taken at `endOffset`. */
  load(entries: Iterable<ProducerEntry>, endOffset: number, now: number): void {
    this.#producers.clear();
    this.#ongoing.clear();
    this.#unreplicated.clear();
    const open: OngoingTransaction[] = [];
    for (const entry of entries) {
      if (this.#isExpired(entry, now)) continue;
      this.#producers.set(entry.producerId, entry);
      const { producerId, currentTxnFirstOffset: firstOffset } = entry;
      if (firstOffset !== NO_OFFSET) open.push({ producerId, firstOffset });
    }
    open.sort((a, b) => a.firstOffset - b.firstOffset);
    for (const transaction of open) this.#ongoing.set(transaction.firstOffset, transaction);
    this.#endOffset = endOffset;
  }

  /**
   * Forgets unreplicated transactions that ended before the log's new start (DeleteRecords,
   * retention). Producers stay: their ids may go on writing, and expire by time alone (KIP-360).
   */
  onLogStartOffset(logStartOffset: number): void {
    this.onHighWatermark(logStartOffset);
    if (this.#endOffset < logStartOffset) this.#endOffset = logStartOffset;
  }

  #draft(producerId: number, origin: AppendOrigin): ProducerAppend {
    return new ProducerAppend(
      this.#producers.get(producerId) ?? emptyProducerEntry(producerId),
      origin,
    );
  }

  #apply(
    append: ProducerAppend,
    records: Uint8Array,
    batch: BatchHeader,
  ): ProducerRefusal | undefined {
    if (!batch.isControl) return append.appendData(batch);
    const marker = readTransactionMarker(records, batch, this.#codecs);
    return marker === undefined ? undefined : append.appendMarker(batch, marker);
  }

  #findDuplicate(batch: BatchHeader): AppendedBatch | undefined {
    const entry = this.#producers.get(batch.producerId);
    if (entry === undefined || entry.producerEpoch !== batch.producerEpoch) return undefined;
    return entry.batches.find(
      (known) =>
        known.lastSequence === batch.lastSequence && firstSequenceOf(known) === batch.baseSequence,
    );
  }

  /** Ends a transaction; returns the last stable offset as it is with the marker in the log. */
  #complete(transaction: CompletedTransaction): number {
    this.#ongoing.delete(transaction.firstOffset);
    this.#unreplicated.set(transaction.firstOffset, transaction);
    return this.firstUndecidedOffset() ?? transaction.lastOffset + 1;
  }

  #isExpired(entry: ProducerEntry, now: number): boolean {
    const inTransaction = entry.currentTxnFirstOffset !== NO_OFFSET;
    return !inTransaction && now - entry.lastTimestamp >= this.#producerIdExpirationMs;
  }
}

function answerOf(batch: AppendedBatch): DuplicateBatch {
  const { lastOffset, timestamp } = batch;
  return { kind: 'duplicate', firstOffset: firstOffsetOf(batch), lastOffset, timestamp };
}
