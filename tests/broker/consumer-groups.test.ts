/**
 * Consumer groups of the KIP-848 protocol in a whole broker, in virtual time. What a group does and
 * writes, step by step, is told in tests/groups/consumer-group.test.ts; here is what it takes around
 * it: the wire, time, the log that outlives the broker, and groups of the other kind.
 */
import { describe as about, expect, test } from 'vitest';
import { encodeAssignment, encodeSubscription } from '#protocol/consumer-protocol.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { DeleteGroupsRequest, DeleteGroupsResponse } from '#protocol/messages/delete-groups.ts';
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '#protocol/messages/incremental-alter-configs.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { ListGroupsRequest, ListGroupsResponse } from '#protocol/messages/list-groups.ts';
import { OffsetDeleteRequest, OffsetDeleteResponse } from '#protocol/messages/offset-delete.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import { ConsumerMember, describeConsumers } from './consumer-member.ts';
import { commit, committed, describe, findCoordinator, GroupMember } from './group-client.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const CONFIG = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '2',
  'group.initial.rebalance.delay.ms': '0',
  'group.consumer.assignment.interval.ms': '0',
};

async function started(config: Record<string, string> = {}, partitions = 4) {
  const sim = await SimBroker.start({ config: { ...CONFIG, ...config } });
  const client = await sim.client();
  const topicId = await client.createTopic('t', { partitions });
  await findCoordinator(client);
  return { sim, client, topicId };
}

/** Heartbeats all around until nothing changes any more. */
async function settle(...members: readonly ConsumerMember[]): Promise<void> {
  for (let round = 0; round < 4; round++) {
    for (const member of members) expect(await member.beat()).toBe('NONE');
  }
}

async function stateOf(client: WireClient, groupId = 'g'): Promise<string | undefined> {
  const { groups } = await client.ask(ListGroupsRequest, ListGroupsResponse, 5, {});
  const group = groups.find((one) => one.groupId === groupId);
  return group && `${group.groupType} ${group.groupState}`;
}

/** A consumer of the classic protocol that subscribes to t. */
function classicConsumer(sim: SimBroker, groupInstanceId: string | null = null) {
  const metadata = encodeSubscription({ topics: ['t'] });
  return GroupMember.of(sim, { protocolType: 'consumer', metadata, groupInstanceId });
}

/** Takes a classic group of one, which leads, through its rebalance; it assigns itself all. */
async function settleClassic(member: GroupMember, partitions: readonly number[]): Promise<void> {
  expect(await member.join()).toBe('NONE');
  const assignment = encodeAssignment({
    assignedPartitions: [{ topic: 't', partitions: [...partitions] }],
  });
  const { groupId, memberId, generationId } = member;
  const synced = await member.client.ask(SyncGroupRequest, SyncGroupResponse, 5, {
    groupId,
    memberId,
    generationId,
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: [{ memberId, assignment }],
  });
  expect(synced.errorCode).toBe(0);
}

