/**
 * What a broker tells of the cluster and of itself: nodes, quorum, features, directories, producers.
 */
import { describe, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import {
  DescribeClusterRequest,
  DescribeClusterResponse,
} from '#protocol/messages/describe-cluster.ts';
import {
  DescribeLogDirsRequest,
  DescribeLogDirsResponse,
} from '#protocol/messages/describe-log-dirs.ts';
import {
  DescribeProducersRequest,
  DescribeProducersResponse,
} from '#protocol/messages/describe-producers.ts';
import {
  DescribeQuorumRequest,
  DescribeQuorumResponse,
} from '#protocol/messages/describe-quorum.ts';
import { ElectLeadersRequest, ElectLeadersResponse } from '#protocol/messages/elect-leaders.ts';
import {
  InitProducerIdRequest,
  InitProducerIdResponse,
} from '#protocol/messages/init-producer-id.ts';
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from '#protocol/messages/list-partition-reassignments.ts';
import {
  UpdateFeaturesRequest,
  UpdateFeaturesResponse,
} from '#protocol/messages/update-features.ts';
import { batch, numbered, T0 } from './batches.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const NOT_ASKED = -2147483648;
const METADATA_TOPIC = '__cluster_metadata';

async function started(partitions = 1) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  await client.createTopic('t', { partitions });
  return { sim, client };
}

describe('DescribeCluster', () => {
  const ask = (client: WireClient, version: number, body = {}) =>
    client.ask(DescribeClusterRequest, DescribeClusterResponse, version, {
      includeClusterAuthorizedOperations: false,
      includeFencedBrokers: false,
      ...body,
    });

  test.each([0, 1, 2])('v%i tells the brokers, and what may be done', async (version) => {
    const { client } = await started();
    const told = await ask(client, version);
    expect(told).toMatchObject({ errorCode: 0, controllerId: 1, endpointType: 1 });
    expect(told.clusterId).toHaveLength(22);
    expect(told.brokers).toMatchObject([{ brokerId: 1, rack: null, isFenced: false }]);
    expect(told.clusterAuthorizedOperations).toBe(NOT_ASKED);
    const asked = await ask(client, version, { includeClusterAuthorizedOperations: true });
    expect(asked.clusterAuthorizedOperations).toBe(0x1fa0);
  });

  test('tells controllers at the controllers’ door only', async () => {
    const { sim, client } = await started();
    const wrongDoor = await ask(client, 1, { endpointType: 2 });
    expect(errorName(wrongDoor.errorCode)).toBe('MISMATCHED_ENDPOINT_TYPE');
    const controllers = await ask(await sim.client(9093), 1, { endpointType: 2 });
    expect(controllers).toMatchObject({ errorCode: 0, brokers: [{ brokerId: 1 }] });
  });
});

