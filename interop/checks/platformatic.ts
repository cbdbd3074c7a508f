/**
 * @platformatic/kafka: admin, producing with keys, headers and every codec, fetching by partition.
 *
 * It speaks newer versions than kafkajs (Fetch by topic id, Metadata 12), and only those: a broker
 * that gets the minimums of Kafka 4 wrong fails here first.
 */
import assert from 'node:assert/strict';
import { Admin, Consumer, FetchIsolationLevels, Producer } from '@platformatic/kafka';
import { type Check, type CheckContext, CODECS, check, eventually, uniqueTopic } from '../check.ts';

const TOPIC_RESOURCE = 2;
const SET = 0;

const options = (context: CheckContext) => ({
  clientId: 'interop',
  bootstrapBrokers: [context.bootstrap],
  timeout: 10_000,
  retries: 3,
});

interface Fetched {
  offset: bigint;
  timestamp: bigint;
  key: string | null;
  value: string | null;
  headers: string;
}

async function fetchFrom(context: CheckContext, topic: string, offset: bigint): Promise<Fetched[]> {
  const consumer = new Consumer({ ...options(context), groupId: 'none' });
  try {
    const metadata = await consumer.metadata({ topics: [topic] });
    const { id } = metadata.topics.get(topic) as { id: string };
    const wanted = {
      partition: 0,
      currentLeaderEpoch: -1,
      fetchOffset: offset,
      lastFetchedEpoch: -1,
      partitionMaxBytes: 1_000_000,
    };
    const answer = await consumer.fetch({
      node: 1,
      topics: [{ topicId: id, partitions: [wanted] }],
      maxWaitTime: 500,
      minBytes: 1,
      maxBytes: 10_000_000,
      isolationLevel: FetchIsolationLevels.READ_COMMITTED,
    });
    const partition = answer.responses[0]?.partitions[0];
    assert.equal(partition?.errorCode, 0);
    const records = (partition?.records ?? []).flatMap((batch) =>
      batch.records.map((record) => ({
        offset: batch.firstOffset + BigInt(record.offsetDelta),
        timestamp: batch.firstTimestamp + record.timestampDelta,
        key: record.key?.toString() ?? null,
        value: record.value?.toString() ?? null,
        headers: record.headers.map(([key, value]) => `${key}=${value}`).join(','),
      })),
    );
    return records.filter((record) => record.offset >= offset);
  } finally {
    await consumer.close();
  }
}

async function roundTrip(context: CheckContext, codec: (typeof CODECS)[number]): Promise<string> {
  const topic = uniqueTopic(`platformatic-${codec}`);
  await withAdmin(context, (admin) =>
    admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 }),
  );
  const producer = new Producer({ ...options(context), autocreateTopics: false });
  const value = (n: number): string => `value ${n} ${'z'.repeat(60)}`;
  const messages = Array.from({ length: 50 }, (_, n) => ({
    topic,
    partition: 0,
    key: Buffer.from(`key-${n}`),
    value: Buffer.from(value(n)),
    headers: new Map([[Buffer.from('trace'), Buffer.from(`t${n}`)]]),
    timestamp: 1_700_000_000_000n + BigInt(n),
  }));
  try {
    const sent = await producer.send({ messages, acks: -1, compression: codec });
    assert.equal(sent.offsets?.[0]?.offset, 0n);
  } finally {
    await producer.close();
  }
  const records = await fetchFrom(context, topic, 20n);
  assert.equal(records.length, 30);
  for (const [index, record] of records.entries()) {
    const n = 20 + index;
    assert.deepEqual(record, {
      offset: BigInt(n),
      timestamp: 1_700_000_000_000n + BigInt(n),
      key: `key-${n}`,
      value: value(n),
      headers: `trace=t${n}`,
    });
  }
  return '50 records, 30 fetched from offset 20';
}

async function withAdmin<T>(context: CheckContext, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin(options(context));
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

async function administer(context: CheckContext): Promise<string> {
  const topic = uniqueTopic('platformatic-admin');
  await withAdmin(context, async (admin) => {
    const configs = [{ name: 'retention.ms', value: '60000' }];
    const [made] = await admin.createTopics({
      topics: [topic],
      partitions: 2,
      replicas: 1,
      configs,
    });
    assert.equal(made?.partitions, 2);
    await assert.rejects(admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 }));
    // Its type asks for an array; only null says that the broker is to place the partition.
    const grow = { name: topic, count: 3, assignments: null as unknown as [] };
    await admin.createPartitions({ topics: [grow] });
    const metadata = await eventually(
      () => admin.metadata({ topics: [topic], forceUpdate: true }),
      ({ topics }) => topics.get(topic)?.partitionsCount === 3,
    );
    assert.equal(metadata.topics.get(topic)?.partitionsCount, 3);
    assert.equal(metadata.topics.get(topic)?.id, made?.id);
    await configure(admin, topic);
    const described = await admin.describeLogDirs({
      topics: [{ name: topic, partitions: [0, 1, 2] }],
    });
    assert.equal(described[0]?.results[0]?.topics[0]?.partitions.length, 3);
    const partitions = [{ partitionIndex: 0, timestamp: -1n }];
    const listed = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
    assert.equal(listed[0]?.partitions[0]?.offset, 0n);
    await admin.deleteTopics({ topics: [topic] });
    assert.ok(!(await admin.listTopics()).includes(topic));
  });
  return 'create, grow, describe, alter, log dirs, offsets, delete';
}

async function configure(admin: Admin, topic: string): Promise<void> {
  const resource = { resourceType: TOPIC_RESOURCE, resourceName: topic } as const;
  const configs = [{ name: 'retention.ms', configOperation: SET, value: '120000' } as const];
  await admin.incrementalAlterConfigs({ resources: [{ ...resource, configs }] });
  const described = await admin.describeConfigs({ resources: [resource], includeSynonyms: true });
  const entry = described[0]?.configs.find(({ name }) => name === 'retention.ms');
  assert.equal(entry?.value, '120000');
}

async function idempotent(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('platformatic-idempotent');
  const producer = new Producer({ ...options(context), idempotent: true, autocreateTopics: true });
  try {
    for (const value of ['one', 'two', 'three']) {
      const messages = [{ topic, partition: 0, value: Buffer.from(value) }];
      await producer.send({ messages, acks: -1 });
    }
  } finally {
    await producer.close();
  }
  const values = (await fetchFrom(context, topic, 0n)).map((record) => record.value);
  assert.deepEqual(values, ['one', 'two', 'three']);
}

export const platformaticChecks: Check[] = [
  check('@platformatic/kafka', 'admin', [], administer),
  ...CODECS.map((codec) =>
    check('@platformatic/kafka', `produce and fetch, ${codec}, keys and headers`, [], (context) =>
      roundTrip(context, codec),
    ),
  ),
  check('@platformatic/kafka', 'idempotent producer, topic made by producing', [], idempotent),
];
