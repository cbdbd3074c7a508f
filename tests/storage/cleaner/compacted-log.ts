/**
 * A compacted log in a simulated world, written to and read as text:
 *
 *     send('a=1 b=2 c')      one batch: a's value is 1, b's is 2, c's is null (a tombstone)
 *     contents()             ['0:a=1', '1:b=2', '2:c']
 */
import type { Env } from '#env/env.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { type BatchInput, encodeBatch } from '#storage/batch-writer.ts';
import { assessLog } from '#storage/cleaner/cleanable.ts';
import { type CleaningResult, cleanLog } from '#storage/cleaner/cleaning.ts';
import { CleaningPace } from '#storage/cleaner/cleaning-pace.ts';
import { encodeTransactionMarker } from '#storage/control-record.ts';
import { defaultLogConfig, type LogConfig } from '#storage/log-config.ts';
import { PartitionLog, type PartitionLogOptions } from '#storage/partition-log.ts';

export const DAY_MS = 86_400_000;

const utf8 = new TextEncoder();
const text = new TextDecoder();

export const compactedConfig: LogConfig = {
  ...defaultLogConfig,
  cleanupPolicy: new Set(['compact'] as const),
  deleteRetentionMs: DAY_MS,
};

export class CompactedLog {
  readonly env: Env;
  readonly log: PartitionLog;
  /** How far the log was cleaned. */
  checkpoint = 0;

  constructor(env: Env, config: Partial<LogConfig> = {}, more: Partial<PartitionLogOptions> = {}) {
    this.env = env;
    this.log = PartitionLog.open(env, {
      directory: 'data/orders-0',
      topicPartition: { topic: 'orders', partition: 0 },
      config: { ...compactedConfig, ...config },
      ...more,
    });
  }

  /** Appends a batch; returns its first offset. */
  send(records: string, more: Partial<BatchInput> = {}): number {
    const batch = encodeBatch({
      records: records.split(' ').map((record) => this.#record(record)),
      codecs: this.env.codecs,
      ...more,
    });
    return this.#append(batch, 'client');
  }

  marker(type: 'commit' | 'abort', producerId: number): void {
    const marker = { type, coordinatorEpoch: 0, timestamp: this.env.clock.now() };
    const bytes = encodeTransactionMarker(marker, { producerId, producerEpoch: 0 });
    this.#append(bytes, 'coordinator');
  }

  roll(): void {
    this.log.roll();
  }

  /** One round over all that can be cleaned. */
  async clean(memoryBytes = 1024 * 1024): Promise<CleaningResult> {
    const { range } = assessLog(this.log, this.checkpoint, this.env.clock.now());
    const pace = new CleaningPace(this.env.clock, this.log.segments, Number.MAX_VALUE);
    const result = await cleanLog(this.log, range, memoryBytes, pace);
    this.checkpoint = result.endOffset;
    return result;
  }

  /** All data that a consumer would see, markers left out. */
  contents(): string[] {
    return this.#walk((bytes, batch) => {
      if (batch.isControl) return [];
      return [...recordsOf(bytes, batch, this.env.codecs)].map(({ offset, key, value }) => {
        const left = key === null ? '' : text.decode(key);
        return `${offset}:${left}${value === null ? '' : `=${text.decode(value)}`}`;
      });
    });
  }

  /** All batches, each as `first-last xN` with N records; markers as `first marker`. */
  batches(): string[] {
    return this.headers().map((batch) =>
      batch.isControl && batch.recordCount > 0
        ? `${batch.baseOffset} marker`
        : `${batch.baseOffset}-${batch.lastOffset} x${batch.recordCount}`,
    );
  }

  headers(): BatchHeader[] {
    return this.#walk((_, batch) => [batch]);
  }

  #walk<T>(visit: (bytes: Uint8Array, batch: BatchHeader) => T[]): T[] {
    const found: T[] = [];
    let next = 0;
    for (const segment of this.log.segments.all()) {
      const bytes = segment.read(0, segment.size);
      for (const batch of batchesOf(bytes)) {
        if (batch.baseOffset < next) throw new Error(`${batch.baseOffset} comes after ${next}`);
        if (!isCrcValid(bytes, batch)) throw new Error(`${batch.baseOffset} has a wrong CRC`);
        next = batch.lastOffset + 1;
        found.push(...visit(bytes, batch));
      }
    }
    return found;
  }

  #append(batch: Uint8Array, origin: 'client' | 'coordinator'): number {
    const result = this.log.append(batch, { leaderEpoch: 0, origin });
    if (result.errorCode !== ErrorCode.NONE) throw new Error(result.errorMessage);
    return result.baseOffset;
  }

  #record(record: string) {
    const [key = '', value] = record.split('=');
    return {
      timestamp: this.env.clock.now(),
      key: utf8.encode(key),
      value: value === undefined ? null : utf8.encode(value),
    };
  }
}
