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
import { NotImplemented } from '#env/not-implemented.ts';

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
  /** Frames of 0 to `maxFrameBytes` bytes, both included, are let through. */
  constructor(maxFrameBytes: number) {}

  /** How many bytes wait for the rest of their frame, those of an incomplete size included. */
  get heldBytes(): number {
    throw new NotImplemented('0.4', 'FrameReader.heldBytes');
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
    throw new NotImplemented('0.4', 'FrameReader.push');
  }
}
