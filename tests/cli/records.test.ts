/**
 * The tools that write, read, count and delete records, against the broker.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import * as consumer from '#cli/kafka-console-consumer.ts';
import * as producer from '#cli/kafka-console-producer.ts';
import * as deleteRecords from '#cli/kafka-delete-records.ts';
import * as getOffsets from '#cli/kafka-get-offsets.ts';
import * as logDirs from '#cli/kafka-log-dirs.ts';
import * as kafkaTopics from '#cli/kafka-topics.ts';
import { SimBroker } from '../broker/sim-broker.ts';
import { runBeside, said, writeText } from './tool-run.ts';

let sim: SimBroker;
beforeAll(async () => {
  sim = await SimBroker.start({
    config: { 'offsets.topic.replication.factor': '1', 'group.initial.rebalance.delay.ms': '0' },
  });
});

const create = (topic: string, partitions = 1) =>
  runBeside(sim, kafkaTopics, ['--create', '--topic', topic, '--partitions', `${partitions}`]);
const produce = (topic: string, lines: readonly string[], ...args: string[]) =>
  runBeside(sim, producer, ['--topic', topic, ...args], { lines });
const consume = (topic: string, ...args: string[]) =>
  runBeside(sim, consumer, ['--topic', topic, '--timeout-ms', '2000', ...args]);
const offsets = (...args: string[]) => runBeside(sim, getOffsets, args);

const properties = (flag: string, ...texts: string[]) => texts.flatMap((text) => [flag, text]);

describe('kafka-console-producer and kafka-console-consumer', () => {
  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'carry lines with codec %s',
    async (codec) => {
      const topic = `codec-${codec}`;
      await create(topic);
      expect(await produce(topic, ['one', '', 'drei ä€'], '--compression-codec', codec)).toEqual(
        said(''),
      );
      expect(await consume(topic, '--partition', '0', '--offset', 'earliest')).toEqual({
        out: 'one\n\ndrei ä€\n',
        err: 'Processed a total of 3 messages\n',
        exitCode: 0,
      });
    },
  );

  test('carry keys, headers and nulls', async () => {
    await create('parts');
    const reader = properties(
      '--reader-property',
      'parse.key=true',
      'parse.headers=true',
      'null.marker=NIL',
    );
    await produce('parts', ['h:1,g:NIL\tk\tv', 'NIL\tNIL\tx\ty', 'NIL\tk\tNIL'], ...reader);
    const format = properties(
      '--formatter-property',
      'print.key=true',
      'print.headers=true',
      'print.partition=true',
      'print.offset=true',
      'key.separator=|',
      'null.literal=-',
    );
    const { out } = await consume('parts', '--from-beginning', ...format);
    expect(out).toBe(
      'Partition:0|Offset:0|h:1,g:-|k|v\n' +
        'Partition:0|Offset:1|NO_HEADERS|-|x\ty\n' +
        'Partition:0|Offset:2|NO_HEADERS|k|-\n',
    );
  });

  test('read from an offset, as many as asked for', async () => {
    await create('counted');
    await produce('counted', ['a', 'b', 'c', 'd']);
    const { out, err } = await consume(
      ...(['counted', '--partition', '0', '--offset', '1', '--max-messages', '2'] as const),
    );
    expect(out).toBe('b\nc\n');
    expect(err).toBe('Processed a total of 2 messages\n');
  });

  test('read every partition with --from-beginning', async () => {
    await create('spread', 3);
    const lines = Array.from({ length: 50 }, (_, n) => `${n}\tvalue ${n}`);
    await produce('spread', lines, '--reader-property', 'parse.key=true');
    const { out } = await consume('spread', '--from-beginning');
    const values = lines.map((line) => line.split('\t')[1]);
    expect(out.trimEnd().split('\n').sort()).toEqual(values.sort());
  });

  test('read nothing that was there before, without --from-beginning', async () => {
    await create('later');
    await produce('later', ['early']);
    expect((await consume('later')).out).toBe('');
  });

  test('keep the records of a key on one partition, in order', async () => {
    await create('keyed', 4);
    const lines = Array.from({ length: 40 }, (_, n) => `key-${n % 5}\t${n}`);
    await produce('keyed', lines, '--reader-property', 'parse.key=true');
    const format = properties('--formatter-property', 'print.key=true', 'print.partition=true');
    const { out } = await consume('keyed', '--from-beginning', ...format);
    const partitionsOf = new Map<string, Set<string>>();
    const valuesOf = new Map<string, number[]>();
    for (const line of out.trimEnd().split('\n')) {
      const [partition = '', key = '', value] = line.split('\t');
      partitionsOf.set(key, (partitionsOf.get(key) ?? new Set()).add(partition));
      valuesOf.set(key, [...(valuesOf.get(key) ?? []), Number(value)]);
    }
    expect([...partitionsOf.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1, 1]);
    for (const values of valuesOf.values()) {
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  test('create the topic on first use', async () => {
    expect(await produce('brand-new', ['hello'])).toEqual(said(''));
    expect((await consume('brand-new', '--from-beginning')).out).toBe('hello\n');
  });

  test.each([
    [['--acks-nonsense'], 'acks-nonsense is not a recognized option'],
    [
      ['--topic', 'x', '--compression-codec', 'foo'],
      'Invalid value foo for configuration compression.type: String must be one of: none, gzip, snappy, lz4, zstd',
    ],
    [
      ['--topic', 'x', '--request-required-acks', '2'],
      'Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1',
    ],
    [
      [
        '--topic',
        'x',
        '--reader-property',
        'key.separator=a',
        '--reader-property',
        'null.marker=a',
      ],
      'null.marker and key.separator may not be equal',
    ],
    [
      ['--topic', 'x', '--property', 'a=b', '--reader-property', 'a=b'],
      'Options --reader-property and --property cannot be specified together.',
    ],
    [
      ['--topic', 'x', '--command-property', 'security.protocol=SSL'],
      'security.protocol=SSL is not supported yet: these tools speak PLAINTEXT only.',
    ],
  ])('complain of %j when producing', async (args, message) => {
    const { err, exitCode } = await runBeside(sim, producer, args);
    expect(err.split('\n')[0]).toBe(message);
    expect(exitCode).toBe(1);
  });

  test('name the line that has no separator', async () => {
    const outcome = await produce(
      'codec-none',
      ['k\tv', 'v'],
      '--reader-property',
      'parse.key=true',
    );
    expect(outcome.err).toBe("No key separator found on line number 2: 'v'\n");
    expect(outcome.exitCode).toBe(1);
  });

  test.each([
    [[], 'Exactly one of the following arguments is required: [topic], [include]'],
    [['--topic', 'x', '--offset', '3'], 'The partition is required when offset is specified.'],
    [
      ['--topic', 'x', '--partition', '0', '--offset', 'soon'],
      "The provided offset value 'soon' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.",
    ],
    [
      ['--topic', 'x', '--partition', '0', '--offset', '1', '--from-beginning'],
      'Options from-beginning and offset cannot be specified together.',
    ],
    [['--include', 'x', '--partition', '0'], 'The topic is required when partition is specified.'],
    [
      ['--topic', 'x', '--partition', '0', '--group', 'g'],
      'Options group and partition cannot be specified together.',
    ],
    [
      ['--topic', 'x', '--group', 'a', '--command-property', 'group.id=b'],
      "The group ids provided in different places (directly using '--group', via '--consumer-property', or via '--consumer.config') do not match. Detected group ids: 'a', 'b'",
    ],
    [
      ['--topic', 'x', '--consumer-property', 'a=b', '--command-property', 'a=b'],
      'Options --consumer-property and --command-property cannot be specified together.',
    ],
    [
      ['--topic', 'x', '--from-beginning', '--command-property', 'auto.offset.reset=latest'],
      "Can't simultaneously specify --from-beginning and 'auto.offset.reset=latest', please remove one option",
    ],
    [
      ['--topic', 'x', '--command-property', 'group.protocol=new'],
      'Invalid value new for configuration group.protocol: String must be one of (case insensitive): CONSUMER, CLASSIC',
    ],
    [
      ['--topic', 'x', '--isolation-level', 'serializable'],
      'Invalid value serializable for configuration isolation.level: String must be one of: read_committed, read_uncommitted',
    ],
    [
      ['--topic', 'x', '--formatter', 'MyFormatter'],
      'There is no formatter MyFormatter. There are: DefaultMessageFormatter,',
    ],
    [
      ['--topic', 'x', '--command-property', 'security.protocol=SSL'],
      'security.protocol=SSL is not supported yet: these tools speak PLAINTEXT only.',
    ],
    [['--include', '(', '--timeout-ms', '1'], '( is an invalid regex.'],
    [['--topic', 'x', '--partition', 'p'], "Cannot parse argument 'p' of option partition"],
  ])('complain of %j when consuming', async (args, message) => {
    const { err, exitCode } = await runBeside(sim, consumer, args);
    expect(err).toContain(message);
    expect(exitCode).toBe(1);
  });
});

describe('kafka-get-offsets', () => {
  test('prints both ends and the offset of a time', async () => {
    await create('ends', 2);
    await produce('ends', ['a\t1', 'a\t2', 'a\t3'], '--reader-property', 'parse.key=true');
    const { out } = await offsets('--topic', 'ends');
    expect(out.match(/:\d+$/gm)?.sort()).toEqual([':0', ':3']);
    expect(await offsets('--topic', 'ends', '--time', '-2')).toEqual(said('ends:0:0\nends:1:0\n'));
    expect((await offsets('--topic', 'ends', '--time', 'earliest')).out).toBe(
      'ends:0:0\nends:1:0\n',
    );
    expect((await offsets('--topic', 'ends', '--time', '-3')).out).toMatch(/^ends:[01]:[0-2]\n$/);
    expect((await offsets('--topic', 'ends', '--time', '0')).out).toMatch(/^ends:[01]:0\n$/);
  });

  test('selects partitions by patterns', async () => {
    await create('many', 4);
    expect((await offsets('--topic-partitions', 'many:1-3')).out).toBe('many:1:0\nmany:2:0\n');
    expect((await offsets('--topic-partitions', 'man.:3')).out).toBe('many:3:0\n');
    expect((await offsets('--topic', 'many', '--partitions', '0,2')).out).toBe(
      'many:0:0\nmany:2:0\n',
    );
  });

  test.each([
    [
      ['--topic', 'nope'],
      'Error occurred: Could not match any topic-partitions with the specified filters',
    ],
    [
      ['--time', 'soon'],
      'Error occurred: Malformed time argument soon. Please use -1 or latest / -2 or earliest / -3 or max-timestamp / -4 or earliest-local / -5 or latest-tiered / -6 or earliest-pending-upload, or a specified long format timestamp',
    ],
    [
      ['--topic', 'a', '--topic-partitions', 'a:1'],
      'Error occurred: --topic-partitions cannot be used with --topic or --partitions',
    ],
    [
      ['--partitions', 'a'],
      'Error occurred: --partitions expects a comma separated list of numeric partition ids, but received: a',
    ],
  ])('complains of %j', async (args, message) => {
    expect(await offsets(...args)).toEqual({ out: '', err: `${message}\n`, exitCode: 1 });
  });
});

describe('kafka-delete-records', () => {
  const remove = (text: string) => {
    writeText(sim.world.node('client').env, 'offsets.json', text);
    return runBeside(sim, deleteRecords, ['--offset-json-file', 'offsets.json']);
  };

  test('deletes the records below an offset, and says what is left', async () => {
    await create('cut');
    await produce('cut', ['a', 'b', 'c']);
    const partitions = [
      { topic: 'cut', partition: 0, offset: 2 },
      { topic: 'cut', partition: 7, offset: 2 },
    ];
    expect(await remove(JSON.stringify({ partitions, version: 1 }))).toEqual(
      said(
        'Executing records delete operation\nRecords delete operation completed:\n' +
          'partition: cut-0\tlow_watermark: 2\n' +
          'partition: cut-7\terror: This server does not host this topic-partition.\n',
      ),
    );
    expect((await consume('cut', '--from-beginning')).out).toBe('c\n');
  });

  test.each([
    ['no json', 'The input string is not a valid JSON'],
    ['{"version":2}', 'Not supported version field value 2'],
    ['{"version":1}', 'Missing partitions field'],
    [
      '{"partitions":[{"topic":"a","partition":0,"offset":1},{"topic":"a","partition":0,"offset":2}]}',
      'Offset json file contains duplicate topic partitions: a-0',
    ],
    [
      '{"partitions":[{"topic":"a","partition":0}]}',
      'A partition needs a topic, a partition and an offset; this one is {"topic":"a","partition":0}.',
    ],
  ])('refuses %s', async (text, message) => {
    const outcome = await remove(text);
    expect(outcome.err.split('\n')[0]).toBe(message);
    expect(outcome.exitCode).toBe(1);
  });
});

describe('kafka-log-dirs', () => {
  test('prints the size of each partition as JSON', async () => {
    await create('sized');
    await produce('sized', ['a']);
    const outcome = await runBeside(sim, logDirs, ['--describe', '--topic-list', 'sized']);
    const [asking, received, json = ''] = outcome.out.split('\n');
    expect(asking).toBe('Querying brokers for log directories information');
    expect(received).toBe('Received log directory information from brokers 1');
    const [partition] = JSON.parse(json).brokers[0].logDirs[0].partitions;
    expect(json).toBe(
      `{"brokers":[{"broker":1,"logDirs":[{"partitions":[{"partition":"sized-0","size":${partition.size},"offsetLag":0,"isFuture":false}],"error":null,"logDir":"/data"}]}],"version":1}`,
    );
    expect(partition.size).toBeGreaterThan(61);
  });

  test('refuses brokers that there are not', async () => {
    expect(await runBeside(sim, logDirs, ['--describe', '--broker-list', '1,7'])).toEqual({
      out: '',
      err: 'ERROR: The given brokers do not exist from --broker-list: 7. Current existent brokers: 1\n',
      exitCode: 1,
    });
  });
});
