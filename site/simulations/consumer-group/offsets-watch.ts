/**
 * What the coordinator writes down, read from the log of `__consumer_offsets` as it grows: committed
 * offsets, and generations with everybody's share. It is read from the log's bytes and not asked of the
 * coordinator, so that looking changes nothing.
 */
import type { Codecs } from '#env/codecs.ts';
import { type CoordinatorRecord, decodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

const READ = { maxBytes: 1 << 20, minOneMessage: true, upTo: 'logEnd' } as const;

/** Gives each record from `from` on to `take`; returns where to go on. */
export function readCoordinatorRecords(
  log: PartitionLog,
  from: number,
  codecs: Codecs,
  take: (record: CoordinatorRecord) => void,
): number {
  let next = from;
  while (next < log.logEndOffset) {
    for (const bytes of log.read(next, READ).pieces) {
      for (const header of batchesOf(bytes)) {
        if (header.lastOffset < next) continue;
        for (const { key, value } of recordsOf(bytes, header, codecs)) {
          const record = decodeCoordinatorRecord(key, value);
          if (record !== undefined) take(record);
        }
        next = header.lastOffset + 1;
      }
    }
  }
  return next;
}
