/**
 * kafka-verifiable-consumer against the broker: the events of Kafka's VerifiableConsumer.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import * as verifiable from '#cli/kafka-verifiable-consumer.ts';
import { committed } from '../broker/group-client.ts';
import type { SimBroker, WireClient } from '../broker/sim-broker.ts';
import { groupBroker } from './group-broker.ts';
import { runTool, type ToolOutcome, writeText } from './tool-run.ts';

let sim: SimBroker;
let client: WireClient;

beforeAll(async () => {
  ({ sim, client } = await groupBroker());
  await client.createTopic('t', { partitions: 2 });
  await client.produceValues('t', ['a', 'b', 'c']);
});

function run(text: string, node = 'client'): Promise<ToolOutcome> {
  const args = ['--bootstrap-server', 'broker-1:9092', ...text.split(' ')];
  return sim.complete(runTool(sim.world.node(node).env, verifiable, args));
}

/** The events, without their times, which must not go back. */
function events({ out }: ToolOutcome): object[] {
  const all = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const times = all.map(({ timestamp }) => timestamp);
  expect(times).toEqual(times.toSorted());
  return all.map(({ timestamp: _, ...event }) => event);
}

const both = [
  { topic: 't', partition: 0 },
  { topic: 't', partition: 1 },
];
const read = (minOffset: number, maxOffset: number) => ({
  topic: 't',
  partition: 0,
  count: maxOffset - minOffset + 1,
  minOffset,
  maxOffset,
});

describe('kafka-verifiable-consumer', () => {
  test('that is to end while it commits, commits all the same, and ends', async () => {
    let interrupt = (_signal: 'SIGTERM' | 'SIGINT') => {};
    let out = '';
    const terminal = {
      args: '--bootstrap-server broker-1:9092 --topic t --group-id ends'.split(' '),
      out(text: string | Uint8Array) {
        out += String(text);
        // What follows at once is the commit of these records.
        if (String(text).includes('records_consumed')) interrupt('SIGTERM');
      },
      err() {},
      async *lines() {},
      variable: () => undefined,
      onInterrupt(run: typeof interrupt) {
        interrupt = run;
      },
      interactive: false,
    };
    const { env } = sim.world.node('ends');
    expect(await sim.complete(verifiable.main(env, terminal))).toBe(143);
    expect(out).toContain('shutdown_complete');
    expect(await committed(client, 't', { groupId: 'ends' })).toBe(3);
  });

  test('tells what happens to it, and commits what it has read', async () => {
    const outcome = await run('--topic t --group-id g --max-messages 2 --verbose');
    expect(events(outcome)).toEqual([
      { name: 'startup_complete' },
      { name: 'partitions_assigned', partitions: both },
      { name: 'record_data', key: null, value: 'a', topic: 't', partition: 0, offset: 0 },
      { name: 'record_data', key: null, value: 'b', topic: 't', partition: 0, offset: 1 },
      { name: 'records_consumed', count: 3, partitions: [read(0, 1)] },
      {
        name: 'offsets_committed',
        offsets: [{ topic: 't', partition: 0, offset: 2 }],
        success: true,
      },
      { name: 'partitions_revoked', partitions: both },
      { name: 'shutdown_complete' },
    ]);
    expect([outcome.err, outcome.exitCode]).toEqual(['', 0]);
    expect(await committed(client, 't')).toBe(2);
    expect(events(await run('--topic t --group-id g --max-messages 1'))).toContainEqual({
      name: 'records_consumed',
      count: 1,
      partitions: [read(2, 2)],
    });
  });

  test('writes keys of events in Kafka’s order', async () => {
    const { out } = await run('--topic t --group-id order --max-messages 1 --verbose');
    expect(
      out
        .replaceAll(/\d{13}/g, 'T')
        .split('\n')
        .slice(2, 5),
    ).toEqual([
      '{"timestamp":T,"name":"record_data","key":null,"value":"a","topic":"t","partition":0,"offset":0}',
      '{"timestamp":T,"name":"records_consumed","count":3,"partitions":[{"topic":"t","partition":0,"count":1,"minOffset":0,"maxOffset":0}]}',
      '{"timestamp":T,"name":"offsets_committed","offsets":[{"topic":"t","partition":0,"offset":1}],"success":true}',
    ]);
  });

  test('with --enable-autocommit tells of no commits', async () => {
    const outcome = await run('--topic t --group-id auto --max-messages 3 --enable-autocommit');
    expect(events(outcome).map((event) => (event as { name: string }).name)).toEqual([
      'startup_complete',
      'partitions_assigned',
      'records_consumed',
      'partitions_revoked',
      'shutdown_complete',
    ]);
    expect(await committed(client, 't', { groupId: 'auto' })).toBe(3);
  });

  test('takes what flags do not say from a file', async () => {
    writeText(sim.world.node('client').env, 'c.properties', 'max.poll.records=1\ngroup.id=x\n');
    const outcome = await run(
      '--topic t --group-id file --max-messages 2 --command-config c.properties',
    );
    expect(events(outcome).filter((event) => 'count' in event)).toEqual([
      { name: 'records_consumed', count: 1, partitions: [read(0, 0)] },
      { name: 'records_consumed', count: 1, partitions: [read(1, 1)] },
    ]);
    expect(await committed(client, 't', { groupId: 'file' })).toBe(2);
  });

  test.each([
    ['classic', ''],
    ['consumer', '--group-remote-assignor uniform'],
  ])('tells the same by the %s protocol', async (protocol, more) => {
    const flags = `--group-protocol ${protocol} --group-instance-id static ${more}`.trim();
    const outcome = await run(`--topic t --group-id by-${protocol} --max-messages 3 ${flags}`);
    expect(events(outcome).slice(0, 4)).toEqual([
      { name: 'startup_complete' },
      { name: 'partitions_assigned', partitions: both },
      { name: 'records_consumed', count: 3, partitions: [read(0, 2)] },
      {
        name: 'offsets_committed',
        offsets: [{ topic: 't', partition: 0, offset: 3 }],
        success: true,
      },
    ]);
    expect(await committed(client, 't', { groupId: `by-${protocol}` })).toBe(3);
  });

  test('with --reset-policy none ends where nothing is committed, and says why', async () => {
    const outcome = await run('--topic t --group-id none --reset-policy none');
    expect(events(outcome).at(-1)).toEqual({ name: 'shutdown_complete' });
    expect(outcome.err).toMatch(
      /^ERROR Error during processing, terminating consumer process: Undefined offset with no reset policy/,
    );
  });

  test.each([
    ['--topic t', 'Missing required argument "[group-id]"'],
    ['--group-id g', 'Missing required argument "[topic]"'],
    ['--topic t --group-id g --max-messages x', "Cannot parse argument 'x' of option max-messages"],
    [
      '--topic t --group-id g --reset-policy soon',
      "Invalid value soon for configuration auto.offset.reset: Invalid value `soon` for configuration auto.offset.reset. The value must be either 'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'.",
    ],
    [
      '--topic t --group-id g --group-protocol consumer --session-timeout 9000',
      'session.timeout.ms cannot be set when group.protocol=CONSUMER',
    ],
    [
      '--topic t --group-id g --consumer.config a --command-config b',
      'Options --consumer.config and --command-config are mutually exclusive.',
    ],
  ])('refuses %s', async (text, words) => {
    const { err, exitCode } = await run(text);
    expect([err.split('\n')[0], exitCode]).toEqual([words, 1]);
  });
});
