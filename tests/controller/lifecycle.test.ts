/**
 * A broker's life as records: equal to what a real Kafka 4.3.1 wrote when it was started, stopped,
 * and killed (the order of its records, their fields, their versions).
 */
import { describe, expect, test } from 'vitest';
import {
  beginShutdown,
  fenceBroker,
  forgetUncleanReplicas,
  unfenceBroker,
} from '#controller/broker-lifecycle.ts';
import { Refusal } from '#controller/decision.ts';
import { electLeaders } from '#controller/elect-leaders.ts';
import { allocateProducerIds } from '#controller/producer-id-blocks.ts';
import { type BrokerRegistration, registerBroker } from '#controller/register-broker.ts';
import type { BrokerImage } from '#metadata/cluster-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { SUPPORTED_FEATURES } from '#metadata/supported-features.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { clusterOf, idOf, replayed, rules, told, topicRecords } from './image-of.ts';

const T = idOf('t');
const up = replayed(clusterOf(1), topicRecords('t', [[1]]));
const broker = (image: MetadataImage, id = 1) => image.cluster.brokers.get(id) as BrokerImage;
const step = (
  image: MetadataImage,
  decide: (
    broker: BrokerImage,
    context: { image: MetadataImage; rules: typeof rules },
  ) => NewMetadataRecord[],
  id = 1,
) => {
  const records = decide(broker(image, id), { image, rules });
  return { records, image: replayed(image, records) };
};

describe('one broker', () => {
  test('stops in order: no leader, then fenced; eligible to lead again', () => {
    const stopping = step(up, beginShutdown);
    expect(told(stopping.records)).toEqual([
      'BrokerRegistrationChangeRecord brokerId=1 brokerEpoch=10 inControlledShutdown=1',
      `PartitionChangeRecord topicId="${T}" partitionId=0 leader=-1 isr=[] eligibleLeaderReplicas=[1] lastKnownElr=[1]`,
    ]);
    const stopped = step(stopping.image, fenceBroker);
    expect(told(stopped.records)).toEqual([
      'BrokerRegistrationChangeRecord brokerId=1 brokerEpoch=10 fenced=1',
    ]);
    expect(stopped.image.topics.partition('t', 0)).toMatchObject({
      leader: -1,
      isr: [],
      elr: [1],
      leaderEpoch: 1,
      partitionEpoch: 1,
    });
  });

  test('comes back after an orderly stop, and leads cleanly in a new epoch', () => {
    const { image } = step(step(up, beginShutdown).image, fenceBroker);
    const { brokerEpoch, records } = registered(image, { previousBrokerEpoch: 10 });
    expect(records.map(({ name }) => name)).toEqual(['RegisterBrokerRecord']);
    expect(brokerEpoch).toBe(500);
    const back = step(replayed(image, records), unfenceBroker);
    expect(told(back.records)).toEqual([
      'BrokerRegistrationChangeRecord brokerId=1 brokerEpoch=500 fenced=-1',
      `PartitionChangeRecord topicId="${T}" partitionId=0 leader=1 isr=[1] eligibleLeaderReplicas=[] lastKnownElr=[]`,
    ]);
    expect(back.image.topics.partition('t', 0)?.leaderEpoch).toBe(2);
  });

  test('comes back after a crash, as its last leader, and is recovering', () => {
    const { image, records } = step(up, fenceBroker);
    expect(records.at(-1)?.name).toBe('BrokerRegistrationChangeRecord');
    const registration = registered(image, { previousBrokerEpoch: -1 });
    expect(told(registration.records.slice(0, 1))).toEqual([
      `PartitionChangeRecord topicId="${T}" partitionId=0 eligibleLeaderReplicas=[]`,
    ]);
    const back = step(replayed(image, registration.records), unfenceBroker);
    expect(told(back.records.slice(1))).toEqual([
      `PartitionChangeRecord topicId="${T}" partitionId=0 leader=1 isr=[1] lastKnownElr=[] leaderRecoveryState=1`,
    ]);
  });

  test('keeps its epoch when the same life registers again', () => {
    const { brokerEpoch } = registered(up, { incarnationId: idOf('incarnation 1') });
    expect(brokerEpoch).toBe(10);
  });
});

