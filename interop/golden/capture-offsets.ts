/**
 * Committed offsets as real Kafka writes them into `__consumer_offsets`, and as its own dump tool
 * reads them: every version of the value that Kafka 4.3 writes, tombstones, and group ids that try
 * the hash that decides about the partition.
 *
 * Each record is kept as { partition, key, value, says }: bytes in hex, and the tool's own JSON.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';
import { FindCoordinatorRequest } from '#protocol/messages/find-coordinator.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { OffsetDeleteRequest } from '#protocol/messages/offset-delete.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { readResponseHeader } from '#protocol/response-header.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import type { BrokerProcess } from '../kafka/broker-process.ts';
import type { JavaTools } from '../kafka/java-tools.ts';
import { startRealKafka } from '../kafka/real-kafka.ts';
import { exchangeOnce } from './exchange-once.ts';

const TOPIC = 'orders';
const FAR = 5_000_000_000;

/** A commit, in a version of the request. */
export interface Commit {
  readonly groupId: string;
  readonly version: number;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string | null;
  readonly partition?: number;
  readonly retentionMs?: number;
}

/** What is committed: a group id, and a request's version with what only that version can say. */
const COMMITS: readonly Commit[] = [
  { groupId: 'billing', version: 9, offset: 5, leaderEpoch: 0, metadata: '' },
  { groupId: 'billing', version: 9, offset: 6, leaderEpoch: -1, metadata: null, partition: 1 },
  { groupId: 'billing', version: 7, offset: FAR, leaderEpoch: 3, metadata: 'söme wörds €' },
  { groupId: 'by-id', version: 10, offset: 7, leaderEpoch: 1, metadata: 'x', partition: 2 },
  { groupId: 'expires', version: 2, offset: 8, leaderEpoch: -1, metadata: 'y', retentionMs: 3e9 },
  { groupId: 'old', version: 2, offset: 9, leaderEpoch: -1, metadata: 'z', retentionMs: -1 },
  // Its hash is -2^31, which has no absolute value in 32 bits.
  { groupId: 'polygenelubricants', version: 9, offset: 1, leaderEpoch: 0, metadata: '' },
  { groupId: '', version: 9, offset: 2, leaderEpoch: 0, metadata: '' },
  { groupId: 'größe-😀', version: 9, offset: 3, leaderEpoch: 0, metadata: '' },
  {
    groupId: 'a-group-with-a-long-name',
    version: 9,
    offset: 4,
    leaderEpoch: 0,
    metadata: '',
  },
];

export async function captureOffsets(
  dataDirectory: string,
  ports: { port: number; controllerPort: number },
  tools: JavaTools,
  target: string,
): Promise<void> {
  const properties = { 'offsets.topic.num.partitions': '50' };
  const kafka = await startRealKafka({ dataDirectory, ...ports, properties });
  const topicId = await makeTopic(kafka);
  for (const one of COMMITS) await commit(kafka, one, topicId);
  await send(kafka, OffsetDeleteRequest, 0, {
    groupId: 'billing',
    topics: [{ name: TOPIC, partitions: [{ partitionIndex: 1 }] }],
  });
  await kafka.stop();
  const records = [];
  for (const directory of readdirSync(dataDirectory)) {
    const partition = /^__consumer_offsets-(\d+)$/.exec(directory)?.[1];
    if (partition === undefined) continue;
    const file = join(dataDirectory, directory, '00000000000000000000.log');
    records.push(...(await recordsIn(file, Number(partition), tools)));
  }
  const lines = records.map((one) => JSON.stringify(one)).join(',\n');
  writeFileSync(join(target, 'committed-offsets.json'), `[\n${lines}\n]\n`);
}

export async function makeTopic(kafka: BrokerProcess): Promise<string> {
  const body = await send(kafka, CreateTopicsRequest, 7, {
    topics: [{ name: TOPIC, numPartitions: 3, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 5000,
  });
  const { topics } = CreateTopicsResponse.codec(7).read(body);
  return topics[0]?.topicId ?? '';
}

/** The coordinator is not there at once: the topic is made when the first client asks for it. */
export async function commit(kafka: BrokerProcess, one: Commit, topicId: string): Promise<void> {
  const { groupId, version, offset, leaderEpoch, metadata, partition = 0, retentionMs = -1 } = one;
  for (let attempt = 0; attempt < 100; attempt++) {
    await send(kafka, FindCoordinatorRequest, 4, { keyType: 0, coordinatorKeys: [groupId] });
    const partitions = [
      {
        partitionIndex: partition,
        committedOffset: offset,
        committedLeaderEpoch: leaderEpoch,
        committedMetadata: metadata,
      },
    ];
    const body = await send(kafka, OffsetCommitRequest, version, {
      groupId,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      groupInstanceId: null,
      retentionTimeMs: retentionMs,
      topics: [{ name: TOPIC, topicId, partitions }],
    });
    const { topics } = OffsetCommitResponse.codec(version).read(body);
    if (topics[0]?.partitions[0]?.errorCode === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Kafka did not take the commit of ${groupId}`);
}

/** The body of the answer. */
export async function send<Body>(
  kafka: BrokerProcess,
  request: Parameters<typeof encodeRequest<Body>>[0],
  version: number,
  body: Body,
): Promise<Reader> {
  const header = { correlationId: 1, clientId: 'capture' };
  const frame = Buffer.concat(encodeRequest(request, version, header, body)).subarray(4);
  const reader = new Reader(await exchangeOnce(kafka.host, kafka.port, frame));
  const isFlexible = (request as unknown as { isFlexible(v: number): boolean }).isFlexible(version);
  readResponseHeader(reader, isFlexible ? 1 : 0);
  return reader;
}

/** The offset records of a file, each with what Kafka's tool says of it. */
async function recordsIn(file: string, partition: number, tools: JavaTools) {
  const args = ['--offsets-decoder', '--files', file];
  const { stdout } = await tools.run({ tool: 'DumpLogSegments', args });
  const said = new Map<number, unknown>();
  for (const line of stdout.split('\n')) {
    const found = /^\| offset: (\d+) .* key: (\{.*\}) payload: (.*)$/.exec(line);
    if (found === null) continue;
    const [, offset, key = '', value = ''] = found;
    const payload = value.startsWith('{') ? JSON.parse(value) : null;
    said.set(Number(offset), { key: JSON.parse(key), value: payload });
  }
  const bytes = readFileSync(file);
  const hex = (field: Uint8Array | null) => field && Buffer.from(field).toString('hex');
  return [...batchesOf(bytes)]
    .flatMap((batch) => [...recordsOf(bytes, batch, nodeCodecs)])
    .map(({ offset, key, value }) => ({
      partition,
      key: hex(key),
      value: hex(value),
      says: said.get(offset) ?? null,
    }));
}
