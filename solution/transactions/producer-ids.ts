/**
 * Hands out producer ids (KIP-98, KIP-730).
 *
 * An idempotent producer is known by its id, so an id is never given twice, in the whole cluster,
 * for ever. The controller gives each broker blocks of ids, durably; a broker hands them out of
 * its memory. The next block is fetched when nine tenths of this one are gone, so that hardly any
 * producer waits for the controller. What is left of a block at a restart is never used.
 *
 *     controller   | 0..999 broker 1 | 1000..1999 broker 2 | 2000..2999 broker 1 | next: 3000
 *     broker 1       0, 1, 2, ... 899: ask for more ... 999, 2000, 2001, ...
 */
export interface ProducerIdBlock {
  readonly firstId: number;
  readonly size: number;
}

const PREFETCH_AFTER = 0.9;

export class ProducerIds {
  readonly #fetchBlock: () => Promise<ProducerIdBlock>;
  #block: ProducerIdBlock = { firstId: 0, size: 0 };
  #used = 0;
  #nextBlock: ProducerIdBlock | undefined;
  #fetching: Promise<void> | undefined;

  /** `fetchBlock` gets a block that is this broker's alone; its failures reach who asks for ids. */
  constructor(fetchBlock: () => Promise<ProducerIdBlock>) {
    this.#fetchBlock = fetchBlock;
  }

  /** An id that nobody has had. Rejects when a new block is needed and there is none to be had. */
  async next(): Promise<number> {
    while (this.#used === this.#block.size && !this.#startNextBlock()) await this.#fetch();
    const id = this.#block.firstId + this.#used++;
    if (this.#used >= this.#block.size * PREFETCH_AFTER) this.#prefetch();
    return id;
  }

  #startNextBlock(): boolean {
    if (this.#nextBlock === undefined) return false;
    this.#block = this.#nextBlock;
    this.#nextBlock = undefined;
    this.#used = 0;
    return true;
  }

  /** Ahead of need, a failure is nobody's: the call that needs the block tries again. */
  #prefetch(): void {
    if (this.#nextBlock === undefined) this.#fetch().catch(() => undefined);
  }

  /** One fetch at a time, shared by all who wait. */
  #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchBlock()
      .then((block) => {
        this.#nextBlock = block;
      })
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }
}
