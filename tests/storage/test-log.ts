/**
 * A partition's log on a simulated disk, for tests: made with small segments, appended to with one
 * call, killed and opened again with another.
 */
import type { Env } from '#env/env.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import type { SimWorld } from '#env/sim/sim-world.ts';
import type { AppendResult } from '#storage/append-result.ts';
import { type BatchHeader, readBatchHeader } from '#storage/batch-header.ts';
import { batchesOf } from '#storage/batch-reader.ts';
import { type BatchInput, encodeBatch } from '#storage/batch-writer.ts';
import { defaultLogConfig, type LogConfig } from '#storage/log-config.ts';
import { PartitionLog, type PartitionLogOptions } from '#storage/partition-log.ts';
import { simWorld } from '../env/worlds.ts';

export const DIRECTORY = 'data/orders-0';
export const TOPIC_PARTITION = { topic: 'orders', partition: 0 };
const utf8 = new TextEncoder();

export class TestLog {
  readonly world: SimWorld;
  readonly node: SimNode;
  readonly config: LogConfig;
  log: PartitionLog;

  constructor(config: Partial<LogConfig> = {}, seed = 1) {
    this.world = simWorld(seed);
    this.node = this.world.node('broker');
    this.config = { ...defaultLogConfig, ...config };
    this.env.disk.makeDirectory('data');
    this.log = this.open();
  }

  get env(): Env {
    return this.node.env;
  }

  open(options: Partial<PartitionLogOptions> = {}): PartitionLog {
    this.log = PartitionLog.open(this.env, {
      directory: DIRECTORY,
      topicPartition: TOPIC_PARTITION,
      config: this.config,
      ...options,
    });
    return this.log;
  }

  /** The process dies, and another opens the log as its checkpoints would say. */
  reopen(options: Partial<PartitionLogOptions> & { losePower?: boolean } = {}): PartitionLog {
    const { losePower = false, ...others } = options;
    const { recoveryPoint } = this.log;
    this.node.crash({ losePower });
    this.node.restart();
    return this.open({ recoveryPoint, ...others });
  }

  /** Closes the log properly and opens it again. */
  async restart(): Promise<PartitionLog> {
    const { recoveryPoint } = this.log;
    await this.until(this.log.close());
    return this.open({ cleanShutdown: true, recoveryPoint });
  }

  /** Appends one batch of these values. */
  append(values: string | string[], input: Partial<AppendInput> = {}): AppendResult {
    const { epoch = 0, timestamp = this.env.clock.now(), ...batch } = input;
    const records = [values].flat().map((value) => ({ timestamp, value: utf8.encode(value) }));
    return this.log.append(encodeBatch({ records, ...batch }), { leaderEpoch: epoch });
  }

  /** Appends `count` batches of one record each, numbered. */
  fill(count: number, valueBytes = 100): void {
    for (let i = 0; i < count; i++) this.append('x'.repeat(valueBytes));
  }

  /** Base and last offsets of the batches that a read gives. */
  offsets(from: number, maxBytes = 1_000_000): [number, number][] {
    return this.read(from, maxBytes).map((batch) => [batch.baseOffset, batch.lastOffset]);
  }

  read(from: number, maxBytes = 1_000_000): BatchHeader[] {
    const options = { maxBytes, minOneMessage: true, upTo: 'logEnd' } as const;
    return this.log.read(from, options).pieces.flatMap((piece) => [...batchesOf(piece)]);
  }

  /** Every offset from the log's start to its end, following the batches. */
  everyOffset(): number[] {
    const found: number[] = [];
    let next = this.log.logStartOffset;
    while (next < this.log.logEndOffset) {
      for (const batch of this.read(next)) {
        for (let offset = batch.baseOffset; offset <= batch.lastOffset; offset++)
          found.push(offset);
        next = batch.lastOffset + 1;
      }
    }
    return found;
  }

  names(): string[] {
    return this.env.disk.list(DIRECTORY);
  }

  write(name: string, bytes: Uint8Array | string): void {
    const content = typeof bytes === 'string' ? utf8.encode(bytes) : bytes;
    const file = this.env.disk.open(`${DIRECTORY}/${name}`, 'create');
    file.truncate(0);
    file.write(0, content);
    file.close();
  }

  bytes(name: string): Uint8Array {
    const path = `${DIRECTORY}/${name}`;
    const content = new Uint8Array(this.env.disk.stat(path)?.size ?? 0);
    const file = this.env.disk.open(path, 'read');
    file.read(0, content);
    file.close();
    return content;
  }

  until<T>(work: Promise<T>): Promise<T> {
    return this.world.complete(work);
  }

  pass(ms: number): Promise<void> {
    return this.world.run(this.world.nowMs + ms);
  }

  /** The warnings of the present process. */
  warnings(): string[] {
    return this.node.log.lines.filter((line) => line.level === 'warn').map((line) => line.message);
  }
}

interface AppendInput extends Omit<BatchInput, 'records'> {
  readonly epoch: number;
  readonly timestamp: number;
}

export function firstBatch(bytes: Uint8Array): BatchHeader {
  return readBatchHeader(bytes);
}
