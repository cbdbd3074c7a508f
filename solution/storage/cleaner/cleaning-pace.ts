/**
 * How a cleaner shares the broker with everybody else.
 *
 * Cleaning reads, hashes and writes for minutes, in the same thread that answers requests. So it
 * stops after each slice of work, lets others have their turn, and then looks whether it may go on:
 * meanwhile the partition may have been deleted, or retention may have removed a segment.
 *
 *      work, work, work | others | still mine? | work, work ...        a slice: 256 KiB
 *
 * `log.cleaner.io.max.bytes.per.second` bounds what is read and written in a second.
 */
import type { Clock } from '#env/clock.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';

const SLICE_BYTES = 256 * 1024;

/** The log changed under the cleaner, or somebody stopped it. What it wrote is thrown away. */
export class CleaningAborted extends Error {
  override readonly name = 'CleaningAborted';
}

export class CleaningPace {
  readonly #clock: Clock;
  readonly #segments: SegmentList;
  readonly #maxBytesPerSecond: number;
  readonly #startMs: number;
  #aborted = false;
  #workedBytes = 0;
  #sliceBytes = 0;

  constructor(clock: Clock, segments: SegmentList, maxBytesPerSecond: number) {
    this.#clock = clock;
    this.#segments = segments;
    this.#maxBytesPerSecond = maxBytesPerSecond;
    this.#startMs = clock.monotonicMs();
  }

  /** Has the cleaning stop at its next step. */
  abort(): void {
    this.#aborted = true;
  }

  /**
   * Tells of bytes read or written. What it returns, if anything, must be waited for before the
   * next step; it rejects with `CleaningAborted` when `sources` may not be touched any more. In
   * between it returns nothing, and without a wait nobody else can have changed anything.
   */
  worked(bytes: number, sources: readonly Segment[]): Promise<void> | undefined {
    this.#workedBytes += bytes;
    this.#sliceBytes += bytes;
    if (this.#sliceBytes < SLICE_BYTES) return undefined;
    this.#sliceBytes = 0;
    return this.#pause().then(() => this.check(sources));
  }

  /** To be called after every wait. Throws `CleaningAborted`. */
  check(sources: readonly Segment[]): void {
    if (this.#aborted) throw new CleaningAborted('The cleaning was stopped.');
    for (const segment of sources) {
      if (this.#segments.floor(segment.baseOffset) !== segment) {
        throw new CleaningAborted(`The segment ${segment.baseOffset} has left the log.`);
      }
    }
  }

  /** At least a turn for others; as long as the allowed rate asks for. */
  #pause(): Promise<void> {
    const dueMs = this.#startMs + (this.#workedBytes / this.#maxBytesPerSecond) * 1000;
    return this.#clock.sleep(Math.max(0, dueMs - this.#clock.monotonicMs()));
  }
}
