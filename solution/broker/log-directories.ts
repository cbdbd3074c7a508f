/**
 * Takes all directories of log.dirs for this broker, or none.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import { ConfigError } from '#config/config-problem.ts';
import type { Env } from '#env/env.ts';
import { LogDirectory } from '#storage/log-directory.ts';

export interface OpenDirectories {
  /** log.dirs, in its order: partitions live here. */
  readonly forLogs: readonly LogDirectory[];
  /** metadata.log.dir, or the first of log.dirs. */
  readonly forMetadata: LogDirectory;
}

/** The directories that hold partitions: log.dirs, else log.dir. */
export function logDirectoryPaths(config: BrokerConfig): readonly string[] {
  return config.get('log.dirs') ?? config.get('log.dir');
}

/** Where the metadata log lies. */
export function metadataDirectoryPath(config: BrokerConfig): string {
  const path = config.get('metadata.log.dir') ?? logDirectoryPaths(config)[0];
  if (path !== undefined) return path;
  throw new ConfigError([{ key: 'log.dirs', value: '', message: 'must name a directory' }]);
}

/** Opens all directories; they must be of one cluster. Closes those it has opened when one fails. */
export async function openLogDirectories(env: Env, config: BrokerConfig): Promise<OpenDirectories> {
  const home = metadataDirectoryPath(config);
  const opened = new Map<string, LogDirectory>();
  try {
    for (const path of new Set([home, ...logDirectoryPaths(config)])) {
      const clusterId = opened.get(home)?.metaProperties.clusterId;
      const directory = await LogDirectory.open(env, {
        path,
        nodeId: config.get('node.id'),
        producerIdExpirationMs: config.get('producer.id.expiration.ms'),
        ...(clusterId === undefined ? {} : { clusterId }),
      });
      opened.set(path, directory);
    }
  } catch (error) {
    for (const directory of opened.values()) await directory.close();
    throw error;
  }
  const at = (path: string) => opened.get(path) as LogDirectory;
  return { forLogs: logDirectoryPaths(config).map(at), forMetadata: at(home) };
}

/** Makes all directories durable and gives them back. */
export async function closeLogDirectories(
  { forLogs, forMetadata }: OpenDirectories,
  brokerEpoch?: number,
): Promise<void> {
  const all = [...new Set([forMetadata, ...forLogs])];
  await Promise.all(all.map((directory) => directory.close(brokerEpoch)));
}
