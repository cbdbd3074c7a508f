/**
 * One round of cleaning a log: afterwards each key has, in the cleaned part, at most one record.
 *
 *      before   | clean: A1 B2 C3 | dirty: A4 C5 A6 | active |
 *      1. the newest offset of each dirty key:  A -> 6, C -> 5
 *      2. copy all but what is older:           B2 C5 A6
 *      after    | clean: B2 C5 A6                   | active |
 *
 * Offsets never change, so consumers keep their places; there are just gaps. The part that
 * was clean is copied too, for the dirty part supersedes records of it: so a log is cleaned when
 * enough of it is dirty (`#storage/cleaner/cleanable.ts`).
 *
 * Invariants: a key's newest record below the round's end survives unless it is a tombstone past
 * its horizon or was aborted; no offset is reused; the log's end stays; the sources stay until the
 * copy is durable.
 *
 * Source: Kafka's Cleaner.doClean.
 */

import { abortedBetween } from '#storage/aborted-between.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { wholeBatches } from '#storage/batch-scan.ts';
import { type RetentionRules, retainBatch } from '#storage/cleaner/batch-retention.ts';
import { CleanedOutput } from '#storage/cleaner/cleaned-output.ts';
import { CleanedTransactions } from '#storage/cleaner/cleaned-transactions.ts';
import type { CleaningPace } from '#storage/cleaner/cleaning-pace.ts';
import { type DirtyRange, findDirtyKeys } from '#storage/cleaner/dirty-keys.ts';
import { groupSegments } from '#storage/cleaner/segment-groups.ts';
import { replaceSegments } from '#storage/cleaner/segment-replacement.ts';
import { readTransactionMarker } from '#storage/control-record.ts';
import { createSegment } from '#storage/create-segment.ts';
import { CLEANED_SUFFIX } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Segment } from '#storage/segment.ts';

export interface CleaningResult {
  /** The log is clean before this offset; equal to `from` where not even one batch fitted. */
  readonly endOffset: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * Cleans what the range says, with at most `memoryBytes` for the keys.
 *
 * @throws CleaningAborted when it was stopped or the log changed; the log is as good as before.
 */
export async function cleanLog(
  log: PartitionLog,
  range: DirtyRange,
  memoryBytes: number,
  pace: CleaningPace,
): Promise<CleaningResult> {
  const dirtyKeys = await findDirtyKeys(log, range, memoryBytes, pace);
  const { endOffset } = dirtyKeys;
  if (endOffset === range.from) return { endOffset, bytesBefore: 0, bytesAfter: 0 };
  const round = new Round(log, pace, {
    codecs: log.env.codecs,
    now: log.env.clock.now(),
    deleteRetentionMs: log.config.deleteRetentionMs,
    dirtyKeys,
    activeProducers: new Map(log.activeProducers().map((entry) => [entry.producerId, entry])),
  });
  const sources = log.segments.all().filter((segment) => segment.baseOffset < endOffset);
  for (const group of groupSegments(sources, range.limit, log.config)) {
    await round.cleanGroup(group);
  }
  return { endOffset, bytesBefore: round.bytesBefore, bytesAfter: round.bytesAfter };
}

class Round {
  bytesBefore = 0;
  bytesAfter = 0;
  readonly #log: PartitionLog;
  readonly #pace: CleaningPace;
  readonly #rules: RetentionRules;
  readonly #transactions: CleanedTransactions;
  #cleaned: Segment | undefined;

  constructor(log: PartitionLog, pace: CleaningPace, rules: RetentionRules) {
    this.#log = log;
    this.#pace = pace;
    this.#rules = rules;
    this.#transactions = new CleanedTransactions((entry) =>
      this.#cleaned?.transactions.append(entry),
    );
  }

  /** Copies what stays of some segments into a new one, and puts that in their place. */
  async cleanGroup(sources: readonly Segment[]): Promise<void> {
    this.#pace.check(sources);
    const { directory, config, env, segments } = this.#log;
    const { baseOffset } = sources[0] as Segment;
    const options = { directory, baseOffset, config, suffix: CLEANED_SUFFIX };
    const cleaned = createSegment(env, options);
    this.#cleaned = cleaned;
    try {
      const output = new CleanedOutput(cleaned);
      const last = sources.findLast((source) => source.size > 0);
      for (const source of sources) await this.#copy(source, output, source === last);
      await output.finish();
      await replaceSegments(this.#log, cleaned, sources, this.#pace);
    } catch (error) {
      // Before the exchange nobody else knows of it; after it, it is the log.
      if (segments.floor(baseOffset) !== cleaned) cleaned.remove();
      throw error;
    }
    this.bytesAfter += cleaned.size;
  }

  async #copy(source: Segment, output: CleanedOutput, isLast: boolean): Promise<void> {
    this.#pace.check([source]);
    const { segments, logEndOffset } = this.#log;
    const end = segments.higher(source.baseOffset)?.baseOffset ?? logEndOffset;
    this.#transactions.expect(abortedBetween(segments, source.baseOffset, end));
    for (const { header, bytes, position } of wholeBatches(source.log(), 0, source.size)) {
      const isLastOfSegment = isLast && position + bytes.length === source.size;
      const isDiscardable = this.#decidesNothing(bytes, header);
      const kept = retainBatch(bytes, header, this.#rules, { isLastOfSegment, isDiscardable });
      if (kept !== undefined) output.append(kept);
      this.bytesBefore += bytes.length;
      const pause = this.#pace.worked(bytes.length + (kept?.length ?? 0), [source]);
      if (pause !== undefined) await pause;
    }
  }

  #decidesNothing(bytes: Uint8Array, batch: BatchHeader): boolean {
    if (!batch.isControl) return this.#transactions.onData(batch);
    const marker = readTransactionMarker(bytes, batch, this.#log.env.codecs);
    return this.#transactions.onControl(batch, marker);
  }
}
