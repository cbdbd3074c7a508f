/**
 * Frames of real clients and real Kafka: what the Java tools send, what Kafka answers.
 *
 * Kafka advertises the port of a proxy (tcp-proxy.ts), so that every byte passes through it. Of
 * each API and version that the tools used, the first few different exchanges are kept in
 * tests/golden/wire/ as NAME.hex (the frame without its size) and NAME.json (decoded by Kafka's
 * own classes), where NAME is key-Api-vN-n.request or .response.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JavaTools } from '../kafka/java-tools.ts';
import { kcat } from '../kafka/kcat.ts';
import { startRealKafka } from '../kafka/real-kafka.ts';
import { decodeFrames, type Frame } from './decode-frames.ts';
import { type RecordedExchange, startProxy } from './tcp-proxy.ts';

/** The APIs whose frames are kept; the others are of later chapters. */
const kept: Readonly<Record<number, string>> = {
  0: 'Produce',
  1: 'Fetch',
  2: 'ListOffsets',
  3: 'Metadata',
  18: 'ApiVersions',
  19: 'CreateTopics',
  20: 'DeleteTopics',
  21: 'DeleteRecords',
  22: 'InitProducerId',
  23: 'OffsetForLeaderEpoch',
  32: 'DescribeConfigs',
  35: 'DescribeLogDirs',
  37: 'CreatePartitions',
  44: 'IncrementalAlterConfigs',
  46: 'ListPartitionReassignments',
  55: 'DescribeQuorum',
  60: 'DescribeCluster',
  61: 'DescribeProducers',
  74: 'ListConfigResources',
  75: 'DescribeTopicPartitions',
};

/** How many different exchanges of one API and version are kept, and how long a frame may be. */
const MOST_EXCHANGES = 3;
const MOST_BYTES = 3_000;

const topic = ['--topic', 'wire'];

/** The session: each line a tool and its arguments, after --bootstrap-server. */
const session: ReadonlyArray<{ tool: string; args: string[]; stdin?: string }> = [
  { tool: 'BrokerApiVersionsCommand', args: [] },
  {
    tool: 'TopicCommand',
    args: ['--create', ...topic, '--partitions', '2', '--config', 'retention.ms=-1'],
  },
  { tool: 'TopicCommand', args: ['--create', ...topic] },
  { tool: 'TopicCommand', args: ['--list'] },
  { tool: 'TopicCommand', args: ['--describe', ...topic] },
  { tool: 'TopicCommand', args: ['--describe', '--topic', 'absent'] },
  { tool: 'TopicCommand', args: ['--alter', ...topic, '--partitions', '3'] },
  { tool: 'ConfigCommand', args: ['--describe', ...topic] },
  { tool: 'ConfigCommand', args: ['--alter', ...topic, '--add-config', 'segment.bytes=2097152'] },
  { tool: 'ConfigCommand', args: ['--alter', ...topic, '--add-config', 'segment.bytes=never'] },
  { tool: 'ConfigCommand', args: ['--describe', '--broker', '1'] },
  {
    tool: 'ConsoleProducer',
    args: [
      ...topic,
      '--reader-property',
      'parse.key=true',
      '--reader-property',
      'parse.headers=true',
    ],
    stdin: 'h:1\ta\tone\nh:2\tb\ttwo\n',
  },
  {
    tool: 'ConsoleProducer',
    args: [
      ...topic,
      '--compression-codec',
      'lz4',
      '--command-property',
      'enable.idempotence=false',
    ],
    stdin: 'three\nfour\n',
  },
  {
    tool: 'ConsoleConsumer',
    args: [...topic, '--partition', '0', '--offset', 'earliest', '--timeout-ms', '1500'],
  },
  {
    tool: 'ConsoleConsumer',
    args: [
      ...topic,
      '--partition',
      '1',
      '--offset',
      '0',
      '--timeout-ms',
      '1500',
      '--isolation-level',
      'read_committed',
    ],
  },
  { tool: 'GetOffsetShell', args: [...topic, '--time', '-1'] },
  { tool: 'GetOffsetShell', args: [...topic, '--time', '-2'] },
  { tool: 'GetOffsetShell', args: [...topic, '--time', '-3'] },
  { tool: 'GetOffsetShell', args: [...topic, '--time', '1700000000000'] },
  { tool: 'LogDirsCommand', args: ['--describe', '--topic-list', 'wire'] },
  { tool: 'MetadataQuorumCommand', args: ['describe', '--status'] },
  { tool: 'MetadataQuorumCommand', args: ['describe', '--replication'] },
  { tool: 'ClusterTool', args: ['cluster-id'] },
  { tool: 'ClusterTool', args: ['list-endpoints'] },
  { tool: 'TransactionsCommand', args: ['describe-producers', ...topic, '--partition', '0'] },
  { tool: 'ClientMetricsCommand', args: ['--list'] },
  { tool: 'DeleteRecordsCommand', args: ['--offset-json-file'] },
  { tool: 'TopicCommand', args: ['--delete', ...topic] },
];