about('a consumer group', () => {
  test('shares a topic among members as they come and go', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    const b = await ConsumerMember.of(sim, { memberId: 'b' });
    expect(await a.join()).toBe('NONE');
    expect(a).toMatchObject({ epoch: 2, partitions: [0, 1, 2, 3], heartbeatIntervalMs: 5000 });
    await b.join();
    expect(await stateOf(client)).toBe('consumer Reconciling');
    await settle(a, b);
    expect([a.partitions, b.partitions]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await stateOf(client)).toBe('consumer Stable');
    expect(await a.leave()).toBe('NONE');
    await settle(b);
    expect(b.partitions).toEqual([0, 1, 2, 3]);
    await b.leave();
    expect(await stateOf(client)).toBe('consumer Empty');
  });

  test('is described with all that its members own and are to own', async () => {
    const { sim, client, topicId } = await started({ 'broker.rack': 'r1' }, 1);
    const a = await ConsumerMember.of(sim, { memberId: 'a', instanceId: 'one' });
    await a.join({ rackId: 'r1', serverAssignor: 'range' });
    const topicPartitions = [{ topicId, topicName: 't', partitions: [0] }];
    expect(await describeConsumers(client)).toMatchObject({
      errorCode: 0,
      groupState: 'Stable',
      groupEpoch: 2,
      assignmentEpoch: 2,
      assignorName: 'range',
      authorizedOperations: expect.any(Number),
      members: [
        {
          memberId: 'a',
          instanceId: 'one',
          rackId: 'r1',
          memberEpoch: 2,
          clientId: 'test',
          subscribedTopicNames: ['t'],
          assignment: { topicPartitions },
          targetAssignment: { topicPartitions },
          memberType: 1,
        },
      ],
    });
    const missing = await describeConsumers(client, 'h', 0);
    expect([errorName(missing.errorCode), missing.errorMessage]).toEqual([
      'GROUP_ID_NOT_FOUND',
      'Group h not found.',
    ]);
  });

  test('is none of those that DescribeGroups knows, and the other way round', async () => {
    const { sim, client } = await started();
    await (await ConsumerMember.of(sim)).join();
    const asClassic = await describe(client);
    expect([asClassic.errorMessage, asClassic.groupState]).toEqual([
      'Group g is not a classic group.',
      'Dead',
    ]);
    await (await GroupMember.of(sim, { groupId: 'h' })).join();
    const asConsumer = await describeConsumers(client, 'h');
    expect(asConsumer.errorMessage).toBe('Group h is not a consumer group.');
  });

  test('gives an id to a member of version 0 that has none', async () => {
    const { sim } = await started();
    const a = await ConsumerMember.of(sim, { memberId: '', version: 0 });
    expect(await a.join()).toBe('NONE');
    expect(a.memberId).toHaveLength(22);
    expect(await a.beat()).toBe('NONE');
  });

  test('finds its topics by a pattern, and those that are created later', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { topics: [], pattern: 't.*' });
    await a.join();
    expect(a.partitions).toEqual([]);
    await sim.world.run(sim.world.nowMs + 1000);
    await a.beat();
    expect(a.partitions).toEqual([0, 1, 2, 3]);
    await client.createTopic('t2');
    await sim.world.run(sim.world.nowMs + 11_000);
    await a.beat();
    await sim.world.run(sim.world.nowMs + 1000);
    await a.beat();
    expect(a.partitions).toEqual([0, 1, 2, 3, 0]);
  });

  test('assigns anew at most once in its interval, and then for all', async () => {
    const { sim, client } = await started({ 'group.consumer.assignment.interval.ms': '1000' });
    const [a, b] = [
      await ConsumerMember.of(sim, { memberId: 'a' }),
      await ConsumerMember.of(sim, { memberId: 'b' }),
    ];
    await a.join();
    await b.join();
    expect(await describeConsumers(client)).toMatchObject({ groupState: 'Assigning' });
    expect(b.epoch).toBe(2);
    await sim.world.run(sim.world.nowMs + 1000);
    await settle(a, b);
    expect([a.epoch, a.partitions, b.partitions]).toEqual([3, [0, 1], [2, 3]]);
  });

  test('drops members that are silent for a session', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    const b = await ConsumerMember.of(sim, { memberId: 'b' });
    await a.join();
    await b.join();
    for (let n = 0; n < 10; n++) {
      await sim.world.run(sim.world.nowMs + 5000);
      expect(await b.beat()).toBe('NONE');
    }
    expect(b.partitions).toEqual([0, 1, 2, 3]);
    expect(await a.beat()).toBe('UNKNOWN_MEMBER_ID');
    await sim.world.run(sim.world.nowMs + 45_000);
    expect(await stateOf(client)).toBe('consumer Empty');
  });

  test('goes on after a restart and after a crash, where it was', async () => {
    const { sim } = await started();
    const [before] = [await ConsumerMember.of(sim, { memberId: 'a' })];
    await before.join();
    const other = await ConsumerMember.of(sim, { memberId: 'b' });
    await other.join();
    for (const crash of [false, true]) {
      if (crash) await sim.crashAndRestart({ losePower: false });
      else await sim.restart();
      const a = await ConsumerMember.of(sim, { memberId: 'a' });
      Object.assign(a, { epoch: before.epoch, owned: before.owned });
      const client = await sim.client();
      expect(await describeConsumers(client)).toMatchObject({ groupEpoch: 3, assignmentEpoch: 3 });
      expect(await a.beat()).toBe('NONE');
      Object.assign(before, { epoch: a.epoch, owned: a.owned });
    }
    expect(before.partitions).toEqual([0, 1]);
    await sim.world.run(sim.world.nowMs + 45_000);
    expect(await stateOf(await sim.client())).toBe('consumer Empty');
  });

  test('may have a pace of its own', async () => {
    const { sim, client } = await started();
    const configs = [
      { name: 'consumer.session.timeout.ms', configOperation: 0, value: '60000' },
      { name: 'consumer.heartbeat.interval.ms', configOperation: 0, value: '15000' },
    ];
    await client.ask(IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse, 1, {
      resources: [{ resourceType: 32, resourceName: 'g', configs }],
      validateOnly: false,
    });
    const a = await ConsumerMember.of(sim);
    await a.join();
    expect(a.heartbeatIntervalMs).toBe(15_000);
    await sim.world.run(sim.world.nowMs + 59_000);
    expect(await stateOf(client)).toBe('consumer Stable');
    await sim.world.run(sim.world.nowMs + 1000);
    expect(await stateOf(client)).toBe('consumer Empty');
  });

  test('takes its session timeout and heartbeat interval from the broker', async () => {
    const { sim, client } = await started({
      'group.consumer.session.timeout.ms': '50000',
      'group.consumer.heartbeat.interval.ms': '7000',
    });
    const a = await ConsumerMember.of(sim);
    await a.join();
    expect(a.heartbeatIntervalMs).toBe(7000);
    await sim.world.run(sim.world.nowMs + 49_999);
    expect(await stateOf(client)).toBe('consumer Stable');
    await sim.world.run(sim.world.nowMs + 1);
    expect(await stateOf(client)).toBe('consumer Empty');
  });
});

