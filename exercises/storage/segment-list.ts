/**
 * The segments of a log in the order of their base offsets, with the look-ups a log needs.
 *
 * Invariant: base offsets strictly increase. Kafka keeps a skip list; an array and a binary
 * search do, because segments come at one end and go, mostly, at the other.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { Segment } from '#storage/segment.ts';

export class SegmentList {
  /** How many there are. */
  get count(): number {
    throw new NotImplemented('1.7', 'SegmentList.count');
  }

  /** All segments, oldest first. The array must not be kept across changes. */
  all(): readonly Segment[] {
    throw new NotImplemented('1.7', 'SegmentList.all');
  }

  /** The oldest; an Error in an empty list, for every log has a segment. */
  get first(): Segment {
    throw new NotImplemented('1.7', 'SegmentList.first');
  }

  /** The last, which is the only one that grows; an Error in an empty list. */
  get active(): Segment {
    throw new NotImplemented('1.7', 'SegmentList.active');
  }

  /** The sum of their sizes: bytes of batches. */
  get sizeInBytes(): number {
    throw new NotImplemented('1.7', 'SegmentList.sizeInBytes');
  }

  /**
   * The last segment whose base offset is at or below `offset`, so the one whose range holds it;
   * undefined when all begin above it.
   */
  floor(offset: number): Segment | undefined {
    throw new NotImplemented('1.7', 'SegmentList.floor');
  }

  /** The first segment whose base offset is above `baseOffset`; undefined after the last. */
  higher(baseOffset: number): Segment | undefined {
    throw new NotImplemented('1.7', 'SegmentList.higher');
  }

  /**
   * The segments that may hold offsets at `from` or above, oldest first: from the floor of `from` on,
   * or all where there is no floor. The array is a new one: it may be kept across changes.
   */
  from(from: number): Segment[] {
    throw new NotImplemented('1.7', 'SegmentList.from');
  }

  /**
   * Puts a segment where its base offset belongs, which need not be the end. One of the same base
   * offset that is there already leaves the list.
   */
  add(segment: Segment): void {
    throw new NotImplemented('1.7', 'SegmentList.add');
  }

  /** Takes these very segments out of the list; one that is not in it is no error. */
  remove(segments: readonly Segment[]): void {
    throw new NotImplemented('1.7', 'SegmentList.remove');
  }
}
