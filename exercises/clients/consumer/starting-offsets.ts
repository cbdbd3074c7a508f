/**
 * Where a consumer begins with a partition, and where it goes on when it can't go on.
 *
 *     just assigned ──► committed offset?  ──yes──► there: the group goes on where it stopped
 *                              │ no
 *                              ▼
 *     out of range  ──► auto.offset.reset  ──earliest, latest, by_duration──► asks the leader
 *                              │ none                                         (ListOffsets)
 *                              ▼
 *                       nowhere: the application has to say
 *
 * A committed offset always wins: auto.offset.reset is for who has none, or one that the log does not
 * have (any more, or yet). `latest`, the default, passes over what came before the first commit.
 */
import type { Position } from '#clients/consumer/assigned-partition.ts';
import type { CommittedOffset } from '#clients/consumer/committed-offset.ts';
import type { OffsetReset } from '#clients/consumer/offset-reset.ts';
import { NotImplemented } from '#env/not-implemented.ts';

/** A position, a place that the partition's leader has to be asked for, or nothing. */
export type StartingOffset =
  | { readonly kind: 'position'; readonly position: Position }
  | { readonly kind: 'reset'; readonly reset: OffsetReset }
  | { readonly kind: 'none' };

/**
 * Where to begin with a partition that was just assigned. A position is an offset and a leader epoch, and
 * nothing else of what is committed.
 *
 * @param committed what the group has committed there; undefined if nothing.
 * @param policy auto.offset.reset; undefined stands for `none`.
 */
export function startingOffset(
  committed: CommittedOffset | undefined,
  policy: OffsetReset | undefined,
): StartingOffset {
  throw new NotImplemented('2.8', 'startingOffset');
}

/**
 * Where to go on after the leader has said OFFSET_OUT_OF_RANGE.
 *
 * A consumer fetches ahead, so the offset that was refused may lie behind records that wait for the
 * application, or be one that it has left since. Such an answer says nothing about the position.
 *
 * @param position where the consumer is now.
 * @param refusedOffset the offset that it had asked for.
 */
export function afterOutOfRange(
  position: Position,
  refusedOffset: number,
  policy: OffsetReset | undefined,
): StartingOffset {
  throw new NotImplemented('2.8', 'afterOutOfRange');
}

/**
 * The time to ask the leader for: -2 stands for the log's start, -1 for its end, else milliseconds
 * since the epoch.
 *
 * @param nowMs by the wall clock: record times are of it.
 */
export function resetTimestamp(reset: OffsetReset, nowMs: number): number {
  throw new NotImplemented('2.8', 'resetTimestamp');
}

/**
 * Where to begin after the leader's answer: at the offset found. It is -1 where no record is as
 * young as was asked for: then at the log's end, which the leader has to be asked for.
 */
export function foundByReset(found: Position): StartingOffset {
  throw new NotImplemented('2.8', 'foundByReset');
}
