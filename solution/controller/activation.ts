/**
 * What a controller writes before anything else when it becomes active.
 *
 * Over an empty log: the bootstrap records, in a transaction, so that a crash in the middle leaves
 * either all of them or none in force (KIP-868). Over a log that ends inside of a transaction: its
 * abort. Then it registers itself (KIP-919).
 */
import type { ConfigRules } from '#controller/config-rules.ts';
import { elrSafety } from '#controller/min-insync-replicas.ts';
import type { EndpointImage } from '#metadata/cluster-image.ts';
import { ConfigsImage } from '#metadata/configs-image.ts';
import { ELIGIBLE_LEADER_REPLICAS_VERSION, METADATA_VERSION } from '#metadata/features-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { MetadataRecord, NewMetadataRecord } from '#metadata/metadata-record.ts';
import {
  hasControllerRegistration,
  hasTransactions,
  metadataVersionName,
} from '#metadata/metadata-version.ts';
import {
  featuresToRegister,
  NEWEST_METADATA_VERSION,
  OLDEST_METADATA_VERSION,
} from '#metadata/supported-features.ts';

/** The metadata asks for what this broker can't do. */
export class UnsupportedMetadata extends Error {
  override readonly name = 'UnsupportedMetadata';
}

/** The records of a log that holds none yet. */
export function bootstrapLog(
  bootstrap: readonly (NewMetadataRecord | MetadataRecord)[],
  rules: ConfigRules,
  inTransaction: boolean,
): NewMetadataRecord[] {
  const levels = new Map(
    bootstrap.flatMap((record) =>
      record.name === 'FeatureLevelRecord' ? [[record.data.name, record.data.featureLevel]] : [],
    ),
  );
  const elrLevel = levels.get(ELIGIBLE_LEADER_REPLICAS_VERSION) ?? 0;
  const records = [...bootstrap, ...elrSafety(elrLevel, ConfigsImage.EMPTY, rules)];
  const abort = inTransaction ? [abortTransaction()] : [];
  if (!hasTransactions(levels.get(METADATA_VERSION) ?? 0)) return [...abort, ...records];
  return [
    ...abort,
    { name: 'BeginTransactionRecord', version: 0, data: { name: 'Bootstrap records' } },
    ...records,
    { name: 'EndTransactionRecord', version: 0, data: {} },
  ];
}

/** The record that ends what a controller before this one had begun. */
export function abortTransaction(): NewMetadataRecord {
  const data = { reason: 'Controller failover' };
  return { name: 'AbortTransactionRecord', version: 0, data };
}

/** Refuses a log whose `metadata.version` is too old, or newer than this broker. */
export function checkMetadataVersion({ features, offset }: MetadataImage): void {
  const level = features.metadataVersion;
  if (level >= OLDEST_METADATA_VERSION && level <= NEWEST_METADATA_VERSION) return;
  throw new UnsupportedMetadata(
    `The metadata log is at metadata.version ${level} (as of offset ${offset}); this broker reads ` +
      `${OLDEST_METADATA_VERSION} (${metadataVersionName(OLDEST_METADATA_VERSION)}) to ` +
      `${NEWEST_METADATA_VERSION} (${metadataVersionName(NEWEST_METADATA_VERSION)}). Change it with ` +
      'kafka-features on a Kafka that can, then come back.',
  );
}

export interface ControllerRegistration {
  readonly controllerId: number;
  /** Random, new at each start. */
  readonly incarnationId: string;
  readonly endpoints: readonly EndpointImage[];
}

/** The record by which a controller makes itself known; nothing where it is known already. */
export function registerController(
  { controllerId, incarnationId, endpoints }: ControllerRegistration,
  { features, cluster }: MetadataImage,
): NewMetadataRecord[] {
  if (!hasControllerRegistration(features.metadataVersion)) return [];
  if (cluster.controllers.get(controllerId)?.incarnationId === incarnationId) return [];
  const data = {
    controllerId,
    incarnationId,
    zkMigrationReady: false,
    endPoints: endpoints,
    features: featuresToRegister(),
  };
  return [{ name: 'RegisterControllerRecord', version: 0, data }];
}
