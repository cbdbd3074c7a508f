/**
 * The first half of cleaning: walks the part of a log that was appended since the last cleaning,
 * and notes the newest offset of each key.
 *
 *      |---- clean ----|------------ dirty ------------|--- not cleanable ---|
 *                      ^ from                endOffset ^ limit
 *
 * When the map is full before `limit`, `endOffset` is where it ended, and the rest is for the next
 * round: bounded memory, and still progress.
 *
 * Source: Kafka's Cleaner.buildOffsetMap.
 */
import type { Env } from '#env/env.ts';
import { abortedBetween } from '#storage/aborted-between.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { wholeBatches } from '#storage/batch-scan.ts';
import { noteKeys } from '#storage/cleaner/batch-keys.ts';
import { CleanedTransactions } from '#storage/cleaner/cleaned-transactions.ts';
import type { CleaningPace } from '#storage/cleaner/cleaning-pace.ts';
import { BYTES_PER_KEY, LOAD_FACTOR, OffsetMap } from '#storage/cleaner/offset-map.ts';
import { readTransactionMarker } from '#storage/control-record.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Segment } from '#storage/segment.ts';

/** What was learned of the dirty part. */
export interface DirtyKeys {
  /** All before it was looked through. */
  readonly endOffset: number;
  /** The newest offset of a key in the dirty part, or -1 where the key is not in it. */
  newestOffset(key: Uint8Array): number;
}

export interface DirtyRange {
  readonly from: number;
  readonly limit: number;
}

/** Looks through `[from, limit)` of the log with at most `memoryBytes` for the map. */
export async function findDirtyKeys(
  log: PartitionLog,
  range: DirtyRange,
  memoryBytes: number,
  pace: CleaningPace,
): Promise<DirtyKeys> {
  const search = new DirtyKeySearch(log.env, range, memoryBytes);
  search.transactions.expect(abortedBetween(log.segments, range.from, range.limit));
  for (const segment of log.segments.from(range.from)) {
    if (segment.baseOffset >= range.limit) break;
    if (!(await search.addSegment(segment, pace))) break;
    // Offsets that are missing at a segment's end have been looked through as well.
    search.endOffset = Math.min(endOf(log, segment), range.limit);
  }
  return search;
}

class DirtyKeySearch implements DirtyKeys {
  endOffset: number;
  readonly transactions = new CleanedTransactions();
  readonly #env: Env;
  readonly #range: DirtyRange;
  readonly #map: OffsetMap;

  constructor(env: Env, range: DirtyRange, memoryBytes: number) {
    this.#env = env;
    this.#range = range;
    this.endOffset = range.from;
    // There are no more keys than offsets, so most rounds need far less than what is allowed.
    const wanted = (range.limit - range.from) / LOAD_FACTOR + 2;
    const slots = Math.min(wanted, memoryBytes / BYTES_PER_KEY);
    this.#map = new OffsetMap(slots, (key) => env.crypto.hash('md5', key));
  }

  newestOffset(key: Uint8Array): number {
    return this.#map.get(key);
  }

  /** False when the map became full within the segment. */
  async addSegment(segment: Segment, pace: CleaningPace): Promise<boolean> {
    pace.check([segment]);
    const start = segment.batchHolding(this.#range.from)?.position ?? segment.size;
    for (const { header, bytes } of wholeBatches(segment.log(), start, segment.size)) {
      if (header.baseOffset >= this.#range.limit) return true;
      if (!this.#addBatch(header, bytes)) return false;
      this.endOffset = header.lastOffset + 1;
      const pause = pace.worked(bytes.length, [segment]);
      if (pause !== undefined) await pause;
    }
    return true;
  }

  #addBatch(batch: BatchHeader, bytes: Uint8Array): boolean {
    if (batch.isControl) {
      const marker = readTransactionMarker(bytes, batch, this.#env.codecs);
      this.transactions.onControl(batch, marker);
      return true;
    }
    // An aborted record replaces nothing.
    if (this.transactions.onData(batch)) return true;
    return noteKeys(bytes, batch, this.#range.from, this.#env.codecs, this.#map);
  }
}

function endOf(log: PartitionLog, segment: Segment): number {
  return log.segments.higher(segment.baseOffset)?.baseOffset ?? log.logEndOffset;
}
