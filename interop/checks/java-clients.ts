/** Kafka's own producer and consumer: the console tools, the performance tools, every codec. */
import assert from 'node:assert/strict';
import {
  assertMatch,
  type Check,
  type CheckContext,
  CODECS,
  check,
  uniqueTopic,
} from '../check.ts';

async function consoleTools(context: CheckContext, codec: string): Promise<string> {
  const topic = uniqueTopic(`java-console-${codec}`);
  await context.java('TopicCommand', ['--create', '--topic', topic]);
  const stdin = Array.from({ length: 100 }, (_, n) => `h:${n}\tk${n}\tvalue ${n}\n`).join('');
  const read = ['--reader-property', 'parse.key=true', '--reader-property', 'parse.headers=true'];
  await context.java('ConsoleProducer', ['--topic', topic, '--compression-codec', codec, ...read], {
    stdin,
  });
  const print = ['print.key', 'print.headers', 'print.offset'].flatMap((name) => [
    '--formatter-property',
    `${name}=true`,
  ]);
  const partition = ['--topic', topic, '--partition', '0'];
  const all = [...partition, '--offset', 'earliest', '--max-messages', '100', ...print];
  const { stdout } = await context.java('ConsoleConsumer', all);
  const expected = Array.from({ length: 100 }, (_, n) => `Offset:${n}\th:${n}\tk${n}\tvalue ${n}`);
  assert.deepEqual(stdout.trimEnd().split('\n'), expected);
  const part = [...partition, '--offset', '42', '--max-messages', '2'];
  assert.equal((await context.java('ConsoleConsumer', part)).stdout, 'value 42\nvalue 43\n');
  return '100 records, and 2 from offset 42';
}

async function readCommitted(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('java-committed');
  await context.java('TopicCommand', ['--create', '--topic', topic]);
  await context.java('ConsoleProducer', ['--topic', topic], { stdin: 'one\ntwo\n' });
  const partition = ['--topic', topic, '--partition', '0', '--offset', 'earliest'];
  const committed = ['--isolation-level', 'read_committed', '--max-messages', '2'];
  const { stdout } = await context.java('ConsoleConsumer', [...partition, ...committed]);
  assert.equal(stdout, 'one\ntwo\n');
}

async function performance(context: CheckContext, idempotence: boolean): Promise<string> {
  const topic = uniqueTopic(`java-perf-${idempotence}`);
  const records = 20_000;
  await context.java('TopicCommand', ['--create', '--topic', topic, '--partitions', '3']);
  const load = ['--topic', topic, '--num-records', String(records), '--record-size', '512'];
  const acks = idempotence ? 'all' : '1';
  const properties = [`acks=${acks}`, `enable.idempotence=${idempotence}`];
  const { stdout } = await context.java('ProducerPerformance', [
    ...load,
    '--throughput',
    '-1',
    '--command-property',
    ...properties,
  ]);
  assertMatch(stdout, new RegExp(`^${records} records sent, `, 'm'), 'ProducerPerformance');
  const shell = await context.java('GetOffsetShell', ['--topic', topic]);
  const ends = [...shell.stdout.matchAll(/:(\d+)$/gm)].map(([, end]) => Number(end));
  assert.equal(
    ends.reduce((sum, end) => sum + end, 0),
    records,
  );
  return /, ([\d.]+ records\/sec)/.exec(stdout.trim().split('\n').at(-1) as string)?.[1] ?? '';
}

export const javaClientChecks: Check[] = [
  ...CODECS.map((codec) =>
    check(
      'Java ConsoleProducer, ConsoleConsumer',
      `by partition and offset, ${codec}`,
      ['jars'],
      (context) => consoleTools(context, codec),
    ),
  ),
  check('Java ConsoleConsumer', 'read_committed', ['jars'], readCommitted),
  check('Java ProducerPerformance', 'without idempotence, acks=1', ['jars'], (context) =>
    performance(context, false),
  ),
  check('Java ProducerPerformance', 'with idempotence, acks=all', ['jars'], (context) =>
    performance(context, true),
  ),
];
