/**
 * Consumer groups in a whole broker, in virtual time. What a group does in each moment of its life is
 * told in tests/groups; here is what it takes to get there: the wire in all its versions, time, and
 * the log that outlives the broker.
 */
import { describe as about, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import { DeleteGroupsRequest, DeleteGroupsResponse } from '#protocol/messages/delete-groups.ts';
import {
  DescribeGroupsRequest,
  DescribeGroupsResponse,
} from '#protocol/messages/describe-groups.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from '#protocol/messages/leave-group.ts';
import { ListGroupsRequest, ListGroupsResponse } from '#protocol/messages/list-groups.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import { commit, committed, describe, findCoordinator, GroupMember } from './group-client.ts';
import { SimBroker } from './sim-broker.ts';

const CONFIG = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '3',
  'group.initial.rebalance.delay.ms': '1000',
};

async function started(config: Record<string, string> = {}) {
  const sim = await SimBroker.start({ config: { ...CONFIG, ...config } });
  const client = await sim.client();
  await client.createTopic('t', { partitions: 2 });
  await findCoordinator(client);
  return { sim, client };
}

/** Members that have joined, each with its place in the leader's list as its assignment. */
async function stableGroup(sim: SimBroker, count: number, groupId = 'g'): Promise<GroupMember[]> {
  const members: GroupMember[] = [];
  for (let left = count; left > 0; left--) members.push(await GroupMember.of(sim, { groupId }));
  for (const member of members) await member.announce();
  await settle(members);
  return members;
}

/** Takes members that have asked to join through the rest; gives each one's assignment. */
async function settle(members: readonly GroupMember[]): Promise<string[]> {
  for (const member of members) expect(await member.joined()).toBe('NONE');
  const leader = members.find((one) => one.members.length > 0);
  const shares = (leader?.members ?? []).map((id, index) => [id, `part ${index}`]);
  for (const member of members) {
    member.sendSync(member === leader ? Object.fromEntries(shares) : {});
  }
  const assignments: string[] = [];
  for (const member of members) assignments.push(await member.synced());
  return assignments;
}

/** Time passes, and all of these show that they are alive every two seconds. */
async function beat(sim: SimBroker, members: readonly GroupMember[], ms: number): Promise<void> {
  const until = sim.world.nowMs + ms;
  while (sim.world.nowMs < until) {
    await sim.world.run(Math.min(until, sim.world.nowMs + 2000));
    for (const member of members) await member.heartbeat();
  }
}

about('SyncGroup', () => {
  test.each([
    ['no protocol type', { protocolType: null }],
    ['no protocol', { protocolName: null }],
  ])('v5 is refused with %s (KIP-559), older versions say neither', async (_what, fields) => {
    const { sim } = await started();
    const member = await GroupMember.of(sim);
    await member.join();
    const { memberId, generationId } = member;
    const body = { groupId: 'g', memberId, generationId, assignments: [] };
    const said = { protocolType: 'connect', protocolName: 'range', ...fields };
    const refused = await member.client.ask(SyncGroupRequest, SyncGroupResponse, 5, {
      ...body,
      ...said,
    });
    expect(errorName(refused.errorCode)).toBe('INCONSISTENT_GROUP_PROTOCOL');
    const answer = await member.client.ask(SyncGroupRequest, SyncGroupResponse, 4, body);
    expect(errorName(answer.errorCode)).toBe('NONE');
  });
});

