/**
 * The work that no request asks for: retention, flushing, checkpoints, compaction.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import type { Env } from '#env/env.ts';
import type { LogCleaner } from '#storage/cleaner/log-cleaner.ts';
import { LogHousekeeping } from '#storage/log-housekeeping.ts';

export interface Upkeep {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Begins the upkeep of all log directories; compaction only with log.cleaner.enable. */
export function startUpkeep(
  env: Env,
  { config, logDirectories }: BrokerServices,
  cleaner: LogCleaner,
): Upkeep {
  const housekeepings = logDirectories.map(
    (directory) =>
      new LogHousekeeping(env, directory, {
        retentionCheckIntervalMs: config.get('log.retention.check.interval.ms'),
        flushSchedulerIntervalMs: config.get('log.flush.scheduler.interval.ms'),
        checkpointIntervalMs: config.get('log.flush.offset.checkpoint.interval.ms'),
        producerExpirationCheckIntervalMs: config.get('producer.id.expiration.check.interval.ms'),
      }),
  );
  for (const housekeeping of housekeepings) housekeeping.start();
  if (config.get('log.cleaner.enable')) cleaner.start();
  return {
    async stop() {
      for (const housekeeping of housekeepings) housekeeping.stop();
      await cleaner.stop();
    },
  };
}
