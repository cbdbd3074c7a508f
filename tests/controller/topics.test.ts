/** Creating, growing and deleting topics: what is refused, in Kafka's words, and what is written. */
import { describe, expect, test } from 'vitest';
import { createPartitions } from '#controller/create-partitions.ts';
import { createTopics } from '#controller/create-topics.ts';
import { deleteTopics } from '#controller/delete-topics.ts';
import { ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { createTopicsRequest, type NewTopicRequest } from '../metadata/metadata-world.ts';
import {
  brokerRecord,
  clusterOf,
  idOf,
  random,
  replayed,
  rules,
  told,
  topicRecords,
} from './image-of.ts';

const one = clusterOf(1);
const withTopics = replayed(one, [
  ...topicRecords('first', [[1], [1], [1]]),
  ...topicRecords('a.b', [[1]]),
]);

function create(
  request: ReturnType<typeof createTopicsRequest>,
  image = withTopics,
  validateOnly = false,
) {
  let ids = 0;
  return createTopics(
    { ...request, validateOnly },
    {
      image,
      defaults: { numPartitions: 2, replicationFactor: 1 },
      rules,
      random,
      newTopicId: () => idOf(`new ${ids++}`),
    },
  );
}

type Topic = NewTopicRequest;
const assign = (...brokers: number[][]) =>
  brokers.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds }));

