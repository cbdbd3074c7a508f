/**
 * kafka-console-consumer as a member of groups, by patterns, and with each of Kafka's formatters.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import * as consumer from '#cli/kafka-console-consumer.ts';
import * as groups from '#cli/kafka-consumer-groups.ts';
import type { Env } from '#env/env.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { commit, committed, GroupMember } from '../broker/group-client.ts';
import { batchOf, type SimBroker, type WireClient } from '../broker/sim-broker.ts';
import { groupBroker } from './group-broker.ts';
import { runTool, type ToolOutcome } from './tool-run.ts';

let sim: SimBroker;
let client: WireClient;

beforeAll(async () => {
  ({ sim, client } = await groupBroker());
  await client.createTopic('t');
  await client.produceValues('t', ['a', 'b', 'c', 'd', 'e']);
});

const SERVER = ['--bootstrap-server', 'broker-1:9092'];

function consume(
  text: string,
  env: Env = sim.world.node('client').env,
  timeoutMs = 3_000,
): Promise<ToolOutcome> {
  const args = [...SERVER, '--timeout-ms', `${timeoutMs}`, ...text.split(' ')];
  return sim.complete(runTool(env, consumer, args));
}

const values = ({ out }: ToolOutcome) => out.split('\n').filter(Boolean);
const inGroup = (groupId: string) => committed(client, 't', { groupId });

describe('kafka-console-consumer in a group', () => {
  test('begins with what comes from now on, or with --from-beginning at the first record', async () => {
    expect(values(await consume('--topic t --group late'))).toEqual([]);
    expect(values(await consume('--topic t --group first --from-beginning'))).toEqual([...'abcde']);
  });

  test('goes on where the group is, --from-beginning or not', async () => {
    await commit(client, 't', 3, { groupId: 'half' });
    expect(values(await consume('--topic t --group half --from-beginning'))).toEqual(['d', 'e']);
    expect(values(await consume('--topic t --group half --from-beginning'))).toEqual([]);
    expect(await inGroup('half')).toBe(5);
  });

  test('commits what it has printed and no more, though more has come', async () => {
    const read = (count: number) =>
      consume(`--topic t --group some --from-beginning --max-messages ${count}`);
    expect(values(await read(2))).toEqual(['a', 'b']);
    expect(await inGroup('some')).toBe(2);
    expect(values(await read(1))).toEqual(['c']);
    expect(values(await read(9))).toEqual(['d', 'e']);
  });

  test('takes the group and what it commits from its settings, too', async () => {
    const settings = 'group.id=quiet --command-property enable.auto.commit=false';
    const args = `--topic t --from-beginning --command-property ${settings}`;
    expect(values(await consume(args))).toEqual([...'abcde']);
    expect(await inGroup('quiet')).toBe(-1);
  });

  test('makes up a group of its own where none is named, which commits nothing', async () => {
    const { env } = sim.world.node('anonymous');
    const random = { ...env.random, nextInt: (bound: number) => bound - 1 };
    const outcome = await consume('--topic t --from-beginning', { ...env, random });
    expect(values(outcome)).toEqual([...'abcde']);
    expect(await inGroup('console-consumer-99999')).toBe(-1);
  });

  test('shares partitions with another member of the group', async () => {
    await client.createTopic('shared', { partitions: 2 });
    for (const partition of [0, 1]) {
      await client.produceValues('shared', [`of ${partition}`], { partition });
    }
    const run = (node: string) =>
      runTool(sim.world.node(node).env, consumer, [
        ...SERVER,
        ...'--topic shared --group both --from-beginning --timeout-ms 20000'.split(' '),
      ]);
    const both = Promise.all([run('one'), run('two')]);
    const outcomes = await sim.complete(both);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(outcomes.flatMap(values).toSorted()).toEqual(['of 0', 'of 1']);
  });

  test('speaks the consumer protocol where its settings say so', async () => {
    const settings = '--command-property group.protocol=consumer';
    const { env } = sim.world.node('client');
    // A member that joins just after another one has to wait for its second heartbeat.
    const patienceMs = 20_000;
    const read = (count: number) =>
      consume(
        `--topic t --group kip-848 --from-beginning --max-messages ${count} ${settings}`,
        env,
        patienceMs,
      );
    expect(values(await read(2))).toEqual(['a', 'b']);
    expect(await inGroup('kip-848')).toBe(2);
    expect(values(await read(9))).toEqual(['c', 'd', 'e']);
    const args = [...SERVER, '--list', '--type', 'consumer'];
    const listed = await sim.complete(runTool(env, groups, args));
    expect(listed.out).toContain('kip-848');
  });

  test('is interrupted by Ctrl-C, commits, and leaves', async () => {
    const { env } = sim.world.node('interrupted');
    const terminal = interruptible([
      ...SERVER,
      ...'--topic t --group ends --from-beginning'.split(' '),
    ]);
    const running = consumer.main(env, terminal.terminal);
    await sim.world.run(sim.world.nowMs + 5_000);
    terminal.interrupt('SIGINT');
    expect(await sim.complete(running)).toBe(130);
    expect(terminal.err).toBe('Processed a total of 5 messages\n');
    expect(await inGroup('ends')).toBe(5);
  });
});

describe('kafka-console-consumer --include', () => {
  test('reads the topics whose whole names match, and none of Kafka’s own', async () => {
    for (const topic of ['in-1', 'in-2', 'begin-1']) {
      await client.createTopic(topic);
      await client.produceValues(topic, [topic]);
    }
    const { out } = await consume('--include in-.|__consumer_offsets --group by --from-beginning');
    expect(out.split('\n').filter(Boolean).toSorted()).toEqual(['in-1', 'in-2']);
  });
});

describe('kafka-console-consumer prints', () => {
  const partition = '--partition 0 --offset earliest';
  const format = (...properties: string[]) =>
    properties.map((one) => `--formatter-property ${one}`).join(' ');

  test('bytes as they are, text or not', async () => {
    await client.createTopic('bytes');
    const value = Uint8Array.of(0xff, 0xfe, 0x00, 0xc3);
    await client.produce('bytes', encodeBatch({ records: [{ value }] }));
    const written: number[] = [];
    const { terminal } = interruptible([
      ...SERVER,
      ...`--topic bytes ${partition} --max-messages 1`.split(' '),
    ]);
    const out = (content: string | Uint8Array) => {
      written.push(...(typeof content === 'string' ? new TextEncoder().encode(content) : content));
    };
    await sim.complete(consumer.main(sim.world.node('client').env, { ...terminal, out }));
    expect(written).toEqual([...value, 10]);
  });

  test('numbers as Java does', async () => {
    await client.createTopic('numbers');
    const value = (bytes: string) => ({ value: Uint8Array.fromHex(bytes) });
    await client.produce('numbers', encodeBatch({ records: [value('40091eb851eb851f')] }));
    const read = (name: string) =>
      consume(
        `--topic numbers ${partition} --value-deserializer org.apache.kafka.common.serialization.${name}Deserializer`,
      );
    expect((await read('Double')).out).toBe('3.14\n');
    expect((await read('Long')).out).toBe('4614253070214989087\n');
    expect((await read('Integer')).err).toContain('A value has 8 bytes; its deserializer wants 4.');
  });

  test('on with --skip-message-on-error after a record that it can’t show', async () => {
    await client.createTopic('mixed');
    await client.produceValues('mixed', ['1234', 'long one', '5678']);
    const deserializer =
      '--value-deserializer org.apache.kafka.common.serialization.IntegerDeserializer';
    const read = (more: string) =>
      consume(`--topic mixed --from-beginning ${deserializer} ${more}`);
    const stopped = await read('--group stops');
    expect(stopped).toMatchObject({ out: '825373492\n', exitCode: 1 });
    expect(await committed(client, 'mixed', { groupId: 'stops' })).toBe(2);
    expect(await read('--group skips --skip-message-on-error')).toEqual({
      out: '825373492\n892745528\n',
      err:
        'Error processing message, skipping this message: ' +
        'A value has 8 bytes; its deserializer wants 4.\nProcessed a total of 3 messages\n',
      exitCode: 0,
    });
  });

  test('nothing with NoOpMessageFormatter, and counts', async () => {
    const formatter = 'org.apache.kafka.tools.consumer.NoOpMessageFormatter';
    expect(await consume(`--topic t ${partition} --formatter ${formatter}`)).toEqual({
      out: '',
      err: 'Processed a total of 5 messages\n',
      exitCode: 0,
    });
  });

  test('the same with LoggingMessageFormatter, and a line of the log on standard error', async () => {
    await client.createTopic('logged');
    const records = [
      { key: Uint8Array.of(107), value: Uint8Array.of(118), timestamp: 7 },
      { key: null, value: null, timestamp: 8 },
    ];
    await client.produce('logged', encodeBatch({ records }));
    const args = `--topic logged ${partition} --formatter LoggingMessageFormatter ${format('print.key=true')}`;
    expect(await consume(args)).toEqual({
      out: 'k\tv\nnull\tnull\n',
      err:
        'INFO CreateTime:7, key:k, value:v\nINFO CreateTime:8, key:null value:null\n' +
        'Processed a total of 2 messages\n',
      exitCode: 0,
    });
  });
});

describe('kafka-console-consumer shows of __consumer_offsets', () => {
  const internal = '--topic __consumer_offsets --from-beginning';
  let memberId: string;

  beforeAll(async () => {
    await commit(client, 't', 4, { groupId: 'shown' });
    const member = await GroupMember.of(sim, { groupId: 'shown', sessionTimeoutMs: 1_800_000 });
    await member.join();
    await member.sync({ [member.memberId]: 'mine' });
    memberId = member.memberId;
  });

  /** The JSON objects, which stand one after the other; those of one group. */
  const shown = ({ out }: ToolOutcome) =>
    out
      .split(/(?<=\})(?=\{"key")/)
      .filter(Boolean)
      .map((text) => JSON.parse(text))
      .filter(({ key }) => key.data.group === 'shown');

  test('committed offsets with OffsetsMessageFormatter', async () => {
    const outcome = await consume(`${internal} --formatter OffsetsMessageFormatter`);
    expect(outcome.out).not.toContain('\n');
    expect(shown(outcome)).toEqual([
      {
        key: { type: 1, data: { group: 'shown', topic: 't', partition: 0 } },
        value: {
          version: 4,
          data: {
            offset: 4,
            leaderEpoch: 0,
            metadata: 'note',
            commitTimestamp: expect.any(Number),
            topicId: expect.any(String),
          },
        },
      },
    ]);
  });

  test('classic groups with GroupMetadataMessageFormatter', async () => {
    const name = 'org.apache.kafka.tools.consumer.GroupMetadataMessageFormatter';
    const generations = shown(await consume(`${internal} --formatter ${name}`));
    expect(generations.at(-1)).toMatchObject({
      key: { type: 2, data: { group: 'shown' } },
      value: {
        version: 3,
        data: {
          protocolType: 'connect',
          members: [{ memberId, subscription: btoa('m'), assignment: btoa('mine') }],
        },
      },
    });
  });

  test('nothing of records of other kinds, and fails at one that it can’t read', async () => {
    await client.createTopic('other');
    await client.produce('other', batchOf(['a']));
    const keyed = (key: string, value: string) => ({
      key: Uint8Array.fromHex(key),
      value: Uint8Array.fromHex(value),
    });
    const records = [keyed('0063', '00'), keyed('0001', '00'), keyed('0002000167', '0003')];
    await client.produce('other', encodeBatch({ records }));
    const read =
      '--topic other --partition 0 --offset earliest --formatter OffsetsMessageFormatter';
    const { out, err, exitCode } = await consume(read);
    expect([out, exitCode]).toEqual(['', 1]);
    expect(err).toMatch(
      /^Processed a total of 3 messages\nCould not read record at offset 2 due to: /,
    );
  });
});

/** A terminal whose user presses Ctrl-C. */
function interruptible(args: readonly string[]) {
  const texts = { out: '', err: '' };
  let press = (_signal: 'SIGINT' | 'SIGTERM') => {};
  const terminal = {
    args,
    out(content: string | Uint8Array) {
      texts.out += typeof content === 'string' ? content : new TextDecoder().decode(content);
    },
    err(text: string) {
      texts.err += text;
    },
    async *lines() {},
    variable: () => undefined,
    onInterrupt(run: typeof press) {
      press = run;
    },
    interactive: false,
  };
  return Object.assign(texts, {
    terminal,
    interrupt: (signal: 'SIGINT' | 'SIGTERM') => press(signal),
  });
}
