/**
 * kafka-consumer-groups --reset-offsets: every scope and every scenario, shown, executed, exported and
 * read back; and what it refuses, in the words of Kafka 4.3.1.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import * as groups from '#cli/kafka-consumer-groups.ts';
import * as deleteRecords from '#cli/kafka-delete-records.ts';
import { commit, committed, GroupMember } from '../../broker/group-client.ts';
import { batchOf, type SimBroker, type WireClient } from '../../broker/sim-broker.ts';
import { groupBroker } from '../group-broker.ts';
import { runBeside, said, writeText } from '../tool-run.ts';

let sim: SimBroker;
let client: WireClient;

/** Partition 0 of t holds 6 records of which the first is deleted, partition 1 none. */
beforeAll(async () => {
  ({ sim, client } = await groupBroker());
  await client.createTopic('t', { partitions: 2 });
  await client.createTopic('another-topic-with-a-long-name');
  await client.produceValues('t', ['a', 'b', 'c', 'd', 'e', 'f']);
  writeText(
    sim.world.node('client').env,
    'cut.json',
    '{"partitions":[{"topic":"t","partition":0,"offset":1}],"version":1}',
  );
  await runBeside(sim, deleteRecords, ['--offset-json-file', 'cut.json']);
});

const run = (...args: string[]) => runBeside(sim, groups, ['--reset-offsets', ...args]);
const flags = (text: string) => run(...text.split(' '));
const file = (text: string) => writeText(sim.world.node('client').env, 'plan.csv', text);

/** The table of a reset: rows of group, topic, partition, offset. */
function table(...rows: string[]): string {
  const cells = ['GROUP TOPIC PARTITION NEW-OFFSET', ...rows].map((row) => row.split(' '));
  const width = (at: number) => Math.max(15, ...cells.map((row) => row[at]?.length ?? 0));
  const line = ([group = '', topic = '', partition = '', offset]: string[]) =>
    `${group.padEnd(width(0))} ${topic.padEnd(width(1))} ${partition.padEnd(10)} ${offset}\n`;
  return `\n${cells.map(line).join('')}`;
}

const higher = (offset: number, name: string, end: number) =>
  `WARN New offset (${offset}) is higher than latest offset for topic partition ${name}. Value will be set to ${end}\n`;
const lower = (offset: number, name: string, start: number) =>
  `WARN New offset (${offset}) is lower than earliest offset for topic partition ${name}. Value will be set to ${start}\n`;

describe('kafka-consumer-groups --reset-offsets', () => {
  test('shows what it would do, and does it with --execute', async () => {
    const rows = ['fresh t 0 1', 'fresh t 1 0'];
    expect(await flags('--group fresh --topic t --to-earliest --dry-run')).toEqual(
      said(table(...rows)),
    );
    expect(await committed(client, 't', { groupId: 'fresh' })).toBe(-1);
    expect(await flags('--group fresh --topic t --to-earliest --execute')).toEqual(
      said(table(...rows)),
    );
    expect(await committed(client, 't', { groupId: 'fresh' })).toBe(1);
    expect(await committed(client, 't', { groupId: 'fresh', partition: 1 })).toBe(0);
  });

  test('is a dry run where neither is asked for, and warns that it is', async () => {
    const { out, err, exitCode } = await flags('--group dry --topic t:0 --to-latest');
    expect(out).toBe(table('dry t 0 6'));
    expect(err).toMatch(
      /^WARN: No action will be performed as the --execute option is missing\. In version 5\.0, .*prompting\.\n$/,
    );
    expect(exitCode).toBe(0);
    expect(await committed(client, 't', { groupId: 'dry' })).toBe(-1);
  });

  test.each([
    ['--to-latest', 6],
    ['--to-current', 3],
    ['--to-offset 4', 4],
    ['--shift-by 2', 5],
    ['--shift-by -1', 2],
  ])('%s', async (scenario, offset) => {
    await commit(client, 't', 3, { groupId: 'moves' });
    expect(await flags(`--group moves --topic t:0 ${scenario} --dry-run`)).toEqual(
      said(table(`moves t 0 ${offset}`)),
    );
  });

  test.each([
    ['--to-offset 99', higher(99, 't-0', 6), 6],
    ['--to-offset -5', lower(-5, 't-0', 1), 1],
    ['--shift-by 9', higher(12, 't-0', 6), 6],
    ['--shift-by -3', lower(0, 't-0', 1), 1],
  ])('%s ends within the log, with a warning', async (scenario, err, offset) => {
    await commit(client, 't', 3, { groupId: 'moves' });
    expect(await flags(`--group moves --topic t:0 ${scenario} --dry-run`)).toEqual({
      out: table(`moves t 0 ${offset}`),
      err,
      exitCode: 0,
    });
  });

  test('--to-current takes the end of the log where nothing is committed', async () => {
    await commit(client, 't', 2, { groupId: 'half' });
    expect(await flags('--group half --topic t --to-current --dry-run')).toEqual(
      said(table('half t 0 2', 'half t 1 0')),
    );
  });

  test('--all-topics is what the group has offsets of; some groups at once; --all-groups', async () => {
    await commit(client, 't', 2, { groupId: 'one' });
    await commit(client, 'another-topic-with-a-long-name', 0, { groupId: 'two' });
    expect(await flags('--group one --group two --all-topics --to-current --dry-run')).toEqual(
      said(table('one t 0 2', 'two another-topic-with-a-long-name 0 0')),
    );
    const all = await flags('--all-groups --all-topics --to-earliest --dry-run');
    expect(all.out).toContain('one             t                              0          1\n');
    expect(await flags('--group nobody --all-topics --to-earliest --dry-run')).toEqual(
      said(table()),
    );
  });

  test('topics and partitions may be named more than once', async () => {
    const rows = ['many another-topic-with-a-long-name 0 0', 'many t 0 1', 'many t 1 0'];
    const scope = '--topic t:1,0 --topic another-topic-with-a-long-name --topic t:1';
    expect(await flags(`--group many ${scope} --to-earliest --dry-run`)).toEqual(
      said(table(...rows)),
    );
  });
});