/** Old versions: librdkafka sends Produce 7, Fetch 11, ListOffsets 2, Metadata 4. */
const kcatSession: ReadonlyArray<{ args: string[]; stdin?: string }> = [
  { args: ['-L', '-t', 'wire'] },
  { args: ['-P', '-t', 'wire', '-p', '2', '-K', ':'], stdin: 'k:five\n' },
  { args: ['-C', '-t', 'wire', '-p', '2', '-o', 'beginning', '-e'] },
  { args: ['-C', '-t', 'wire', '-p', '2', '-o', 's@1700000000000', '-e'] },
];

export async function captureWire(options: {
  dataDirectory: string;
  ports: { port: number; controllerPort: number };
  proxyPort: number;
  tools: JavaTools;
  target: string;
}): Promise<void> {
  const { ports, proxyPort, tools } = options;
  const advertised = `PLAINTEXT://127.0.0.1:${proxyPort},CONTROLLER://127.0.0.1:${ports.controllerPort}`;
  const properties = { 'advertised.listeners': advertised };
  const kafka = await startRealKafka({
    dataDirectory: options.dataDirectory,
    ...ports,
    properties,
  });
  const proxy = await startProxy(proxyPort, ports.port);
  const deleteJson = `${options.dataDirectory}.delete-records.json`;
  writeFileSync(
    deleteJson,
    JSON.stringify({ version: 1, partitions: [{ topic: 'wire', partition: 0, offset: 1 }] }),
  );
  for (const { tool, args, stdin } of session) {
    if (tool === 'DeleteRecordsCommand') await runKcat(`127.0.0.1:${proxyPort}`);
    const file = tool === 'DeleteRecordsCommand' ? [deleteJson] : [];
    const bootstrap = ['--bootstrap-server', `127.0.0.1:${proxyPort}`];
    const all = tool === 'ClusterTool' ? [...args, ...bootstrap] : [...bootstrap, ...args, ...file];
    const result = await tools.run({ tool, args: all, ...(stdin === undefined ? {} : { stdin }) });
    const said = `${result.stdout}${result.stderr}`.trim().split('\n')[0];
    console.log(`  ${tool} ${args.join(' ')}: exit ${result.exitCode}, ${said}`);
  }
  rmSync(deleteJson);
  proxy.close();
  await kafka.stop();
  await keep(proxy.exchanges, tools, options.target);
}

async function runKcat(bootstrap: string): Promise<void> {
  for (const { args, stdin } of kcatSession) {
    const result = await kcat(bootstrap, args, stdin === undefined ? {} : { stdin });
    console.log(`  kcat ${args.join(' ')}: exit ${result.exitCode}`);
  }
}

async function keep(
  exchanges: readonly RecordedExchange[],
  tools: JavaTools,
  target: string,
): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const frames: Array<Frame & { file: string }> = [];
  for (const [name, exchange] of choose(exchanges)) {
    const { apiKey, apiVersion, request, response } = exchange;
    const both = { request, response: response as Buffer };
    for (const kind of ['request', 'response'] as const) {
      frames.push({ kind, apiKey, apiVersion, frame: both[kind], file: `${name}.${kind}` });
    }
  }
  const decoded = await decodeFrames(tools, frames);
  for (const [index, { file, frame }] of frames.entries()) {
    const lines = frame
      .toString('hex')
      .replace(/(.{96})/g, '$1\n')
      .trimEnd();
    writeFileSync(join(target, `${file}.hex`), `${lines}\n`);
    writeFileSync(join(target, `${file}.json`), `${JSON.stringify(decoded[index], null, 1)}\n`);
  }
}

/** The first exchanges of each API and version that differ in their answer. */
function choose(exchanges: readonly RecordedExchange[]): Map<string, RecordedExchange> {
  const chosen = new Map<string, RecordedExchange>();
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  for (const exchange of exchanges) {
    const { apiKey, apiVersion, request, response } = exchange;
    const api = kept[apiKey];
    if (api === undefined || response === undefined) continue;
    if (response.length > MOST_BYTES || request.length > MOST_BYTES) continue;
    const group = `${String(apiKey).padStart(2, '0')}-${api}-v${apiVersion}`;
    // After the correlation id: the same answer to the same question is not kept twice.
    const content = `${group} ${response.toString('hex', 4)}`;
    const count = (counts.get(group) ?? 0) + 1;
    if (count > MOST_EXCHANGES || seen.has(content)) continue;
    seen.add(content);
    counts.set(group, count);
    chosen.set(`${group}-${count}`, exchange);
  }
  return chosen;
}
