/**
 * Our tools that read, in groups and about groups, beside Kafka's own: kafka-console-consumer as a member
 * and with Kafka's formatters, kafka-verifiable-consumer, and kafka-dump-log on `__consumer_offsets`.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BothTools, ToolPair } from '../both-tools.ts';
import { assertSameLines, type Check, type CheckContext, check, eventually } from '../check.ts';
import { freePort } from '../kafka/broker-process.ts';
import { startVerifiable } from '../members/verifiable-member.ts';
import type { Start } from './data-set.ts';
import { own } from './own-tools.ts';

const CONSOLE: ToolPair = ['kafka-console-consumer', 'ConsoleConsumer'];
const VERIFIABLE: ToolPair = ['kafka-verifiable-consumer', 'VerifiableConsumer'];
const GROUPS = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
const FORMATTERS = 'org.apache.kafka.tools.consumer.';

const words = (text: string): string[] => text.split(' ');

/** A topic with 30 records on its partitions. */
async function fill(both: BothTools, topic: string, partitions: number): Promise<void> {
  await both.kafkas('TopicCommand', words(`--create --topic ${topic} --partitions ${partitions}`));
  const stdin = Array.from({ length: 30 }, (_, n) => `k${n}\t${n}\n`).join('');
  const keyed = words(`--topic ${topic} --reader-property parse.key=true`);
  await both.kafkas('ConsoleProducer', keyed, { stdin });
}

const valuesOf = (text: string): string[] => text.split('\n').filter(Boolean);

/** Kafka's tool and ours take turns in one group: each goes on where the other one ended. */
async function takeTurns(both: BothTools, topic: string, settings: string): Promise<void> {
  await fill(both, topic, 1);
  const args = words(`--topic ${topic} --group ${topic} --from-beginning ${settings}`.trim());
  const some = [...args, ...words('--max-messages 7 --timeout-ms 20000')];
  const read = [
    await both.ours(CONSOLE[0], some),
    await both.kafkas(CONSOLE[1], some),
    await both.ours(CONSOLE[0], some),
    await both.kafkas(CONSOLE[1], [...args, ...words('--max-messages 9 --timeout-ms 20000')]),
  ].flatMap(valuesOf);
  assert.deepEqual(read, [...Array(30).keys()].map(String));
  const state = await both.kafkas(GROUPS, words(`--describe --group ${topic}`));
  assert.match(state, new RegExp(`${topic} +${topic} +0 +30 +30 +0 `));
}

/** All topics that a pattern means, and groups that are made up, by both tools. */
async function patterns(both: BothTools, topic: string): Promise<void> {
  for (const end of ['x', 'y', 'another']) await fill(both, `${topic}-${end}`, 2);
  const args = words(`--include ${topic}-. --from-beginning --timeout-ms 8000`);
  const wanted = await both.sameInAnyOrder(CONSOLE, args);
  assert.equal(valuesOf(wanted).length, 60);
}