describe('a reset to a time', () => {
  const minutes = (n: number) => Date.UTC(2026, 0, 1, 0, n);

  beforeAll(async () => {
    await client.createTopic('timed');
    for (const minute of [10, 20, 30]) await produceAt('timed', minutes(minute));
  });

  test.each([
    ['2026-01-01T00:20:00.000', 1],
    ['2026-01-01T00:20:00.001', 2],
    ['2026-01-01T02:10:00.000+02:00', 0],
    ['2025-12-31T22:20:00.000-02', 1],
  ])('--to-datetime %s', async (text, offset) => {
    const { out } = await flags(`--group time --topic timed --to-datetime ${text} --dry-run`);
    expect(out).toBe(table(`time timed 0 ${offset}`));
  });

  test('takes the end of the log where no record is so late, and says so', async () => {
    const { out } = await flags(
      '--group time --topic timed --to-datetime 2036-01-01T00:00:00.000 --dry-run',
    );
    expect(out).toBe(
      '\nWarn: Partition 0 from topic timed is empty. Falling back to latest known offset.\n' +
        table('time timed 0 3'),
    );
  });

  test('--by-duration goes back from now', async () => {
    await client.createTopic('recent');
    const now = sim.node.env.clock.now();
    for (const age of [3_600_000, 60_000]) await produceAt('recent', now - age);
    for (const [duration, offset] of Object.entries({ P1D: 0, PT30M: 1, 'PT0H40M0.5S': 1 })) {
      const { out } = await flags(
        `--group time --topic recent --by-duration ${duration} --dry-run`,
      );
      expect(out, duration).toBe(table(`time recent 0 ${offset}`));
    }
  });

  /** A record of a moment of its own. */
  async function produceAt(topic: string, timestamp: number): Promise<void> {
    await client.produce(topic, batchOf(['v'], timestamp));
  }
});

describe('--export and --from-file', () => {
  test('carry a plan of one group', async () => {
    await commit(client, 't', 3, { groupId: 'plan' });
    const exported = await flags('--group plan --topic t --to-current --export --dry-run');
    expect(exported).toEqual(said('t,0,3\nt,1,0\n\n'));
    file(exported.out.replace('3', '2'));
    expect(await flags('--group plan --from-file plan.csv --execute')).toEqual(
      said(table('plan t 0 2', 'plan t 1 0')),
    );
    expect(await committed(client, 't', { groupId: 'plan' })).toBe(2);
  });

  test('carry plans of many groups, whatever they are called', async () => {
    const names = ['plain', 'a,b', 'say "hi"', 'x'.repeat(25)];
    for (const groupId of names) await commit(client, 't', 2, { groupId });
    const chosen = names.flatMap((name) => ['--group', name]);
    const { out } = await run(...chosen, '--all-topics', '--to-current', '--export', '--dry-run');
    expect(out).toBe(`plain,t,0,2\n"a,b",t,0,2\n"say ""hi""",t,0,2\n"${'x'.repeat(25)}",t,0,2\n\n`);
    file(out);
    const read = await run(...chosen, '--from-file', 'plan.csv', '--dry-run', '--export');
    expect(read).toEqual(said(out));
    expect(await run('--group', 'a,b', '--from-file', 'plan.csv', '--dry-run')).toEqual(
      said(table('a,b t 0 2')),
    );
  });

  test('a file that says nothing of a group moves it nowhere', async () => {
    file('other,t,0,3\n');
    expect(await flags('--group plan --from-file plan.csv --execute')).toEqual(
      said(`\nError: No reset plan for group plan found\n${table()}`),
    );
  });

  test('offsets of a file end within the log, too', async () => {
    file('t,0,77\n');
    expect(await flags('--group plan --from-file plan.csv --dry-run')).toEqual({
      out: table('plan t 0 6'),
      err: higher(77, 't-0', 6),
      exitCode: 0,
    });
  });

  test.each([
    ['garbage', 'Line 1 of the reset plan is no "topic,partition,offset": \'garbage\''],
    ['t,0,1\n\nt,1,1', 'Line 2 of the reset plan is no "topic,partition,offset": \'\''],
    ['t,zero,1', 'Line 1 of the reset plan is no "topic,partition,offset": \'t,zero,1\''],
    ['t,0,1,2,3', 'Line 1 of the reset plan is no "topic,partition,offset": \'t,0,1,2,3\''],
    ['"t,0,1', 'Line 1 of the reset plan is no "topic,partition,offset": \'"t,0,1\''],
    ['t,9,1', 'The partitions "t-9" do not exist'],
  ])('refuse a file that holds %j', async (text, words) => {
    file(text);
    expect(await flags('--group plan --from-file plan.csv --dry-run')).toEqual(failed(words));
  });

  test('refuse a file that is not there', async () => {
    expect(await flags('--group plan --from-file absent.csv --dry-run')).toEqual(
      failed('java.io.IOException: Unable to read file absent.csv'),
    );
  });

  test('want the group in each line where there are several', async () => {
    file('t,0,1\n');
    expect(await flags('--group a --group b --from-file plan.csv --dry-run')).toEqual(
      failed('Line 1 of the reset plan is no "group,topic,partition,offset": \'t,0,1\''),
    );
  });
});

