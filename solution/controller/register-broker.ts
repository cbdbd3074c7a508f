/**
 * A broker introduces itself: what it must bring, and the records of its registration.
 *
 * The registration's own offset becomes the broker's epoch. An epoch so tells two lives of one
 * broker apart, and a request of its former self can be refused.
 */
import { forgetUncleanReplicas, type LifecycleContext } from '#controller/broker-lifecycle.ts';
import { Refusal } from '#controller/decision.ts';
import type { EndpointImage, VersionRange } from '#metadata/cluster-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { hasDirectories, registerBrokerRecordVersion } from '#metadata/metadata-version.ts';
import { UNASSIGNED_DIRECTORY } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

export interface BrokerRegistration {
  readonly brokerId: number;
  readonly clusterId: string;
  /** Random, new at each start. */
  readonly incarnationId: string;
  readonly endpoints: readonly EndpointImage[];
  readonly features: ReadonlyMap<string, VersionRange>;
  readonly rack: string | null;
  /** The ids of its log directories, as in each one's meta.properties. */
  readonly directories: readonly string[];
  /** The epoch in `.kafka_cleanshutdown`, or -1 after a crash. */
  readonly previousBrokerEpoch: number;
}

/** The offset of the first record that is returned has to be `nextOffset`. */
export function registerBroker(
  registration: BrokerRegistration,
  clusterId: string,
  nextOffset: number,
  context: LifecycleContext,
): { readonly records: readonly NewMetadataRecord[]; readonly brokerEpoch: number } | Refusal {
  const { image } = context;
  const refusal = checkRegistration(registration, clusterId, image);
  if (refusal !== undefined) return refusal;
  const { brokerId, incarnationId } = registration;
  const existing = image.cluster.brokers.get(brokerId);
  if (existing?.incarnationId === incarnationId) {
    return {
      records: [registerRecord(registration, existing.epoch, image)],
      brokerEpoch: existing.epoch,
    };
  }
  const stoppedCleanly = existing?.epoch === registration.previousBrokerEpoch;
  const cleanup = stoppedCleanly ? [] : forgetUncleanReplicas(brokerId, context);
  // Kafka takes the offset at which the batch begins, whatever comes before the registration.
  const brokerEpoch = nextOffset;
  return {
    records: [...cleanup, registerRecord(registration, brokerEpoch, image)],
    brokerEpoch,
  };
}

function checkRegistration(
  { brokerId, clusterId, directories, features }: BrokerRegistration,
  ownClusterId: string,
  image: MetadataImage,
): Refusal | undefined {
  if (clusterId !== ownClusterId) {
    const message = `Expected cluster ID ${ownClusterId}, but got cluster ID ${clusterId}`;
    return new Refusal(ErrorCode.INCONSISTENT_CLUSTER_ID, message);
  }
  const unsupported = unsupportedFeature(brokerId, features, image);
  if (unsupported !== undefined) return new Refusal(ErrorCode.UNSUPPORTED_VERSION, unsupported);
  if (!hasDirectories(image.features.metadataVersion)) return undefined;
  const problem = directoryProblem(brokerId, directories, image);
  return problem === undefined ? undefined : new Refusal(ErrorCode.INVALID_REGISTRATION, problem);
}

function unsupportedFeature(
  brokerId: number,
  features: ReadonlyMap<string, VersionRange>,
  image: MetadataImage,
): string | undefined {
  for (const [name, level] of image.features.levels) {
    const { min, max } = features.get(name) ?? { min: 0, max: 0 };
    if (level >= min && level <= max) continue;
    return (
      `Unable to register because the broker does not support finalized version ${level} of ` +
      `${name}. The broker wants a version between ${min} and ${max}, inclusive. (broker ${brokerId})`
    );
  }
  return undefined;
}

function directoryProblem(
  brokerId: number,
  directories: readonly string[],
  { cluster }: MetadataImage,
): string | undefined {
  if (directories.length === 0) return 'No directories specified in request';
  if (directories.includes(UNASSIGNED_DIRECTORY)) return 'Reserved directory ID in request';
  if (new Set(directories).size !== directories.length) return 'Duplicate directory ID in request';
  for (const other of cluster.brokers.values()) {
    const shared = other.id === brokerId ? [] : other.directories;
    const directory = directories.find((id) => shared.includes(id));
    if (directory !== undefined) {
      return `Broker ${other.id} is already registered with directory ${directory}`;
    }
  }
  return undefined;
}

function registerRecord(
  registration: BrokerRegistration,
  brokerEpoch: number,
  { features, cluster }: MetadataImage,
): NewMetadataRecord {
  const { brokerId, incarnationId, endpoints, rack, directories } = registration;
  const existing = cluster.brokers.get(brokerId);
  const amended = existing?.incarnationId === incarnationId;
  return {
    name: 'RegisterBrokerRecord',
    version: registerBrokerRecordVersion(features.metadataVersion),
    data: {
      brokerId,
      incarnationId,
      brokerEpoch,
      endPoints: endpoints,
      features: [...registration.features].map(([name, { min, max }]) => ({
        name,
        minSupportedVersion: min,
        maxSupportedVersion: max,
      })),
      rack,
      fenced: amended ? existing.fenced : true,
      inControlledShutdown: amended ? existing.inControlledShutdown : false,
      logDirs: hasDirectories(features.metadataVersion) ? directories : [],
    },
  };
}
