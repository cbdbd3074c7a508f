/**
 * From the bytes of a fetch response to the records that a consumer may see.
 *
 *     | batch | batch | marker | batch (cut off) |
 *       ^^ records before the position are skipped: a broker sends whole batches
 *                       ^^ markers are never shown
 *                                ^^ what is not whole comes again with the next fetch
 *
 * With read_committed the records of aborted transactions are left out. The response names each
 * aborted transaction by its producer and first offset; the producer's abort marker ends it.
 */
import { AbortedProducers } from '#clients/aborted-producers.ts';
import type { Codecs } from '#env/codecs.ts';
import type { FetchResponse } from '#protocol/messages/fetch.ts';
import type { BatchHeader, TimestampType } from '#storage/batch-header.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { readTransactionMarker } from '#storage/control-record.ts';
import type { Record } from '#storage/record.ts';

type Fetched = Pick<
  FetchResponse['responses'][number]['partitions'][number],
  'records' | 'abortedTransactions'
>;

export interface ReadableRecord extends Record {
  readonly timestampType: TimestampType;
  readonly leaderEpoch: number;
}

/** The visible records from `position` on, and the offset to go on from. */
export function readableRecords(
  fetched: Fetched,
  position: number,
  { codecs, readCommitted }: { readonly codecs: Codecs; readonly readCommitted: boolean },
): { records: ReadableRecord[]; nextOffset: number } {
  const bytes = fetched.records ?? new Uint8Array(0);
  const aborted = new AbortedProducers(readCommitted ? (fetched.abortedTransactions ?? []) : []);
  const records: ReadableRecord[] = [];
  let nextOffset = position;
  for (const batch of batchesOf(bytes)) {
    nextOffset = Math.max(nextOffset, batch.lastOffset + 1);
    aborted.reach(batch.lastOffset);
    if (batch.isControl) {
      if (readTransactionMarker(bytes, batch, codecs)?.type === 'abort') aborted.end(batch);
    } else if (!(batch.isTransactional && aborted.has(batch.producerId))) {
      const about = describe(batch);
      for (const record of recordsOf(bytes, batch, codecs)) {
        if (record.offset >= position) records.push({ ...record, ...about });
      }
    }
  }
  return { records, nextOffset };
}

function describe(batch: BatchHeader): Pick<ReadableRecord, 'timestampType' | 'leaderEpoch'> {
  return { timestampType: batch.timestampType, leaderEpoch: batch.partitionLeaderEpoch };
}
