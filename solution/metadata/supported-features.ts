/**
 * The features that this broker knows, and the levels of each that it can run with (KIP-584).
 *
 * Brokers and controllers say so when they register; the cluster's finalized level of a feature
 * has to lie in everyone's range. Levels and names are those of Kafka 4.3.
 */
import type { VersionRange } from '#metadata/cluster-image.ts';
import {
  ELIGIBLE_LEADER_REPLICAS_VERSION,
  GROUP_VERSION,
  KRAFT_VERSION,
  METADATA_VERSION,
  SHARE_VERSION,
  STREAMS_VERSION,
  TRANSACTION_VERSION,
} from '#metadata/features-image.ts';

/** The oldest level of `metadata.version` that Kafka 4 starts with: 3.3-IV3. */
export const OLDEST_METADATA_VERSION = 7;
/** 4.3-IV0, the level of a cluster that is formatted today. */
export const NEWEST_METADATA_VERSION = 30;

export const SUPPORTED_FEATURES: ReadonlyMap<string, VersionRange> = new Map([
  [METADATA_VERSION, { min: OLDEST_METADATA_VERSION, max: NEWEST_METADATA_VERSION }],
  [ELIGIBLE_LEADER_REPLICAS_VERSION, { min: 0, max: 1 }],
  [GROUP_VERSION, { min: 0, max: 1 }],
  [KRAFT_VERSION, { min: 0, max: 1 }],
  [SHARE_VERSION, { min: 0, max: 1 }],
  [STREAMS_VERSION, { min: 0, max: 1 }],
  [TRANSACTION_VERSION, { min: 0, max: 2 }],
]);

/** The levels that formatting finalizes, in the order in which Kafka writes them. */
export const BOOTSTRAP_LEVELS: ReadonlyMap<string, number> = new Map([
  [METADATA_VERSION, NEWEST_METADATA_VERSION],
  [ELIGIBLE_LEADER_REPLICAS_VERSION, 1],
  [GROUP_VERSION, 1],
  [SHARE_VERSION, 1],
  [STREAMS_VERSION, 1],
  [TRANSACTION_VERSION, 2],
]);

/** Features as registrations carry them. */
export function featuresToRegister(): {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}[] {
  return [...SUPPORTED_FEATURES].map(([name, { min, max }]) => ({
    name,
    minSupportedVersion: min,
    maxSupportedVersion: max,
  }));
}
