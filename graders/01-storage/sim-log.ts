/**
 * What the graders of segments and logs stand on: a simulated machine, batches made by the
 * reference, files read as the bytes that they are, and segments and logs of the graded view.
 *
 * Bytes are made and looked into by `reference:` code, so that a codec that is wrong in an earlier
 * task does not make a later one look wrong.
 */

import { nodeCodecs } from 'reference:env/node/node-codecs.ts';
import type { BatchHeader } from 'reference:storage/batch-header.ts';
import { batchesOf } from 'reference:storage/batch-reader.ts';
import { type BatchInput, encodeBatch } from 'reference:storage/batch-writer.ts';
import { defaultLogConfig, type LogConfig } from 'reference:storage/log-config.ts';
import { offsetFileName } from 'reference:storage/log-files.ts';
import type { Env } from '#env/env.ts';
import { nodeHost } from '#env/node/node-host.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { createSegment } from '#storage/create-segment.ts';
import { PartitionLog, type PartitionLogOptions } from '#storage/partition-log.ts';
import { Segment } from '#storage/segment.ts';
import { joined } from '../../course/bytes/joined.ts';

export const DIRECTORY = 'data/orders-0';
/** The moment at which the simulated world begins: 2026-01-01. */
export const T0 = 1_767_225_600_000;
const utf8 = new TextEncoder();

/** A machine with an empty disk, and what is done with it. */
export class Machine {
  readonly world: SimWorld;
  readonly node: SimNode;

  constructor(seed = 1) {
    this.world = new SimWorld({ seed, ...nodeHost });
    this.node = this.world.node('broker');
    this.env.disk.makeDirectory(DIRECTORY);
  }

  get env(): Env {
    return this.node.env;
  }

  /** How often the disk was called, and how many bytes went each way, during `run`. */
  countsOf(run: () => void) {
    this.node.volume.resetCounts();
    run();
    return { ...this.node.volume.counts };
  }

  /** Lets writes fail, as on a full disk, during `run`. */
  withFullDisk(run: () => void): void {
    this.node.volume.fault = (operation) => (operation === 'write' ? 'full' : undefined);
    try {
      run();
    } finally {
      this.node.volume.fault = undefined;
    }
  }

  write(path: string, bytes: Uint8Array): void {
    const file = this.env.disk.open(path, 'create');
    file.truncate(0);
    file.write(0, bytes);
    file.close();
  }

  /** A file's bytes; none where it does not exist. */
  read(path: string): Uint8Array {
    const stat = this.env.disk.stat(path);
    if (stat === undefined) return new Uint8Array(0);
    const bytes = new Uint8Array(stat.size);
    const file = this.env.disk.open(path, 'read');
    file.read(0, bytes);
    file.close();
    return bytes;
  }

  /** An empty segment of the graded view. */
  segment(baseOffset: number, config: Partial<LogConfig> = {}): Segment {
    return createSegment(this.env, { directory: DIRECTORY, baseOffset, config: withBase(config) });
  }

  /** A segment of the graded view over a `.log` file that the reference wrote. */
  segmentOf(
    baseOffset: number,
    batches: readonly Uint8Array[],
    config: Partial<LogConfig> = {},
  ): Segment {
    this.write(pathOf(baseOffset, '.log'), joined(batches));
    return new Segment(this.env, { directory: DIRECTORY, baseOffset, config: withBase(config) });
  }

  /** A log of the graded view; what is left out is as in a new, empty directory. */
  log(config: Partial<LogConfig> = {}, options: Partial<PartitionLogOptions> = {}): PartitionLog {
    return PartitionLog.open(this.env, {
      directory: DIRECTORY,
      topicPartition: { topic: 'orders', partition: 0 },
      config: withBase(config),
      ...options,
    });
  }

  /** The index file of a segment, as Kafka lays it out: 8 bytes an entry. */
  offsetEntries(baseOffset: number): { offset: number; position: number }[] {
    const view = viewOf(this.read(pathOf(baseOffset, '.index')));
    return Array.from({ length: Math.floor(view.byteLength / 8) }, (_, n) => ({
      offset: baseOffset + view.getInt32(n * 8),
      position: view.getInt32(n * 8 + 4),
    }));
  }

  /** The time index file of a segment: 12 bytes an entry. */
  timeEntries(baseOffset: number): { timestamp: number; offset: number }[] {
    const view = viewOf(this.read(pathOf(baseOffset, '.timeindex')));
    return Array.from({ length: Math.floor(view.byteLength / 12) }, (_, n) => ({
      timestamp: Number(view.getBigInt64(n * 12)),
      offset: baseOffset + view.getInt32(n * 12 + 8),
    }));
  }
}

export function withBase(config: Partial<LogConfig>): LogConfig {
  return { ...defaultLogConfig, ...config };
}

export function pathOf(baseOffset: number, suffix: string): string {
  return `${DIRECTORY}/${offsetFileName(baseOffset, suffix)}`;
}

export interface BatchRecipe extends Omit<BatchInput, 'records'> {
  /** 1 when left out. */
  readonly count?: number;
  /** Of each record's value; 100 when left out. */
  readonly valueBytes?: number;
  /** Of every record; `T0` when left out. */
  readonly timestamp?: number;
}

/** A batch by the reference; its offsets begin at `baseOffset`. */
export function batchAt(baseOffset: number, recipe: BatchRecipe = {}): Uint8Array {
  const { count = 1, valueBytes = 100, timestamp = T0, ...rest } = recipe;
  const value = utf8.encode('v'.repeat(valueBytes));
  const records = Array.from({ length: count }, () => ({ timestamp, value }));
  return encodeBatch({ ...rest, baseOffset, records, codecs: nodeCodecs });
}

/** The headers of back-to-back batches, `position` being that within `bytes`. */
export function headersOf(bytes: Uint8Array): BatchHeader[] {
  return [...batchesOf(bytes)];
}

/** The header of a batch. */
export function headerOf(batch: Uint8Array): BatchHeader {
  return headersOf(batch)[0] as BatchHeader;
}

/** Appends each batch by a call of its own. */
export function appendEach(segment: Segment, batches: readonly Uint8Array[]): void {
  for (const batch of batches) segment.append(batch, headersOf(batch));
}

/** First and last offsets, as `40-44`, of the batches in some bytes. */
export function rangesIn(pieces: readonly Uint8Array[]): string[] {
  return pieces.flatMap(headersOf).map((batch) => `${batch.baseOffset}-${batch.lastOffset}`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
