/**
 * Whose records a reader of committed records has to pass over (KIP-98).
 *
 *     offset      10        11        12        13        14
 *               | A's    | B's    | A's    | abort A | A's   |
 *     A is out   ^-----------------------^               ^ another transaction
 *
 * A fetch names each aborted transaction by its producer and first offset; the producer's abort
 * marker ends it.
 */
import type { BatchHeader } from '#storage/batch-header.ts';

/** The producers whose transaction at the current offset was aborted. */
export class AbortedProducers {
  readonly #toCome: { readonly producerId: number; readonly firstOffset: number }[];
  readonly #active = new Set<number>();

  constructor(transactions: readonly { producerId: number; firstOffset: number }[]) {
    this.#toCome = [...transactions].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Takes up the transactions that begin at or before `offset`. */
  reach(offset: number): void {
    while (this.#toCome[0] !== undefined && this.#toCome[0].firstOffset <= offset) {
      this.#active.add((this.#toCome.shift() as { producerId: number }).producerId);
    }
  }

  end(marker: BatchHeader): void {
    this.#active.delete(marker.producerId);
  }

  has(producerId: number): boolean {
    return this.#active.has(producerId);
  }
}
