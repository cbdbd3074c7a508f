/**
 * kafka-configs against the broker, in the words of Kafka 4.3.1's ConfigCommand.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import * as kafkaConfigs from '#cli/kafka-configs.ts';
import * as kafkaTopics from '#cli/kafka-topics.ts';
import { SimBroker } from '../broker/sim-broker.ts';
import { runBeside, said, writeText } from './tool-run.ts';

let sim: SimBroker;
beforeAll(async () => {
  sim = await SimBroker.start();
  await runBeside(sim, kafkaTopics, ['--create', '--topic', 'orders']);
});

const configs = (...args: string[]) => runBeside(sim, kafkaConfigs, args);

describe('kafka-configs', () => {
  test('sets, shows and deletes configs of a topic', async () => {
    const add = 'retention.ms=5000,cleanup.policy=[delete,compact]';
    const updated = said('Completed updating config for topic orders.\n');
    expect(await configs('--alter', '--topic', 'orders', '--add-config', add)).toEqual(updated);
    const entity = ['--entity-type', 'topics', '--entity-name', 'orders'];
    expect(await configs('--describe', ...entity)).toEqual(
      said(
        'Dynamic configs for topic orders are:\n' +
          '  cleanup.policy=delete,compact sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:cleanup.policy=delete,compact, DEFAULT_CONFIG:log.cleanup.policy=delete}\n' +
          '  retention.ms=5000 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:retention.ms=5000}\n',
      ),
    );
    expect(
      await configs('--alter', ...entity, '--delete-config', 'retention.ms,cleanup.policy'),
    ).toEqual(updated);
    expect(await configs('--describe', '--topic', 'orders')).toEqual(
      said('Dynamic configs for topic orders are:\n'),
    );
  });

  test('takes configs from a properties file', async () => {
    const { env } = sim.world.node('client');
    writeText(env, 'topic.properties', '# comment\nsegment.bytes = 2000000\n');
    await configs('--alter', '--topic', 'orders', '--add-config-file', 'topic.properties');
    const { out } = await configs('--describe', '--topic', 'orders');
    expect(out).toContain('  segment.bytes=2000000 sensitive=false');
    await configs('--alter', '--topic', 'orders', '--delete-config', 'segment.bytes');
  });

  test('shows every config of a topic with --all, sorted by name', async () => {
    const { out } = await configs('--describe', '--topic', 'orders', '--all');
    const [first, ...lines] = out.trimEnd().split('\n');
    expect(first).toBe('All configs for topic orders are:');
    const names = lines.map((line) => /^ {2}([^=]+)=/.exec(line)?.[1]);
    expect(names).toEqual([...names].sort());
    expect(names).toContain('retention.ms');
    expect(out).toContain(
      '  segment.bytes=1073741824 sensitive=false synonyms={DEFAULT_CONFIG:log.segment.bytes=1073741824}\n',
    );
  });

  test('sets configs of one broker and of all, and shows which counts', async () => {
    const key = 'log.cleaner.threads';
    expect(await configs('--alter', '--broker-defaults', '--add-config', `${key}=2`)).toEqual(
      said('Completed updating default config for brokers in the cluster.\n'),
    );
    expect(await configs('--alter', '--broker', '1', '--add-config', `${key}=1`)).toEqual(
      said('Completed updating config for broker 1.\n'),
    );
    expect(await configs('--describe', '--broker', '1')).toEqual(
      said(
        'Dynamic configs for broker 1 are:\n' +
          `  ${key}=1 sensitive=false synonyms={DYNAMIC_BROKER_CONFIG:${key}=1, DYNAMIC_DEFAULT_BROKER_CONFIG:${key}=2, DEFAULT_CONFIG:${key}=1}\n`,
      ),
    );
    const { out } = await configs('--describe', '--entity-type', 'brokers');
    expect(out).toMatch(
      /^Dynamic configs for broker 1 are:\n {2}log\.cleaner.*\nDefault configs for brokers in the cluster are:\n {2}log\.cleaner/,
    );
  });

  test('says of an entity that there is not that it has no configs', async () => {
    expect(await configs('--describe', '--topic', 'nope')).toEqual(
      said("The topic 'nope' doesn't exist and doesn't have dynamic config.\n"),
    );
  });

  test('passes on why the broker refuses, after the command line', async () => {
    const args = ['--alter', '--topic', 'orders', '--add-config', 'nope=1'];
    expect(await configs(...args)).toEqual({
      out: '',
      err:
        "Error while executing config command with args '--bootstrap-server broker-1:9092 " +
        "--alter --topic orders --add-config nope=1'\nUnknown topic config name: nope\n",
      exitCode: 1,
    });
  });

  test.each([
    [[], 'Command must include exactly one action: --describe, --alter'],
    [['--describe'], 'At least one entity type must be specified'],
    [
      ['--describe', '--entity-type', 'foo'],
      'Invalid entity type foo, the entity type must be one of topics, clients, users, brokers, ips, client-metrics, groups, broker-loggers with a --bootstrap-server or --bootstrap-controller argument',
    ],
    [
      ['--describe', '--topic', 'x', '--add-config', 'a=b'],
      'Option "[describe]" can\'t be used with option "[add-config]"',
    ],
    [
      ['--describe', '--entity-type', 'topics', '--entity-default'],
      '--entity-default must not be specified with --describe of topics',
    ],
    [
      ['--describe', '--broker', 'abc'],
      'The entity name for brokers must be a valid integer broker id, but it is: abc',
    ],
    [
      ['--alter', '--topic', 'x'],
      'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter',
    ],
    [
      ['--alter', '--entity-type', 'topics', '--add-config', 'a=b'],
      'An entity name must be specified with --alter of topics',
    ],
    [
      ['--alter', '--topic', 'x', '--entity-name', 'y', '--add-config', 'a=b'],
      '--entity-{type,name,default} should not be used in conjunction with specific entity flags',
    ],
    [
      ['--alter', '--topic', 'x', '--add-config', 'a=b', '--add-config-file', 'f'],
      'Only one of --add-config or --add-config-file must be specified',
    ],
    [
      ['--alter', '--topic', 'x', '--add-config', 'a'],
      'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val" or  "key=[val1,val2]" to group values which contain commas.',
    ],
  ])('complains of %j', async (args, message) => {
    const { err, exitCode } = await configs(...args);
    expect(err.split('\n')[0]).toBe(message);
    expect(exitCode).toBe(1);
  });
});
