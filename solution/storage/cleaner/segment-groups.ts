/**
 * Which neighbouring segments a cleaner puts together.
 *
 * Cleaned segments are smaller, and after many rounds a log would be a thousand small files. So
 * neighbours that together fit into one segment become one:
 *
 *      | 0: 300 MB | 5k: 200 MB | 9k: 700 MB | 12k: 100 MB |     segment.bytes = 1 GB
 *      |---------- 0 ----------|---------- 9k ------------|
 *
 * Source: Kafka's Cleaner.groupSegmentsBySize.
 */
import type { LogConfig } from '#storage/log-config.ts';
import { MAX_RELATIVE_OFFSET } from '#storage/offset-index.ts';
import type { Segment } from '#storage/segment.ts';

const OFFSET_ENTRY_BYTES = 8;
const TIME_ENTRY_BYTES = 12;

/** `segments` are those to clean, oldest first; all their offsets are below `endOffset`. */
export function groupSegments(
  segments: readonly Segment[],
  endOffset: number,
  config: LogConfig,
): Segment[][] {
  const groups: Segment[][] = [];
  segments.forEach((segment, index) => {
    const group = groups.at(-1);
    const lastOffset = (segments[index + 1]?.baseOffset ?? endOffset) - 1;
    if (group !== undefined && fits(group, segment, lastOffset, config)) group.push(segment);
    else groups.push([segment]);
  });
  return groups;
}

/** By bytes, by what the indexes would grow to, and by what a relative offset can hold. */
function fits(
  group: readonly Segment[],
  next: Segment,
  lastOffset: number,
  config: LogConfig,
): boolean {
  const together = [...group, next];
  const sum = (part: (segment: Segment) => number) =>
    together.reduce((total, segment) => total + part(segment), 0);
  const base = (group[0] as Segment).baseOffset;
  return (
    sum((segment) => segment.size) <= config.segmentBytes &&
    sum((segment) => segment.offsetIndex.count) * OFFSET_ENTRY_BYTES <= config.segmentIndexBytes &&
    sum((segment) => segment.timeIndex.count) * TIME_ENTRY_BYTES <= config.segmentIndexBytes &&
    (next.size === 0 || lastOffset - base <= MAX_RELATIVE_OFFSET)
  );
}
