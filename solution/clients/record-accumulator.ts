/**
 * Where a producer's records wait until they leave together: a queue of batches per partition.
 *
 *     orders-0   | 16 KiB full | 3 KiB, open |   <- append
 *     orders-1   | 1 KiB, open |
 *                  ^ head: sent when it is full, has lingered long enough, or all is flushed
 *
 * It is a pure core: it neither sends nor keeps time, it is told both.
 *
 * Invariants: records of a partition leave in the order in which they came, and only one batch of a
 * partition is under way at a time - so a retry can never overtake what came after it.
 */

import type { RecordInput } from '#storage/batch-writer.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** What a record takes in a batch beside its key, value and headers, at most. */
const RECORD_OVERHEAD_BYTES = 32;

export interface WaitingRecord {
  readonly record: RecordInput;
  /** Called with the offset of the record, -1 where the broker did not tell. */
  done(offset: number): void;
  fail(error: Error): void;
}

export interface WaitingBatch extends TopicPartition {
  readonly records: WaitingRecord[];
  sizeInBytes: number;
  readonly createdMs: number;
  /** The sequence number of its first record, once it has been sent as an idempotent batch. */
  baseSequence: number | undefined;
  /** Not to be sent before this moment: it is being retried. */
  notBeforeMs: number;
}

export interface AccumulatorLimits {
  readonly batchSizeBytes: number;
  readonly lingerMs: number;
}

export class RecordAccumulator {
  readonly #limits: AccumulatorLimits;
  readonly #queues = new Map<string, WaitingBatch[]>();
  readonly #underWay = new Set<string>();
  #bytes = 0;

  constructor(limits: AccumulatorLimits) {
    this.#limits = limits;
  }

  /** Bytes that wait or are under way. */
  get sizeInBytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  /** Adds a record to the partition's open batch, or to a new one where it has no room. */
  append(partition: TopicPartition, waiting: WaitingRecord, nowMs: number): void {
    const name = partitionName(partition);
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    const size = estimatedSize(waiting.record);
    let batch = queue.at(-1);
    const isSent = batch === queue[0] && this.#underWay.has(name);
    const isOpen = batch !== undefined && !isSent && batch.baseSequence === undefined;
    if (batch === undefined || !isOpen || batch.sizeInBytes + size > this.#limits.batchSizeBytes) {
      const { topic, partition: index } = partition;
      batch = {
        topic,
        partition: index,
        records: [],
        sizeInBytes: 0,
        createdMs: nowMs,
        baseSequence: undefined,
        notBeforeMs: nowMs,
      };
      queue.push(batch);
    }
    batch.records.push(waiting);
    batch.sizeInBytes += size;
    this.#bytes += size;
  }

  /** The batches that may leave now. `flushing`: lingering is over for all. */
  ready(nowMs: number, flushing: boolean): WaitingBatch[] {
    return this.#heads().filter(
      (batch) => this.#readyAt(batch, flushing) <= nowMs && batch.notBeforeMs <= nowMs,
    );
  }

  /** When the next batch becomes ready, or undefined while none waits. */
  nextReadyMs(flushing: boolean): number | undefined {
    const times = this.#heads().map((batch) =>
      Math.max(this.#readyAt(batch, flushing), batch.notBeforeMs),
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** The batch is under way: its partition waits. */
  begin(batch: WaitingBatch): void {
    this.#underWay.add(partitionName(batch));
  }

  /** The batch came back and is tried again from `notBeforeMs` on. */
  retry(batch: WaitingBatch, notBeforeMs: number): void {
    batch.notBeforeMs = notBeforeMs;
    this.#underWay.delete(partitionName(batch));
  }

  /** The batch is settled, and its partition goes on with the next. */
  finish(batch: WaitingBatch): void {
    const name = partitionName(batch);
    this.#underWay.delete(name);
    const queue = this.#queues.get(name) ?? [];
    queue.shift();
    if (queue.length === 0) this.#queues.delete(name);
    this.#bytes -= batch.sizeInBytes;
  }

  /** The first batch of each partition that has none under way. */
  #heads(): WaitingBatch[] {
    const heads: WaitingBatch[] = [];
    for (const [name, queue] of this.#queues) {
      const head = queue[0];
      if (head !== undefined && !this.#underWay.has(name)) heads.push(head);
    }
    return heads;
  }

  #readyAt(batch: WaitingBatch, flushing: boolean): number {
    const queue = this.#queues.get(partitionName(batch)) ?? [];
    const full = queue.length > 1 || batch.sizeInBytes >= this.#limits.batchSizeBytes;
    return flushing || full ? batch.createdMs : batch.createdMs + this.#limits.lingerMs;
  }
}

/** Close to what the record will take; compression and varints make it less. */
export function estimatedSize({ key, value, headers }: RecordInput): number {
  let size = RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const header of headers ?? []) size += 8 + header.key.length + (header.value?.length ?? 0);
  return size;
}
