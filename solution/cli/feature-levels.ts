/**
 * Which levels of the features a new cluster begins with (KIP-584, KIP-1022).
 *
 *     --release-version 4.0                        what Kafka 4.0 finalized by default
 *     --feature group.version=0                    all but one as by default
 *
 * A feature is on by default from the metadata level at which Kafka switched it on.
 */
import { ToolFailure } from '#cli/run-tool.ts';
import {
  ELIGIBLE_LEADER_REPLICAS_VERSION,
  GROUP_VERSION,
  KRAFT_VERSION,
  METADATA_VERSION,
  SHARE_VERSION,
  STREAMS_VERSION,
  TRANSACTION_VERSION,
} from '#metadata/features-image.ts';
import { metadataVersionLevel, metadataVersionName } from '#metadata/metadata-version.ts';
import {
  NEWEST_METADATA_VERSION,
  OLDEST_METADATA_VERSION,
  SUPPORTED_FEATURES,
} from '#metadata/supported-features.ts';

/** From which metadata level on a feature is on, and at which level of its own. */
const DEFAULTS: ReadonlyMap<string, { readonly since: number; readonly level: number }> = new Map([
  [KRAFT_VERSION, { since: 21, level: 1 }],
  [TRANSACTION_VERSION, { since: 24, level: 2 }],
  [GROUP_VERSION, { since: 22, level: 1 }],
  [ELIGIBLE_LEADER_REPLICAS_VERSION, { since: 26, level: 1 }],
  [SHARE_VERSION, { since: 28, level: 1 }],
  [STREAMS_VERSION, { since: 29, level: 1 }],
]);

/** The metadata level of a release, `4.3` or `4.3-IV0`; the newest where none is named. */
export function metadataLevelOf(release: string | undefined): number {
  if (release === undefined) return NEWEST_METADATA_VERSION;
  const level = metadataVersionLevel(release);
  if (level !== undefined) return level;
  const names = [];
  for (let known = OLDEST_METADATA_VERSION; known <= NEWEST_METADATA_VERSION; known++) {
    names.push(metadataVersionName(known));
  }
  throw new ToolFailure(
    `Unknown metadata.version '${release}'. Supported metadata.version are: ${names.join(', ')}`,
  );
}

/** The level of every other feature at a metadata level, in the order of Kafka's tool. */
export function defaultLevels(metadataLevel: number): Map<string, number> {
  return new Map(
    [...DEFAULTS].map(([name, { since, level }]) => [name, metadataLevel >= since ? level : 0]),
  );
}

/**
 * The levels to format with: metadata.version first, then the others by name.
 *
 * @throws ToolFailure for a feature or level that there is not
 */
export function levelsToFormat(
  release: string | undefined,
  features: readonly string[],
): Map<string, number> {
  const chosen = new Map(features.map(nameAndLevel));
  const chosenMetadata = chosen.get(METADATA_VERSION);
  if (chosenMetadata !== undefined && release !== undefined) {
    throw new ToolFailure(
      'Use --release-version instead of --feature metadata.version to avoid ambiguity.',
    );
  }
  const metadataLevel = chosenMetadata ?? metadataLevelOf(release);
  const levels = defaultLevels(metadataLevel);
  for (const [name, level] of chosen) {
    if (name !== METADATA_VERSION) levels.set(name, level);
  }
  if (levels.get(KRAFT_VERSION) !== 1) {
    throw new ToolFailure(
      'kraft.version=1 is needed for a quorum that is formatted with --standalone, and with it ' +
        'metadata.version 3.9-IV0 or higher.',
    );
  }
  // The quorum keeps its own level in a record of its own, not among the features.
  levels.delete(KRAFT_VERSION);
  const others = [...levels].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([[METADATA_VERSION, metadataLevel], ...others]);
}

/** `group.version=1` as a name and a level that is supported. */
export function nameAndLevel(text: string): [string, number] {
  const [, name, level] = /^([^=]*)=\s*(\d+)\s*$/.exec(text) ?? [];
  if (name === undefined || level === undefined) {
    throw new ToolFailure(`Can't parse feature=level string ${text}: write it as name=number.`);
  }
  const feature = name.trim();
  const supported = SUPPORTED_FEATURES.get(feature);
  if (supported === undefined) {
    const known = [...SUPPORTED_FEATURES.keys()].filter((one) => one !== METADATA_VERSION).sort();
    throw new ToolFailure(
      `Unsupported feature: ${feature}. Supported features are: ${known.join(', ')}`,
    );
  }
  const number = Number(level);
  if (number >= supported.min && number <= supported.max) return [feature, number];
  throw new ToolFailure(
    `No feature:${feature} with feature level ${number}: ${supported.min} to ${supported.max} are known.`,
  );
}
