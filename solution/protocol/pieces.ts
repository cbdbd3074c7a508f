/**
 * The memory behind a writer: bytes in order, in as many pieces as it takes.
 *
 * What has been written never moves. When a buffer is full, the next one starts; a payload that
 * is already bytes somewhere (a fetched batch) becomes a piece itself, by reference. The pieces go
 * to the socket as they are, in one gathering write, and nothing is copied on the way.
 *
 *     pieces   [ header, topic, partition ] [ records, by reference ] [ next partition ... ]
 *                own buffer, 0 .. 61          the segment's bytes       own buffer, 61 ..
 *
 * Invariant: the concatenation of `chunks()` is what was written, in order, and `size` its length.
 */
import { newBytes } from '#env/new-bytes.ts';

/** Below this size copying is cheaper than one more piece in the gathering write. */
const COPY_UP_TO_BYTES = 512;
const SMALLEST_BUFFER_BYTES = 256;
const LARGEST_BUFFER_BYTES = 64 * 1024;

/** A place for an int32 that will be known later. */
export interface Int32Slot {
  /** Puts the value there. */
  set(value: number): void;
}

export class Pieces {
  #buffer: Uint8Array;
  /** Where the unfinished piece starts in the buffer, and where its next byte goes. */
  #start = 0;
  #position = 0;
  #finished: Uint8Array[] = [];
  #finishedBytes = 0;

  /** `expectedBytes` sizes the first buffer; more than that is never an error. */
  constructor(expectedBytes = SMALLEST_BUFFER_BYTES) {
    this.#buffer = newBytes(Math.max(16, expectedBytes));
  }

  /** How many bytes have been written. */
  get size(): number {
    return this.#finishedBytes + this.#position - this.#start;
  }

  /** The pieces written so far. They are views: don't change them, and don't write on after. */
  chunks(): Uint8Array[] {
    this.#finishPiece();
    return this.#finished;
  }

  /** Everything written so far as one array; copies if there is more than one piece. */
  bytes(): Uint8Array {
    const pieces = this.chunks();
    if (pieces.length === 1) return pieces[0] as Uint8Array;
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** The buffer that is being filled: where `reserve` has just found room. */
  get buffer(): Uint8Array {
    return this.#buffer;
  }

  /**
   * Counts the next `length` bytes as written, for the caller to fill in, and returns where in
   * `buffer` they start. They hold anything until then. A full buffer gives way to another, so look
   * at `buffer` after this call and not before:
   *
   *     const at = writer.reserve(2);
   *     writer.buffer[at] = value >> 8;
   *     writer.buffer[at + 1] = value;
   */
  reserve(length: number): number {
    if (this.#position + length > this.#buffer.length) this.#startBuffer(length);
    const at = this.#position;
    this.#position = at + length;
    return at;
  }

  /** Takes back what the last call of `reserve` gave, which returned `at`. */
  release(at: number): void {
    this.#position = at;
  }

  /** Bytes as they are, without a length: large ones by reference, so leave them unchanged. */
  raw(value: Uint8Array | readonly Uint8Array[]): void {
    if (!(value instanceof Uint8Array)) {
      for (const piece of value) this.raw(piece);
    } else if (value.length <= COPY_UP_TO_BYTES) {
      const at = this.reserve(value.length);
      this.#buffer.set(value, at);
    } else {
      this.#finishPiece();
      this.#addPiece(value);
    }
  }

  /** Leaves room for an int32, for a length that is known when what follows is written. */
  reserveInt32(): Int32Slot {
    const at = this.reserve(4);
    const buffer = this.#buffer;
    return { set: (value) => putInt32(buffer, at, value) };
  }

  #startBuffer(length: number): void {
    this.#finishPiece();
    const grown = Math.min(LARGEST_BUFFER_BYTES, this.#buffer.length * 2);
    this.#buffer = newBytes(Math.max(length, grown, SMALLEST_BUFFER_BYTES));
    this.#start = 0;
    this.#position = 0;
  }

  #finishPiece(): void {
    if (this.#position === this.#start) return;
    this.#addPiece(this.#buffer.subarray(this.#start, this.#position));
    this.#start = this.#position;
  }

  #addPiece(piece: Uint8Array): void {
    this.#finished.push(piece);
    this.#finishedBytes += piece.length;
  }
}

function putInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
}
