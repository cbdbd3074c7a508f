/**
 * The cleaner of a broker: looks for the filthiest compacted log, cleans it, looks again; rests
 * when none is worth it.
 *
 *      rest 15 s -> filthiest log? -- none --> rest
 *                        ^   | one
 *                        |   v
 *                        +-- clean it -> checkpoint
 *
 * One log at a time: Kafka runs threads (`log.cleaner.threads`), here all work shares one.
 * A log that can't be cleaned, because a file of it is damaged, is named in the log and left alone
 * until the next start: one bad log must not keep the others from being cleaned.
 *
 * Source: org.apache.kafka.storage.internals.log.LogCleaner.
 */
import type { Timer } from '#env/clock.ts';
import { DiskError } from '#env/disk.ts';
import type { Env } from '#env/env.ts';
import { assessLog, type CleanableLog, filthiestOf } from '#storage/cleaner/cleanable.ts';
import { CleanerCheckpoints } from '#storage/cleaner/cleaner-checkpoint.ts';
import { cleanLog } from '#storage/cleaner/cleaning.ts';
import { CleaningAborted, CleaningPace } from '#storage/cleaner/cleaning-pace.ts';
import { partitionName } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

export interface LogCleanerOptions {
  /** Rest between looks that find nothing (log.cleaner.backoff.ms). */
  readonly backoffMs: number;
  /** The most memory for keys (log.cleaner.dedupe.buffer.size). */
  readonly dedupeBufferBytes: number;
  /** The most bytes to read and write in a second (log.cleaner.io.max.bytes.per.second). */
  readonly maxBytesPerSecond: number;
}

/** Kafka's defaults. */
export const defaultLogCleanerOptions: LogCleanerOptions = {
  backoffMs: 15_000,
  dedupeBufferBytes: 128 * 1024 * 1024,
  maxBytesPerSecond: Number.MAX_VALUE,
};

export class LogCleaner {
  readonly checkpoints: CleanerCheckpoints;
  readonly #env: Env;
  readonly #logs: () => Iterable<PartitionLog>;
  readonly #options: LogCleanerOptions;
  /** Logs that must not be cleaned now, and how many asked for that. */
  readonly #paused = new Map<PartitionLog, number>();
  readonly #uncleanable = new WeakSet<PartitionLog>();
  readonly #deleted = new WeakSet<PartitionLog>();
  #current: { log: PartitionLog; pace: CleaningPace; done: Promise<boolean> } | undefined;
  #timer: Timer | undefined;
  #running = false;

  /** `logs` gives all logs there are at the moment. */
  constructor(
    env: Env,
    logs: () => Iterable<PartitionLog>,
    options: LogCleanerOptions = defaultLogCleanerOptions,
  ) {
    this.#env = env;
    this.#logs = logs;
    this.#options = options;
    this.checkpoints = new CleanerCheckpoints(env);
  }

  /** Begins to look for work. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#rest();
  }

  /** Stops; resolves when nothing of the cleaner is going on any more. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#timer?.cancel();
    this.#current?.pace.abort();
    await this.#current?.done;
  }

  /**
   * Keeps the cleaner away from a log that is to be deleted, moved or cut: resolves when it has
   * let go of it. `resume` ends that.
   */
  async pause(log: PartitionLog): Promise<void> {
    this.#paused.set(log, (this.#paused.get(log) ?? 0) + 1);
    if (this.#current?.log !== log) return;
    this.#current.pace.abort();
    await this.#current.done;
  }

  resume(log: PartitionLog): void {
    const left = (this.#paused.get(log) ?? 0) - 1;
    if (left > 0) this.#paused.set(log, left);
    else this.#paused.delete(log);
  }

  /** The log was deleted: the cleaner touches it no more, and forgets how clean it was. */
  forget(log: PartitionLog): void {
    this.#deleted.add(log);
    if (this.#current?.log === log) this.#current.pace.abort();
    this.checkpoints.remove(log).catch((error: unknown) => {
      const partition = partitionName(log.topicPartition);
      this.#env.log.warn('The cleaner’s checkpoint still names a deleted log.', {
        partition,
        error,
      });
    });
  }

  /** Cleans the log that needs it most. False when none does. */
  async cleanFilthiest(): Promise<boolean> {
    const filthiest = filthiestOf(this.#candidates());
    if (filthiest === undefined) return false;
    const { log } = filthiest;
    const { maxBytesPerSecond } = this.#options;
    const pace = new CleaningPace(this.#env.clock, log.segments, maxBytesPerSecond);
    const done = this.#clean(filthiest, pace);
    this.#current = { log, pace, done };
    try {
      return await done;
    } finally {
      this.#current = undefined;
    }
  }

  #candidates(): CleanableLog[] {
    const now = this.#env.clock.now();
    const candidates: CleanableLog[] = [];
    for (const log of this.#logs()) {
      if (!log.config.cleanupPolicy.has('compact')) continue;
      if (this.#paused.has(log) || this.#uncleanable.has(log)) continue;
      const candidate = this.#assess(log, now);
      if (candidate !== undefined) candidates.push(candidate);
    }
    return candidates;
  }

  #assess(log: PartitionLog, now: number): CleanableLog | undefined {
    try {
      return assessLog(log, this.checkpoints.get(log), now);
    } catch (error) {
      this.#giveUp(log, error);
      return undefined;
    }
  }

  /** True when it made progress, so that looking again at once is worth it. */
  async #clean({ log, range }: CleanableLog, pace: CleaningPace): Promise<boolean> {
    const partition = partitionName(log.topicPartition);
    try {
      const { dedupeBufferBytes } = this.#options;
      const { endOffset, ...bytes } = await cleanLog(log, range, dedupeBufferBytes, pace);
      if (endOffset === range.from) throw new Error('Not one batch fits into the buffer for keys.');
      pace.check([]);
      await this.checkpoints.set(log, endOffset);
      this.#env.log.info('A log was cleaned.', { partition, ...range, endOffset, ...bytes });
      return true;
    } catch (error) {
      if (error instanceof CleaningAborted || this.#deleted.has(log)) return false;
      if (error instanceof DiskError && error.kind === 'full') {
        this.#env.log.warn('There is no room to clean a log; it is tried again.', { partition });
        return false;
      }
      this.#giveUp(log, error);
      return true;
    }
  }

  #giveUp(log: PartitionLog, error: unknown): void {
    this.#uncleanable.add(log);
    this.#env.log.error('A log can’t be cleaned; it is left as it is until the next start.', {
      partition: partitionName(log.topicPartition),
      error,
    });
  }

  #rest(): void {
    this.#timer = this.#env.clock.setTimer(this.#options.backoffMs, () => {
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    while (this.#running && (await this.cleanFilthiest()));
    if (this.#running) this.#rest();
  }
}
