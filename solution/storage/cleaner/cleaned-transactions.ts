/**
 * Follows the transactions of a log while a cleaner walks its batches in order.
 *
 * Records of an aborted transaction may go at once: no reader of committed records wants them, and
 * the others have had their chance. A marker must stay as long as there are records that it decides on:
 *
 *      data A   data B   data A   ABORT A   COMMIT B          first pass: A's data goes, its marker
 *               data B            ABORT A   COMMIT B          stays, dated; B's data may go later,
 *               data B                      COMMIT B          and only then B's marker may
 *
 * Invariant: a marker is called discardable only if no batch of its transaction was walked.
 *
 * Source: CleanedTransactionMetadata of Kafka's LogCleaner (KIP-98, KIP-534).
 */
import type { BatchHeader } from '#storage/batch-header.ts';
import type { TransactionMarker } from '#storage/control-record.ts';
import type { AbortedTransaction } from '#storage/producer-state.ts';

export class CleanedTransactions {
  /** Aborted transactions not begun yet, by first offset, the next one last. */
  readonly #upcoming: AbortedTransaction[] = [];
  readonly #aborted = new Map<number, { entry: AbortedTransaction; hasBatches: boolean }>();
  readonly #committed = new Set<number>();
  readonly #known = new Set<number>();
  readonly #keepEntry: (entry: AbortedTransaction) => void;

  /** `keepEntry` gets the transactions whose data is not all gone, for the new index. */
  constructor(keepEntry: (entry: AbortedTransaction) => void = () => {}) {
    this.#keepEntry = keepEntry;
  }

  /** Names aborted transactions ahead of the batches; one named twice counts once. */
  expect(entries: readonly AbortedTransaction[]): void {
    for (const entry of entries) {
      if (this.#known.has(entry.lastOffset)) continue;
      this.#known.add(entry.lastOffset);
      this.#upcoming.push(entry);
    }
    this.#upcoming.sort((a, b) => b.firstOffset - a.firstOffset);
  }

  /** A batch of data was walked; true when it belongs to an aborted transaction. */
  onData(batch: BatchHeader): boolean {
    this.#beginUpTo(batch.lastOffset);
    if (!batch.isTransactional) return false;
    const aborted = this.#aborted.get(batch.producerId);
    if (aborted === undefined) {
      this.#committed.add(batch.producerId);
      return false;
    }
    aborted.hasBatches = true;
    return true;
  }

  /**
   * A control batch was walked; true when nothing is left of its transaction. `marker` is
   * undefined for control records that end no transaction, which stay; an empty batch may go.
   */
  onControl(batch: BatchHeader, marker: TransactionMarker | undefined): boolean {
    this.#beginUpTo(batch.lastOffset);
    if (batch.recordCount === 0) return true;
    if (marker === undefined) return false;
    if (marker.type === 'commit') return !this.#committed.delete(batch.producerId);
    const aborted = this.#aborted.get(batch.producerId);
    this.#aborted.delete(batch.producerId);
    if (aborted === undefined || !aborted.hasBatches) return true;
    this.#keepEntry(aborted.entry);
    return false;
  }

  #beginUpTo(offset: number): void {
    for (;;) {
      const next = this.#upcoming.at(-1);
      if (next === undefined || next.firstOffset > offset) return;
      this.#upcoming.pop();
      if (this.#aborted.has(next.producerId)) continue;
      this.#aborted.set(next.producerId, { entry: next, hasBatches: false });
    }
  }
}
