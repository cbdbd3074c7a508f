/**
 * Our kafka-storage and kafka-dump-log, over directories of ours and of real Kafka's.
 *
 * kafka-storage must make what real Kafka starts on, and know what Kafka made; kafka-dump-log must
 * say of every file, whoever wrote it, what DumpLogSegments says, to the letter.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertMatch, assertSameLines, type Check, type CheckContext, check } from '../check.ts';
import { type BrokerProcess, freePort } from '../kafka/broker-process.ts';
import { formatWithGregor } from '../kafka/gregor.ts';
import { formatWithKafka, writeProperties } from '../kafka/real-kafka.ts';
import { type Start, writtenBy } from './data-set.ts';
import { filesIn } from './dump.ts';
import { complaints } from './swap.ts';

/** One formats, the other tells what is there and starts on it. */
async function formatted(
  context: CheckContext,
  by: 'ours' | 'kafka',
  start: Start,
): Promise<string> {
  const dataDirectory = join(context.world.workDirectory, `formatted-by-${by}`);
  const options = { dataDirectory, port: await freePort(), controllerPort: await freePort() };
  const config = writeProperties(options);
  if (by === 'ours') await formatWithGregor(config);
  else formatWithKafka(config);
  const info = ['info', '-c', config];
  const kafkas = await context.program('StorageTool', info);
  const ours = await context.own('kafka-storage', info);
  assert.equal(ours.stdout, kafkas.stdout);
  const broker = await start(options);
  try {
    await creates(context, broker);
  } finally {
    await broker.stop();
  }
  if (broker.kind === 'kafka') assert.deepEqual(complaints(broker.output()), []);
  return 'info alike';
}

async function creates(context: CheckContext, { bootstrap }: BrokerProcess): Promise<void> {
  await context.java('TopicCommand', ['--create', '--topic', 'first'], { bootstrap });
  const { stdout } = await context.java('TopicCommand', ['--describe'], { bootstrap });
  assertMatch(stdout, /Topic: first\s.*PartitionCount: 1/, '--describe');
}

/** Which files, and how they are dumped. */
const dumps: ReadonlyArray<readonly [ending: RegExp, ...flags: string[]]> = [
  [/\.log$/],
  [/\.log$/, '--deep-iteration', '--print-data-log'],
  [/\.log$/, '--deep-iteration', '--print-data-log', '--skip-record-metadata'],
  [/\.index$/],
  [/\.timeindex$/],
  [/\.(index|timeindex)$/, '--index-sanity-check'],
  [/\.(index|timeindex)$/, '--verify-index-only'],
  [/\.snapshot$/],
];
/** Nobody but Kafka writes transactions yet. */
const transactionDumps: typeof dumps = [[/\.txnindex$/]];

async function dumpedAlike(context: CheckContext, origin: 'target' | 'kafka'): Promise<string> {
  const { directory } = await writtenBy(context, origin, `${origin}-to-dump-twice`);
  const internal = /__transaction_state/;
  let lines = 0;
  const all = origin === 'kafka' ? [...dumps, ...transactionDumps] : dumps;
  for (const [ending, ...flags] of all) {
    const files = filesIn(directory, ending).filter((file) => !internal.test(file));
    lines += await alike(context, files, flags);
  }
  const log = join(directory, '__cluster_metadata-0');
  const metadata = readdirSync(log).filter((name) => /\.(log|checkpoint)$/.test(name));
  const paths = metadata.sort().map((name) => join(log, name));
  lines += await alike(context, paths, ['--cluster-metadata-decoder']);
  return `${lines} lines alike`;
}

async function alike(context: CheckContext, files: string[], flags: string[]): Promise<number> {
  const args = ['--files', files.join(','), ...flags];
  const kafkas = (await context.program('DumpLogSegments', args)).stdout;
  const ours = (await context.own('kafka-dump-log', args)).stdout;
  assertSameLines(ours, kafkas, `kafka-dump-log ${flags.join(' ')}`);
  return kafkas.split('\n').length - 1;
}

export const storageToolChecks: Check[] = [
  check('kafka-storage', 'ours formats, real Kafka starts; info as Kafka’s', ['jars'], (context) =>
    formatted(context, 'ours', context.world.startKafka),
  ),
  check('kafka-storage', 'Kafka’s formats, ours starts; info as Kafka’s', ['jars'], (context) =>
    formatted(context, 'kafka', context.world.startTarget),
  ),
  check('kafka-dump-log', 'every file of our directory as DumpLogSegments', ['jars'], (context) =>
    dumpedAlike(context, 'target'),
  ),
  check(
    'kafka-dump-log',
    'every file of Kafka’s directory as DumpLogSegments',
    ['jars'],
    (context) => dumpedAlike(context, 'kafka'),
  ),
];