describe('DescribeQuorum', () => {
  const ask = (client: WireClient, version: number, topicName = METADATA_TOPIC) =>
    client.ask(DescribeQuorumRequest, DescribeQuorumResponse, version, {
      topics: [{ topicName, partitions: [{ partitionIndex: 0 }] }],
    });

  test.each([0, 1, 2])('v%i tells who leads, and how far each voter is', async (version) => {
    const { client } = await started();
    const { errorCode, topics, nodes } = await ask(client, version);
    const partition = topics[0]?.partitions[0];
    expect([errorCode, partition?.errorCode]).toEqual([0, 0]);
    expect(partition).toMatchObject({ leaderId: 1, observers: [] });
    expect(partition?.leaderEpoch).toBeGreaterThan(0);
    expect(partition?.currentVoters).toMatchObject([{ replicaId: 1 }]);
    expect(partition?.currentVoters[0]?.logEndOffset).toBeGreaterThan(5);
    expect(partition?.highWatermark).toBeGreaterThan(5);
    if (version >= 2) expect(nodes).toMatchObject([{ nodeId: 1, listeners: [{}] }]);
  });

  test('knows no other partition', async () => {
    const { client } = await started();
    const { topics } = await ask(client, 2, 't');
    const error = errorName(topics[0]?.partitions[0]?.errorCode ?? 0);
    expect(error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

describe('UpdateFeatures', () => {
  const update = async (
    client: WireClient,
    version: number,
    feature: string,
    maxVersionLevel: number,
    { upgradeType = 1, allowDowngrade = false, validateOnly = false } = {},
  ) => {
    const answer = await client.ask(UpdateFeaturesRequest, UpdateFeaturesResponse, version, {
      featureUpdates: [
        version === 0
          ? { feature, maxVersionLevel, allowDowngrade }
          : { feature, maxVersionLevel, upgradeType },
      ],
      ...(version > 0 && { validateOnly }),
    });
    return { ...answer, error: errorName(answer.errorCode) };
  };

  test.each([0, 1, 2])('v%i accepts the level that is in force', async (version) => {
    const { client } = await started();
    expect((await update(client, version, 'group.version', 1)).error).toBe('NONE');
  });

  test.each<[string, string, number, object]>([
    ['a feature that nobody knows', 'no.such.feature', 1, {}],
    ['a level above what is supported', 'group.version', 9, {}],
    ['a metadata.version to come', 'metadata.version', 99, {}],
    ['a lower level that was not asked for as a downgrade', 'group.version', 0, {}],
    [
      'a lower metadata.version that would lose metadata',
      'metadata.version',
      7,
      { upgradeType: 2 },
    ],
  ])('refuses %s, with a sentence', async (_, feature, level, options) => {
    const { client } = await started();
    const { error, errorMessage } = await update(client, 2, feature, level, options);
    expect(error).toBe('INVALID_UPDATE_VERSION');
    expect(errorMessage).toMatch(/\w/);
  });
});

describe('ElectLeaders', () => {
  const elect = (client: WireClient, version: number, topic: string, electionType = 0) =>
    client.ask(ElectLeadersRequest, ElectLeadersResponse, version, {
      ...(version > 0 && { electionType }),
      topicPartitions: [{ topic, partitions: [0] }],
      timeoutMs: 1000,
    });

  test.each([0, 1, 2])('v%i tells that the preferred replica leads already', async (version) => {
    const { client } = await started();
    const { errorCode, replicaElectionResults } = await elect(client, version, 't');
    expect(errorCode).toBe(0);
    const result = replicaElectionResults[0]?.partitionResult[0];
    expect(errorName(result?.errorCode ?? -1)).toBe('ELECTION_NOT_NEEDED');
  });

  test('does not know a topic that is not there', async () => {
    const { client } = await started();
    const { replicaElectionResults } = await elect(client, 2, 'missing');
    const result = replicaElectionResults[0]?.partitionResult[0];
    expect(errorName(result?.errorCode ?? -1)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

describe('ListPartitionReassignments', () => {
  test('tells that no partition is on its way, for all as for one', async () => {
    const { client } = await started();
    for (const topics of [null, [{ name: 't', partitionIndexes: [0] }]]) {
      const answer = await client.ask(
        ListPartitionReassignmentsRequest,
        ListPartitionReassignmentsResponse,
        0,
        { timeoutMs: 1000, topics },
      );
      expect(answer).toMatchObject({ errorCode: 0, topics: [] });
    }
  });
});

describe('DescribeLogDirs', () => {
  const ask = (client: WireClient, version: number, topics: [string, number[]][] | null) =>
    client.ask(DescribeLogDirsRequest, DescribeLogDirsResponse, version, {
      topics: topics?.map(([topic, partitions]) => ({ topic, partitions })) ?? null,
    });

  test.each([1, 3, 4, 5])('v%i tells the size of each log, and of the volume', async (version) => {
    const { client } = await started(2);
    const records = batch([{ value: 'x'.repeat(1000) }]);
    await client.produce('t', records.slice());
    const { results, errorCode } = await ask(client, version, null);
    expect(errorCode).toBe(0);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ errorCode: 0, logDir: expect.stringMatching(/^\//) });
    const partitions = results[0]?.topics.find(({ name }) => name === 't')?.partitions ?? [];
    const sizes = partitions.map((one) => [one.partitionIndex, one.partitionSize]);
    expect(sizes.toSorted()).toEqual([
      [0, records.length],
      [1, 0],
    ]);
    expect(partitions[0]).toMatchObject({ offsetLag: 0, isFutureKey: false });
    if (version >= 4) expect(results[0]?.totalBytes).toBeGreaterThan(results[0]?.usableBytes ?? 0);
  });

  test('tells only of the partitions asked for', async () => {
    const { client } = await started(3);
    const { results } = await ask(client, 4, [
      ['t', [2]],
      ['missing', [0]],
    ]);
    const topics = results[0]?.topics.map(({ name, partitions }) => [
      name,
      partitions.map(({ partitionIndex }) => partitionIndex),
    ]);
    expect(topics).toEqual([['t', [2]]]);
  });
});

describe('InitProducerId', () => {
  const init = (client: WireClient, version: number, transactionalId: string | null = null) =>
    client.ask(InitProducerIdRequest, InitProducerIdResponse, version, {
      transactionalId,
      transactionTimeoutMs: 60_000,
    });

  test.each([0, 2, 3, 5])('v%i gives an id that nobody else gets', async (version) => {
    const { client } = await started();
    const ids = new Set<number>();
    for (let i = 0; i < 3; i++) {
      const { errorCode, producerId, producerEpoch } = await init(client, version);
      expect([errorCode, producerEpoch]).toEqual([0, 0]);
      ids.add(producerId);
    }
    expect(ids.size).toBe(3);
  });

  test('gives no id again after a restart or a crash', async () => {
    const { sim, client } = await started();
    const ids = [(await init(client, 5)).producerId];
    await sim.restart();
    ids.push((await init(await sim.client(), 5)).producerId);
    await sim.crashAndRestart({ losePower: true });
    ids.push((await init(await sim.client(), 5)).producerId);
    expect(new Set(ids).size).toBe(3);
  });

  test('gives many at once to clients that ask at once', async () => {
    const { client } = await started();
    const count = 2500;
    for (let i = 0; i < count; i++) {
      client.send(InitProducerIdRequest, 4, { transactionalId: null, transactionTimeoutMs: 1 });
    }
    const ids = new Set<number>();
    for (let i = 0; i < count; i++) {
      ids.add((await client.receive(InitProducerIdResponse, 4)).producerId);
    }
    expect(ids.size).toBe(count);
  });

  test('gives none for a transaction, whose coordinator it has not', async () => {
    const { client } = await started();
    const { errorCode, producerId } = await init(client, 5, 'tx');
    expect([errorName(errorCode), producerId]).toEqual(['COORDINATOR_NOT_AVAILABLE', -1]);
  });
});

describe('DescribeProducers', () => {
  const ask = async (client: WireClient, name: string, partitionIndex: number) => {
    const { topics } = await client.ask(DescribeProducersRequest, DescribeProducersResponse, 0, {
      topics: [{ name, partitionIndexes: [partitionIndex] }],
    });
    const answer = topics[0]?.partitions[0];
    return { error: errorName(answer?.errorCode ?? -1), producers: answer?.activeProducers };
  };

  test('tells the producers that a partition remembers, and their last sequence', async () => {
    const { client } = await started();
    await client.produce('t', numbered(1000, 0, ['a', 'b', 'c']));
    await client.produce('t', numbered(2000, 0, ['d'], 3));
    const { error, producers } = await ask(client, 't', 0);
    expect(error).toBe('NONE');
    expect(producers?.toSorted((a, b) => a.producerId - b.producerId)).toEqual([
      {
        producerId: 1000,
        producerEpoch: 0,
        lastSequence: 2,
        lastTimestamp: T0,
        coordinatorEpoch: -1,
        currentTxnStartOffset: -1,
      },
      {
        producerId: 2000,
        producerEpoch: 3,
        lastSequence: 0,
        lastTimestamp: T0,
        coordinatorEpoch: -1,
        currentTxnStartOffset: -1,
      },
    ]);
  });

  test('knows none of a partition that is not there', async () => {
    const { client } = await started();
    for (const [name, partition] of [
      ['t', 7],
      ['missing', 0],
    ] as const) {
      const { error, producers } = await ask(client, name, partition);
      expect([error, producers]).toEqual(['UNKNOWN_TOPIC_OR_PARTITION', []]);
    }
  });
});
