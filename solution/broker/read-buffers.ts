/**
 * Memory for what is read from logs and sent to clients, used again and again.
 *
 * A fetch moves up to a megabyte from the page cache to a socket. A new array for each would have to
 * be zeroed, and would keep the garbage collector busy with nothing else: it took more than half of
 * a fetching broker's time. So the memory of an answer that has been sent holds the next.
 *
 *     take(300 KB) -> a view of 512 KB -> read, written to the socket -> giveBack -> free for others
 *
 * Whoever forgets to give back does no harm: the collector then has it. Giving back too early would
 * send one client's records to another; only a connection does it, once the network has taken all.
 *
 * Invariant: memory is either free here or in the hands of exactly one answer.
 */
import { newBytes } from '#env/new-bytes.ts';

/** Smaller arrays are cheap to make. */
const SMALLEST_BYTES = 16 * 1024;
/** Larger ones are rare, and too large to keep. */
const LARGEST_BYTES = 4 * 1024 * 1024;
/** How much free memory is kept. */
const MAX_FREE_BYTES = 16 * 1024 * 1024;

export class ReadBuffers {
  readonly #free = new Map<number, ArrayBuffer[]>();
  readonly #ours = new WeakSet<ArrayBufferLike>();
  #freeBytes = 0;

  /** How many bytes wait to be used again. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** An array of exactly `length` bytes, of any content. */
  take(length: number): Uint8Array {
    if (length < SMALLEST_BYTES || length > LARGEST_BYTES) return newBytes(length);
    const size = sizeFor(length);
    const known = this.#free.get(size)?.pop();
    if (known !== undefined) this.#freeBytes -= size;
    return new Uint8Array(known ?? this.#make(size), 0, length);
  }

  /** Takes back the arrays among `chunks` that came from here, and ignores all others. */
  giveBack(chunks: readonly Uint8Array[]): void {
    for (const { buffer } of chunks) {
      if (!this.#ours.has(buffer) || this.#freeBytes + buffer.byteLength > MAX_FREE_BYTES) continue;
      this.#freeOf(buffer.byteLength).push(buffer as ArrayBuffer);
      this.#freeBytes += buffer.byteLength;
    }
  }

  #make(size: number): ArrayBuffer {
    const made = new ArrayBuffer(size);
    this.#ours.add(made);
    return made;
  }

  #freeOf(size: number): ArrayBuffer[] {
    const known = this.#free.get(size);
    if (known !== undefined) return known;
    const fresh: ArrayBuffer[] = [];
    this.#free.set(size, fresh);
    return fresh;
  }
}

/** The next power of two: few sizes, so that what one leaves fits the next. */
function sizeFor(length: number): number {
  return 2 ** Math.ceil(Math.log2(length));
}
