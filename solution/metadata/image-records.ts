/**
 * An image as the records that replay to it: what a snapshot holds.
 *
 * Features come first, because `metadata.version` says how to read the rest. Record versions are
 * those the image's own level allows.
 *
 * Invariant: replaying `imageRecords(image)` over nothing gives `image`.
 */
import type { BrokerImage, ControllerImage, VersionRange } from '#metadata/cluster-image.ts';
import { METADATA_VERSION } from '#metadata/features-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { encodeMetadataRecord, type NewMetadataRecord } from '#metadata/metadata-record.ts';
import {
  hasControllerRegistration,
  hasCordonedDirectories,
  hasDirectories,
  partitionRecordVersion,
  registerBrokerRecordVersion,
} from '#metadata/metadata-version.ts';
import type { PartitionImage } from '#metadata/topics-image.ts';

export function imageRecords(image: MetadataImage): NewMetadataRecord[] {
  return [
    ...featureRecords(image),
    ...clusterRecords(image),
    ...topicRecords(image),
    ...configRecords(image),
    ...producerIdRecords(image),
    ...image.kept.records.values(),
  ];
}

/** The records as the values of a snapshot. */
export function imageValues(image: MetadataImage): Uint8Array[] {
  return imageRecords(image).map(encodeMetadataRecord);
}

function featureRecords({ features }: MetadataImage): NewMetadataRecord[] {
  const names = [...features.levels.keys()].filter((name) => name !== METADATA_VERSION).toSorted();
  const present = features.levels.has(METADATA_VERSION) ? [METADATA_VERSION, ...names] : names;
  return present.map((name) => ({
    name: 'FeatureLevelRecord',
    version: 0,
    data: { name, featureLevel: features.level(name) },
  }));
}

function clusterRecords({ cluster, features }: MetadataImage): NewMetadataRecord[] {
  const level = features.metadataVersion;
  const controllers = hasControllerRegistration(level) ? [...cluster.controllers.values()] : [];
  return [
    ...[...cluster.brokers.values()].map((broker) => brokerRecord(broker, level)),
    ...controllers.map(controllerRecord),
  ];
}

function brokerRecord(broker: BrokerImage, level: number): NewMetadataRecord {
  return {
    name: 'RegisterBrokerRecord',
    version: registerBrokerRecordVersion(level),
    data: {
      brokerId: broker.id,
      isMigratingZkBroker: broker.isMigratingZkBroker,
      incarnationId: broker.incarnationId,
      brokerEpoch: broker.epoch,
      endPoints: broker.endpoints,
      features: featureRanges(broker.features),
      rack: broker.rack,
      fenced: broker.fenced,
      inControlledShutdown: broker.inControlledShutdown,
      logDirs: hasDirectories(level) ? broker.directories : [],
      cordonedLogDirs: hasCordonedDirectories(level) ? broker.cordonedDirectories : null,
    },
  };
}

function controllerRecord(controller: ControllerImage): NewMetadataRecord {
  return {
    name: 'RegisterControllerRecord',
    version: 0,
    data: {
      controllerId: controller.id,
      incarnationId: controller.incarnationId,
      zkMigrationReady: controller.zkMigrationReady,
      endPoints: controller.endpoints,
      features: featureRanges(controller.features),
    },
  };
}

function* topicRecords({ topics, features }: MetadataImage): Generator<NewMetadataRecord> {
  for (const { name, id, partitions } of topics.byName.values()) {
    yield { name: 'TopicRecord', version: 0, data: { name, topicId: id } };
    for (const [index, partition] of partitions) {
      yield partitionRecord(id, index, partition, features.metadataVersion);
    }
  }
}

function partitionRecord(
  topicId: string,
  partitionId: number,
  { elr, ...partition }: PartitionImage,
  level: number,
): NewMetadataRecord {
  const version = partitionRecordVersion(level);
  const { directories, lastKnownElr, ...always } = partition;
  return {
    name: 'PartitionRecord',
    version,
    data: {
      partitionId,
      topicId,
      ...always,
      directories: version >= 1 ? directories : [],
      eligibleLeaderReplicas: elr.length > 0 ? elr : null,
      lastKnownElr: lastKnownElr.length > 0 ? lastKnownElr : null,
    },
  };
}

function* configRecords({ configs }: MetadataImage): Generator<NewMetadataRecord> {
  for (const { resource, overrides } of configs.resources()) {
    for (const [name, value] of overrides) {
      yield {
        name: 'ConfigRecord',
        version: 0,
        data: { resourceType: resource.type, resourceName: resource.name, name, value },
      };
    }
  }
}

function producerIdRecords({ nextProducerId }: MetadataImage): NewMetadataRecord[] {
  if (nextProducerId === 0) return [];
  const data = { brokerId: -1, brokerEpoch: -1, nextProducerId };
  return [{ name: 'ProducerIdsRecord', version: 0, data }];
}

function featureRanges(features: ReadonlyMap<string, VersionRange>) {
  return [...features].map(([name, { min, max }]) => ({
    name,
    minSupportedVersion: min,
    maxSupportedVersion: max,
  }));
}
