/**
 * Our own command-line tools beside Kafka's: the same arguments, the same broker, the same words.
 *
 * Each tool runs against the broker that is checked and against a real Kafka. What it prints is
 * compared with what Kafka's tool prints a moment later of the same broker, so a tool that is
 * right only about Gregor fails here, and so does one that only looks right.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BothTools } from '../both-tools.ts';
import { type Check, type CheckContext, CODECS, check, uniqueTopic } from '../check.ts';
import { runProcess } from '../kafka/run-process.ts';

const TOPICS = ['kafka-topics', 'TopicCommand'] as const;
const CONFIGS = ['kafka-configs', 'ConfigCommand'] as const;
const OFFSETS = ['kafka-get-offsets', 'GetOffsetShell'] as const;

async function topics(both: BothTools, topic: string): Promise<void> {
  const create = ['--create', '--topic', topic, '--partitions', '2', '--config', 'retention.ms=9'];
  assert.equal(await both.ours('kafka-topics', create), `Created topic ${topic}.\n`);
  await both.same(TOPICS, ['--describe', '--topic', topic]);
  const grow = ['--alter', '--topic', topic, '--partitions', '3'];
  assert.equal(await both.ours('kafka-topics', grow), '');
  const described = await both.same(TOPICS, ['--describe', '--topic', topic]);
  assert.match(described, /PartitionCount: 3/);
  await both.same(TOPICS, ['--list']);
  for (const refused of [create, [...grow.slice(0, -1), '1'], ['--delete', '--topic', 'absent']]) {
    // Kafka's tool adds a log line, with the time, and a stack trace.
    const [words] = (await both.kafkas('TopicCommand', refused, { exits: 1 })).split('\n');
    const [own] = (await both.ours('kafka-topics', refused, { exits: 1 })).split('\n');
    assert.equal(own, words, `kafka-topics ${refused.join(' ')}`);
  }
  assert.equal(await both.ours('kafka-topics', ['--delete', '--topic', topic]), '');
  assert.ok(!(await both.same(TOPICS, ['--list'])).includes(topic));
}

async function configs(both: BothTools, topic: string): Promise<void> {
  await both.ours('kafka-topics', ['--create', '--topic', topic]);
  const one = ['--entity-type', 'topics', '--entity-name', topic];
  const alter = [
    ...one,
    '--alter',
    '--add-config',
    'retention.ms=5000,cleanup.policy=[compact,delete]',
  ];
  await both.same(CONFIGS, alter);
  await both.same(CONFIGS, [...one, '--describe']);
  await both.same(CONFIGS, [...one, '--describe', '--all']);
  await both.same(CONFIGS, [...one, '--alter', '--delete-config', 'retention.ms']);
  await both.sameInAnyOrder(CONFIGS, ['--entity-type', 'topics', '--describe']);
  const everyone = ['--entity-type', 'brokers', '--entity-default'];
  await both.same(CONFIGS, [...everyone, '--alter', '--add-config', 'log.retention.ms=90000000']);
  await both.same(CONFIGS, [
    '--entity-type',
    'brokers',
    '--entity-name',
    '1',
    '--describe',
    '--all',
  ]);
  await both.same(CONFIGS, [...everyone, '--alter', '--delete-config', 'log.retention.ms']);
  await both.ours('kafka-configs', [...one, '--alter', '--add-config', 'segment.bytes=1'], {
    exits: 1,
  });
}

async function offsets(both: BothTools, topic: string): Promise<void> {
  await produceSome(both, topic);
  for (const time of ['latest', 'earliest', 'max-timestamp', '1000', '-1']) {
    await both.same(OFFSETS, ['--topic', topic, '--time', time]);
  }
  await both.same(OFFSETS, ['--topic-partitions', `${topic}:0-1`]);
  await both.same(OFFSETS, ['--topic', topic, '--partitions', '1']);
}

async function produceSome(both: BothTools, topic: string): Promise<void> {
  await both.ours('kafka-topics', ['--create', '--topic', topic, '--partitions', '2']);
  await both.kafkas('ConsoleProducer', ['--topic', topic], { stdin: 'a\nb\nc\nd\n' });
}

async function logDirs(both: BothTools, topic: string): Promise<void> {
  await produceSome(both, topic);
  const tool = ['kafka-log-dirs', 'LogDirsCommand'] as const;
  await both.sameInAnyOrder(tool, ['--describe', '--topic-list', topic], /(?<=[[}]),?(?=[{\]])/);
}

async function deleteRecords(both: BothTools, topic: string, context: CheckContext): Promise<void> {
  await both.ours('kafka-topics', ['--create', '--topic', topic]);
  await both.kafkas('ConsoleProducer', ['--topic', topic], { stdin: 'a\nb\nc\nd\n' });
  const file = join(context.world.workDirectory, `${topic}.json`);
  const partitions = [{ topic, partition: 0, offset: 3 }];
  writeFileSync(file, JSON.stringify({ version: 1, partitions }));
  const tool = ['kafka-delete-records', 'DeleteRecordsCommand'] as const;
  await both.same(tool, ['--offset-json-file', file]);
  const left = await both.kafkas('GetOffsetShell', ['--topic', topic, '--time', 'earliest']);
  assert.equal(left, `${topic}:0:3\n`);
}

async function consoles(both: BothTools, topic: string): Promise<void> {
  await both.ours('kafka-topics', ['--create', '--topic', topic]);
  const parse = ['parse.key=true', 'parse.headers=true'];
  const produce = ['--topic', topic, ...parse.flatMap((each) => ['--reader-property', each])];
  for (const codec of CODECS) {
    const stdin = Array.from({ length: 20 }, (_, n) => `h:${codec},i:${n}\tk${n}\tvalue ${n} äß\n`);
    const args = [...produce, '--compression-codec', codec];
    await both.ours('kafka-console-producer', args, { stdin: stdin.join('') });
    await both.kafkas('ConsoleProducer', args, { stdin: stdin.join('') });
  }
  // Not the epoch: Kafka's tool has lost it by the time it prints, ours shows it.
  const print = ['key', 'headers', 'offset', 'partition', 'timestamp'].flatMap((name) => [
    '--formatter-property',
    `print.${name}=true`,
  ]);
  const tool = ['kafka-console-consumer', 'ConsoleConsumer'] as const;
  const from = (offset: string, count: number) => [
    ...['--topic', topic, '--partition', '0', '--offset', offset],
    ...['--max-messages', String(count), ...print],
  ];
  const all = await both.same(tool, from('earliest', 200));
  assert.match(all, /Offset:199.*h:zstd,i:19\tk19\tvalue 19 äß\n$/);
  await both.same(tool, from('42', 3));
  const committed = ['--isolation-level', 'read_committed'];
  await both.same(tool, [...from('100', 7), ...committed]);
}

/** What a person types: npm's own way to a command of this repository. */
async function throughNpx(both: BothTools): Promise<void> {
  const args = ['kafka-topics', '--bootstrap-server', both.bootstrap, '--list'];
  const { stdout, exitCode, stderr } = await runProcess('npx', args);
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout.toString('utf8'), await both.kafkas('TopicCommand', ['--list']));
}

export type Work = (both: BothTools, topic: string, context: CheckContext) => Promise<void>;

/** A check of a tool of ours: against the target, and against a real Kafka. */
export const own = (tool: string, action: string, work: Work): Check =>
  check(tool, action, ['jars'], async (context) => {
    const kafka = await context.world.realKafka();
    for (const { bootstrap, kind } of [context.world.broker, kafka]) {
      try {
        await work(new BothTools(context, bootstrap), uniqueTopic('own-tool'), context);
      } catch (error) {
        throw new Error(`against ${kind}: ${(error as Error).message}`);
      }
    }
    return 'as Kafka’s own tool, here and on real Kafka';
  });

export const ownToolChecks: Check[] = [
  own('kafka-topics', 'create, describe, alter, list, delete, refusals', topics),
  own('kafka-topics', '--list through npx', throughNpx),
  own('kafka-configs', 'of topics and brokers', configs),
  own('kafka-get-offsets', 'by time and partition', offsets),
  own('kafka-log-dirs', '--describe', logDirs),
  own('kafka-delete-records', 'before an offset', deleteRecords),
  own('kafka-console-producer, -consumer', 'every codec, keys, headers, offsets', consoles),
];
