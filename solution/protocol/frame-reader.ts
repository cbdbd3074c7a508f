/**
 * From a stream of bytes to whole frames.
 *
 * TCP keeps bytes in order and nothing else: a request may come in ten pieces, ten requests in one.
 * Kafka puts a size before each message, and that is all the framing there is:
 *
 *     +-------------+---------------------+-------------+----------- ...
 *     | int32 size  |  size bytes         | int32 size  |
 *     +-------------+---------------------+-------------+----------- ...
 *
 * The size is a claim of somebody unknown. It is checked against the limit before anything else,
 * and memory is taken only for bytes that have really come: a connection that announces 100 MB and
 * sends nothing costs nothing.
 *
 * Invariant: every byte given to `push` is in exactly one frame, in its size prefix, or still held.
 */
import { newBytes } from '#env/new-bytes.ts';

/** Bytes of the size before each frame. */
const SIZE_BYTES = 4;

/** A size that no frame may have: the stream can't be read any further. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/**
 * One connection's stream of bytes, cut into frames.
 *
 * Give it every chunk as it comes, of whatever length, and in order. After a FrameError the stream
 * can't be understood any more, and nobody uses the reader.
 */
export class FrameReader {
  readonly #maxFrameBytes: number;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  /** Frames of 0 to `maxFrameBytes` bytes, both included, are let through. */
  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** How many bytes wait for the rest of their frame, those of an incomplete size included. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Takes the next bytes of the stream and appends each frame that is now whole, without its size,
   * to the end of `frames`, in order. A frame of no bytes is a frame.
   *
   * A frame that is whole in the chunk may be a view of it: the caller never changes a chunk.
   *
   * @throws FrameError at a size that is negative or above the limit, as soon as its four bytes are
   *   there. Frames before it have been appended, also those of the same chunk.
   */
  push(chunk: Uint8Array, frames: Uint8Array[]): void {
    if (this.#heldBytes === 0) {
      this.#split(chunk, frames);
      return;
    }
    this.#hold(chunk);
    if (this.#heldBytes < this.#wanted()) return;
    const joined = this.#join();
    this.#split(joined, frames);
  }

  /** Cuts off frames while they are whole, and holds the rest. */
  #split(bytes: Uint8Array, frames: Uint8Array[]): void {
    let at = 0;
    while (bytes.length - at >= SIZE_BYTES) {
      const size = this.#checked(int32(bytes, at));
      if (bytes.length - at - SIZE_BYTES < size) break;
      frames.push(bytes.subarray(at + SIZE_BYTES, at + SIZE_BYTES + size));
      at += SIZE_BYTES + size;
    }
    if (at < bytes.length) this.#hold(bytes.subarray(at));
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  /** How many held bytes it takes to get further: a size, or the frame that it announces. */
  #wanted(): number {
    const first = this.#held[0] as Uint8Array;
    if (first.length >= SIZE_BYTES) return SIZE_BYTES + this.#checked(int32(first, 0));
    if (this.#heldBytes < SIZE_BYTES) return SIZE_BYTES;
    this.#held = [this.#joined()];
    return this.#wanted();
  }

  #join(): Uint8Array {
    const joined = this.#joined();
    this.#held = [];
    this.#heldBytes = 0;
    return joined;
  }

  #joined(): Uint8Array {
    const joined = newBytes(this.#heldBytes);
    let at = 0;
    for (const piece of this.#held) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }

  #checked(size: number): number {
    if (size >= 0 && size <= this.#maxFrameBytes) return size;
    throw new FrameError(`frame of ${size} bytes; 0 to ${this.#maxFrameBytes} are allowed`);
  }
}

function int32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16);
  return high | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
}
