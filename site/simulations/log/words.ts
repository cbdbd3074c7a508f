/**
 * The log in words.
 */
import { range } from './changes.ts';
import { packedShare } from './packed-share.ts';
import type { SegmentState } from './picture.ts';
import type { LogState } from './stage.ts';

export function inWords(state: LogState): string[] {
  const { running, start, end, recoveryPoint, segments, appended, batches, files } = state;
  const holds = start === end ? 'is empty' : `has offsets ${start} to ${end - 1}`;
  return [
    running
      ? `The broker runs; the log ${holds}.`
      : `The broker is down; what lies on its disk ${holds}.`,
    `${appended} batches were appended, of ${Math.max(batches, appended)}. The recovery point is ${recoveryPoint}: what is below is known to be on the disk.`,
    ...segments.map(segmentInWords),
    ...savedInWords(segments),
    ...pointerInWords(state),
    `The directory holds ${files.length} files.`,
  ];
}

function savedInWords(segments: readonly SegmentState[]): string[] {
  const share = packedShare(segments);
  if (share === undefined) return [];
  return [`Compressed, its batches have ${share} % of the bytes that they would have without.`];
}

function segmentInWords({ baseOffset, bytes, active, batches, index, rest }: SegmentState): string {
  const held = batches
    .map((batch) => (batch.sound ? range(batch) : `${range(batch)} broken`))
    .join(', ');
  const entries = index.map(({ offset, position }) => `${offset} at ${position}`).join(', ');
  return [
    `Segment ${baseOffset}${active ? ', the active one' : ''}: ${bytes} bytes`,
    batches.length === 0 ? ', no batches' : `, batches ${held}`,
    rest === 0 ? '' : `, then ${rest} bytes that are no batch`,
    index.length === 0 ? '; no index entry' : `; index: ${entries}`,
    '.',
  ].join('');
}

function pointerInWords({ pointer }: LogState): string[] {
  if (pointer === undefined) return [];
  const { kind, segment, entry, passed, found, evidence } = pointer;
  if (kind === 'recovery') {
    const checked = `Recovery of segment ${segment}: ${counted(passed.length)} found sound`;
    return [
      found === undefined ? `${checked}.` : `${checked}; cut at byte ${found}: ${evidence?.why}`,
    ];
  }
  const begins = entry === undefined ? '' : `, the scan begins at byte ${entry}`;
  const ends = found === undefined ? '' : `, found at byte ${found}`;
  return [`Look-up in segment ${segment}${begins}, ${counted(passed.length)} passed${ends}.`];
}

function counted(batches: number): string {
  return batches === 1 ? '1 batch' : `${batches} batches`;
}
