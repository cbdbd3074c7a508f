/**
 * Puts a cleaned segment in the place of its sources, so that a crash at any moment leaves a log
 * with all that it had to keep. Names are the only memory there is (`#storage/segment-swap.ts`
 * reads them after a crash):
 *
 *      0.log  5.log  0.log.cleaned          written, synced             crash: thrown away
 *      0.log  5.log  0.log.swap             renamed, names synced       crash: takes their place
 *      0.log.deleted  5.log.deleted  0.log.swap      names synced       crash: takes their place
 *      0.log                                                            done
 *
 * Names are synced twice in between. Without the first, sources could be gone and the new segment
 * not yet named; without the second, `5.log` could come back beside a `0.log` that holds its records.
 *
 * In memory the exchange is one step: a read sees the sources or the new segment. Reads copy what
 * they return, so the sources' bytes need no grace period and go at once.
 *
 * Source: Kafka's LocalLog.replaceSegments.
 */
import type { CleaningPace } from '#storage/cleaner/cleaning-pace.ts';
import { SWAP_SUFFIX } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Segment } from '#storage/segment.ts';

/**
 * `cleaned` is complete, durable and still called `.cleaned`; it begins where `sources` do.
 *
 * @throws CleaningAborted when a source has left the log before the exchange.
 */
export async function replaceSegments(
  log: PartitionLog,
  cleaned: Segment,
  sources: readonly Segment[],
  pace: CleaningPace,
): Promise<void> {
  const { disk } = log.env;
  // A sync that is to come must not meet sources that are gone.
  await log.sync();
  pace.check(sources);
  cleaned.changeSuffix(SWAP_SUFFIX);
  await disk.syncDirectory(log.directory);
  pace.check(sources);

  exchange(log, cleaned, sources);
  await disk.syncDirectory(log.directory);

  // Retention may have taken the new segment out of the log already; it then has another name.
  if (log.segments.floor(cleaned.baseOffset) === cleaned) cleaned.changeSuffix('');
  for (const source of sources) source.remove();
  await disk.syncDirectory(log.directory);
}

function exchange(log: PartitionLog, cleaned: Segment, sources: readonly Segment[]): void {
  for (const source of sources) {
    source.markDeleted();
    // Snapshots belong to segments that begin at their offset.
    if (source.baseOffset !== cleaned.baseOffset) log.producers.removeSnapshot(source.baseOffset);
  }
  log.segmentsReplaced(cleaned, sources);
}
