/**
 * The swap with groups: what one broker has written into `__consumer_offsets`, the other one reads.
 *
 *   Kafka's groups, stop ─► ours tells the same of them, adds ─► Kafka tells the same of all
 *   our groups, stop     ─► Kafka tells the same of them, adds ─► ours tells the same of all
 *
 * What is told is what Kafka's own tool prints: every group with its state, every offset with its
 * lag. A member that is killed just before the stop is left in the group's record, as a generation
 * that the next broker takes for alive, until its session is over.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import kafkajs from 'kafkajs';
import { type Check, type CheckContext, check, eventually } from '../check.ts';
import { freePort } from '../kafka/broker-process.ts';
import type { Start } from './data-set.ts';
import { complaints } from './swap.ts';

const { Kafka, logLevel } = kafkajs;
const TOOL = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';

async function tool(context: CheckContext, bootstrap: string, args: string[]): Promise<string> {
  return (await context.java(TOOL, args, { bootstrap })).stdout;
}

/** Every group and every offset, in one order. */
async function told(context: CheckContext, bootstrap: string): Promise<string> {
  const groups = await tool(context, bootstrap, ['--list', '--state']);
  const offsets = await tool(context, bootstrap, ['--describe', '--all-groups', '--offsets']);
  const lines = `${groups}\n${offsets}`.split('\n').map((line) => line.trim().split(/\s+/));
  return lines
    .filter(([first]) => first !== '' && first !== 'GROUP')
    .map((columns) => columns.slice(0, 6).join(' '))
    .toSorted()
    .join('\n');
}

/** A topic read by a group, offsets set by hand, a group deleted, and a member that is killed. */
async function addGroups(context: CheckContext, bootstrap: string, name: string): Promise<void> {
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: name, numPartitions: 3 }] });
  await admin.disconnect();
  const there: CheckContext = Object.create(context, { bootstrap: { value: bootstrap } });
  const lines = Array.from({ length: 30 }, (_, n) => `k${n}:${n}\n`).join('');
  await there.kcat(['-P', '-t', name, '-K', ':', '-p', '-1'], lines);
  const settings = ['-X', 'auto.offset.reset=earliest', '-q'];
  await there.kcat([...settings, '-e', '-G', `${name}-read`, name]);
  const reset = ['--reset-offsets', '--topic', name, '--to-offset', '2', '--execute'];
  await tool(context, bootstrap, [...reset, '--group', `${name}-by-hand`]);
  await tool(context, bootstrap, [...reset, '--group', `${name}-deleted`]);
  await tool(context, bootstrap, ['--delete', '--group', `${name}-deleted`]);
  await killMember(context, bootstrap, [...settings, '-X', 'session.timeout.ms=60000'], name);
}

async function killMember(
  context: CheckContext,
  bootstrap: string,
  settings: string[],
  name: string,
): Promise<void> {
  const member = spawn('kcat', ['-b', bootstrap, ...settings, '-G', `${name}-killed`, name], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => member.once('close', resolve));
  const listed = () => tool(context, bootstrap, ['--list', '--state']);
  const stable = new RegExp(`${name}-killed +Stable`);
  const isStable = stable.test(await eventually(listed, (text) => stable.test(text), 15_000));
  member.kill('SIGKILL');
  await ended;
  assert.ok(isStable, 'the member that is to be killed has not joined');
}

async function swap(context: CheckContext, name: string, legs: readonly Start[]): Promise<string> {
  const dataDirectory = `${context.world.workDirectory}/${name}`;
  const options = { dataDirectory, port: await freePort(), controllerPort: await freePort() };
  let expected = '';
  for (const [index, start] of legs.entries()) {
    const broker = await start({ ...options, logLevel: 'info' });
    const who = `${broker.kind}, broker ${index + 1} on the directory`;
    try {
      // A broker that has just started reads its groups in the background.
      const ask = () => told(context, broker.bootstrap);
      if (index > 0) {
        assert.equal(await eventually(ask, (text) => text === expected, 30_000), expected, who);
      }
      if (index < legs.length - 1) await addGroups(context, broker.bootstrap, `${name}-${index}`);
      expected = await told(context, broker.bootstrap);
    } finally {
      await broker.stop();
    }
    if (broker.kind === 'kafka') assert.deepEqual(complaints(broker.output()), [], who);
  }
  return `${expected.split('\n').length} groups and offsets`;
}

export const groupSwapChecks: Check[] = [
  check('the swap', 'groups of real Kafka, on ours, and back', ['jars', 'kcat'], (context) => {
    const { startKafka, startTarget } = context.world;
    return swap(context, 'groups-from-kafka', [startKafka, startTarget, startKafka]);
  }),
  check('the swap', 'groups of ours, on real Kafka, and back', ['jars', 'kcat'], (context) => {
    const { startKafka, startTarget } = context.world;
    return swap(context, 'groups-to-kafka', [startTarget, startKafka, startTarget]);
  }),
];
