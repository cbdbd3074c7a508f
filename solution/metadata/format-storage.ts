/**
 * Formatting: what a log directory has to hold before its first start.
 *
 *     meta.properties              which cluster, which node, which directory     every directory
 *     bootstrap.checkpoint         the records a new cluster's log begins with    every directory
 *     __cluster_metadata-0/        the quorum: this node alone, as its only       the first one
 *       000…0-000….checkpoint      voter ("standalone", KIP-853)
 *
 * It is a step of its own, never done by a start, because a directory that is empty by accident (a
 * disk that is not mounted) must not look like a new cluster.
 *
 * Invariant: meta.properties is written last, so a directory with it is formatted completely.
 */
import type { Env } from '#env/env.ts';
import { METADATA_VERSION } from '#metadata/features-image.ts';
import type { Voter } from '#metadata/metadata-log.ts';
import { encodeMetadataRecord, type NewMetadataRecord } from '#metadata/metadata-record.ts';
import { metadataVersionName } from '#metadata/metadata-version.ts';
import { writeBootstrapFile, writeSnapshotFile } from '#metadata/snapshot-file.ts';
import { BOOTSTRAP_LEVELS } from '#metadata/supported-features.ts';
import { joinPath, parentDirectory } from '#storage/log-files.ts';
import { randomUuid, readMetaProperties, writeMetaProperties } from '#storage/meta-properties.ts';

export const BOOTSTRAP_FILE = 'bootstrap.checkpoint';
export const METADATA_DIRECTORY = '__cluster_metadata-0';

export interface FormatOptions {
  readonly clusterId: string;
  readonly nodeId: number;
  /** `log.dirs`. */
  readonly logDirectories: readonly string[];
  /** `metadata.log.dir`, or the first of them. */
  readonly metadataDirectory: string;
  /** Where this node's controller listens: the quorum's only voter. */
  readonly controllerEndpoints: Voter['endpoints'];
  /** Levels other than today's (`--release-version`, `--feature`). */
  readonly levels?: ReadonlyMap<string, number>;
  /** Leave directories that are formatted already as they are. */
  readonly ignoreFormatted?: boolean;
}

/** A directory was formatted before. */
export class AlreadyFormatted extends Error {
  override readonly name = 'AlreadyFormatted';
}

/** Formats the directories that are not; returns their paths. Durable once it resolves. */
export async function formatStorage(env: Env, options: FormatOptions): Promise<string[]> {
  const directories = [...new Set([options.metadataDirectory, ...options.logDirectories])];
  const formatted = directories.filter((path) => readMetaProperties(env, path) !== undefined);
  if (formatted.length > 0 && !options.ignoreFormatted) {
    throw new AlreadyFormatted(
      `${formatted.join(', ')} is already formatted. Use --ignore-formatted to leave it as it is ` +
        'and format the others, or empty it, which loses its records.',
    );
  }
  const fresh = directories.filter((path) => !formatted.includes(path));
  for (const path of fresh) await formatDirectory(env, path, options);
  return fresh;
}

async function formatDirectory(env: Env, path: string, options: FormatOptions): Promise<void> {
  const { clusterId, nodeId } = options;
  const directoryId = randomUuid(env);
  await makeDirectoryDurably(env, path);
  const values = bootstrapRecords(options.levels).map(encodeMetadataRecord);
  await writeBootstrapFile(env, joinPath(path, BOOTSTRAP_FILE), values);
  if (path === options.metadataDirectory) await writeVoters(env, path, directoryId, options);
  await writeMetaProperties(env, path, { clusterId, nodeId, directoryId });
}

/** The records that a cluster starts with: the level of each feature. */
export function bootstrapRecords(
  levels: ReadonlyMap<string, number> = BOOTSTRAP_LEVELS,
): NewMetadataRecord[] {
  return [...levels]
    .filter(([name, level]) => level > 0 || name === METADATA_VERSION)
    .map(([name, featureLevel]) => ({
      name: 'FeatureLevelRecord',
      version: 0,
      data: { name, featureLevel },
    }));
}

/** A snapshot of nothing, at the log's very beginning: all it says is who votes. */
async function writeVoters(
  env: Env,
  path: string,
  directoryId: string,
  { nodeId, controllerEndpoints }: FormatOptions,
): Promise<void> {
  const directory = joinPath(path, METADATA_DIRECTORY);
  await makeDirectoryDurably(env, directory);
  const voter: Voter = {
    id: nodeId,
    directoryId,
    endpoints: controllerEndpoints,
    kraftVersions: { min: 0, max: 1 },
  };
  const content = { id: { endOffset: 0, epoch: 0 }, timestampMs: env.clock.now(), values: [] };
  await writeSnapshotFile(env, directory, content, { kraftVersion: 1, voters: [voter] });
}

/** Makes a directory and its missing parents; each name is durable before what is in it. */
async function makeDirectoryDurably({ disk }: Env, path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path; disk.stat(at) === undefined; at = parentDirectory(at)) missing.push(at);
  disk.makeDirectory(path);
  for (const made of missing.toReversed()) await disk.syncDirectory(parentDirectory(made));
}

/** What Kafka's tool says of a directory that it formats. */
export function formattingMessage(
  path: string,
  isMetadataDirectory: boolean,
  level: number,
): string {
  const what = isMetadataDirectory ? 'dynamic metadata voter directory' : 'data directory';
  return `Formatting ${what} ${path} with metadata.version ${metadataVersionName(level)}.`;
}