about('offsets of a consumer group', () => {
  const fetchAs = async (client: WireClient, memberId: string | null, memberEpoch: number) => {
    const { groups } = await client.ask(OffsetFetchRequest, OffsetFetchResponse, 9, {
      groups: [{ groupId: 'g', memberId, memberEpoch, topics: null }],
    });
    return errorName(groups[0]?.errorCode ?? -1);
  };

  test('are committed and fetched by members in their epoch', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    await a.join();
    const commitAs = (memberId: string, generationId: number, version = 9) =>
      commit(client, 't', 7, { memberId, generationId, version });
    expect(await commitAs('a', 2)).toBe('NONE');
    expect(await commitAs('a', 1)).toBe('STALE_MEMBER_EPOCH');
    expect(await commitAs('a', 2, 8)).toBe('UNSUPPORTED_VERSION');
    expect(await commitAs('x', 2)).toBe('UNKNOWN_MEMBER_ID');
    expect(await commitAs('', -1)).toBe('UNKNOWN_MEMBER_ID');
    expect(await fetchAs(client, 'a', 2)).toBe('NONE');
    expect(await fetchAs(client, 'a', 1)).toBe('STALE_MEMBER_EPOCH');
    expect(await fetchAs(client, 'x', 2)).toBe('UNKNOWN_MEMBER_ID');
    expect(await fetchAs(client, null, -1)).toBe('NONE');
    await a.leave();
    expect(await commitAs('', -1)).toBe('NONE');
    expect(await committed(client, 't')).toBe(7);
  });

  test('are kept while somebody subscribes to their topic, and go with the group', async () => {
    const { sim, client } = await started({
      'offsets.retention.minutes': '1',
      'offsets.retention.check.interval.ms': '1000',
    });
    const a = await ConsumerMember.of(sim);
    await a.join();
    await commit(client, 't', 7, { memberId: a.memberId, generationId: a.epoch });
    const deleted = await client.ask(OffsetDeleteRequest, OffsetDeleteResponse, 0, {
      groupId: 'g',
      topics: [{ name: 't', partitions: [{ partitionIndex: 0 }] }],
    });
    const [topic] = deleted.topics;
    expect(errorName(topic?.partitions[0]?.errorCode ?? -1)).toBe('GROUP_SUBSCRIBED_TO_TOPIC');
    for (let n = 0; n < 3; n++) {
      await sim.world.run(sim.world.nowMs + 40_000);
      await a.beat();
    }
    expect(await committed(client, 't')).toBe(7);
    await a.leave();
    await sim.world.run(sim.world.nowMs + 2000);
    expect([await committed(client, 't'), await stateOf(client)]).toEqual([-1, undefined]);
  });

  test('are deleted with the group once it is empty, and stay so after a restart', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim);
    await a.join();
    await commit(client, 't', 7, { memberId: a.memberId, generationId: a.epoch });
    const remove = async () => {
      const request = { groupsNames: ['g'] };
      const { results } = await client.ask(DeleteGroupsRequest, DeleteGroupsResponse, 2, request);
      return errorName(results[0]?.errorCode ?? -1);
    };
    expect(await remove()).toBe('NON_EMPTY_GROUP');
    await a.leave();
    expect(await remove()).toBe('NONE');
    expect(await stateOf(client)).toBeUndefined();
    await sim.restart();
    const after = await sim.client();
    expect([await stateOf(after), await committed(after, 't')]).toEqual([undefined, -1]);
  });
});