async function formatters(both: BothTools, topic: string): Promise<void> {
  await fill(both, topic, 3);
  const reset = `--reset-offsets --topic ${topic} --to-offset 1 --execute`;
  for (const name of ['a', 'b']) {
    await both.kafkas(GROUPS, words(`${reset} --group ${topic}-${name}`));
  }
  // Whatever ran before has written there, too: what these groups write begins about here.
  const begin = await endOfOffsets(both);
  await both.kafkas(GROUPS, words(`--delete --group ${topic}-a`));
  const member = `--topic ${topic} --group ${topic}-c --from-beginning --max-messages 30`;
  await both.kafkas(CONSOLE[1], words(member));
  const count = Math.min(200, (await endOfOffsets(both)) - begin);
  const all = `--topic __consumer_offsets --partition 0 --offset ${begin} --max-messages ${count}`;
  const shown: Record<string, string> = {};
  for (const name of ['Offsets', 'GroupMetadata', 'NoOp', 'Logging', 'Default']) {
    const formatter = `${FORMATTERS}${name}MessageFormatter`;
    shown[name] = await both.same(CONSOLE, words(`${all} --formatter ${formatter}`));
  }
  assert.match(shown.Offsets ?? '', /"value":\{"version":4,"data":\{"offset":\d+/);
  assert.match(shown.Offsets ?? '', /"value":null/);
  assert.match(shown.GroupMetadata ?? '', /"protocol":"range","leader":"console-consumer-/);
}

async function endOfOffsets(both: BothTools): Promise<number> {
  const shown = await both.kafkas('GetOffsetShell', words('--topic __consumer_offsets'));
  return Number(/:0:(\d+)/.exec(shown)?.[1]);
}

/** The events of both, by members of groups of their own, without times. */
async function events(both: BothTools, topic: string): Promise<void> {
  await fill(both, topic, 1);
  for (const flags of ['--verbose', '--group-protocol consumer', '--enable-autocommit']) {
    const args = (group: string) =>
      words(`--topic ${topic} --group-id ${topic}-${group} --max-messages 12 ${flags}`);
    const name = flags.replaceAll(/\W/g, '');
    const untimed = (text: string) => text.replaceAll(/"timestamp":\d+/g, '"timestamp":0');
    const wanted = await both.kafkas(VERIFIABLE[1], args(`${name}-b`));
    const ours = await both.ours(VERIFIABLE[0], args(`${name}-a`));
    assertSameLines(untimed(ours), untimed(wanted), `kafka-verifiable-consumer ${flags}`);
  }
}

/** Groups of both kinds live and die; then the directory is dumped by both tools. */
async function offsetsDecoder(context: CheckContext, start: Start, name: string): Promise<number> {
  const dataDirectory = `${context.world.workDirectory}/${name}`;
  const broker = await start({
    dataDirectory,
    port: await freePort(),
    controllerPort: await freePort(),
  });
  try {
    await liveAndDie(context, broker.bootstrap);
  } finally {
    await broker.stop();
  }
  const directory = join(dataDirectory, '__consumer_offsets-0');
  const logs = readdirSync(directory).filter((file) => file.endsWith('.log'));
  const args = ['--files', logs.map((file) => join(directory, file)).join(), '--offsets-decoder'];
  const wanted = (await context.program('DumpLogSegments', args)).stdout;
  assertSameLines((await context.own('kafka-dump-log', args)).stdout, wanted, name);
  const kinds = new Set([...wanted.matchAll(/key: \{"type":"(\d+)"/g)].map(([, kind]) => kind));
  assert.deepEqual([...kinds].toSorted(), ['1', '2', '3', '5', '6', '7', '8'], wanted);
  return [...wanted.matchAll(/^\| offset: /gm)].length;
}

async function liveAndDie(context: CheckContext, bootstrap: string): Promise<void> {
  const java = (tool: string, text: string) => context.java(tool, words(text), { bootstrap });
  await java('TopicCommand', '--create --topic t --partitions 4');
  const member = (group: string, flags: string) =>
    startVerifiable('java', { bootstrap, topic: 't', group, flags: words(flags) });
  const members = [
    member('classic', '--group-instance-id static'),
    member('new', '--group-protocol consumer'),
  ];
  try {
    const isSettled = () => members.every(({ story }) => story.partitions.size === 4);
    assert.ok(
      await eventually(async () => isSettled(), Boolean, 30_000),
      'members with partitions',
    );
  } finally {
    for (const one of members) await one.leave();
  }
  await java(GROUPS, '--reset-offsets --group by-hand --topic t --to-latest --execute');
  await java(GROUPS, '--delete-offsets --group by-hand --topic t:1');
  await java(GROUPS, '--delete --group by-hand');
}

export const consumerToolChecks: Check[] = [
  own('kafka-console-consumer', 'turns with Kafka’s in a classic group', (both, topic) =>
    takeTurns(both, topic, ''),
  ),
  own('kafka-console-consumer', 'turns with Kafka’s in a consumer group', (both, topic) =>
    takeTurns(both, topic, '--command-property group.protocol=consumer'),
  ),
  own('kafka-console-consumer', '--include, without a group', patterns),
  own('kafka-console-consumer', 'Kafka’s formatters', formatters),
  own('kafka-verifiable-consumer', 'the events of Kafka’s', events),
  check('kafka-dump-log', '--offsets-decoder', ['jars'], async (context) => {
    const { startTarget, startKafka } = context.world;
    const ours = await offsetsDecoder(context, startTarget, 'offsets-to-dump');
    const kafkas = await offsetsDecoder(context, startKafka, 'kafka-offsets-to-dump');
    return `${ours} records of ours, ${kafkas} of Kafka’s, as Kafka’s own tool`;
  }),
];
