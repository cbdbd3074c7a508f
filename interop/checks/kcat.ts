/**
 * kcat (librdkafka): metadata, producing and consuming with each codec, from offsets and timestamps.
 *
 * librdkafka speaks old versions (Produce 7, Fetch 11, ListOffsets 2, Metadata 4) and turns
 * features on only when exact versions are advertised: compression that silently stays off is
 * found out by looking at the sizes that the broker reports.
 */
import assert from 'node:assert/strict';
import {
  assertMatch,
  type Check,
  type CheckContext,
  CODECS,
  check,
  uniqueTopic,
} from '../check.ts';

const lines = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, i) => `k${from + i}:value ${from + i} ${'x'.repeat(80)}\n`,
  ).join('');

async function listing(context: CheckContext): Promise<string> {
  const { stdout } = await context.kcat(['-L', '-J']);
  const metadata = JSON.parse(stdout.toString('utf8')) as {
    brokers: Array<{ id: number; name: string }>;
    controllerid: number;
  };
  const brokers = metadata.brokers.map(({ id, name }) => `${id} at ${name}`);
  assert.deepEqual(brokers, [`1 at ${context.bootstrap}`]);
  assert.equal(metadata.controllerid, 1);
  return brokers.join(', ');
}

/** -P with a codec, -C of all, and of a part by offset; keys, null values and headers come back. */
async function roundTrip(context: CheckContext, codec: string): Promise<string> {
  const topic = uniqueTopic(`kcat-${codec}`);
  const produce = [
    '-P',
    '-t',
    topic,
    '-p',
    '0',
    '-z',
    codec,
    '-K',
    ':',
    '-H',
    'trace=abc',
    '-H',
    'empty',
  ];
  await context.kcat(produce, lines(0, 200));
  const format = ['-f', '%o %k %S %h\\n', '-e', '-q'];
  const all = await context.kcat(['-C', '-t', topic, '-p', '0', '-o', 'beginning', ...format]);
  const rows = all.stdout.toString('utf8').trimEnd().split('\n');
  assert.equal(rows.length, 200);
  assert.match(rows[7] as string, /^7 k7 88 trace=abc,empty(=NULL)?$/);
  const middle = await context.kcat([
    '-C',
    '-t',
    topic,
    '-p',
    '0',
    '-o',
    '150',
    '-c',
    '3',
    ...format,
  ]);
  assert.deepEqual(middle.stdout.toString('utf8').trimEnd().split('\n'), rows.slice(150, 153));
  const tail = await context.kcat(['-C', '-t', topic, '-p', '0', '-o', '-5', ...format]);
  assert.deepEqual(tail.stdout.toString('utf8').trimEnd().split('\n'), rows.slice(195));
  return await storedSize(context, topic, codec);
}

/** 200 records of about 100 bytes: 20 KB plain, a fraction of that compressed. */
async function storedSize(context: CheckContext, topic: string, codec: string): Promise<string> {
  const described = await context.java('LogDirsCommand', ['--describe', '--topic-list', topic]);
  const size = Number(/"partition":"[^"]*","size":(\d+)/.exec(described.stdout)?.[1]);
  assert.ok(size > 0, described.stdout);
  if (codec === 'none') assert.ok(size > 15_000, `${size} bytes for 20 KB of plain records`);
  else assert.ok(size < 12_000, `${size} bytes: ${codec} was not applied`);
  return `200 records in ${size} bytes`;
}

async function timestamps(context: CheckContext): Promise<string> {
  const topic = uniqueTopic('kcat-time');
  await context.kcat(['-P', '-t', topic, '-p', '0'], 'early\n');
  await new Promise((resolve) => setTimeout(resolve, 30));
  const between = Date.now();
  await context.kcat(['-P', '-t', topic, '-p', '0'], 'late\n');
  const from = async (offset: string): Promise<string> => {
    const { stdout } = await context.kcat(['-C', '-t', topic, '-p', '0', '-o', offset, '-e', '-q']);
    return stdout.toString('utf8');
  };
  assert.equal(await from(`s@${between}`), 'late\n');
  assert.equal(await from('s@1000'), 'early\nlate\n');
  const query = await context.kcat(['-Q', '-t', `${topic}:0:${between}`]);
  assertMatch(query.stdout.toString('utf8'), /offset 1/, 'kcat -Q');
  return 's@time, -Q';
}

async function nullsAndTombstones(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('kcat-null');
  await context.kcat(['-P', '-t', topic, '-p', '0', '-K', ':', '-Z'], 'k:\n');
  await context.kcat(['-P', '-t', topic, '-p', '0'], 'no key\n');
  const { stdout } = await context.kcat([
    '-C',
    '-t',
    topic,
    '-p',
    '0',
    '-e',
    '-q',
    '-f',
    '%K %S\\n',
  ]);
  assert.equal(stdout.toString('utf8'), '1 -1\n-1 6\n');
}

async function autoCreates(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('kcat-auto');
  await context.kcat(['-P', '-t', topic], 'one\ntwo\n');
  const { stdout } = await context.kcat(['-L', '-t', topic]);
  assertMatch(
    stdout.toString('utf8'),
    /with 1 partitions/,
    'kcat -L of a topic that producing made',
  );
}

async function idempotent(context: CheckContext): Promise<void> {
  const topic = uniqueTopic('kcat-idempotent');
  const settings = ['-X', 'enable.idempotence=true', '-X', 'acks=all'];
  await context.kcat(['-P', '-t', topic, '-p', '0', ...settings], lines(0, 50));
  const { stdout } = await context.kcat(['-C', '-t', topic, '-p', '0', '-e', '-q']);
  assert.equal(stdout.toString('utf8').trimEnd().split('\n').length, 50);
}

export const kcatChecks: Check[] = [
  check('kcat', '-L: brokers and topics', ['kcat'], listing),
  ...CODECS.map((codec) =>
    check('kcat', `-P and -C, ${codec}, from offsets`, ['kcat', 'jars'], (context) =>
      roundTrip(context, codec),
    ),
  ),
  check('kcat', '-C and -Q from timestamps', ['kcat'], timestamps),
  check('kcat', 'null keys, null values', ['kcat'], nullsAndTombstones),
  check('kcat', 'a topic made by producing into it', ['kcat'], autoCreates),
  check('kcat', '-P with idempotence', ['kcat'], idempotent),
];
