/**
 * What a log directory does from time to time, while its logs are in use.
 *
 *   retention    every log.retention.check.interval.ms        old segments go
 *   flush        every log.flush.scheduler.interval.ms        logs whose flush.ms has passed: sync
 *   checkpoint   every log.flush.offset.checkpoint.interval.ms   recovery points and start offsets
 *   expiration   every producer.id.expiration.check.interval.ms  idle producers are forgotten
 *
 * A failure of the disk ends a run and is told to `onFailure`; the next run tries again.
 *
 * Source: org.apache.kafka.storage.internals.log.LogManager.startup.
 */
import type { Timer } from '#env/clock.ts';
import type { Env } from '#env/env.ts';
import type { LogDirectory } from '#storage/log-directory.ts';

export interface HousekeepingOptions {
  readonly retentionCheckIntervalMs?: number;
  /** Kafka's default is never: `flush.ms` is looked at only when this is set. */
  readonly flushSchedulerIntervalMs?: number;
  readonly checkpointIntervalMs?: number;
  readonly producerExpirationCheckIntervalMs?: number;
  /** A task failed; the directory may be broken. */
  readonly onFailure?: (directory: LogDirectory, error: unknown) => void;
}

/** The first round comes soon after the start: retention may be long overdue. */
const INITIAL_DELAY_MS = 30_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

export class LogHousekeeping {
  private readonly env: Env;
  private readonly directory: LogDirectory;
  private readonly options: HousekeepingOptions;
  private readonly timers = new Set<Timer>();
  private stopped = false;

  constructor(env: Env, directory: LogDirectory, options: HousekeepingOptions = {}) {
    this.env = env;
    this.directory = directory;
    this.options = options;
  }

  start(): void {
    const { options } = this;
    this.every(options.retentionCheckIntervalMs ?? 300_000, () => this.retain());
    this.every(options.flushSchedulerIntervalMs ?? Infinity, () => this.flush());
    this.every(options.checkpointIntervalMs ?? 60_000, () => this.directory.checkpoint());
    this.every(options.producerExpirationCheckIntervalMs ?? 600_000, () => this.expire());
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private every(intervalMs: number, task: () => void | Promise<void>): void {
    if (intervalMs > MAX_TIMER_MS) return;
    this.after(Math.min(intervalMs, INITIAL_DELAY_MS), intervalMs, task);
  }

  private after(delayMs: number, intervalMs: number, task: () => void | Promise<void>): void {
    const timer = this.env.clock.setTimer(delayMs, () => {
      this.timers.delete(timer);
      this.run(task).finally(() => {
        if (!this.stopped) this.after(intervalMs, intervalMs, task);
      });
    });
    this.timers.add(timer);
  }

  private async run(task: () => void | Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const { path } = this.directory;
      this.env.log.error('Housekeeping of a log directory failed.', { directory: path, error });
      this.options.onFailure?.(this.directory, error);
    }
  }

  private retain(): void {
    for (const log of this.directory.logs()) {
      const removed = log.deleteOldSegments();
      if (removed > 0) {
        this.env.log.info('Old segments are out of the log; their files go soon.', {
          directory: log.directory,
          segments: removed,
          logStartOffset: log.logStartOffset,
        });
      }
    }
  }

  private async flush(): Promise<void> {
    const now = this.env.clock.now();
    const due = [...this.directory.logs()].filter((log) => log.syncIsDue(now));
    await Promise.all(due.map((log) => log.sync()));
  }

  private expire(): void {
    for (const log of this.directory.logs()) log.expireProducers();
  }
}
