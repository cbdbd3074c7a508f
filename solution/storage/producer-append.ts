/**
 * One producer's part of an append: checks epochs and sequence numbers against what the partition
 * remembers, and drafts what it will remember once the bytes are in the log.
 *
 *      epoch    older than the last seen       INVALID_PRODUCER_EPOCH (a zombie, fenced)
 *               newer                          must start at sequence 0
 *      sequence last + 1, or 0 after 2^31-1    accepted
 *               anything else                  OUT_OF_ORDER_SEQUENCE_NUMBER
 *               of a producer not remembered   accepted: its records may have been deleted
 *
 * The coordinator's own appends carry no sequence numbers, and what a leader has accepted a
 * follower takes as it is. The draft is thrown away when the append fails, so a refusal leaves the
 * memory as it was.
 *
 * After Kafka's ProducerAppendInfo.
 */
import { ErrorCode } from '#protocol/errors.ts';
import type { AppendOrigin } from '#storage/append-validation.ts';
import { type BatchHeader, NO_PRODUCER_EPOCH } from '#storage/batch-header.ts';
import type { TransactionMarker } from '#storage/control-record.ts';
import {
  enterEpoch,
  lastSequence,
  NO_OFFSET,
  type ProducerEntry,
  rememberBatch,
} from '#storage/producer-entry.ts';

const LAST_SEQUENCE = 0x7fff_ffff;

/** Why a producer's batch is refused. */
export interface ProducerRefusal {
  readonly errorCode: number;
  readonly message: string;
}

/** A transaction that began in this partition. */
export interface OngoingTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** A transaction that a marker ended in this partition. */
export interface CompletedTransaction extends OngoingTransaction {
  /** The marker's offset. */
  readonly lastOffset: number;
  readonly aborted: boolean;
}

export class ProducerAppend {
  /** The draft: what to remember of the producer afterwards. */
  readonly entry: ProducerEntry;
  readonly started: OngoingTransaction[] = [];
  readonly completed: CompletedTransaction[] = [];
  readonly #origin: AppendOrigin;
  /** False until the partition remembers an epoch of this producer. */
  readonly #known: boolean;

  constructor(current: ProducerEntry, origin: AppendOrigin) {
    this.entry = { ...current, batches: [...current.batches] };
    this.#origin = origin;
    this.#known = current.producerEpoch !== NO_PRODUCER_EPOCH;
  }

  /** Takes a batch of data into the draft, or says why not. */
  appendData(batch: BatchHeader): ProducerRefusal | undefined {
    const refusal = this.#checkEpoch(batch) ?? this.#checkSequence(batch);
    if (refusal !== undefined) return refusal;
    const { entry } = this;
    const inTransaction = entry.currentTxnFirstOffset !== NO_OFFSET;
    if (inTransaction && !batch.isTransactional) return this.#outsideTransaction(batch);
    rememberBatch(entry, batch.producerEpoch, {
      lastSequence: batch.lastSequence,
      lastOffset: batch.lastOffset,
      offsetDelta: batch.lastOffset - batch.baseOffset,
      timestamp: batch.maxTimestamp,
    });
    if (batch.isTransactional && !inTransaction) this.#beginTransaction(batch.baseOffset);
    return undefined;
  }

  /** Takes a transaction marker into the draft, or says why not. */
  appendMarker(batch: BatchHeader, marker: TransactionMarker): ProducerRefusal | undefined {
    const refusal = this.#checkEpoch(batch) ?? this.#checkCoordinatorEpoch(batch, marker);
    if (refusal !== undefined) return refusal;
    const { entry } = this;
    // A marker that ends nothing (the producer wrote nothing here) is no transaction to index.
    if (entry.currentTxnFirstOffset !== NO_OFFSET) {
      this.completed.push({
        producerId: entry.producerId,
        firstOffset: entry.currentTxnFirstOffset,
        lastOffset: batch.baseOffset,
        aborted: marker.type === 'abort',
      });
    }
    enterEpoch(entry, batch.producerEpoch);
    entry.coordinatorEpoch = marker.coordinatorEpoch;
    entry.lastTimestamp = marker.timestamp;
    entry.currentTxnFirstOffset = NO_OFFSET;
    return undefined;
  }

  #beginTransaction(firstOffset: number): void {
    this.entry.currentTxnFirstOffset = firstOffset;
    this.started.push({ producerId: this.entry.producerId, firstOffset });
  }

  #checkEpoch({ producerEpoch }: BatchHeader): ProducerRefusal | undefined {
    const { producerId, producerEpoch: current } = this.entry;
    if (this.#origin === 'replication' || producerEpoch >= current) return undefined;
    return {
      errorCode: ErrorCode.INVALID_PRODUCER_EPOCH,
      message: `Producer ${producerId} writes with epoch ${producerEpoch}; epoch ${current} has fenced it.`,
    };
  }

  #checkSequence(batch: BatchHeader): ProducerRefusal | undefined {
    if (this.#origin !== 'client') return undefined;
    const { entry } = this;
    const sequence = batch.baseSequence;
    const ok =
      batch.producerEpoch === entry.producerEpoch
        ? isNext(lastSequence(entry), sequence)
        : sequence === 0;
    return ok || !this.#known ? undefined : this.#outOfOrder(batch);
  }

  #outOfOrder({ baseSequence, producerEpoch }: BatchHeader): ProducerRefusal {
    const { entry } = this;
    const expected =
      producerEpoch === entry.producerEpoch
        ? `after ${lastSequence(entry)}`
        : `as the first of epoch ${producerEpoch}`;
    return {
      errorCode: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      message: `Producer ${entry.producerId} sent sequence ${baseSequence} ${expected}.`,
    };
  }

  #outsideTransaction(batch: BatchHeader): ProducerRefusal {
    return {
      errorCode: ErrorCode.INVALID_TXN_STATE,
      message:
        `Producer ${batch.producerId} has a transaction open since offset ` +
        `${this.entry.currentTxnFirstOffset}; a batch outside of it has to wait for its end.`,
    };
  }

  #checkCoordinatorEpoch(
    batch: BatchHeader,
    { coordinatorEpoch }: TransactionMarker,
  ): ProducerRefusal | undefined {
    const { coordinatorEpoch: current } = this.entry;
    if (this.#origin === 'replication' || coordinatorEpoch >= current) return undefined;
    return {
      errorCode: ErrorCode.TRANSACTION_COORDINATOR_FENCED,
      message:
        `A marker for producer ${batch.producerId} comes from coordinator epoch ` +
        `${coordinatorEpoch}; epoch ${current} has taken over.`,
    };
  }
}

/** Where nothing is remembered `last` is -1, so the first is 0. */
function isNext(last: number, next: number): boolean {
  return next === last + 1 || (next === 0 && last === LAST_SEQUENCE);
}
