/**
 * Kafka's own administration tools: topics, configs, offsets, log directories, records, quorum.
 *
 * What a tool must print is Kafka's output, so these patterns are what Kafka 4.3.1 prints for Kafka.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertMatch, type Check, type CheckContext, check, uniqueTopic } from '../check.ts';

async function topicLife(context: CheckContext): Promise<string> {
  const topic = uniqueTopic('java-topic');
  const config = ['--config', 'retention.ms=60000', '--config', 'cleanup.policy=compact'];
  const create = ['--create', '--topic', topic, '--partitions', '2'];
  const created = await context.java('TopicCommand', [...create, ...config]);
  assertMatch(created.stdout, new RegExp(`Created topic ${topic}\\.`), 'TopicCommand --create');
  const twice = await context.java('TopicCommand', create, { exits: 1 });
  assertMatch(twice.stdout, new RegExp(`Topic '${topic}' already exists`), 'a second --create');
  await context.java('TopicCommand', [...create, '--if-not-exists']);
  const listed = await context.java('TopicCommand', ['--list']);
  assert.ok(listed.stdout.split('\n').includes(topic));
  const described = await context.java('TopicCommand', ['--describe', '--topic', topic]);
  assertMatch(described.stdout, /PartitionCount: 2\s+ReplicationFactor: 1/, '--describe');
  assertMatch(
    described.stdout,
    /Configs: .*cleanup.policy=compact.*retention.ms=60000/,
    '--describe',
  );
  assertMatch(described.stdout, /Partition: 1\s+Leader: 1\s+Replicas: 1\s+Isr: 1/, '--describe');
  await context.java('TopicCommand', ['--alter', '--topic', topic, '--partitions', '4']);
  const shrink = ['--alter', '--topic', topic, '--partitions', '3'];
  const refused = await context.java('TopicCommand', shrink, { exits: 1 });
  assertMatch(
    refused.stdout,
    /The topic .* currently has 4 partition\(s\); 3 would not be an increase/,
    'shrinking a topic',
  );
  const grown = await context.java('TopicCommand', ['--describe', '--topic', topic]);
  assertMatch(grown.stdout, /PartitionCount: 4/, '--describe after --alter');
  await context.java('TopicCommand', ['--delete', '--topic', topic]);
  const after = await context.java('TopicCommand', ['--list']);
  assert.ok(!after.stdout.split('\n').includes(topic));
  const absent = await context.java('TopicCommand', ['--describe', '--topic', topic], { exits: 1 });
  assertMatch(absent.stdout, /does not exist as expected/, '--describe of a deleted topic');
  return 'create, list, describe, alter, delete';
}

async function refusals(context: CheckContext): Promise<void> {
  const create = (topic: string, ...rest: string[]) =>
    context.java('TopicCommand', ['--create', '--topic', topic, ...rest], { exits: 1 });
  const illegal = await create('not/legal');
  assertMatch(
    illegal.stdout,
    /is illegal|contains one or more characters other than/,
    'a bad name',
  );
  const wide = await create('too-wide', '--replication-factor', '3');
  assertMatch(
    wide.stdout,
    /Unable to replicate the partition 3 time\(s\): The target replication factor of 3 cannot be reached because only 1 broker\(s\) are registered/,
    'a replication factor of 3',
  );
  const value = await create('bad-config', '--config', 'retention.ms=soon');
  assertMatch(
    value.stdout,
    /Invalid value soon for configuration retention.ms: Not a number of type LONG/,
    'a config that does not parse',
  );
  const unknown = await create('bad-key', '--config', 'no.such.key=1');
  assertMatch(
    unknown.stdout + unknown.stderr,
    /Unknown topic config name: no.such.key/,
    'a config key',
  );
}

async function topicConfigs(context: CheckContext): Promise<string> {
  const topic = uniqueTopic('java-config');
  const entity = ['--entity-type', 'topics', '--entity-name', topic];
  await context.java('TopicCommand', ['--create', '--topic', topic]);
  const config = (...args: string[]) => context.java('ConfigCommand', [...entity, ...args]);
  const set = await config(
    '--alter',
    '--add-config',
    'retention.ms=1000,cleanup.policy=[compact,delete]',
  );
  assertMatch(set.stdout, new RegExp(`Completed updating config for topic ${topic}`), '--alter');
  const described = await config('--describe');
  assertMatch(
    described.stdout,
    /retention.ms=1000 sensitive=false synonyms=\{DYNAMIC_TOPIC_CONFIG:retention.ms=1000\}/,
    '--describe',
  );
  assertMatch(described.stdout, /cleanup.policy=compact,delete/, '--describe');
  const all = await config('--describe', '--all');
  assertMatch(
    all.stdout,
    /segment.bytes=1073741824 sensitive=false synonyms=\{DEFAULT_CONFIG:log.segment.bytes=1073741824\}/,
    '--describe --all',
  );
  await config('--alter', '--delete-config', 'retention.ms');
  const after = await config('--describe');
  assert.ok(!after.stdout.includes('retention.ms'), after.stdout);
  const bad = ['--alter', '--add-config', 'segment.bytes=1'];
  const refused = await context.java('ConfigCommand', [...entity, ...bad], { exits: 1 });
  assertMatch(
    refused.stdout + refused.stderr,
    /Invalid value 1 for configuration segment.bytes: .*at least 1048576/,
    'a config out of range',
  );
  return 'alter, describe, describe --all, delete, refuse';
}

async function brokerConfigs(context: CheckContext): Promise<string> {
  const one = ['--entity-type', 'brokers', '--entity-name', '1'];
  const everyone = ['--entity-type', 'brokers', '--entity-default'];
  await context.java('ConfigCommand', [...one, '--alter', '--add-config', 'log.cleaner.threads=2']);
  await context.java('ConfigCommand', [
    ...everyone,
    '--alter',
    '--add-config',
    'log.retention.ms=90000000',
  ]);
  const described = await context.java('ConfigCommand', [...one, '--describe']);
  assertMatch(
    described.stdout,
    /log.cleaner.threads=2 sensitive=false synonyms=\{DYNAMIC_BROKER_CONFIG:log.cleaner.threads=2, DEFAULT_CONFIG:log.cleaner.threads=1\}/,
    '--describe of a broker',
  );
  const all = await context.java('ConfigCommand', [...one, '--describe', '--all']);
  assertMatch(
    all.stdout,
    /log.retention.ms=90000000 sensitive=false synonyms=\{DYNAMIC_DEFAULT_BROKER_CONFIG:log.retention.ms=90000000/,
    '--describe --all of a broker',
  );
  const defaults = await context.java('ConfigCommand', [...everyone, '--describe']);
  assertMatch(defaults.stdout, /log.retention.ms=90000000/, '--describe of the cluster default');
  const readOnly = ['--alter', '--add-config', 'node.id=7'];
  await context.java('ConfigCommand', [...one, ...readOnly], { exits: 1 });
  await context.java('ConfigCommand', [
    ...one,
    '--alter',
    '--delete-config',
    'log.cleaner.threads',
  ]);
  await context.java('ConfigCommand', [
    ...everyone,
    '--alter',
    '--delete-config',
    'log.retention.ms',
  ]);
  const after = await context.java('ConfigCommand', [...one, '--describe']);
  assert.ok(!after.stdout.includes('DYNAMIC'), after.stdout);
  return 'broker and cluster default: alter, describe, delete';
}

async function offsets(context: CheckContext): Promise<string> {
  const topic = uniqueTopic('java-offsets');
  await context.java('TopicCommand', ['--create', '--topic', topic, '--partitions', '2']);
  const produce = ['--topic', topic, '--batch-size', '1'];
  await context.java('ConsoleProducer', produce, { stdin: 'a\nb\nc\n' });
  const total = (stdout: string): number =>
    [...stdout.matchAll(/:(\d+)$/gm)].reduce((sum, [, offset]) => sum + Number(offset), 0);
  const shell = (...args: string[]) => context.java('GetOffsetShell', ['--topic', topic, ...args]);
  assert.equal(total((await shell()).stdout), 3);
  assert.equal(total((await shell('--time', 'earliest')).stdout), 0);
  assertMatch(
    (await shell('--time', 'max-timestamp')).stdout,
    new RegExp(`^${topic}:\\d:\\d$`, 'm'),
    'max',
  );
  assert.equal(total((await shell('--time', '1000')).stdout), 0);
  const only = await context.java('GetOffsetShell', ['--topic-partitions', `${topic}:1`]);
  assert.equal(only.stdout.trim().split('\n').length, 1);
  return 'latest, earliest, max-timestamp, time';
}

async function logDirs(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('java-log-dirs');
  await context.java('TopicCommand', ['--create', '--topic', topic]);
  const { stdout } = await context.java('LogDirsCommand', ['--describe', '--topic-list', topic]);
  const answer = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')) as string) as {
    brokers: Array<{
      broker: number;
      logDirs: Array<{ logDir: string; error: null; partitions: Array<{ partition: string }> }>;
    }>;
  };
  const directory = answer.brokers[0]?.logDirs[0];
  assert.equal(directory?.logDir, context.world.broker.dataDirectory);
  assert.equal(directory?.error, null);
  assert.deepEqual(
    directory?.partitions.map(({ partition }) => partition),
    [`${topic}-0`],
  );
}

async function deleteRecords(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('java-delete');
  await context.java('TopicCommand', ['--create', '--topic', topic]);
  await context.java('ConsoleProducer', ['--topic', topic], { stdin: 'a\nb\nc\nd\n' });
  const file = join(context.world.workDirectory, `${topic}.json`);
  const partitions = [{ topic, partition: 0, offset: 3 }];
  writeFileSync(file, JSON.stringify({ version: 1, partitions }));
  const deleted = await context.java('DeleteRecordsCommand', ['--offset-json-file', file]);
  assertMatch(
    deleted.stdout,
    new RegExp(`partition: ${topic}-0\\s+low_watermark: 3`),
    'its output',
  );
  const earliest = await context.java('GetOffsetShell', ['--topic', topic, '--time', '-2']);
  assert.equal(earliest.stdout.trim(), `${topic}:0:3`);
}

async function apiVersions(context: CheckContext): Promise<string> {
  const { stdout } = await context.java('BrokerApiVersionsCommand', []);
  assertMatch(stdout, new RegExp(`^${context.bootstrap} \\(id: 1 rack: null`, 'm'), 'its output');
  assertMatch(stdout, /Produce\(0\): 0 to 13 \[usable: 13\]/, 'its output');
  assertMatch(stdout, /Fetch\(1\): 4 to 18 \[usable: 18\]/, 'its output');
  assertMatch(stdout, /ListOffsets\(2\): 1 to 11 \[usable: 11\]/, 'its output');
  assert.ok(!stdout.includes('UNKNOWN('), 'an API that Kafka does not know');
  const usable = [...stdout.matchAll(/\[usable: /g)].length;
  const features = [...stdout.matchAll(/^\s*Feature: |SupportedMinVersion/gm)].length;
  return `${usable} APIs${features > 0 ? `, ${features} features` : ''}`;
}

async function quorum(context: CheckContext): Promise<void> {
  const status = await context.java('MetadataQuorumCommand', ['describe', '--status']);
  assertMatch(status.stdout, /ClusterId:\s+R3JlZ29yLWludGVyb3AtMQ/, '--status');
  assertMatch(status.stdout, /LeaderId:\s+1/, '--status');
  assertMatch(status.stdout, /MaxFollowerLag:\s+0/, '--status');
  assertMatch(
    status.stdout,
    /CurrentVoters:\s+\[\{"id": 1, "directoryId": "[\w-]{22}"/,
    '--status',
  );
  const replication = await context.java('MetadataQuorumCommand', ['describe', '--replication']);
  assertMatch(
    replication.stdout,
    /^1\s+[\w-]{22}\s+\d+\s+0\s+\d+\s+\d+\s+Leader/m,
    '--replication',
  );
}

async function features(context: CheckContext): Promise<void> {
  const { stdout } = await context.java('FeatureCommand', ['describe']);
  assertMatch(
    stdout,
    /Feature: metadata.version\s+SupportedMinVersion: \S+\s+SupportedMaxVersion: \S+\s+FinalizedVersionLevel: 4\.3-IV0/,
    'describe',
  );
}

async function cluster(context: CheckContext): Promise<void> {
  const bootstrap = ['--bootstrap-server', context.bootstrap];
  const id = await context.program('ClusterTool', ['cluster-id', ...bootstrap]);
  assertMatch(id.stdout, /Cluster ID: R3JlZ29yLWludGVyb3AtMQ/, 'cluster-id');
  const endpoints = await context.program('ClusterTool', ['list-endpoints', ...bootstrap]);
  assertMatch(endpoints.stdout, /^1\s+127\.0\.0\.1\s+\d+/m, 'list-endpoints');
}

const java = (tool: string, action: string, run: Check['run']): Check =>
  check(`Java ${tool}`, action, ['jars'], run);

export const javaAdminChecks: Check[] = [
  java('TopicCommand', 'a topic from create to delete', topicLife),
  java('TopicCommand', 'what it is refused', async (context) => {
    await refusals(context);
    return 'name, replication factor, config value and key';
  }),
  java('ConfigCommand', 'configs of a topic', topicConfigs),
  java('ConfigCommand', 'configs of a broker, changed while it runs', brokerConfigs),
  check('Java GetOffsetShell', 'offsets by time', ['jars'], offsets),
  check('Java LogDirsCommand', '--describe', ['jars'], logDirs),
  check('Java DeleteRecordsCommand', 'deletes before an offset', ['jars'], deleteRecords),
  check('Java BrokerApiVersionsCommand', 'versions', ['jars'], apiVersions),
  check('Java MetadataQuorumCommand', 'describe --status, --replication', ['jars'], quorum),
  check('Java FeatureCommand', 'describe', ['jars'], features),
  check('Java ClusterTool', 'cluster-id, list-endpoints', ['jars'], cluster),
];
