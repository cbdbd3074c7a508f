/**
 * The segment that a cleaner writes. Batches gather in a buffer and go to the file together: what
 * is left of them is often so small that a write for each would take longer than all else.
 */
import { type BatchHeader, readBatchHeader } from '#storage/batch-header.ts';
import type { Segment } from '#storage/segment.ts';

const BUFFER_BYTES = 1024 * 1024;

export class CleanedOutput {
  readonly segment: Segment;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #batches: BatchHeader[] = [];
  #length = 0;

  constructor(segment: Segment) {
    this.segment = segment;
  }

  /** Takes a copy of one batch. */
  append(batch: Uint8Array): void {
    if (this.#length + batch.length > BUFFER_BYTES) this.#flush();
    if (batch.length > BUFFER_BYTES) {
      this.segment.append(batch, [readBatchHeader(batch)]);
      return;
    }
    this.#buffer.set(batch, this.#length);
    this.#batches.push(readBatchHeader(this.#buffer, this.#length));
    this.#length += batch.length;
  }

  /** Writes what waits and makes the segment complete and durable. */
  async finish(): Promise<void> {
    this.#flush();
    this.segment.finish();
    await this.segment.sync(false);
  }

  #flush(): void {
    if (this.#length === 0) return;
    this.segment.append(this.#buffer.subarray(0, this.#length), this.#batches);
    this.#batches = [];
    this.#length = 0;
  }
}