const failed = (words: string) =>
  said(`\nError: Executing consumer group command failed due to ${words}\n`);
const UNKNOWN =
  'org.apache.kafka.common.errors.UnknownTopicOrPartitionException: ' +
  'This server does not host this topic-partition.';

describe('a reset is refused', () => {
  test('while the group has members, and changes nothing', async () => {
    const member = await GroupMember.of(sim, {
      groupId: 'alive',
      protocolType: 'consumer',
      sessionTimeoutMs: 1_800_000,
    });
    await member.join();
    await member.sync({});
    await member.commit('t', 2);
    expect(await flags('--group alive --topic t --to-earliest --execute')).toEqual(
      said(
        "\nError: Assignments can only be reset if the group 'alive' is inactive, but the current " +
          `state is Stable.\n${table()}`,
      ),
    );
    expect(await committed(client, 't', { groupId: 'alive' })).toBe(2);
  });

  test.each([
    ['--topic t:0,9 --to-earliest', 'The partitions "t-9" do not exist'],
    ['--topic absent --to-earliest', 'This server does not host this topic-partition.'],
    ['--topic absent:0 --to-earliest', `java.util.concurrent.ExecutionException: ${UNKNOWN}`],
    [
      '--topic t --to-datetime yesterday',
      "java.text.ParseException: Error parsing timestamp. It does not contain a 'T' according to ISO8601 format",
    ],
    [
      '--topic t --to-datetime 2026-02-29T00:00:00.000',
      'java.text.ParseException: Unparseable date: "2026-02-29T00:00:00.000Z"',
    ],
    ['--topic t --by-duration week', 'Text cannot be parsed to a Duration'],
    ['--topic t --to-offset first', "Cannot parse argument 'first' of option to-offset"],
    ['--topic t --shift-by x', "Cannot parse argument 'x' of option shift-by"],
  ])('for %s', async (text, words) => {
    expect(await flags(`--group g ${text} --dry-run`)).toEqual(failed(words));
  });

  test.each([
    [
      '--group g --to-earliest --dry-run --execute',
      'Option [reset-offsets] only accepts one of [execute] and [dry-run]',
    ],
    [
      '--to-earliest --dry-run',
      'Option [reset-offsets] takes one of these options: [group], [all-groups]',
    ],
    [
      '--group g --to-earliest --dry-run',
      'One of the reset scopes should be defined: --all-topics, --topic.',
    ],
    [
      '--group g --all-topics --dry-run',
      "Option '[reset-offsets]' requires one of the following scenarios: [[to-offset], [shift-by], [to-datetime], [by-duration], [to-earliest], [to-latest], [to-current], [from-file]]",
    ],
    [
      '--group g --all-topics --to-latest --to-earliest --dry-run',
      'Option "[to-earliest]" can\'t be used with option "[to-latest]"',
    ],
    [
      '--group g --topic t:1:2 --to-earliest --dry-run',
      "Invalid topic arg 't:1:2', expected topic name and partitions",
    ],
    [
      '--group g --topic t:x --to-earliest --dry-run',
      "Invalid partition 'x' specified in topic arg 't:x''",
    ],
    [
      '--group nobody --topic t:0 --shift-by 1 --dry-run',
      'Cannot shift offset for partition t-0 since there is no current committed offset',
    ],
  ])('with the usage for %s', async (text, words) => {
    const { out, err, exitCode } = await flags(text);
    expect([out, err.split('\n').slice(0, 2), exitCode]).toEqual([
      '',
      [words, expect.stringMatching(/^Option +Description$/)],
      1,
    ]);
  });
});