about('FindCoordinator', () => {
  test.each([0, 1, 2, 3, 4, 5, 6])(
    'v%i names this broker, and makes the topic',
    async (version) => {
      const { client } = await started();
      const found = await findCoordinator(client, 'g', version);
      expect(found).toEqual({ error: 'NONE', nodeId: 1, host: 'broker-1', port: 9092 });
      const { topics } = await client.metadata(['__consumer_offsets']);
      expect(topics[0]).toMatchObject({ errorCode: 0, isInternal: true });
      expect(topics[0]?.partitions).toHaveLength(3);
    },
  );

  test('answers many keys at once, each by itself', async () => {
    const { client } = await started();
    const keys = { coordinatorKeys: ['a', 'b', ''] };
    const { coordinators } = await client.ask(
      FindCoordinatorRequest,
      FindCoordinatorResponse,
      6,
      keys,
    );
    expect(coordinators.map(({ key, nodeId, errorCode }) => [key, nodeId, errorCode])).toEqual([
      ['a', 1, 0],
      ['b', 1, 0],
      ['', 1, 0],
    ]);
  });

  test.each([1, 2])('says of keys of type %i that nobody coordinates them', async (keyType) => {
    const { client } = await started();
    const answer = await client.ask(FindCoordinatorRequest, FindCoordinatorResponse, 6, {
      keyType,
      coordinatorKeys: ['x'],
    });
    expect(errorName(answer.coordinators[0]?.errorCode ?? 0)).toBe('UNSUPPORTED_VERSION');
  });

  test('can name nobody where the topic wants more replicas than there are brokers', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    const { error } = await findCoordinator(client);
    expect(error).toBe('COORDINATOR_NOT_AVAILABLE');
    const told = sim.node.log.lines.filter(({ level }) => level === 'warn');
    expect(told.map(({ fields }) => `${fields.reason}`).join()).toMatch(/replication factor/i);
    expect(await commit(client, 't', 1)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  test('makes the topic compacted, in segments of its own size', async () => {
    const { sim } = await started({ 'offsets.topic.segment.bytes': '1048576' });
    const { configs } = sim.broker.services.image;
    const set = configs.ofTopic('__consumer_offsets');
    expect(set.get('cleanup.policy')).toBe('compact');
    expect(set.get('segment.bytes')).toBe('1048576');
  });
});

about('a member', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'joins, works and leaves with JoinGroup v%i',
    async (v) => {
      const { sim } = await started();
      const member = await GroupMember.of(sim, { joinVersion: v });
      expect(await member.join()).toBe('NONE');
      expect(member.memberId).toMatch(/^test-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
      expect([member.generationId, member.members]).toEqual([1, [member.memberId]]);
      const version = Math.min(v, 5);
      expect(await member.sync({ [member.memberId]: 'all' }, version)).toBe('all');
      expect(await member.heartbeat(Math.min(v, 4))).toBe('NONE');
      expect(await member.leave(version)).toEqual(version < 3 ? ['NONE'] : ['NONE', 'NONE']);
      expect(await member.heartbeat()).toBe('UNKNOWN_MEMBER_ID');
      const again = await member.leave(version);
      expect(again.at(-1)).toBe('UNKNOWN_MEMBER_ID');
    },
  );

  test.each([
    [5_999, 'INVALID_SESSION_TIMEOUT'],
    [6_000, 'NONE'],
    [1_800_000, 'NONE'],
    [1_800_001, 'INVALID_SESSION_TIMEOUT'],
  ])('may ask for a session timeout of %i ms: %s', async (sessionTimeoutMs, answer) => {
    const { sim } = await started();
    expect(await (await GroupMember.of(sim, { sessionTimeoutMs })).join()).toBe(answer);
  });

  test('of a group without a name, or of none, is told so', async () => {
    const { sim } = await started();
    const nameless = await GroupMember.of(sim, { groupId: '' });
    expect(await nameless.join()).toBe('INVALID_GROUP_ID');
    expect(await nameless.sync()).toBe('INVALID_GROUP_ID');
    expect(await nameless.heartbeat()).toBe('INVALID_GROUP_ID');
    expect(await nameless.leave()).toEqual(['INVALID_GROUP_ID']);
    const stranger = await GroupMember.of(sim);
    stranger.memberId = 'stranger';
    expect(await stranger.join()).toBe('UNKNOWN_MEMBER_ID');
    expect(await stranger.sync()).toBe('UNKNOWN_MEMBER_ID');
    expect(await stranger.heartbeat()).toBe('UNKNOWN_MEMBER_ID');
    expect(await stranger.leave()).toEqual(['NONE', 'UNKNOWN_MEMBER_ID']);
  });

  test('that asks before anybody made the topic has to find its coordinator first', async () => {
    const sim = await SimBroker.start({ config: CONFIG });
    const member = await GroupMember.of(sim);
    expect(await member.join()).toBe('NOT_COORDINATOR');
    expect(await member.sync()).toBe('NOT_COORDINATOR');
    expect(await member.heartbeat()).toBe('NOT_COORDINATOR');
  });

  test('is answered when the broker stops, though its group was not ready', async () => {
    const { sim } = await started();
    const member = await GroupMember.of(sim);
    await member.announce();
    await sim.world.run(sim.world.nowMs + 100);
    const stopped = sim.broker.stop();
    expect(await member.joined()).toBe('NOT_COORDINATOR');
    await sim.complete(stopped);
  });
});

about('a group', () => {
  test('shares the work of a member that falls silent', async () => {
    const { sim } = await started();
    const [a, b, c] = await stableGroup(sim, 3);
    if (!a || !b || !c) throw new Error('three members were asked for');
    c.client.connection.destroy();
    await beat(sim, [a, b], 9_000);
    expect(await a.heartbeat()).toBe('NONE');
    await beat(sim, [a, b], 2_000);
    expect(await a.heartbeat()).toBe('REBALANCE_IN_PROGRESS');
    a.sendJoin();
    b.sendJoin();
    expect(new Set(await settle([a, b]))).toEqual(new Set(['part 0', 'part 1']));
    expect(a.generationId).toBe(2);
  });

  test('loses its leader between join and sync, and goes on with another', async () => {
    const { sim } = await started();
    const members = [await GroupMember.of(sim), await GroupMember.of(sim)];
    for (const member of members) await member.announce();
    for (const member of members) await member.joined();
    const leader = members.find((one) => one.members.length > 0) as GroupMember;
    const other = members.find((one) => one !== leader) as GroupMember;
    leader.client.connection.destroy();
    other.sendSync();
    expect(await other.synced()).toBe('REBALANCE_IN_PROGRESS');
    expect(await other.join()).toBe('NONE');
    expect([other.generationId, other.members]).toEqual([2, [other.memberId]]);
    expect(await other.sync({ [other.memberId]: 'all' })).toBe('all');
  });

  test('refuses what a member of the last generation still does', async () => {
    const { sim } = await started();
    const [a, b] = await stableGroup(sim, 2);
    if (!a || !b) throw new Error('two members were asked for');
    await b.leave();
    expect(await a.commit('t', 1)).toBe('NONE');
    expect(await a.join()).toBe('NONE');
    expect(await a.commit('t', 2)).toBe('REBALANCE_IN_PROGRESS');
    await a.sync({ [a.memberId]: 'all' });
    expect(await a.commit('t', 3)).toBe('NONE');
    expect(await a.commit('t', 4, { generationId: 1 })).toBe('ILLEGAL_GENERATION');
    expect(await b.commit('t', 5)).toBe('UNKNOWN_MEMBER_ID');
    expect(await committed(a.client, 't')).toBe(3);
  });

  test.each([false, true])('outlives the broker (power lost: %s)', async (losePower) => {
    const { sim } = await started({ 'log.flush.interval.messages': '1' });
    const [a, b] = await stableGroup(sim, 2);
    if (!a || !b) throw new Error('two members were asked for');
    await a.commit('t', 7, { partition: 1 });
    await sim.world.run(sim.world.nowMs + 1_000);
    await sim.crashAndRestart({ losePower });
    for (const before of [a, b]) {
      const member = await GroupMember.of(sim);
      Object.assign(member, { memberId: before.memberId, generationId: before.generationId });
      expect(await member.heartbeat()).toBe('NONE');
      expect(await member.sync()).toMatch(/^part [01]$/);
    }
    const client = await sim.client();
    expect(await committed(client, 't', { partition: 1 })).toBe(7);
    expect(await describe(client)).toMatchObject({ groupState: 'Stable', protocolData: 'range' });
    await sim.world.run(sim.world.nowMs + 12_000);
    expect(await describe(client)).toMatchObject({ groupState: 'Empty', members: [] });
  });

  test('keeps a static member through its restart, and fences the process before it', async () => {
    const { sim } = await started();
    const options = { groupInstanceId: 'static', sessionTimeoutMs: 30_000 };
    const old = await GroupMember.of(sim, options);
    await old.join();
    await old.sync({ [old.memberId]: 'all' });
    await sim.restart();
    const back = await GroupMember.of(sim, options);
    expect(await back.join()).toBe('NONE');
    expect([back.generationId, back.memberId === old.memberId]).toEqual([1, false]);
    expect(await back.sync()).toBe('all');
    const zombie = await GroupMember.of(sim, options);
    Object.assign(zombie, { memberId: old.memberId, generationId: old.generationId });
    expect(await zombie.heartbeat()).toBe('FENCED_INSTANCE_ID');
    expect(await zombie.join()).toBe('FENCED_INSTANCE_ID');
  });
});

about('groups', () => {
  const list = async (
    sim: SimBroker,
    filter: { statesFilter?: string[]; typesFilter?: string[] } = {},
    version = 5,
  ) => {
    const client = await sim.client();
    const answer = await client.ask(ListGroupsRequest, ListGroupsResponse, version, filter);
    expect(answer.errorCode).toBe(0);
    return answer.groups.map(({ groupId }) => groupId).toSorted();
  };

  test('are listed, by their states and types in any case', async () => {
    const { sim, client } = await started();
    await stableGroup(sim, 1, 'working');
    await commit(client, 't', 1, { groupId: 'simple' });
    for (const version of [0, 1, 2, 3, 4, 5]) {
      expect(await list(sim, {}, version)).toEqual(['simple', 'working']);
    }
    expect(await list(sim, { statesFilter: ['stable'] })).toEqual(['working']);
    expect(await list(sim, { statesFilter: ['EMPTY', 'Dead'] })).toEqual(['simple']);
    expect(await list(sim, { typesFilter: ['Classic'] })).toEqual(['simple', 'working']);
    expect(await list(sim, { typesFilter: ['consumer'] })).toEqual([]);
    const { groups } = await client.ask(ListGroupsRequest, ListGroupsResponse, 5, {});
    expect(groups.find(({ groupId }) => groupId === 'working')).toEqual({
      groupId: 'working',
      protocolType: 'connect',
      groupState: 'Stable',
      groupType: 'classic',
    });
  });

  test.each([0, 1, 2, 3, 4, 5, 6])('are described by v%i with their members', async (version) => {
    const { sim, client } = await started();
    const [member] = await stableGroup(sim, 1);
    const told = await describe(client, 'g', version);
    expect(told).toMatchObject({
      errorCode: 0,
      groupState: 'Stable',
      protocolType: 'connect',
      protocolData: 'range',
    });
    expect(told.members.map(({ memberId }) => memberId)).toEqual([member?.memberId]);
    expect(told.members[0]).toMatchObject({ clientId: 'test', clientHost: '/client' });
    const missing = await describe(client, 'nobody', version);
    expect([missing.groupState, errorName(missing.errorCode)]).toEqual(
      version < 6 ? ['Dead', 'NONE'] : ['Dead', 'GROUP_ID_NOT_FOUND'],
    );
  });

  test('tell the operations that are allowed only who asks for them', async () => {
    const { client } = await started();
    const { groups } = await client.ask(DescribeGroupsRequest, DescribeGroupsResponse, 6, {
      groups: ['g'],
      includeAuthorizedOperations: true,
    });
    expect(groups[0]?.authorizedOperations).toBe(0x0d48);
    expect((await describe(client)).authorizedOperations).toBe(-2147483648);
  });

  test.each([0, 1, 2])('are deleted by v%i when they have no members', async (version) => {
    const { sim, client } = await started();
    await stableGroup(sim, 1, 'working');
    await commit(client, 't', 5, { groupId: 'simple' });
    const remove = (...groupsNames: string[]) =>
      client
        .ask(DeleteGroupsRequest, DeleteGroupsResponse, version, { groupsNames })
        .then(({ results }) => results.map(({ errorCode }) => errorName(errorCode)));
    expect(await remove('working', 'simple', 'nobody')).toEqual([
      'NON_EMPTY_GROUP',
      'NONE',
      'GROUP_ID_NOT_FOUND',
    ]);
    expect(await committed(client, 't', { groupId: 'simple' })).toBe(-1);
    await sim.restart();
    expect(await list(sim)).toEqual(['working']);
  });

  test('send members away by their static names', async () => {
    const { sim, client } = await started();
    const member = await GroupMember.of(sim, { groupInstanceId: 's' });
    await member.join();
    await member.sync({ [member.memberId]: 'all' });
    const { members } = await client.ask(LeaveGroupRequest, LeaveGroupResponse, 5, {
      groupId: 'g',
      members: [
        { memberId: '', groupInstanceId: 's' },
        { memberId: '', groupInstanceId: 'unknown' },
      ],
    });
    expect(members.map(({ errorCode }) => errorName(errorCode))).toEqual([
      'NONE',
      'UNKNOWN_MEMBER_ID',
    ]);
    expect(await member.heartbeat()).toBe('UNKNOWN_MEMBER_ID');
  });
});