describe('CreateTopics refuses', () => {
  const refusals: [string, Topic, number, string][] = [
    [
      'an empty name',
      { name: '' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      'Topic name is invalid: the empty string is not allowed',
    ],
    [
      'a dot',
      { name: '.' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      "Topic name is invalid: '.' is not allowed",
    ],
    [
      'a space',
      { name: 'x y' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      "Topic name is invalid: 'x y' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [
      '250 characters',
      { name: 'n'.repeat(250) },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      `Topic name is invalid: the length of '${'n'.repeat(250)}' is longer than the max allowed length 249`,
    ],
    [
      'a name that metrics would confuse',
      { name: 'a_b' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      "Topic 'a_b' collides with existing topic: a.b",
    ],
    [
      'a topic that is there',
      { name: 'first' },
      ErrorCode.TOPIC_ALREADY_EXISTS,
      "Topic 'first' already exists.",
    ],
    [
      'the metadata topic',
      { name: '__cluster_metadata' },
      ErrorCode.INVALID_REQUEST,
      'Creation of internal topic __cluster_metadata is prohibited.',
    ],
    [
      'more replicas than brokers',
      { name: 't', replicationFactor: 3 },
      ErrorCode.INVALID_REPLICATION_FACTOR,
      'Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be reached because only 1 broker(s) are registered or some brokers have all their log directories cordoned.',
    ],
    [
      'no replicas',
      { name: 't', replicationFactor: 0 },
      ErrorCode.INVALID_REPLICATION_FACTOR,
      'Replication factor must be larger than 0, or -1 to use the default value.',
    ],
    [
      'no partitions',
      { name: 't', numPartitions: 0 },
      ErrorCode.INVALID_PARTITIONS,
      'Number of partitions was set to an invalid non-positive value.',
    ],
    [
      'a config that nobody knows',
      { name: 't', configs: [{ name: 'nokey', value: '1' }] },
      ErrorCode.INVALID_CONFIG,
      'Unknown topic config name: nokey',
    ],
    [
      'a config without a value',
      { name: 't', configs: [{ name: 'retention.ms', value: null }] },
      ErrorCode.INVALID_CONFIG,
      'Null value not supported for topic configs: retention.ms',
    ],
    [
      'an assignment beside a count',
      { name: 't', numPartitions: 1, assignments: assign([1]) },
      ErrorCode.INVALID_REQUEST,
      'A manual partition assignment was specified, but numPartitions was not set to -1.',
    ],
    [
      'an assignment beside a factor',
      { name: 't', replicationFactor: 1, assignments: assign([1]) },
      ErrorCode.INVALID_REQUEST,
      'A manual partition assignment was specified, but replication factor was not set to -1.',
    ],
    [
      'an unknown broker',
      { name: 't', assignments: assign([1], [7]) },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes broker 7, but no such broker is registered.',
    ],
    [
      'a broker twice',
      { name: 't', assignments: assign([1, 1]) },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes the broker 1 more than once.',
    ],
    [
      'an empty list',
      { name: 't', assignments: assign([]) },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes an empty replica list.',
    ],
    [
      'a gap',
      { name: 't', assignments: [{ partitionIndex: 1, brokerIds: [1] }] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'partitions should be a consecutive 0-based integer sequence',
    ],
  ];
  test.each(refusals)('%s', (_, topic, code, message) => {
    const { records, response } = create(createTopicsRequest(topic));
    expect(response.topics[0]).toMatchObject({ errorCode: code, errorMessage: message });
    expect(records).toEqual([]);
  });

  test('replicas that are all fenced', () => {
    const image = replayed(clusterOf(), [brokerRecord(1)]);
    const { response } = create(createTopicsRequest({ name: 't' }), image);
    expect(response.topics[0]?.errorMessage).toBe(
      'Unable to replicate the partition 1 time(s): All brokers are currently fenced.',
    );
  });

  test('a name that a request has twice, and only that', () => {
    const request = createTopicsRequest({ name: 't' }, { name: 'u' }, { name: 't' });
    const { response } = create(request);
    expect(response.topics.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['u', ErrorCode.NONE],
      ['t', ErrorCode.INVALID_REQUEST],
    ]);
  });
});

describe('CreateTopics writes', () => {
  test('the topic, its configuration, its partitions, in this order', () => {
    const configs = [{ name: 'cleanup.policy', value: 'compact' }];
    const { records, response } = create(createTopicsRequest({ name: 'new', configs }), one);
    expect(records.map(({ name }) => name)).toEqual([
      'TopicRecord',
      'ConfigRecord',
      'PartitionRecord',
      'PartitionRecord',
    ]);
    expect(records.at(-1)).toEqual({
      name: 'PartitionRecord',
      version: 2,
      data: {
        partitionId: 1,
        topicId: idOf('new 0'),
        replicas: [1],
        isr: [1],
        removingReplicas: [],
        addingReplicas: [],
        leader: 1,
        leaderEpoch: 0,
        partitionEpoch: 0,
        directories: [idOf('directory 1')],
      },
    });
    const [topic] = response.topics;
    expect(topic).toMatchObject({ name: 'new', numPartitions: 2, replicationFactor: 1 });
    const policy = topic?.configs?.find(({ name }) => name === 'cleanup.policy');
    expect(policy).toMatchObject({ value: 'compact', configSource: 1 });
  });

  test('nothing when it is only to validate, and the same answer', () => {
    const { records, response } = create(createTopicsRequest({ name: 't' }), one, true);
    expect(records).toEqual([]);
    expect(response.topics[0]?.errorCode).toBe(ErrorCode.NONE);
  });

  test('versions that an older metadata.version can read', () => {
    const old = replayed(one, [
      {
        name: 'FeatureLevelRecord',
        version: 0,
        data: { name: 'metadata.version', featureLevel: 14 },
      },
    ]);
    const { records } = create(createTopicsRequest({ name: 't' }), old);
    expect(replayed(old, records).topics.partition('t', 0)?.directories).toEqual([ZERO_UUID]);
    expect(records.at(-1)?.version).toBe(0);
  });

  test('leaders spread over live brokers and racks, fenced brokers last', () => {
    const image = replayed(clusterOf(), [
      brokerRecord(1, { fenced: false, rack: 'a' }),
      brokerRecord(2, { fenced: false, rack: 'a' }),
      brokerRecord(3, { fenced: false, rack: 'b' }),
      brokerRecord(4, { fenced: true, rack: 'b' }),
    ]);
    const topic = { name: 't', numPartitions: 12, replicationFactor: 3 };
    const placed = replayed(image, create(createTopicsRequest(topic), image).records);
    const partitions = [...(placed.topics.byName.get('t')?.partitions.values() ?? [])];
    const leaders = new Set(partitions.map(({ leader }) => leader));
    expect(leaders).toEqual(new Set([1, 2, 3]));
    for (const { replicas, isr } of partitions) {
      expect(new Set(replicas).size).toBe(3);
      expect(replicas.some((id) => id <= 2)).toBe(true);
      expect(replicas.some((id) => id >= 3)).toBe(true);
      expect(isr).not.toContain(4);
    }
  });
});

describe('CreatePartitions', () => {
  const grow = (count: number, assignments: { brokerIds: number[] }[] | null = null) =>
    createPartitions(
      { topics: [{ name: 'first', count, assignments }], timeoutMs: 1, validateOnly: false },
      { image: withTopics, random },
    );

  test('adds what is missing', () => {
    const { records, response } = grow(5);
    expect(response.results).toEqual([{ name: 'first', errorCode: 0, errorMessage: null }]);
    expect(replayed(withTopics, records).topics.byName.get('first')?.partitions.size).toBe(5);
  });

  const refusals: [string, number, number[][] | null, number, string][] = [
    [
      'shrink',
      2,
      null,
      ErrorCode.INVALID_PARTITIONS,
      'The topic first currently has 3 partition(s); 2 would not be an increase.',
    ],
    ['stay', 3, null, ErrorCode.INVALID_PARTITIONS, 'Topic already has 3 partition(s).'],
    [
      'grow by another number than assigned',
      5,
      [[1]],
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified.',
    ],
    [
      'go to a broker that is not there',
      4,
      [[2]],
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes broker 2, but no such broker is registered.',
    ],
  ];
  test.each(refusals)('does not %s', (_, count, assigned, code, message) => {
    const { records, response } = grow(
      count,
      assigned?.map((brokerIds) => ({ brokerIds })) ?? null,
    );
    expect(response.results[0]).toMatchObject({ errorCode: code, errorMessage: message });
    expect(records).toEqual([]);
  });

  test('of a topic that is not there, or named twice, is refused', () => {
    const topics = ['none', 'first', 'first'].map((name) => ({
      name,
      count: 9,
      assignments: null,
    }));
    const request = { topics, timeoutMs: 1, validateOnly: false };
    const { response } = createPartitions(request, { image: withTopics, random });
    expect(response.results.map(({ errorCode }) => errorCode)).toEqual([
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      ErrorCode.INVALID_REQUEST,
    ]);
  });
});

describe('DeleteTopics', () => {
  function remove(
    mentions: { name: string | null; topicId: string }[],
    { version = 6, deletionEnabled = true } = {},
  ) {
    const request = { topics: mentions, topicNames: [], timeoutMs: 1 };
    return deleteTopics(request, { image: withTopics, deletionEnabled, version });
  }
  const byName = (name: string) => ({ name, topicId: ZERO_UUID });
  const byId = (topicId: string) => ({ name: null, topicId });

  test('takes a topic by its name or its id, with its configuration', () => {
    const image = replayed(withTopics, [
      {
        name: 'ConfigRecord',
        version: 0,
        data: { resourceType: 2, resourceName: 'a.b', name: 'retention.ms', value: '1' },
      },
    ]);
    const { records, response } = remove([byName('first'), byId(idOf('a.b'))]);
    expect(response.responses).toEqual([
      { name: 'first', topicId: idOf('first'), errorCode: 0, errorMessage: null },
      { name: 'a.b', topicId: idOf('a.b'), errorCode: 0, errorMessage: null },
    ]);
    const left = replayed(image, records);
    expect([...left.topics.byName.keys(), ...left.topics.byId.keys()]).toEqual([]);
    expect(left.configs.byResource.size).toBe(0);
  });

  test('tells what it does not know, and deletes nothing that was named twice', () => {
    const { records, response } = remove([
      byName('none'),
      byId(idOf('none')),
      byName('first'),
      byId(idOf('first')),
      byName('a.b'),
      byName('a.b'),
      byId(ZERO_UUID),
      { name: 'a.b', topicId: idOf('a.b') },
    ]);
    expect(records).toEqual([]);
    expect(response.responses.map(({ errorCode }) => errorCode)).toEqual([
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      ErrorCode.UNKNOWN_TOPIC_ID,
      ...Array(6).fill(ErrorCode.INVALID_REQUEST),
    ]);
  });

  test('does nothing where delete.topic.enable is off', () => {
    const codes = [6, 2].map((version) => {
      const { records, response } = remove([byName('first')], { version, deletionEnabled: false });
      expect(told(records)).toEqual([]);
      return response.responses[0]?.errorCode;
    });
    expect(codes).toEqual([ErrorCode.TOPIC_DELETION_DISABLED, ErrorCode.INVALID_REQUEST]);
  });
});
