/**
 * The segments of a log in the order of their base offsets, with the look-ups a log needs.
 *
 * Invariant: base offsets strictly increase. Kafka keeps a skip list; an array and a binary
 * search do, because segments come at one end and go, mostly, at the other.
 */
import type { Segment } from '#storage/segment.ts';

export class SegmentList {
  private segments: Segment[] = [];

  get count(): number {
    return this.segments.length;
  }

  /** All segments, oldest first. The array must not be kept across changes. */
  all(): readonly Segment[] {
    return this.segments;
  }

  get first(): Segment {
    return this.at(0);
  }

  /** The last segment is the active one: the only one that grows. */
  get active(): Segment {
    return this.at(this.segments.length - 1);
  }

  get sizeInBytes(): number {
    let size = 0;
    for (const segment of this.segments) size += segment.size;
    return size;
  }

  /** The segment whose range holds `offset`; undefined when `offset` is below the first. */
  floor(offset: number): Segment | undefined {
    return this.segments[this.slot(offset)];
  }

  /** The segment after that base offset. */
  higher(baseOffset: number): Segment | undefined {
    return this.segments[this.slot(baseOffset) + 1];
  }

  /** The segments that hold offsets at `from` or above. */
  from(from: number): Segment[] {
    return this.segments.slice(Math.max(0, this.slot(from)));
  }

  /** Puts a segment in its place, in place of one with the same base offset. */
  add(segment: Segment): void {
    const slot = this.slot(segment.baseOffset);
    const replaces = this.segments[slot]?.baseOffset === segment.baseOffset;
    this.segments.splice(replaces ? slot : slot + 1, replaces ? 1 : 0, segment);
  }

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
