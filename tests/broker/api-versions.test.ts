/**
 * What ApiVersions tells, beside what a real Kafka 4.3.1 tells (tests/golden/README.md). A client
 * picks its versions and switches features by it, so nothing in it may differ but what is missing.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ApiKey } from '#protocol/api-keys.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import { SimBroker } from './sim-broker.ts';

interface Told {
  readonly apiKeys: { apiKey: number; minVersion: number; maxVersion: number }[];
  readonly supportedFeatures: { name: string }[];
  readonly finalizedFeatures: { name: string }[];
}

const golden = (path: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${path}`, import.meta.url), 'utf8'));
const kafka: Told = golden('kafka-4.3.1/api-versions.json');
const kafkaInVersion3: Told = golden('wire/18-ApiVersions-v3-1.response.json').body;

/** What Kafka serves and this broker will only with the chapters on these subjects. */
const LATER: Record<string, readonly (keyof typeof ApiKey)[]> = {
  'share and streams groups': [
    'ShareGroupHeartbeat',
    'ShareGroupDescribe',
    'ShareFetch',
    'ShareAcknowledge',
    'InitializeShareGroupState',
    'ReadShareGroupState',
    'WriteShareGroupState',
    'DeleteShareGroupState',
    'ReadShareGroupStateSummary',
    'StreamsGroupHeartbeat',
    'StreamsGroupDescribe',
    'DescribeShareGroupOffsets',
    'AlterShareGroupOffsets',
    'DeleteShareGroupOffsets',
  ],
  transactions: [
    'AddPartitionsToTxn',
    'AddOffsetsToTxn',
    'EndTxn',
    'WriteTxnMarkers',
    'TxnOffsetCommit',
    'DescribeTransactions',
    'ListTransactions',
  ],
  security: [
    'SaslHandshake',
    'SaslAuthenticate',
    'DescribeAcls',
    'CreateAcls',
    'DeleteAcls',
    'CreateDelegationToken',
    'RenewDelegationToken',
    'ExpireDelegationToken',
    'DescribeDelegationToken',
    'DescribeUserScramCredentials',
    'AlterUserScramCredentials',
  ],
  'replication and quorum': [
    'AlterReplicaLogDirs',
    'AlterPartitionReassignments',
    'UnregisterBroker',
    'AddRaftVoter',
    'RemoveRaftVoter',
  ],
  quotas: ['DescribeClientQuotas', 'AlterClientQuotas'],
};

async function ask(version: number, software = { name: 'test', version: '1.0' }) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  return client.ask(ApiVersionsRequest, ApiVersionsResponse, version, {
    clientSoftwareName: software.name,
    clientSoftwareVersion: software.version,
  });
}

const byName = <T extends { name: string }>(features: readonly T[]) =>
  features.toSorted((a, b) => (a.name < b.name ? -1 : 1));

describe('ApiVersions', () => {
  test.each([0, 1, 2, 3, 4])(
    'v%i tells every api in the versions that Kafka serves it',
    async (v) => {
      const { apiKeys, errorCode } = await ask(v);
      expect(errorCode).toBe(0);
      const ours = new Set(apiKeys.map(({ apiKey }) => apiKey));
      expect(apiKeys).toEqual(kafka.apiKeys.filter(({ apiKey }) => ours.has(apiKey)));
    },
  );

  test('leaves out exactly what later chapters bring', async () => {
    const { apiKeys } = await ask(4);
    const told = apiKeys.map(({ apiKey }) => apiKey);
    const later = Object.values(LATER).flatMap((names) => names.map((name) => ApiKey[name]));
    const kafkas = kafka.apiKeys.map(({ apiKey }) => apiKey);
    expect([...told, ...later].toSorted((a, b) => a - b)).toEqual(kafkas);
  });

  test('v4 tells the features that Kafka supports, and their finalized levels', async () => {
    const told = await ask(4);
    expect(byName(told.supportedFeatures)).toEqual(byName(kafka.supportedFeatures));
    expect(byName(told.finalizedFeatures)).toEqual(byName(kafka.finalizedFeatures));
    expect(told.finalizedFeaturesEpoch).toBeGreaterThan(0);
  });

  test('v3 leaves out the features whose lowest level is 0, which its readers refuse', async () => {
    const told = await ask(3);
    expect(told.supportedFeatures).toEqual(kafkaInVersion3.supportedFeatures);
    expect(byName(told.finalizedFeatures)).toEqual(byName(kafkaInVersion3.finalizedFeatures));
  });

  test.each([
    [{ name: '', version: '1' }],
    [{ name: 'a b', version: '1' }],
    [{ name: '-x', version: '1' }],
    [{ name: 'x', version: '1.' }],
  ])('v3 refuses %j as the name of a software', async (software) => {
    const { errorCode, apiKeys } = await ask(3, software);
    expect([errorCode, apiKeys]).toEqual([42, []]);
  });

  test('can be asked again later on the same connection, and at the controller’s door', async () => {
    const sim = await SimBroker.start();
    for (const port of [9092, 9093]) {
      const client = await sim.client(port);
      for (const version of [4, 0]) {
        const told = await client.ask(ApiVersionsRequest, ApiVersionsResponse, version, {
          clientSoftwareName: 'test',
          clientSoftwareVersion: '1',
        });
        expect(told.errorCode).toBe(0);
      }
    }
  });
});
