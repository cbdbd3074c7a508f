/**
 * Reads the batches of the metadata log back, from its files.
 */
import type { Codecs } from '#env/codecs.ts';
import type { CommittedBatch } from '#metadata/metadata-log.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

/** How much is read at once. */
const READ_BYTES = 1024 * 1024;

/** A batch's header, and the bytes that it was read from. */
export interface ReadBatch {
  readonly header: BatchHeader;
  readonly bytes: Uint8Array;
}

/** The batches from the one that holds `from` (or the log's start) up to `to`, control ones too. */
export function* readBatches(log: PartitionLog, from: number, to: number): Generator<ReadBatch> {
  let next = Math.max(from, log.logStartOffset);
  while (next < to) {
    const before = next;
    const options = { maxBytes: READ_BYTES, minOneMessage: true, upTo: 'logEnd' } as const;
    for (const bytes of log.read(next, options).pieces) {
      for (const header of batchesOf(bytes)) {
        next = header.lastOffset + 1;
        yield { header, bytes };
      }
    }
    if (next === before) throw new Error(`The metadata log can't be read at offset ${next}.`);
  }
}

/** A batch of values, as a listener gets it. */
export function valuesOf(header: BatchHeader, bytes: Uint8Array, codecs: Codecs): CommittedBatch {
  const values: Uint8Array[] = [];
  for (const { value } of recordsOf(bytes, header, codecs)) {
    if (value !== null) values.push(value);
  }
  return {
    baseOffset: header.baseOffset,
    lastOffset: header.lastOffset,
    epoch: header.partitionLeaderEpoch,
    timestampMs: header.maxTimestamp,
    values,
  };
}
