/** Images made of records, for tests of what the controller decides over them. */
import { BrokerConfig } from '#config/broker-config.ts';
import { type ConfigRules, configRules } from '#controller/config-rules.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { bootstrapRecords } from '#metadata/format-storage.ts';
import { MetadataDelta } from '#metadata/metadata-delta.ts';
import { EMPTY_IMAGE, type MetadataImage } from '#metadata/metadata-image.ts';
import {
  decodeMetadataRecord,
  encodeMetadataRecord,
  type NewMetadataRecord,
} from '#metadata/metadata-record.ts';
import { featuresToRegister } from '#metadata/supported-features.ts';

export const DIRECTORY = '9Kf0pTsRSWqWq3xkV6mPpw';
export const rules: ConfigRules = configRules(new BrokerConfig(new Map([['node.id', '1']])));
export const random = new SimWorld({ seed: 1, ...nodeHost }).random;

/** The image after these records; each goes through its bytes, as in the log. */
export function replayed(
  image: MetadataImage,
  records: readonly NewMetadataRecord[],
): MetadataImage {
  const delta = new MetadataDelta(image);
  for (const record of records) delta.replay(decodeMetadataRecord(encodeMetadataRecord(record)));
  return delta.finish({ offset: image.offset + records.length, epoch: 1, timestampMs: 0 });
}

/** A cluster formatted today, with these brokers in service. */
export function clusterOf(...brokerIds: readonly number[]): MetadataImage {
  return replayed(EMPTY_IMAGE, [
    ...bootstrapRecords(),
    ...brokerIds.map((id) => brokerRecord(id, { fenced: false })),
  ]);
}

type BrokerData = Extract<NewMetadataRecord, { name: 'RegisterBrokerRecord' }>['data'];

export function brokerRecord(id: number, change: Partial<BrokerData> = {}): NewMetadataRecord {
  return {
    name: 'RegisterBrokerRecord',
    version: 4,
    data: {
      brokerId: id,
      incarnationId: idOf(`incarnation ${id}`),
      brokerEpoch: id * 10,
      endPoints: [{ name: 'PLAINTEXT', host: `broker-${id}`, port: 9092, securityProtocol: 0 }],
      features: featuresToRegister(),
      rack: null,
      logDirs: [idOf(`directory ${id}`)],
      ...change,
    },
  };
}

/** A topic whose partitions have these replicas, all in sync, the first leading. */
export function topicRecords(
  name: string,
  replicas: readonly (readonly number[])[],
): NewMetadataRecord[] {
  const topicId = idOf(name);
  return [
    { name: 'TopicRecord', version: 0, data: { name, topicId } },
    ...replicas.map(
      (ids, partitionId): NewMetadataRecord => ({
        name: 'PartitionRecord',
        version: 2,
        data: {
          partitionId,
          topicId,
          replicas: ids,
          isr: ids,
          removingReplicas: [],
          addingReplicas: [],
          leader: ids[0] ?? -1,
          leaderEpoch: 0,
          partitionEpoch: 0,
          directories: ids.map((id) => idOf(`directory ${id}`)),
        },
      }),
    ),
  ];
}

/** An id that says what it is of, as far as 22 base64url characters can. */
export function idOf(what: string): string {
  const safe = what.replace(/[^A-Za-z0-9]/g, '_').slice(0, 21);
  return `${safe.padEnd(21, '0')}A`;
}

/** Records in a line each, without what every one of them has. */
export function told(records: readonly NewMetadataRecord[]): string[] {
  return records.map(({ name, data }) => {
    const text = Object.entries(data).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    return `${name} ${text.join(' ')}`;
  });
}
