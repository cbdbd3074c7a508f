/**
 * The aborted transactions with records in a range of offsets, out of the segments' transaction
 * indexes. An entry sits where the marker is, so later segments can know of earlier records.
 */
import type { AbortedTransaction } from '#storage/producer-state.ts';
import type { SegmentList } from '#storage/segment-list.ts';

/** Those that overlap `[from, end)`. */
export function abortedBetween(
  segments: SegmentList,
  from: number,
  end: number,
): AbortedTransaction[] {
  const found: AbortedTransaction[] = [];
  for (const segment of segments.from(from)) {
    for (const entry of segment.transactions.entries()) {
      if (entry.lastOffset >= from && entry.firstOffset < end) found.push(entry);
      // Everything below was decided when this marker came: no later one concerns the range.
      if (entry.lastStableOffset >= end) return found;
    }
  }
  return found;
}