describe('three brokers', () => {
  const three = replayed(clusterOf(1, 2, 3), [
    ...topicRecords('t', [[1, 2, 3]]),
    {
      name: 'ConfigRecord',
      version: 0,
      data: { resourceType: 2, resourceName: 't', name: 'min.insync.replicas', value: '2' },
    },
  ]);
  const partition = (image: MetadataImage) => image.topics.partition('t', 0);

  test('lead in turn as they go; who leaves too small an ISR stays eligible', () => {
    let { image } = step(three, fenceBroker, 1);
    expect(partition(image)).toMatchObject({ leader: 2, isr: [2, 3], elr: [], leaderEpoch: 1 });
    ({ image } = step(image, fenceBroker, 2));
    expect(partition(image)).toMatchObject({ leader: 3, isr: [3], elr: [2], leaderEpoch: 2 });
    ({ image } = step(image, fenceBroker, 3));
    expect(partition(image)).toMatchObject({ leader: -1, isr: [], lastKnownElr: [3] });
    expect(new Set(partition(image)?.elr)).toEqual(new Set([2, 3]));
    ({ image } = step(image, unfenceBroker, 1));
    expect(partition(image)).toMatchObject({ leader: -1 });
    ({ image } = step(image, unfenceBroker, 2));
    expect(partition(image)).toMatchObject({
      leader: 2,
      isr: [2],
      elr: [3],
      leaderRecoveryState: 0,
    });
  });

  test('give the lead back to the preferred leader when they are asked', () => {
    let { image } = step(three, fenceBroker, 1);
    ({ image } = step(image, unfenceBroker, 1));
    expect(electionOf(image, 0)).toBe(ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE);
    image = replayed(image, [
      {
        name: 'PartitionChangeRecord',
        version: 2,
        data: { topicId: T, partitionId: 0, isr: [2, 3, 1] },
      },
    ]);
    const request = { electionType: 0, topicPartitions: null, timeoutMs: 1 };
    const { records, response } = electLeaders(request, { image, rules });
    expect(response.replicaElectionResults[0]?.partitionResult).toEqual([
      { partitionId: 0, errorCode: 0, errorMessage: null },
    ]);
    expect(partition(replayed(image, records))).toMatchObject({ leader: 1, leaderEpoch: 2 });
    expect(electionOf(replayed(image, records), 0)).toBe(ErrorCode.ELECTION_NOT_NEEDED);
  });

  test('elect uncleanly only where they may', () => {
    let image = three;
    for (const id of [1, 2, 3]) ({ image } = step(image, fenceBroker, id));
    for (const id of [2, 3]) {
      image = replayed(image, forgetUncleanReplicas(id, { image, rules }));
    }
    ({ image } = step(image, unfenceBroker, 1));
    expect(partition(image)).toMatchObject({ leader: -1, isr: [], elr: [] });
    expect(electionOf(image, 1)).toBe(ErrorCode.NONE);
  });
});

describe('a registration', () => {
  const refusals: [string, Partial<BrokerRegistration>, number, string][] = [
    [
      'of another cluster',
      { clusterId: 'other' },
      ErrorCode.INCONSISTENT_CLUSTER_ID,
      'Expected cluster ID cluster, but got cluster ID other',
    ],
    [
      'without directories',
      { directories: [] },
      ErrorCode.INVALID_REGISTRATION,
      'No directories specified in request',
    ],
    [
      'with a directory twice',
      { directories: [T, T] },
      ErrorCode.INVALID_REGISTRATION,
      'Duplicate directory ID in request',
    ],
    [
      "with another broker's directory",
      { brokerId: 2, directories: [idOf('directory 1')] },
      ErrorCode.INVALID_REGISTRATION,
      `Broker 1 is already registered with directory ${idOf('directory 1')}`,
    ],
    [
      'by a broker that lacks a feature',
      { features: new Map() },
      ErrorCode.UNSUPPORTED_VERSION,
      'Unable to register because the broker does not support finalized version 30 of metadata.version.',
    ],
  ];
  test.each(refusals)('%s is refused', (_, change, code, message) => {
    const outcome = registerBroker(registrationOf(change), 'cluster', 500, { image: up, rules });
    expect(outcome).toBeInstanceOf(Refusal);
    expect((outcome as Refusal).errorCode).toBe(code);
    expect((outcome as Refusal).errorMessage).toContain(message);
  });
});

test('producer ids come in blocks of a thousand that never overlap', () => {
  const first = allocateProducerIds(1, 10, up);
  if (first instanceof Refusal) throw new Error('refused');
  const second = allocateProducerIds(1, 10, replayed(up, first.records));
  if (second instanceof Refusal) throw new Error('refused');
  expect([first.response, second.response]).toEqual([
    { firstId: 0, size: 1000 },
    { firstId: 1000, size: 1000 },
  ]);
  const stale = allocateProducerIds(1, 9, up);
  expect((stale as Refusal).errorCode).toBe(ErrorCode.STALE_BROKER_EPOCH);
});

function registrationOf(change: Partial<BrokerRegistration>): BrokerRegistration {
  return {
    brokerId: 1,
    clusterId: 'cluster',
    incarnationId: idOf('another life'),
    endpoints: [],
    features: SUPPORTED_FEATURES,
    rack: null,
    directories: [idOf('directory 1')],
    previousBrokerEpoch: -1,
    ...change,
  };
}

function registered(image: MetadataImage, change: Partial<BrokerRegistration>) {
  const outcome = registerBroker(registrationOf(change), 'cluster', 500, { image, rules });
  if (outcome instanceof Refusal) throw new Error(outcome.errorMessage ?? 'refused');
  return outcome;
}

function electionOf(image: MetadataImage, electionType: number): number | undefined {
  const topicPartitions = [{ topic: 't', partitions: [0] }];
  const request = { electionType, topicPartitions, timeoutMs: 1 };
  const { response } = electLeaders(request, { image, rules });
  return response.replicaElectionResults[0]?.partitionResult[0]?.errorCode;
}
