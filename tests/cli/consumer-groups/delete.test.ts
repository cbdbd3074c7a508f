/**
 * kafka-consumer-groups --delete and --delete-offsets against the broker, in the words of Kafka 4.3.1.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import * as groups from '#cli/kafka-consumer-groups.ts';
import { commit, committed, GroupMember } from '../../broker/group-client.ts';
import type { SimBroker, WireClient } from '../../broker/sim-broker.ts';
import { groupBroker } from '../group-broker.ts';
import { runBeside, said } from '../tool-run.ts';

/** Version 0 of a subscription, to the topic t. */
const SUBSCRIPTION = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 1, 0x74, 0xff, 0xff, 0xff, 0xff);

let sim: SimBroker;
let client: WireClient;

beforeAll(async () => {
  ({ sim, client } = await groupBroker());
  await client.createTopic('t', { partitions: 2 });
  await client.createTopic('u');
  const member = await GroupMember.of(sim, {
    groupId: 'alive',
    protocolType: 'consumer',
    metadata: SUBSCRIPTION,
    sessionTimeoutMs: 1_800_000,
  });
  await member.join();
  await member.sync({});
  await member.commit('t', 1);
  await member.commit('u', 1);
});

const run = (...args: string[]) => runBeside(sim, groups, args);
const named = (...names: string[]) => names.flatMap((name) => ['--group', name]);
const NOT_FOUND =
  'org.apache.kafka.common.errors.GroupIdNotFoundException: The group id does not exist.';

describe('kafka-consumer-groups --delete', () => {
  test('deletes groups with all that they have committed', async () => {
    for (const groupId of ['one', 'two']) await commit(client, 't', 1, { groupId });
    expect(await run('--delete', ...named('one', 'two'))).toEqual(
      said("Deletion of requested consumer groups ('one', 'two') was successful.\n"),
    );
    expect(await committed(client, 't', { groupId: 'one' })).toBe(-1);
    expect((await run('--list')).out).toBe('alive\n');
  });

  test('leaves those that it may not delete, and says why', async () => {
    await commit(client, 't', 1, { groupId: 'idle' });
    expect(await run('--delete', ...named('idle', 'alive', 'nobody'))).toEqual(
      said(
        '\nError: Deletion of some consumer groups failed:\n' +
          "* Group 'alive' could not be deleted due to: " +
          'org.apache.kafka.common.errors.GroupNotEmptyException: The group is not empty.\n' +
          `* Group 'nobody' could not be deleted due to: ${NOT_FOUND}\n` +
          "\nThese consumer groups were deleted successfully: 'idle'\n",
      ),
    );
  });

  test('--all-groups takes all that there are', async () => {
    await commit(client, 't', 1, { groupId: 'idle' });
    const { out } = await run('--delete', '--all-groups');
    expect(out).toContain("These consumer groups were deleted successfully: 'idle'\n");
    expect((await run('--list')).out).toBe('alive\n');
  });
});

/** The outcomes of partitions, under their header. */
function outcomes(...rows: (readonly [topic: string, partition: string, status: string])[]) {
  const lines = [['TOPIC', 'PARTITION', 'STATUS'] as const, ...rows].map(
    ([topic, partition, status]) =>
      `${topic.padEnd(15)} ${partition.padEnd(10)} ${status.padEnd(15)}\n`,
  );
  return `\n${lines.join('')}`;
}

const PARTLY = '\nError: Encountered some partition-level error, see the follow-up details.\n';
const UNKNOWN =
  'Error: org.apache.kafka.common.errors.UnknownTopicOrPartitionException: ' +
  'This server does not host this topic-partition.';

describe('kafka-consumer-groups --delete-offsets', () => {
  const remove = (group: string, ...topics: string[]) =>
    run('--delete-offsets', '--group', group, ...topics.flatMap((topic) => ['--topic', topic]));

  test('deletes the offsets of a topic, or of some of its partitions', async () => {
    for (const partition of [0, 1]) await commit(client, 't', 1, { groupId: 'some', partition });
    await commit(client, 'u', 1, { groupId: 'some' });
    expect(await remove('some', 't:1', 'u')).toEqual(
      said(
        'Request succeeded for deleting offsets from group some.\n' +
          outcomes(['t', '1', 'Successful'], ['u', '0', 'Successful']),
      ),
    );
    expect(await committed(client, 't', { groupId: 'some' })).toBe(1);
    expect(await committed(client, 't', { groupId: 'some', partition: 1 })).toBe(-1);
  });

  test('tells of partitions and topics that there are not', async () => {
    await commit(client, 't', 1, { groupId: 'some' });
    expect(await remove('some', 't:0,7', 'absent')).toEqual(
      said(
        PARTLY + outcomes(['absent', '-', UNKNOWN], ['t', '0', 'Successful'], ['t', '7', UNKNOWN]),
      ),
    );
    expect(await remove('some', 'absent:3')).toEqual(
      said(PARTLY + outcomes(['absent', '3', UNKNOWN])),
    );
  });

  test('leaves what a member of the group reads', async () => {
    const subscribed =
      'Error: org.apache.kafka.common.errors.GroupSubscribedToTopicException: ' +
      'Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.';
    expect(await remove('alive', 't:0', 'u')).toEqual(
      said(PARTLY + outcomes(['t', '0', subscribed], ['u', '0', 'Successful'])),
    );
    expect(await committed(client, 't', { groupId: 'alive' })).toBe(1);
  });

  test('of a group that does not exist says so, for each partition too', async () => {
    expect(await remove('nobody', 't')).toEqual(
      said(
        '\nError: The group id does not exist.\n' +
          outcomes(['t', '0', `Error: ${NOT_FOUND}`], ['t', '1', `Error: ${NOT_FOUND}`]),
      ),
    );
  });
});
