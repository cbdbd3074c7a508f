/**
 * The segments of a log in the order of their base offsets, with the look-ups a log needs.
 *
 * Invariant: base offsets strictly increase. Kafka keeps a skip list; an array and a binary
 * search do, because segments come at one end and go, mostly, at the other.
 */
import type { Segment } from '#storage/segment.ts';

export class SegmentList {
  private segments: Segment[] = [];

  /** How many there are. */
  get count(): number {
    return this.segments.length;
  }

  /** All segments, oldest first. The array must not be kept across changes. */
  all(): readonly Segment[] {
    return this.segments;
  }

  /** The oldest; an Error in an empty list, for every log has a segment. */
  get first(): Segment {
    return this.at(0);
  }

  /** The last, which is the only one that grows; an Error in an empty list. */
  get active(): Segment {
    return this.at(this.segments.length - 1);
  }

  /** The sum of their sizes: bytes of batches. */
  get sizeInBytes(): number {
    let size = 0;
    for (const segment of this.segments) size += segment.size;
    return size;
  }

  /**
   * The last segment whose base offset is at or below `offset`, so the one whose range holds it;
   * undefined when all begin above it.
   */
  floor(offset: number): Segment | undefined {
    return this.segments[this.slot(offset)];
  }

  /** The first segment whose base offset is above `baseOffset`; undefined after the last. */
  higher(baseOffset: number): Segment | undefined {
    return this.segments[this.slot(baseOffset) + 1];
  }

  /**
   * The segments that may hold offsets at `from` or above, oldest first: from the floor of `from` on,
   * or all where there is no floor. The array is a new one: it may be kept across changes.
   */
  from(from: number): Segment[] {
    return this.segments.slice(Math.max(0, this.slot(from)));
  }

  /**
   * Puts a segment where its base offset belongs, which need not be the end. One of the same base
   * offset that is there already leaves the list.
   */
  add(segment: Segment): void {
    const slot = this.slot(segment.baseOffset);
    const replaces = this.segments[slot]?.baseOffset === segment.baseOffset;
    this.segments.splice(replaces ? slot : slot + 1, replaces ? 1 : 0, segment);
  }

  /** Takes these very segments out of the list; one that is not in it is no error. */
  remove(segments: readonly Segment[]): void {
    const gone = new Set(segments);
    this.segments = this.segments.filter((segment) => !gone.has(segment));
  }

  private at(slot: number): Segment {
    const segment = this.segments[slot];
    if (segment === undefined) throw new Error('a log without a segment: every log has one');
    return segment;
  }

  /** Index of the last segment whose base offset is at or below `offset`; -1 if none is. */
  private slot(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    // Most look-ups are for the active segment.
    if (high >= 0 && (this.segments[high] as Segment).baseOffset <= offset) return high;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if ((this.segments[middle] as Segment).baseOffset <= offset) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }
}
