/**
 * One side: one partition of the real storage, and applications that read it, each at its own pace.
 *
 *     producer ──► | 0 1 2 3 | 4 5 6 7 | 8 9 …      PartitionLog, with segments of four messages
 *                        ▲         ▲
 *                      search    billing             a position each; reading takes nothing away
 *
 * A message is a batch of one record, so offset and number of a message are the same.
 */
import type { Env } from '#env/env.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { defaultLogConfig } from '#storage/log-config.ts';
import { PartitionLog } from '#storage/partition-log.ts';
import { LogReader, type ReaderState } from './log-reader.ts';
import type { Application } from './setup.ts';
import type { Pace, Say } from './work.ts';

const utf8 = new TextEncoder();
/** Four batches of one small record. */
const SEGMENT_BYTES = 330;
const CHECK_RETENTION_MS = 5000;

export interface SegmentState {
  readonly baseOffset: number;
  readonly nextOffset: number;
  readonly bytes: number;
  readonly active: boolean;
}

export interface LogState {
  readonly start: number;
  readonly end: number;
  readonly segments: readonly SegmentState[];
  readonly readers: readonly ReaderState[];
}

export class LogSide {
  readonly readers: LogReader[] = [];
  readonly #log: PartitionLog;
  readonly #env: Env;
  readonly #say: Say;
  #checkedAtMs = 0;

  constructor(env: Env, retentionMs: number, say: Say) {
    this.#env = env;
    this.#say = say;
    this.#log = PartitionLog.open(env, {
      directory: 'log/orders-0',
      topicPartition: { topic: 'orders', partition: 0 },
      config: {
        ...defaultLogConfig,
        segmentBytes: SEGMENT_BYTES,
        retentionMs,
        fileDeleteDelayMs: 0,
      },
    });
  }

  publish(message: number): void {
    const record = { timestamp: this.#env.clock.now(), value: utf8.encode(`order ${message}`) };
    const { logEndOffset: offset } = this.#log;
    const segments = this.#log.segments.all().length;
    this.#log.append(encodeBatch({ records: [record] }), { origin: 'client', leaderEpoch: 0 });
    const rolled = this.#log.segments.all().length > segments;
    const words = rolled
      ? `Offset ${offset} begins a new segment.`
      : `Appended at offset ${offset}.`;
    this.#say('log', 'records', words);
  }

  join(name: Application, pace: Pace): void {
    this.readers.push(new LogReader(name, this.#log, this.#env.codecs, pace, this.#say));
  }

  /** What every reader does at this moment, and what retention does. */
  tick(nowMs: number): void {
    for (const reader of this.readers) reader.tick(nowMs);
    if (nowMs - this.#checkedAtMs < CHECK_RETENTION_MS) return;
    this.#checkedAtMs = nowMs;
    const before = this.#log.logStartOffset;
    if (this.#log.deleteOldSegments() === 0) return;
    const { logStartOffset: start } = this.#log;
    this.#say('log', 'lost', `Retention removes offsets ${before} to ${start - 1}, read or not.`);
  }

  /** Nothing changes any more by itself. */
  get idle(): boolean {
    const { config, logStartOffset, logEndOffset } = this.#log;
    const expiring = config.retentionMs !== -1 && logStartOffset < logEndOffset;
    return !expiring && this.readers.every((reader) => reader.idle);
  }

  state(): LogState {
    const all = this.#log.segments.all();
    return {
      start: this.#log.logStartOffset,
      end: this.#log.logEndOffset,
      segments: all.map((segment, at) => ({
        baseOffset: segment.baseOffset,
        nextOffset: all[at + 1]?.baseOffset ?? this.#log.logEndOffset,
        bytes: segment.size,
        active: at === all.length - 1,
      })),
      readers: this.readers.map((reader) => reader.state()),
    };
  }
}
