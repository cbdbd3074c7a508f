/**
 * kafka-consumer-groups --list and --describe against the broker, in the words of Kafka 4.3.1's
 * ConsumerGroupCommand; and which flags it takes.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import * as groups from '#cli/kafka-consumer-groups.ts';
import { commit, findCoordinator, GroupMember } from '../../broker/group-client.ts';
import type { SimBroker } from '../../broker/sim-broker.ts';
import { groupBroker } from '../group-broker.ts';
import { runBeside, runTool, said } from '../tool-run.ts';

const SUBSCRIPTION = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 1, 0x74, 0xff, 0xff, 0xff, 0xff);
/** Partitions 1 and 0 of the topic t, and no user data. */
const ASSIGNMENT = '\0\0\0\0\0\x01\0\x01t\0\0\0\x02\0\0\0\x01\0\0\0\0\0\0\0\0';

let sim: SimBroker;
let member: GroupMember;

beforeAll(async () => {
  const broker = await groupBroker();
  sim = broker.sim;
  const { client } = broker;
  await client.createTopic('t', { partitions: 3 });
  await client.produceValues('t', ['a', 'b', 'c']);
  await commit(client, 't', 2, { groupId: 'simple' });
  await commit(client, 't', 0, { groupId: 'busy', partition: 2 });
  member = await GroupMember.of(sim, {
    groupId: 'busy',
    protocolType: 'consumer',
    metadata: SUBSCRIPTION,
    sessionTimeoutMs: 1_800_000,
  });
  await member.join();
  await member.sync({ [member.memberId]: ASSIGNMENT });
  await member.commit('t', 1);
});

const run = (...args: string[]) => runBeside(sim, groups, args);
const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

describe('kafka-consumer-groups --list', () => {
  test('tells the groups, a line each', async () => {
    expect(await run('--list')).toEqual(said('busy\nsimple\n'));
  });

  test('tells their states and types, and picks by them', async () => {
    expect(await run('--list', '--state')).toEqual(
      said(
        lines(
          'GROUP                     STATE               ',
          'busy                      Stable              ',
          'simple                    Empty               ',
        ),
      ),
    );
    expect(await run('--list', '--type', 'CLASSIC', '--state', 'empty, dead')).toEqual(
      said(
        lines(
          'GROUP                     TYPE                 STATE               ',
          'simple                    Classic              Empty               ',
        ),
      ),
    );
  });

  test.each([
    ['--state', 'busy', "Invalid state list 'busy'. Valid states are: PreparingRebalance, "],
    ['--type', 'a,classic', "Invalid types list 'a,classic'. Valid types are: Consumer, Classic"],
  ])('refuses %s %s', async (flag, value, words) => {
    const { err, exitCode } = await run('--list', flag, value);
    expect([err.startsWith(words), exitCode]).toEqual([true, 1]);
  });
});

describe('kafka-consumer-groups --describe', () => {
  test('tells offsets and lag, of members and of what nobody reads', async () => {
    const id = member.memberId;
    expect(await run('--describe', '--group', 'busy', '--verbose')).toEqual(
      said(
        lines(
          '',
          `GROUP           TOPIC           PARTITION  LEADER-EPOCH    CURRENT-OFFSET  LOG-END-OFFSET  LAG             ${'CONSUMER-ID'.padEnd(id.length)} HOST            CLIENT-ID`,
          `busy            t               0          0               1               3               2               ${id} /client         test`,
          `busy            t               1          -               -               0               -               ${id} /client         test`,
          `busy            t               2          0               0               0               0               ${'-'.padEnd(id.length)} -               -`,
        ),
      ),
    );
  });

  test('says of a group without members that it has none', async () => {
    expect(await run('--describe', '--group', 'simple', '--offsets')).toEqual({
      out: lines(
        '',
        'GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID     HOST            CLIENT-ID',
        'simple          t               0          2               3               1               -               -               -',
      ),
      err: "\nConsumer group 'simple' has no active members.\n",
      exitCode: 0,
    });
  });

  test('tells members and what they read', async () => {
    const id = member.memberId;
    const { out } = await run('--describe', '--group', 'busy', '--members', '--verbose');
    expect(out.split('\n').at(2)).toBe(
      `busy            ${id} /client         test            2               -               t:0,1                -               -                   `,
    );
    expect((await run('--describe', '--group', 'busy', '--members')).out).toBe(
      lines(
        '',
        `GROUP           ${'CONSUMER-ID'.padEnd(id.length)} HOST            CLIENT-ID       #PARTITIONS     `,
        `busy            ${id} /client         test            2               `,
      ),
    );
  });

  test('tells the state of each group that is named', async () => {
    const { out } = await run('--describe', '--all-groups', '--state');
    expect(out).toBe(
      lines(
        '',
        'GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE                #MEMBERS',
        'busy            broker-1:9092  (1)        range                Stable               1',
        '',
        'GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE                #MEMBERS',
        'simple          broker-1:9092  (1)        -                    Empty                0',
      ),
    );
  });

  test('of a group that does not exist says so', async () => {
    expect(await run('--describe', '--group', 'nobody')).toEqual({
      out:
        '\nError: Executing consumer group command failed due to ' +
        'org.apache.kafka.common.errors.GroupIdNotFoundException: Group nobody not found.\n',
      err: '',
      exitCode: 0,
    });
  });

  test('of a group whose members are no consumers says what they are', async () => {
    const worker = await GroupMember.of(sim, { groupId: 'workers', sessionTimeoutMs: 1_800_000 });
    await worker.join();
    expect((await run('--describe', '--group', 'workers')).out).toBe(
      '\nError: Executing consumer group command failed due to ' +
        'java.lang.IllegalArgumentException: GroupId workers is not a consumer group (connect).\n',
    );
    expect((await run('--list')).out).not.toContain('workers');
  });
});