about('a heartbeat is refused', () => {
  test.each([
    ['an empty group id', { groupId: '' }, "GroupId can't be empty."],
    ['an empty member id', { memberId: '' }, "MemberId can't be empty."],
    ['an empty instance id', { instanceId: ' ' }, "InstanceId can't be empty."],
    ['an empty rack', { rackId: '' }, "RackId can't be empty."],
    [
      'no rebalance timeout',
      { rebalanceTimeoutMs: -1 },
      'RebalanceTimeoutMs must be provided in first request.',
    ],
    [
      'partitions that a joining member can not own',
      { topicPartitions: [{ topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitions: [0] }] },
      'TopicPartitions must be empty when (re-)joining.',
    ],
    [
      'no subscription',
      { subscribedTopicNames: null },
      'Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.',
    ],
    ['an epoch that there is not', { memberEpoch: -3 }, 'MemberEpoch is invalid.'],
    ['no name to leave for a while', { memberEpoch: -2 }, "InstanceId can't be null."],
  ])('for %s', async (_what, fields, message) => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim);
    expect([await a.join(fields), a.errorMessage]).toEqual(['INVALID_REQUEST', message]);
    expect(await stateOf(client)).toBeUndefined();
  });

  test('for an assignor, or a pattern, that there is not', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { topics: [], pattern: 't(' });
    expect(await a.join({ serverAssignor: 'mine', subscribedTopicRegex: null })).toBe(
      'UNSUPPORTED_ASSIGNOR',
    );
    expect(a.errorMessage).toContain('Supported assignors: uniform, range.');
    expect(await a.join()).toBe('INVALID_REGULAR_EXPRESSION');
    expect(a.errorMessage).toContain('SubscribedTopicRegex `t(` is not a valid regular expression');
    expect(await stateOf(client)).toBeUndefined();
  });

  test('where there is no such group, or no room in it', async () => {
    const { sim } = await started({ 'group.consumer.max.size': '1' });
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    const b = await ConsumerMember.of(sim, { memberId: 'b' });
    expect(await a.beat({ memberEpoch: 1 })).toBe('GROUP_ID_NOT_FOUND');
    expect(await a.leave()).toBe('GROUP_ID_NOT_FOUND');
    expect(await a.join()).toBe('NONE');
    expect(await b.join()).toBe('GROUP_MAX_SIZE_REACHED');
    expect(await a.join()).toBe('NONE');
  });

  test('where the broker does not serve such groups', async () => {
    const { sim, client } = await started({
      'group.coordinator.rebalance.protocols': 'classic',
    });
    const a = await ConsumerMember.of(sim);
    expect(await a.join()).toBe('UNSUPPORTED_VERSION');
    const described = await describeConsumers(client);
    expect(errorName(described.errorCode)).toBe('UNSUPPORTED_VERSION');
  });

  test('while what it asks for can not be written down, and nothing has happened', async () => {
    const { sim, client } = await started({ 'offsets.topic.num.partitions': '1' });
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    const b = await ConsumerMember.of(sim, { memberId: 'b' });
    await a.join();
    const [replica] = [...sim.broker.services.replicas.all()].filter(
      ({ topic }) => topic === '__consumer_offsets',
    );
    const { isr } = replica as { isr: readonly number[] };
    Object.defineProperty(replica, 'isr', { value: [], configurable: true });
    expect(await b.join()).toBe('COORDINATOR_NOT_AVAILABLE');
    await sim.world.run(sim.world.nowMs + 46_000);
    Object.defineProperty(replica, 'isr', { value: isr, configurable: true });
    expect(await describeConsumers(client)).toMatchObject({
      groupEpoch: 2,
      members: [{ memberId: 'a' }],
    });
    await sim.world.run(sim.world.nowMs + 46_000);
    expect(await stateOf(client)).toBe('consumer Empty');
  });
});

