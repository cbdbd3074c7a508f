/**
 * Where a log ends. That depends on who asks:
 *
 *   log start        last stable offset   high watermark      log end
 *       |                    |                  |                |
 *   ----+--------------------+------------------+----------------+----->
 *       | read_committed ... |                  |                | next
 *       | read_uncommitted ................... |                | append
 *       | followers ............................................|
 *
 * The log end is where the next record goes. The high watermark is how far all in-sync replicas
 * have copied: what lies beyond could vanish with this broker, so no consumer gets to see it. The
 * last stable offset is where the oldest undecided transaction begins: whoever wants only what is
 * decided waits there.
 *
 * Invariant: log start <= last stable offset <= high watermark <= log end.
 *
 * Source: org.apache.kafka.storage.internals.log.UnifiedLog; KIP-98 (last stable offset).
 */

/** The offsets that bound a log. */
export interface LogBounds {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
}

/** The offsets that readers are told. */
export interface LogEnds extends LogBounds {
  readonly highWatermark: number;
  readonly lastStableOffset: number;
}

/** The replica id of a request that comes from no replica. */
const CONSUMER = -1;
/** The isolation level of a consumer that wants only what is decided; 0 is read_uncommitted. */
const READ_COMMITTED = 1;

/**
 * The high watermark of a log for which somebody has said that it is `offset`: that number, but
 * never below the log's start nor beyond its end. A leader may hear of a watermark that its log,
 * cut since, does not reach any more; and records that were deleted count as replicated.
 */
export function boundedHighWatermark(log: LogBounds, offset: number): number {
  return Math.max(log.logStartOffset, Math.min(offset, log.logEndOffset));
}

/**
 * The last stable offset: below it all is replicated and decided.
 *
 * @param firstUndecided the offset of the first record of the oldest transaction that is open, or
 *   decided by a marker that is not replicated yet; undefined where there is none. Its records may
 *   have been deleted in part, so it may lie below the log's start; the answer does not.
 */
export function lastStableOffsetOf(
  log: { readonly logStartOffset: number; readonly highWatermark: number },
  firstUndecided: number | undefined,
): number {
  if (firstUndecided === undefined) return log.highWatermark;
  return Math.min(Math.max(firstUndecided, log.logStartOffset), log.highWatermark);
}

/**
 * Where the log ends for whoever sends a request: its records lie below.
 *
 * @param replicaId -1 from a consumer; else it is a follower, which copies everything, up to the log
 *   end, whatever isolation level its request says.
 * @param isolationLevel 1 from a consumer that reads what is committed (read_committed): it ends at
 *   the last stable offset. With 0 a consumer ends at the high watermark.
 */
export function readableEnd(log: LogEnds, replicaId: number, isolationLevel: number): number {
  if (replicaId !== CONSUMER) return log.logEndOffset;
  return isolationLevel === READ_COMMITTED ? log.lastStableOffset : log.highWatermark;
}
