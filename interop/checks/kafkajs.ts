/**
 * kafkajs 2.2.4: admin, producing with keys, headers and every codec, fetching by partition.
 *
 * Its consumer needs a group, so fetching goes through its broker object, which sends and decodes
 * the same Fetch. It brings gzip; the other codecs are plugged in here, as its users do.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import zlib from 'node:zlib';
import kafkajs, { type Kafka as KafkaClient } from 'kafkajs';
import lz4 from 'lz4-napi';
import snappy from 'snappy';
import { type Check, type CheckContext, CODECS, check, uniqueTopic } from '../check.ts';

const { CompressionCodecs, CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = kafkajs;
const load = createRequire(import.meta.url);

interface Encoder {
  readonly buffer: Buffer;
}

const plugin = (compress: (b: Buffer) => Buffer, decompress: (b: Buffer) => Buffer) => () => ({
  compress: async (encoder: Encoder) => compress(encoder.buffer),
  decompress: async (bytes: Buffer) => decompress(bytes),
});

CompressionCodecs[CompressionTypes.Snappy] = plugin(
  (bytes) => snappy.compressSync(bytes),
  (bytes) => snappy.uncompressSync(bytes, { asBuffer: true }) as Buffer,
);
CompressionCodecs[CompressionTypes.LZ4] = plugin(lz4.compressFrameSync, lz4.decompressFrameSync);
CompressionCodecs[CompressionTypes.ZSTD] = plugin(zlib.zstdCompressSync, zlib.zstdDecompressSync);

const byCodec = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

interface FetchedMessage {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer | Buffer[]>;
}

/** The inner parts of kafkajs that its consumer is made of. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findBroker(options: { nodeId: string }): Promise<Broker>;
  refreshMetadata(): Promise<void>;
}
interface Broker {
  fetch(request: object): Promise<{
    responses: Array<{
      partitions: Array<{ errorCode: number; highWatermark: string; messages: FetchedMessage[] }>;
    }>;
  }>;
}

const client = (context: CheckContext): KafkaClient =>
  new Kafka({ brokers: [context.bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 3 } });

async function fetchPartition(
  context: CheckContext,
  topic: string,
  fetchOffset: string,
): Promise<{ highWatermark: string; messages: FetchedMessage[] }> {
  const ClusterClass = load('kafkajs/src/cluster') as new (options: object) => Cluster;
  const { createLogger } = load('kafkajs/src/loggers') as { createLogger(o: object): unknown };
  const socketFactory = (load('kafkajs/src/network/socketFactory') as () => unknown)();
  const logger = createLogger({ level: 0, logCreator: () => () => undefined });
  const brokers = [context.bootstrap];
  const timeouts = { connectionTimeout: 1_000, requestTimeout: 10_000 };
  const cluster = new ClusterClass({
    logger,
    socketFactory,
    brokers,
    ...timeouts,
    offsets: new Map(),
  });
  await cluster.connect();
  try {
    await cluster.refreshMetadata();
    const broker = await cluster.findBroker({ nodeId: '1' });
    const partitions = [{ partition: 0, fetchOffset, maxBytes: 1_000_000 }];
    const limits = { maxWaitTime: 500, minBytes: 1, maxBytes: 10_000_000, isolationLevel: 0 };
    const answer = await broker.fetch({ ...limits, topics: [{ topic, partitions }] });
    const partition = answer.responses[0]?.partitions[0];
    assert.ok(partition !== undefined, 'kafkajs got no partition back');
    assert.equal(partition.errorCode, 0);
    return partition;
  } finally {
    await cluster.disconnect();
  }
}

async function roundTrip(context: CheckContext, codec: keyof typeof byCodec): Promise<string> {
  const topic = uniqueTopic(`kafkajs-${codec}`);
  const producer = client(context).producer({ createPartitioner: () => () => 0 });
  await producer.connect();
  const value = (n: number): string => `value ${n} ${'y'.repeat(60)}`;
  const messages = Array.from({ length: 50 }, (_, n) => ({
    key: n % 3 === 0 ? null : `key-${n}`,
    value: n % 7 === 6 ? null : value(n),
    headers: { trace: `t${n}`, twice: ['a', 'b'] },
    timestamp: String(1_700_000_000_000 + n),
  }));
  const compression = byCodec[codec];
  const [sent] = await producer.send({ topic, messages, acks: -1, compression });
  await producer.disconnect();
  assert.equal(sent?.baseOffset, '0');
  const fetched = await fetchPartition(context, topic, '20');
  const from20 = fetched.messages.filter((message) => Number(message.offset) >= 20);
  assert.equal(fetched.highWatermark, '50');
  assert.equal(from20.length, 30);
  for (const message of from20) {
    const n = Number(message.offset);
    assert.equal(message.key?.toString() ?? null, n % 3 === 0 ? null : `key-${n}`);
    assert.equal(message.value?.toString() ?? null, n % 7 === 6 ? null : value(n));
    assert.equal(message.timestamp, String(1_700_000_000_000 + n));
    assert.equal(String(message.headers.trace), `t${n}`);
    assert.deepEqual((message.headers.twice as Buffer[]).map(String), ['a', 'b']);
  }
  return '50 records, 30 fetched from offset 20';
}

async function admin(context: CheckContext): Promise<string> {
  const topic = uniqueTopic('kafkajs-admin');
  const kafka = client(context).admin();
  await kafka.connect();
  try {
    const configEntries = [{ name: 'retention.ms', value: '60000' }];
    const topics = [{ topic, numPartitions: 2, configEntries }];
    assert.equal(await kafka.createTopics({ topics }), true);
    assert.equal(await kafka.createTopics({ topics }), false);
    assert.ok((await kafka.listTopics()).includes(topic));
    await kafka.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    const metadata = await kafka.fetchTopicMetadata({ topics: [topic] });
    assert.equal(metadata.topics[0]?.partitions.length, 3);
    await describeAndAlter(kafka, topic);
    const cluster = await kafka.describeCluster();
    assert.deepEqual(
      cluster.brokers.map(({ nodeId }) => nodeId),
      [1],
    );
    await offsets(context, kafka, topic);
    await kafka.deleteTopics({ topics: [topic] });
    assert.ok(!(await kafka.listTopics()).includes(topic));
  } finally {
    await kafka.disconnect();
  }
  return 'create, list, describe, alter, offsets, delete';
}

async function describeAndAlter(
  kafka: ReturnType<KafkaClient['admin']>,
  name: string,
): Promise<void> {
  const type = ConfigResourceTypes.TOPIC;
  const retention = async (): Promise<string | undefined> => {
    const resources = [{ type, name, configNames: ['retention.ms'] }];
    const described = await kafka.describeConfigs({ resources, includeSynonyms: true });
    return described.resources[0]?.configEntries[0]?.configValue;
  };
  assert.equal(await retention(), '60000');
  const configEntries = [{ name: 'retention.ms', value: '120000' }];
  await kafka.alterConfigs({ validateOnly: false, resources: [{ type, name, configEntries }] });
  assert.equal(await retention(), '120000');
}

async function offsets(
  context: CheckContext,
  kafka: ReturnType<KafkaClient['admin']>,
  topic: string,
): Promise<void> {
  const producer = client(context).producer({ createPartitioner: () => () => 0, idempotent: true });
  await producer.connect();
  const now = Date.now();
  const messages = [{ value: 'old', timestamp: String(now - 30_000) }, { value: 'new' }];
  await producer.send({ topic, messages, acks: -1 });
  await producer.disconnect();
  const zero = <T extends { partition: number }>(all: T[]): T | undefined =>
    all.find(({ partition }) => partition === 0);
  const ends = zero(await kafka.fetchTopicOffsets(topic));
  assert.deepEqual([ends?.low, ends?.high], ['0', '2']);
  const later = zero(await kafka.fetchTopicOffsetsByTimestamp(topic, now - 10_000));
  assert.equal(later?.offset, '1');
  await kafka.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '1' }] });
  assert.equal(zero(await kafka.fetchTopicOffsets(topic))?.low, '1');
}

/** What it numbers is told once each: the broker sees every sequence in its order. */
async function idempotent(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('kafkajs-idempotent');
  const settings = { idempotent: true, maxInFlightRequests: 1 };
  const producer = client(context).producer({ createPartitioner: () => () => 0, ...settings });
  await producer.connect();
  const values = Array.from({ length: 5 }, (_, n) => `value ${n}`);
  for (const value of values) await producer.send({ topic, messages: [{ value }], acks: -1 });
  await producer.disconnect();
  const { messages } = await fetchPartition(context, topic, '0');
  assert.deepEqual(
    messages.map(({ value }) => String(value)),
    values,
  );
}

export const kafkajsChecks: Check[] = [
  check('kafkajs', 'admin', [], admin),
  ...CODECS.map((codec) =>
    check('kafkajs', `produce and fetch, ${codec}, keys and headers`, [], (context) =>
      roundTrip(context, codec),
    ),
  ),
  check('kafkajs', 'idempotent producer, topic made by producing', [], idempotent),
];