about('a classic group', () => {
  test('becomes a consumer group as the first such member joins, and nobody has to stop', async () => {
    const { sim, client } = await started();
    const old = await classicConsumer(sim);
    await settleClassic(old, [0, 1, 2, 3]);
    await commit(client, 't', 5, { memberId: old.memberId, generationId: old.generationId });
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    expect(await a.join()).toBe('NONE');
    expect(await stateOf(client)).toBe('consumer Reconciling');
    expect(await describeConsumers(client)).toMatchObject({
      groupEpoch: 2,
      members: [
        { memberEpoch: 1, memberType: 0 },
        { memberEpoch: 2, memberType: 1 },
      ],
    });
    expect(await commit(client, 't', 6, { memberId: old.memberId, generationId: 1 })).toBe('NONE');
    expect(await old.heartbeat()).toBe('REBALANCE_IN_PROGRESS');
    await sim.restart();
    expect(await stateOf(await sim.client())).toBe('consumer Reconciling');
    expect(await committed(await sim.client(), 't')).toBe(6);
  });

  test('sends who waits in it to join again, where it is a consumer group by now', async () => {
    const { sim, client } = await started({ 'group.initial.rebalance.delay.ms': '3000' });
    const old = await classicConsumer(sim);
    await old.announce();
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    expect(await a.join()).toBe('NONE');
    expect(await old.joined()).toBe('REBALANCE_IN_PROGRESS');
    expect(await old.join()).toBe('NONE');
    expect(await stateOf(client)).toBe('consumer Stable');
  });

  test.each([
    ['by its policy', { 'group.consumer.migration.policy': 'downgrade' }, 'consumer', 't', null],
    ['of another kind', {}, 'connect', 't', null],
    ['with bytes that are no subscription', {}, 'consumer', null, null],
    ['with an assignor of its own', {}, 'consumer', 't', Uint8Array.of(1)],
  ])('stays one %s', async (_what, config, protocolType, topic, userData) => {
    const { sim, client } = await started(config as Record<string, string>);
    const metadata = topic ? encodeSubscription({ topics: [topic] }) : Uint8Array.of(0);
    const old = await GroupMember.of(sim, { protocolType, metadata });
    expect(await old.join()).toBe('NONE');
    const { memberId, generationId } = old;
    const assignment = encodeAssignment({ assignedPartitions: [], userData });
    await client.ask(SyncGroupRequest, SyncGroupResponse, 5, {
      groupId: 'g',
      memberId,
      generationId,
      protocolType,
      protocolName: 'range',
      assignments: [{ memberId, assignment }],
    });
    const a = await ConsumerMember.of(sim);
    expect(await a.join()).toBe('GROUP_ID_NOT_FOUND');
    expect(a.errorMessage).toMatch(/^Cannot upgrade classic group g to consumer group because /);
    expect(await stateOf(client)).toBe('classic Stable');
    expect(await old.heartbeat()).toBe('NONE');
  });

  test('stays one with more members than a consumer group may have', async () => {
    const { sim } = await started({ 'group.consumer.max.size': '1' });
    const members = [await classicConsumer(sim), await classicConsumer(sim)];
    for (const member of members) await member.announce();
    const a = await ConsumerMember.of(sim);
    expect(await a.join()).toBe('GROUP_ID_NOT_FOUND');
    expect(a.errorMessage).toContain('exceeds the consumer group maximum size');
  });

  test('without members gives way at once, and so does a consumer group', async () => {
    const { sim, client } = await started();
    await commit(client, 't', 5);
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    expect(await a.join()).toBe('NONE');
    expect([await stateOf(client), await committed(client, 't')]).toEqual(['consumer Stable', 5]);
    await a.leave();
    const old = await classicConsumer(sim);
    expect(await old.join()).toBe('NONE');
    await settleClassic(old, [0]);
    expect([await stateOf(client), await committed(client, 't')]).toEqual(['classic Stable', 5]);
    await sim.restart();
    expect(await stateOf(await sim.client())).toBe('classic Stable');
  });

  test('is what a consumer group becomes when only its members are left', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    await a.join();
    const old = await classicConsumer(sim);
    expect(await old.join()).toBe('NONE');
    expect(await a.leave()).toBe('NONE');
    expect(await stateOf(client)).toBe('classic PreparingRebalance');
    expect(await old.heartbeat()).toBe('REBALANCE_IN_PROGRESS');
    await settleClassic(old, [0, 1, 2, 3]);
    await sim.restart();
    expect(await stateOf(await sim.client())).toBe('classic Stable');
  });

  test('is not made of a consumer group against its policy', async () => {
    const { sim, client } = await started({ 'group.consumer.migration.policy': 'Upgrade' });
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    await a.join();
    const old = await classicConsumer(sim);
    await old.join();
    await a.leave();
    expect(await stateOf(client)).toBe('consumer Assigning');
  });

  test("'s members can not join a consumer group where groups may not change", async () => {
    const { sim } = await started({ 'group.consumer.migration.policy': 'disabled' });
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    await a.join();
    const old = await classicConsumer(sim);
    expect(await old.join()).toBe('INCONSISTENT_GROUP_PROTOCOL');
    await a.leave();
    expect(await old.join()).toBe('NONE');
  });

  test("'s member is not let into a consumer group with bytes that are no subscription", async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    await a.join();
    const metadata = Uint8Array.of(0, 1, 0, 0, 0, 9);
    const old = await GroupMember.of(sim, { protocolType: 'consumer', metadata });
    expect(await old.join()).toBe('UNKNOWN_SERVER_ERROR');
    expect(await stateOf(client)).toBe('consumer Stable');
    expect(await a.beat()).toBe('NONE');
  });

  test('member of an old version is a member at once in a consumer group, too', async () => {
    const { sim, client } = await started();
    const a = await ConsumerMember.of(sim, { memberId: 'a' });
    await a.join();
    const metadata = encodeSubscription({ topics: ['t'] });
    const answer = await client.ask(JoinGroupRequest, JoinGroupResponse, 3, {
      groupId: 'g',
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 10_000,
      memberId: '',
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata }],
    });
    expect(answer).toMatchObject({ errorCode: ErrorCode.NONE, generationId: 3, leader: '' });
    expect(answer.memberId).toMatch(/^test-/);
  });
});
