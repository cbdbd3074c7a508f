/**
 * kafka-topics against the broker, in the words of Kafka 4.3.1's TopicCommand.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import * as kafkaTopics from '#cli/kafka-topics.ts';
import { SimBroker } from '../broker/sim-broker.ts';
import { runBeside, runTool, said } from './tool-run.ts';

let sim: SimBroker;
beforeAll(async () => {
  sim = await SimBroker.start();
});

const topics = (...args: string[]) => runBeside(sim, kafkaTopics, args);
const failed = (message: string) => ({
  out: `Error while executing topic command : ${message}\n`,
  err: '',
  exitCode: 1,
});

describe('kafka-topics', () => {
  test('creates a topic once, and a second time only says so', async () => {
    expect(await topics('--create', '--topic', 'orders', '--partitions', '2')).toEqual(
      said('Created topic orders.\n'),
    );
    expect(await topics('--create', '--topic', 'orders')).toEqual(
      failed("Topic 'orders' already exists."),
    );
    expect(await topics('--create', '--topic', 'orders', '--if-not-exists')).toEqual(said(''));
  });

  test('warns of names that metrics would confuse', async () => {
    expect(await topics('--create', '--topic', 'a.b')).toEqual(
      said(
        "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore " +
          "('_') could collide. To avoid issues it is best to use either, but not both.\n" +
          'Created topic a.b.\n',
      ),
    );
    expect((await topics('--delete', '--topic', 'a\\.b')).exitCode).toBe(0);
  });

  test('describes a topic and its partitions, a line each', async () => {
    const create = ['--create', '--topic', 'audit', '--replica-assignment', '1,1'];
    await topics(...create, '--config', 'retention.ms=1000');
    const { out, exitCode } = await topics('--describe', '--topic', 'audit');
    const [first = '', ...partitions] = out.split('\n');
    expect(first).toMatch(
      /^Topic: audit\tTopicId: [\w-]{22}\tPartitionCount: 2\tReplicationFactor: 1\tConfigs: .*retention\.ms=1000/,
    );
    expect(partitions).toEqual([
      '\tTopic: audit\tPartition: 0\tLeader: 1\tReplicas: 1\tIsr: 1\tElr: \tLastKnownElr: ',
      '\tTopic: audit\tPartition: 1\tLeader: 1\tReplicas: 1\tIsr: 1\tElr: \tLastKnownElr: ',
      '',
    ]);
    expect(exitCode).toBe(0);
  });

  test('describes in portions what does not fit in one response', async () => {
    await topics('--create', '--topic', 'wide', '--partitions', '7');
    const args = ['--describe', '--topic', 'wide'];
    const whole = await topics(...args);
    expect(await topics(...args, '--partition-size-limit-per-response', '2')).toEqual(whole);
    expect(whole.out.split('\n')).toHaveLength(9);
  });

  test('describes by topic id', async () => {
    const { out } = await topics('--describe', '--topic', 'orders');
    const id = /TopicId: (\S+)/.exec(out)?.[1] ?? '';
    expect(await topics('--describe', '--topic-id', id)).toEqual(said(out));
    expect(await topics('--describe', '--topic-id', 'AAAAAAAAAAAAAAAAAAAAAQ')).toEqual(
      failed("TopicId 'AAAAAAAAAAAAAAAAAAAAAQ' does not exist as expected"),
    );
  });

  test('selects partitions by what is wrong with them', async () => {
    const describe = ['--describe', '--topic', 'orders'];
    expect(await topics(...describe, '--under-replicated-partitions')).toEqual(said(''));
    expect(await topics(...describe, '--unavailable-partitions')).toEqual(said(''));
    const { out } = await topics(...describe, '--at-min-isr-partitions');
    expect(out.match(/Partition: \d/g)).toEqual(['Partition: 0', 'Partition: 1']);
  });

  test('adds partitions, and never takes any away', async () => {
    expect(await topics('--alter', '--topic', 'orders', '--partitions', '4')).toEqual(said(''));
    const { out } = await topics('--describe', '--topic', 'orders');
    expect(out).toContain('PartitionCount: 4');
    const shrink = await topics('--alter', '--topic', 'orders', '--partitions', '3');
    expect(shrink.out).toMatch(/^Error while executing topic command : .*4.*3/);
    expect(shrink.exitCode).toBe(1);
  });

  test('lists topics, all or those that match', async () => {
    expect((await topics('--list')).out.split('\n')).toEqual(
      expect.arrayContaining(['audit', 'orders', 'wide']),
    );
    expect(await topics('--list', '--topic', 'or.*,wi.e')).toEqual(said('orders\nwide\n'));
    expect(await topics('--list', '--topic', '(')).toEqual(failed('( is an invalid regex.'));
  });

  test('says of a missing topic that it is missing, unless told not to', async () => {
    const missing = failed("Topic 'nope' does not exist as expected");
    expect(await topics('--describe', '--topic', 'nope')).toEqual(missing);
    expect(await topics('--delete', '--topic', 'nope')).toEqual(missing);
    expect(await topics('--alter', '--topic', 'nope', '--partitions', '3')).toEqual(missing);
    expect(await topics('--delete', '--topic', 'nope', '--if-exists')).toEqual(said(''));
    expect(await topics('--describe', '--topic', 'nope', '--if-exists')).toEqual(said(''));
  });

  test('deletes a topic', async () => {
    await topics('--create', '--topic', 'gone');
    expect(await topics('--delete', '--topic', 'gone')).toEqual(said(''));
    expect((await topics('--list')).out.split('\n')).not.toContain('gone');
  });

  test.each([
    [
      ['--topic', 'x$'],
      "Topic name is invalid: 'x$' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [['--topic', 'x', '--partitions', '0'], 'The partitions must be greater than 0'],
    [
      ['--topic', 'x', '--replication-factor', '0'],
      'The replication factor must be between 1 and 32767 inclusive',
    ],
    [['--topic', 'x', '--config', 'nope=1'], 'Unknown topic config name: nope'],
    [
      ['--topic', 'x', '--config', 'retention.ms=abc'],
      'Invalid value abc for configuration retention.ms: must be a whole number of at least -1',
    ],
    [
      ['--topic', 'x', '--config', 'retention.ms'],
      'requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".',
    ],
    [
      ['--topic', 'x', '--replica-assignment', '1:1'],
      'Partition replica lists may not contain duplicate entries: 1',
    ],
    [
      ['--topic', 'x', '--replica-assignment', '1,1:2'],
      'Partition 1 has different replication factor: [1, 2]',
    ],
  ])('refuses to create %j', async (args, message) => {
    const outcome = await topics('--create', ...args);
    expect(outcome.out).toBe(failed(message).out);
    expect(outcome.exitCode).toBe(1);
  });

  test.each([
    [
      ['--list', '--create'],
      'Command must include exactly one action: --list, --describe, --create, --alter or --delete',
    ],
    [['--create'], 'Missing required argument "[topic]"'],
    [['--alter', '--topic', 'x'], 'Missing required argument "[partitions]"'],
    [['--list', '--partitions', '3'], 'Option "[partitions]" can\'t be used with option "[list]"'],
    [
      ['--create', '--topic', 'x', '--replica-assignment', '1', '--partitions', '2'],
      'Option "[replica-assignment]" can\'t be used with option "[partitions]"',
    ],
    [['--list', '--if-exists'], 'Option "[if-exists]" can\'t be used with option "[list]"'],
    [
      ['--describe', '--topics-with-overrides', '--unavailable-partitions'],
      'Option "[unavailable-partitions]" can\'t be used with option "[topics-with-overrides]"',
    ],
    [['--describe', '--if-exists'], '--topic or --topic-id is required to describe a topic'],
    [['--create', '--topic'], 'Option topic requires an argument'],
    [['--foo'], 'foo is not a recognized option'],
    [
      ['--list', '--topic', 'a', '--topic', 'b'],
      'Found multiple arguments for option topic, but you asked for only one',
    ],
    [
      ['--create', '--topic', 'x', '--partitions', 'many'],
      "Cannot parse argument 'many' of option partitions",
    ],
  ])('complains of %j', async (args, message) => {
    const { err, exitCode } = await topics(...args);
    expect(err.split('\n')[0]).toBe(message);
    expect(exitCode).toBe(1);
  });

  test('says in one sentence that nobody listens there', async () => {
    const { env } = sim.world.node('client');
    const args = ['--bootstrap-server', 'broker-1:1', '--list'];
    const { out, err, exitCode } = await sim.complete(runTool(env, kafkaTopics, args));
    expect(out).toMatch(
      /^Error while executing topic command : Timed out waiting for a node assignment\. Call: listTopics\. .*broker-1:1.*\n$/,
    );
    expect([err, exitCode]).toEqual(['', 1]);
  });

  test('says what an address should look like', async () => {
    const { env } = sim.world.node('client');
    const args = ['--bootstrap-server', 'nowhere', '--list'];
    const { out } = await sim.complete(runTool(env, kafkaTopics, args));
    expect(out).toBe(
      failed('Invalid url in bootstrap.servers: nowhere: write it as host:port.').out,
    );
  });

  test('prints its flags for --help and without any', async () => {
    const { env } = sim.world.node('client');
    const help = await runTool(env, kafkaTopics, ['--help']);
    expect(help.err).toMatch(
      /^This tool helps to create, delete, describe, or change a topic\.\nOption +Description\n-{6} +-{11}\n--alter /,
    );
    expect(help.exitCode).toBe(1);
    expect(await runTool(env, kafkaTopics, [])).toEqual(help);
    for (const line of help.err.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
