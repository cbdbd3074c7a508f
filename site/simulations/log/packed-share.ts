/**
 * What compression saves. Apart from `picture.ts`, which reads files: the page has pictures, and no files.
 */
import type { SegmentState } from './picture.ts';

/** To how many per cent the batches were compressed; undefined where none was. */
export function packedShare(segments: readonly SegmentState[]): number | undefined {
  const batches = segments.flatMap((segment) => segment.batches);
  if (batches.every(({ codec }) => codec === 'none')) return undefined;
  const sum = batches.reduce(
    (all, one) => ({ bytes: all.bytes + one.bytes, plain: all.plain + one.plainBytes }),
    { bytes: 0, plain: 0 },
  );
  return Math.round((100 * sum.bytes) / sum.plain);
}
