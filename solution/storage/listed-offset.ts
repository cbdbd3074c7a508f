/**
 * What ListOffsets answers: the offset for a moment, or for one of the questions that negative
 * timestamps stand for.
 *
 *    >= 0   the first record as new as that, or newer
 *     -1   the end                        -4   the start on local disk (KIP-405)
 *     -2   the start                      -5   the end of what is in tiered storage (KIP-1005)
 *     -3   the newest record (KIP-734)    -6   the first that is still to go there (KIP-1023)
 *
 * Nothing is ever moved to tiered storage here: the start on local disk is the start, and the two
 * questions about that storage have the answer "nothing".
 *
 * Invariant: no record at the reader's end of the log or beyond is ever told; it is as if it were
 * not there yet.
 */
import type { FoundOffset } from '#storage/timestamp-search.ts';

export const LATEST = -1;
export const EARLIEST = -2;
export const MAX_TIMESTAMP = -3;
export const EARLIEST_LOCAL = -4;
export const LATEST_TIERED = -5;
export const EARLIEST_PENDING_UPLOAD = -6;

/** What it asks of a log. */
export interface ListedLog {
  /** The epoch of the last leader, -1 where there was none. */
  readonly latestEpoch: number;
  /** The log's start; its timestamp is -1, for it is no record that is told. */
  earliestOffset(): FoundOffset;
  /** The first record of the largest timestamp, replicated or not; undefined in an empty log. */
  maxTimestampOffset(): FoundOffset | undefined;
  /** The first record at or after a moment, replicated or not; undefined where all are older. */
  offsetForTimestamp(timestamp: number): FoundOffset | undefined;
}

const NOTHING: FoundOffset = { offset: -1, timestamp: -1, leaderEpoch: -1 };

/**
 * The answer for `timestamp`, to a reader for whom the log ends at `end` (`readableEnd`).
 *
 * -1 is answered by `end` itself, with timestamp -1 and the latest epoch; -2 and -4 by the log's
 * start as `earliestOffset` tells it, wherever `end` is. -3 and moments are answered by the record
 * that the log finds, if it lies below `end`. Where it does not, where none is found, and for -5 and
 * -6, all three numbers of the answer are -1: that is no error. Undefined for any other negative
 * number: nobody has defined that question.
 */
export function listedOffset(
  log: ListedLog,
  timestamp: number,
  end: number,
): FoundOffset | undefined {
  switch (timestamp) {
    case LATEST:
      return { offset: end, timestamp: -1, leaderEpoch: log.latestEpoch };
    case EARLIEST:
    case EARLIEST_LOCAL:
      return log.earliestOffset();
    case MAX_TIMESTAMP:
      return below(end, log.maxTimestampOffset());
    case LATEST_TIERED:
    case EARLIEST_PENDING_UPLOAD:
      return NOTHING;
    default:
      return timestamp < 0 ? undefined : below(end, log.offsetForTimestamp(timestamp));
  }
}

/** A record that the reader can't see yet is as if it were not there. */
function below(end: number, found: FoundOffset | undefined): FoundOffset {
  return found !== undefined && found.offset < end ? found : NOTHING;
}
