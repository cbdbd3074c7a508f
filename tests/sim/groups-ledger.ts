/**
 * What the log of `__consumer_offsets` says of one group, read record by record as it grows: the
 * truth that a coordinator's memory, its answers and what it loads are compared with. It is read from
 * the log's own bytes, not from the coordinator.
 *
 * After a crash the log is compared with what it was. A killed process loses nothing; the loss of
 * power may take what was not synced, and then the ledger goes back as well.
 */
import { nodeHost } from '#env/node/node-host.ts';
import { type CoordinatorRecord, decodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

interface Batch {
  readonly lastOffset: number;
  readonly crc: number;
  readonly records: readonly CoordinatorRecord[];
}

/** Takes the records of a batch, which came into being together. */
export type TakeRecords = (records: readonly CoordinatorRecord[]) => void;

export class OffsetsLedger {
  #batches: Batch[] = [];
  readonly #take: TakeRecords;

  constructor(take: TakeRecords) {
    this.#take = take;
  }

  get nextOffset(): number {
    return (this.#batches.at(-1)?.lastOffset ?? -1) + 1;
  }

  /** Reads what is new. */
  follow(log: PartitionLog): void {
    for (const batch of readBatches(log, this.nextOffset)) {
      this.#batches.push(batch);
      this.#take(batch.records);
    }
  }

  /**
   * The broker is back: what of the ledger is still in the log stays, the rest is forgotten. Gives the
   * offset that it stays up to, and whether that is less than before. What the log has beyond it was
   * written since, and is still to be followed.
   */
  reopen(log: PartitionLog): { readonly keptTo: number; readonly isShorter: boolean } {
    const known = this.#batches;
    let kept = 0;
    for (const { lastOffset, crc } of readBatches(log, 0)) {
      if (known[kept]?.lastOffset !== lastOffset || known[kept]?.crc !== crc) break;
      kept++;
    }
    this.#batches = known.slice(0, kept);
    return { keptTo: this.nextOffset, isShorter: kept < known.length };
  }

  /** All records once more, from the beginning. */
  *history(): Generator<readonly CoordinatorRecord[]> {
    for (const { records } of this.#batches) yield records;
  }
}

function* readBatches(log: PartitionLog, from: number): Generator<Batch> {
  let next = from;
  while (next < log.logEndOffset) {
    const options = { maxBytes: 1 << 20, minOneMessage: true, upTo: 'logEnd' } as const;
    const { pieces } = log.read(next, options);
    for (const bytes of pieces) {
      for (const header of batchesOf(bytes)) {
        if (header.lastOffset < next) continue;
        const records: CoordinatorRecord[] = [];
        for (const { key, value } of recordsOf(bytes, header, nodeHost.codecs)) {
          const record = decodeCoordinatorRecord(key, value);
          if (record !== undefined) records.push(record);
        }
        next = header.lastOffset + 1;
        yield { lastOffset: header.lastOffset, crc: header.crc, records };
      }
    }
  }
}