const ACTIONS =
  'Command must include exactly one action: --list, --describe, --delete, --reset-offsets, ' +
  '--delete-offsets, --validate-regex';

describe('kafka-consumer-groups refuses', () => {
  test.each([
    ['', ACTIONS],
    ['--list --delete --all-groups', ACTIONS],
    ['--list --describe', 'Option [describe] takes one of these options: [group], [all-groups]'],
    ['--describe', 'Option [describe] takes one of these options: [group], [all-groups]'],
    [
      '--describe --group g --all-groups',
      'Option "[group]" can\'t be used with option "[all-groups]"',
    ],
    [
      '--describe --group g --members --state',
      'Option [describe] takes at most one of these options: [members], [offsets], [state]',
    ],
    ['--describe --group g --state stable', 'Option [describe] does not take a value for [state]'],
    ['--list --group g', 'Option "[group]" can\'t be used with option "[list]"'],
    ['--list --topic t', 'Option "[topic]" can\'t be used with option "[list]"'],
    ['--describe --group g --topic t', 'Option "[topic]" can\'t be used with option "[describe]"'],
    [
      '--list --members --verbose',
      'Option(s) [members, verbose] are unavailable given other options on the command line',
    ],
    [
      '--describe --all-groups --type',
      'Option(s) [type] are unavailable given other options on the command line',
    ],
    ['--delete', 'Option [delete] takes one of these options: [group], [all-groups]'],
    [
      '--delete --group g --topic t',
      'The consumer does not support topic-specific offset deletion from a consumer group.',
    ],
    [
      '--delete-offsets --group g',
      'Option [delete-offsets] takes the following options: [group], [topic]',
    ],
    [
      '--delete-offsets --topic t',
      'Option [delete-offsets] takes the following options: [group], [topic]',
    ],
    [
      '--delete-offsets --group g --topic t:x',
      "Invalid partition 'x' specified in topic arg 't:x''",
    ],
    ['--bogus', 'bogus is not a recognized option'],
    ['--group', 'Option group requires an argument'],
  ])('%s', async (flags, words) => {
    const { out, err, exitCode } = await run(...flags.split(' ').filter(Boolean));
    expect([out, err.split('\n')[0], exitCode]).toEqual(['', words, 1]);
  });

  test.each([
    ['--list --timeout soon', "Cannot parse argument 'soon' of option timeout"],
    ['--list --timeout 0', "Cannot parse argument '0' of option timeout"],
    [
      '--delete-offsets --group g --group h --topic t',
      'Found multiple arguments for option group, but you asked for only one',
    ],
  ])('%s, and ends with 0 as Kafka does', async (flags, words) => {
    const out = `\nError: Executing consumer group command failed due to ${words}\n`;
    expect(await run(...flags.split(' '))).toEqual(said(out));
  });
});

describe('kafka-consumer-groups --validate-regex', () => {
  test.each([
    ['orders-.*', 'valid'],
    ['a(b', 'invalid: missing closing )'],
    ['(?=a)', 'invalid: invalid or unsupported Perl syntax'],
    ['a**', 'invalid: invalid nested repetition operator'],
    ['[b-a]', 'invalid: invalid character class range'],
  ])('says of %s that it is %s, and asks no broker', async (pattern, verdict) => {
    const { env } = sim.world.node('alone');
    const outcome = await runTool(env, groups, ['--validate-regex', pattern]);
    expect(outcome).toEqual(said(`The regular expression \`${pattern}\` is ${verdict}.\n`));
  });
});

test("a broker that can't be reached is told of within --timeout", async () => {
  const { env } = sim.world.node('client');
  const args = ['--bootstrap-server', 'broker-1:1', '--list', '--timeout', '500'];
  const { out, exitCode } = await sim.complete(runTool(env, groups, args));
  expect(out).toMatch(/^\nError: Executing consumer group command failed due to .*Timed out/);
  expect(exitCode).toBe(0);
});

test('a table without rows has no wider columns for the name of its group', async () => {
  const client = await sim.client();
  await findCoordinator(client);
  await commit(client, 't', 0, { groupId: 'a-group-of-a-long-name' });
  const { out } = await run('--describe', '--group', 'a-group-of-a-long-name', '--members');
  expect(out).toBe(
    lines('', 'GROUP           CONSUMER-ID     HOST            CLIENT-ID       #PARTITIONS     '),
  );
});
