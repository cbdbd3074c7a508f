/**
 * UpdateFeatures (KIP-584, KIP-778): finalizes levels of features, all of the request's or none.
 *
 * A level has to be one that every registered node can run with. Going down has to be asked for,
 * and is refused where a level in between brought metadata that would be lost.
 */
import type { ConfigRules } from '#controller/config-rules.ts';
import { type Decision, Refusal } from '#controller/decision.ts';
import { elrSafety } from '#controller/min-insync-replicas.ts';
import type { VersionRange } from '#metadata/cluster-image.ts';
import {
  ELIGIBLE_LEADER_REPLICAS_VERSION,
  KRAFT_VERSION,
  METADATA_VERSION,
} from '#metadata/features-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { losesMetadata } from '#metadata/metadata-version.ts';
import { SUPPORTED_FEATURES } from '#metadata/supported-features.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type {
  UpdateFeaturesRequest,
  UpdateFeaturesResponse,
} from '#protocol/messages/update-features.ts';
import type { InputOf } from '#protocol/schema.ts';

type Response = InputOf<typeof UpdateFeaturesResponse>;

/** How far a request is willing to go. Version 0 of the request has only `allowDowngrade`. */
const UpgradeType = { UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const;

/** It can't be undone: a voter that is only in the log would be lost. */
const KRAFT_UPGRADE_ONLY = 'kraft.version can only be raised, and only by the quorum itself.';

const DISABLED: VersionRange = { min: 0, max: 0 };
const ELR_NEEDS_METADATA_VERSION = 23;

export interface UpdateFeaturesContext {
  readonly image: MetadataImage;
  readonly rules: ConfigRules;
  readonly nodeId: number;
  /** The quorum's own level, which is not in the image. */
  readonly kraftVersion: number;
  /** The request's version. */
  readonly version: number;
}

interface Update {
  readonly feature: string;
  readonly level: number;
  readonly upgradeType: number;
}

export function updateFeatures(
  request: UpdateFeaturesRequest,
  context: UpdateFeaturesContext,
): Decision<Response> {
  const updates = request.featureUpdates.map((update) => ({
    feature: update.feature,
    level: update.maxVersionLevel,
    upgradeType: update.allowDowngrade ? UpgradeType.SAFE_DOWNGRADE : update.upgradeType,
  }));
  const proposed = new Map(context.image.features.levels);
  for (const { feature, level } of updates) proposed.set(feature, level);
  for (const update of updates) {
    const refusal = checkUpdate(update, proposed, context);
    if (refusal !== undefined) return { records: [], response: refused(refusal) };
  }
  const records = updates.flatMap((update) => recordsFor(update, context));
  return {
    records: request.validateOnly ? [] : records,
    response: accepted(updates, context.version),
  };
}

function checkUpdate(
  { feature, level, upgradeType }: Update,
  proposed: ReadonlyMap<string, number>,
  context: UpdateFeaturesContext,
): Refusal | undefined {
  const invalid = (reason: string) =>
    refuse(`Invalid update version ${level} for feature ${feature}. ${reason}`);
  if (!Object.values(UpgradeType).some((known) => known === upgradeType)) {
    return invalid('The controller does not support the given upgrade type.');
  }
  if (level < 0) return invalid('A feature version cannot be less than 0.');
  const unsupported = whoLacks(feature, level, context);
  if (unsupported !== undefined) return invalid(unsupported);
  const current =
    feature === KRAFT_VERSION ? context.kraftVersion : context.image.features.level(feature);
  if (level < current && upgradeType === UpgradeType.UPGRADE) {
    return invalid(
      "Can't downgrade the version of this feature without setting the upgrade type to either " +
        'safe or unsafe downgrade.',
    );
  }
  if (level > current && upgradeType !== UpgradeType.UPGRADE) {
    return invalid("Can't downgrade to a newer version.");
  }
  if (feature === KRAFT_VERSION && level !== current) return invalid(KRAFT_UPGRADE_ONLY);
  if (feature === METADATA_VERSION) return checkMetadataVersion(level, current, upgradeType);
  const dependency = missingDependency(feature, level, proposed);
  return dependency === undefined ? undefined : invalid(dependency);
}

/** The first node that can't run with a level, in Kafka's words. */
function whoLacks(
  feature: string,
  level: number,
  { image, nodeId }: UpdateFeaturesContext,
): string | undefined {
  const nodes: [string, VersionRange | undefined][] = [
    [`Local controller ${nodeId}`, SUPPORTED_FEATURES.get(feature)],
  ];
  for (const broker of image.cluster.brokers.values()) {
    nodes.push([`Broker ${broker.id}`, broker.features.get(feature)]);
  }
  for (const controller of image.cluster.controllers.values()) {
    if (controller.id === nodeId) continue;
    nodes.push([`Controller ${controller.id}`, controller.features.get(feature)]);
  }
  for (const [node, range = DISABLED] of nodes) {
    if (level >= range.min && level <= range.max) continue;
    if (range.max === 0) return `${node} does not support this feature.`;
    return `${node} only supports versions ${rangeText(range)}`;
  }
  return undefined;
}

function checkMetadataVersion(
  level: number,
  current: number,
  upgradeType: number,
): Refusal | undefined {
  if (level >= current || !losesMetadata(current, level)) return undefined;
  const reason =
    upgradeType === UpgradeType.UNSAFE_DOWNGRADE
      ? 'Unsafe metadata downgrade is not supported in this version.'
      : 'Refusing to perform the requested downgrade because it might delete metadata information.';
  return refuse(`Unsupported metadata.version downgrade from ${current} to ${level}. ${reason}`);
}

/** kraft.version is the quorum's: its level never becomes a metadata record. */
function recordsFor(
  { feature, level }: Update,
  context: UpdateFeaturesContext,
): NewMetadataRecord[] {
  if (feature === KRAFT_VERSION) return [];
  const safety =
    feature === ELIGIBLE_LEADER_REPLICAS_VERSION
      ? elrSafety(level, context.image.configs, context.rules)
      : [];
  const data = { name: feature, featureLevel: level };
  return [...safety, { name: 'FeatureLevelRecord', version: 0, data }];
}

function missingDependency(
  feature: string,
  level: number,
  proposed: ReadonlyMap<string, number>,
): string | undefined {
  if (feature !== ELIGIBLE_LEADER_REPLICAS_VERSION || level === 0) return undefined;
  const metadataVersion = proposed.get(METADATA_VERSION) ?? 0;
  if (metadataVersion >= ELR_NEEDS_METADATA_VERSION) return undefined;
  return (
    `${feature} could not be set to ${level} because it depends on ${METADATA_VERSION} level ` +
    `${ELR_NEEDS_METADATA_VERSION}`
  );
}

function rangeText({ min, max }: VersionRange): string {
  return min === max ? String(min) : `${min}-${max}`;
}

function refuse(message: string): Refusal {
  return new Refusal(ErrorCode.INVALID_UPDATE_VERSION, message);
}

function refused({ errorCode, errorMessage }: Refusal): Response {
  const why = 'The update failed for all features since the following feature had an error: ';
  return { throttleTimeMs: 0, errorCode, errorMessage: `${why}${errorMessage}`, results: [] };
}

/** Results per feature went with version 2: they could only ever all say the same. */
function accepted(updates: readonly Update[], version: number): Response {
  const none = { errorCode: ErrorCode.NONE, errorMessage: null };
  const results = version <= 1 ? updates.map(({ feature }) => ({ feature, ...none })) : [];
  return { throttleTimeMs: 0, ...none, results };
}
