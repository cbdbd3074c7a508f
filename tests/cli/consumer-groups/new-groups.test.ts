/**
 * kafka-consumer-groups and the groups of KIP-848: their epochs, their members' targets, and a group
 * that moves from one protocol to the other.
 */
import { beforeAll, expect, test } from 'vitest';
import * as groups from '#cli/kafka-consumer-groups.ts';
import { encodeSubscription } from '#protocol/consumer-protocol.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import { GroupMember } from '../../broker/group-client.ts';
import type { SimBroker, WireClient } from '../../broker/sim-broker.ts';
import { groupBroker } from '../group-broker.ts';
import { runBeside, said } from '../tool-run.ts';

let sim: SimBroker;
let client: WireClient;

beforeAll(async () => {
  ({ sim, client } = await groupBroker({ 'group.consumer.session.timeout.ms': '60000' }));
  await client.createTopic('t', { partitions: 3 });
  await client.produceValues('t', ['a', 'b']);
  await new NewMember('new', 'm-1').heartbeat();
  const second = new NewMember('new', 'm-2', 'static');
  await second.heartbeat();
  // The coordinator does not assign anew at once: others may be about to join.
  await sim.world.run(sim.world.nowMs + 2_000);
  await second.heartbeat();
});

/** A member that has sent a heartbeat, and takes whatever it is given. */
class NewMember {
  readonly #fields: object;
  #epoch = 0;

  constructor(groupId: string, memberId: string, instanceId: string | null = null) {
    this.#fields = { groupId, memberId, instanceId };
  }

  async heartbeat(): Promise<void> {
    const answer = await client.ask(
      ConsumerGroupHeartbeatRequest,
      ConsumerGroupHeartbeatResponse,
      1,
      {
        ...(this.#fields as { groupId: string; memberId: string }),
        memberEpoch: this.#epoch,
        rebalanceTimeoutMs: 60_000,
        subscribedTopicNames: ['t'],
        serverAssignor: 'range',
        topicPartitions: [],
      },
    );
    expect(answer.errorMessage).toBeNull();
    this.#epoch = answer.memberEpoch;
  }
}

const run = (...args: string[]) => runBeside(sim, groups, args);
const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const REBALANCING = "\nWarning: Consumer group 'new' is rebalancing.\n";

test('a new group is listed as what it is', async () => {
  expect(await run('--list', '--type', 'consumer', '--state')).toEqual(
    said(
      lines(
        'GROUP                     TYPE                 STATE               ',
        'new                       Consumer             Reconciling         ',
      ),
    ),
  );
  expect((await run('--list', '--type', 'classic')).out).not.toContain('new');
});

test('its state has the epochs of the group and of its target assignment', async () => {
  expect(await run('--describe', '--group', 'new', '--state', '--verbose')).toEqual({
    out: lines(
      '',
      'GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE                GROUP-EPOCH     TARGET-ASSIGNMENT-EPOCH   #MEMBERS',
      'new             broker-1:9092  (1)        range                Reconciling          3               3                         2',
    ),
    err: REBALANCING,
    exitCode: 0,
  });
});

test('its members have an assignment now, and one that they are to get', async () => {
  const { out } = await run('--describe', '--group', 'new', '--members', '--verbose');
  expect(out).toBe(
    lines(
      '',
      'GROUP           CONSUMER-ID     GROUP-INSTANCE-ID HOST            CLIENT-ID       #PARTITIONS     CURRENT-EPOCH   CURRENT-ASSIGNMENT   TARGET-EPOCH    TARGET-ASSIGNMENT   ',
      'new             m-1                               /client         test            3               2               t:0,1,2              3               t:2                 ',
      'new             m-2             static            /client         test            0               3               -                    3               t:0,1               ',
    ),
  );
});

test('its offsets are told like a classic group’s', async () => {
  const { out } = await run('--describe', '--group', 'new');
  expect(out.split('\n').at(2)).toBe(
    'new             t               0          -               2               -               m-1             /client         test',
  );
});

test('it is neither deleted nor reset while it has members', async () => {
  expect((await run('--delete', '--group', 'new')).out).toContain(
    "* Group 'new' could not be deleted due to: org.apache.kafka.common.errors.GroupNotEmptyException: ",
  );
  const reset = ['--reset-offsets', '--group', 'new', '--topic', 't', '--to-latest', '--execute'];
  expect((await run(...reset)).out).toContain(
    "Error: Assignments can only be reset if the group 'new' is inactive, but the current state is Reconciling.",
  );
});

test('while members of both protocols are in it, it says who has moved', async () => {
  await new NewMember('moves', 'new-member').heartbeat();
  const metadata = encodeSubscription({
    topics: ['t'],
    userData: null,
    ownedPartitions: [],
    generationId: -1,
    rackId: null,
  });
  const old = await GroupMember.of(sim, {
    groupId: 'moves',
    protocolType: 'consumer',
    metadata,
    sessionTimeoutMs: 45_000,
  });
  await old.join();
  const { out } = await run('--describe', '--group', 'moves', '--members', '--verbose');
  const rows = out.split('\n').slice(1, 4).toSorted();
  expect(rows.map((row) => row.trim().split(/\s+/).at(-1)).toSorted()).toEqual([
    'UPGRADED',
    'false',
    'true',
  ]);
});

test('a group without an id is no group', async () => {
  const sentence =
    'org.apache.kafka.common.errors.InvalidGroupIdException: The group id is invalid.\n';
  const failed = '\nError: Executing consumer group command failed due to ';
  expect(await run('--describe', '--group', '')).toEqual(said(`${failed}${sentence}`));
  const reset = ['--reset-offsets', '--group', '', '--topic', 't', '--to-latest', '--execute'];
  expect(await run(...reset)).toEqual(
    said(`${failed}java.util.concurrent.ExecutionException: ${sentence}`),
  );
});
