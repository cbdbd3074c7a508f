/**
 * Where a consumer begins with a partition that it has just been given.
 *
 *     committed offset?  ──yes──► there: the group goes on where it stopped
 *            │ no
 *     auto.offset.reset  ──earliest, latest, by_duration──► an end of the log
 *            │ none
 *     nowhere: the application has to say
 */
import type { Position } from '#clients/consumer/assigned-partition.ts';
import type { CommittedOffset } from '#clients/consumer/committed-offset.ts';
import type { OffsetReset } from '#clients/consumer/offset-reset.ts';

/** A position, an end to look up, or nothing. */
export type StartingOffset =
  | { readonly kind: 'position'; readonly position: Position }
  | { readonly kind: 'reset'; readonly reset: OffsetReset }
  | { readonly kind: 'none' };

export function startingOffset(
  committed: CommittedOffset | undefined,
  policy: OffsetReset | undefined,
): StartingOffset {
  if (committed !== undefined) {
    const { offset, leaderEpoch } = committed;
    return { kind: 'position', position: { offset, leaderEpoch } };
  }
  return policy === undefined ? { kind: 'none' } : { kind: 'reset', reset: policy };
}
