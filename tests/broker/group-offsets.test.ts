/**
 * Committed offsets in a whole broker, in virtual time: committed, fetched, deleted, expired, and
 * found again in `__consumer_offsets` after a restart.
 */
import { describe, expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { decodeCoordinatorRecord, encodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import { errorName } from '#protocol/errors.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';
import { ListGroupsRequest, ListGroupsResponse } from '#protocol/messages/list-groups.ts';
import { OffsetDeleteRequest, OffsetDeleteResponse } from '#protocol/messages/offset-delete.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { encodeBatch, type RecordInput } from '#storage/batch-writer.ts';
import { commit, committed, findCoordinator, GroupMember } from './group-client.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const CONFIG = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '2',
  'group.initial.rebalance.delay.ms': '0',
};
const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';
const utf8 = new TextEncoder();

async function started(config: Record<string, string> = {}) {
  const sim = await SimBroker.start({ config: { ...CONFIG, ...config } });
  const client = await sim.client();
  const topicId = await client.createTopic('t', { partitions: 2 });
  await findCoordinator(client);
  return { sim, client, topicId };
}

/** A consumer's subscription, version 0: what the coordinator reads of a member's metadata. */
function subscription(...topics: string[]): Uint8Array {
  const bytes = [0, 0, 0, 0, 0, topics.length];
  for (const topic of topics) bytes.push(0, topic.length, ...utf8.encode(topic));
  return Uint8Array.from([...bytes, 0xff, 0xff, 0xff, 0xff]);
}

/** A stable group of one consumer that subscribes to these topics. */
async function consumerOf(sim: SimBroker, ...topics: string[]): Promise<GroupMember> {
  const metadata = subscription(...topics);
  const member = await GroupMember.of(sim, { protocolType: 'consumer', metadata });
  await member.join();
  await member.sync({ [member.memberId]: 'all' });
  return member;
}

async function groupsOf(client: WireClient): Promise<string[]> {
  const { groups } = await client.ask(ListGroupsRequest, ListGroupsResponse, 5, {});
  return groups.map(({ groupId }) => groupId).toSorted();
}

/** Appends to every partition of `__consumer_offsets`, as if some broker had written it. */
function writeRaw(sim: SimBroker, records: readonly RecordInput[]): void {
  for (const { topic, log, leaderEpoch } of sim.broker.services.replicas.all()) {
    if (topic !== '__consumer_offsets') continue;
    const result = log.append(encodeBatch({ records }), { leaderEpoch, origin: 'coordinator' });
    expect(result.errorCode).toBe(0);
  }
}

describe('OffsetCommit and OffsetFetch', () => {
  test.each([
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 6],
    [8, 7],
    [9, 8],
    [9, 9],
  ])('v%i and v%i note an offset and tell it', async (commitVersion, fetchVersion) => {
    const { client } = await started();
    const fetch = (partition: number) =>
      committed(client, 't', { partition, version: fetchVersion });
    expect(await fetch(1)).toBe(-1);
    const version = commitVersion;
    expect(await commit(client, 't', 42, { version, partition: 1 })).toBe('NONE');
    expect(await fetch(1)).toBe(42);
    expect(await fetch(0)).toBe(-1);
    expect(await commit(client, 't', 40, { version, partition: 1 })).toBe('NONE');
    expect(await fetch(1)).toBe(40);
  });

  test('v10 know topics by their ids, and an offset of another topic of the name is none', async () => {
    const { client, topicId } = await started();
    const fetch = async (id: string) => {
      const { groups } = await client.ask(OffsetFetchRequest, OffsetFetchResponse, 10, {
        groups: [{ groupId: 'g', topics: [{ topicId: id, partitionIndexes: [0] }] }],
      });
      const [topic] = groups[0]?.topics ?? [];
      const [partition] = topic?.partitions ?? [];
      return [topic?.topicId, errorName(partition?.errorCode ?? -1), partition?.committedOffset];
    };
    expect(await commit(client, '', 7, { version: 10, topicId })).toBe('NONE');
    expect(await fetch(topicId)).toEqual([topicId, 'NONE', 7]);
    expect(await committed(client, 't')).toBe(7);
    expect(await commit(client, '', 7, { version: 10, topicId: UNKNOWN_ID })).toBe(
      'UNKNOWN_TOPIC_ID',
    );
    expect(await fetch(UNKNOWN_ID)).toEqual([UNKNOWN_ID, 'UNKNOWN_TOPIC_ID', -1]);
  });

  test('tell all of a group, of many groups, with what was noted beside the offset', async () => {
    const { client } = await started();
    await commit(client, 't', 1, { groupId: 'a', metadata: 'words' });
    await commit(client, 't', 2, { groupId: 'a', partition: 1, metadata: null });
    await commit(client, 't', 3, { groupId: 'b' });
    const ask = (version: number) =>
      client.ask(OffsetFetchRequest, OffsetFetchResponse, version, {
        groups: ['a', 'b', 'none'].map((groupId) => ({ groupId, topics: null })),
        requireStable: true,
      });
    for (const version of [8, 9, 10]) {
      const { groups } = await ask(version);
      expect(groups.map(({ groupId, errorCode }) => [groupId, errorCode])).toEqual([
        ['a', 0],
        ['b', 0],
        ['none', 0],
      ]);
      const of = (at: number) => groups[at]?.topics.flatMap(({ partitions }) => partitions);
      expect(of(0)).toMatchObject([
        { partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: 0, metadata: 'words' },
        { partitionIndex: 1, committedOffset: 2, committedLeaderEpoch: 0, metadata: '' },
      ]);
      expect(of(1)).toMatchObject([{ partitionIndex: 0, committedOffset: 3 }]);
      expect(of(2)).toEqual([]);
    }
    const one = await client.ask(OffsetFetchRequest, OffsetFetchResponse, 7, {
      groupId: 'a',
      topics: null,
    });
    expect(one.topics[0]?.partitions.map(({ committedOffset }) => committedOffset)).toEqual([1, 2]);
  });

  test('refuse what there is not, and words that are too long', async () => {
    const { client } = await started({ 'offset.metadata.max.bytes': '10' });
    expect(await commit(client, 'nothing', 1)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await commit(client, 't', 1, { partition: 2 })).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await commit(client, 't', 1, { metadata: '0123456789' })).toBe('NONE');
    expect(await commit(client, 't', 2, { metadata: '0123456789a' })).toBe(
      'OFFSET_METADATA_TOO_LARGE',
    );
    expect(await committed(client, 't')).toBe(1);
  });

  test.each([
    [8, 'ILLEGAL_GENERATION'],
    [9, 'GROUP_ID_NOT_FOUND'],
  ])('v%i tell a member of a group that is gone: %s', async (version, error) => {
    const { client } = await started();
    const member = { memberId: 'm', generationId: 3 };
    expect(await commit(client, 't', 1, { ...member, version })).toBe(error);
  });

  test('let only members commit while there are some', async () => {
    const { sim, client } = await started();
    const member = await consumerOf(sim, 't');
    expect(await member.commit('t', 5)).toBe('NONE');
    expect(await commit(client, 't', 6)).toBe('UNKNOWN_MEMBER_ID');
    await member.leave();
    expect(await commit(client, 't', 7)).toBe('NONE');
    expect(await committed(client, 't')).toBe(7);
  });

  test('send who asks too early to find the coordinator first', async () => {
    const sim = await SimBroker.start({ config: CONFIG });
    const client = await sim.client();
    await client.createTopic('t');
    expect(await commit(client, 't', 1)).toBe('NOT_COORDINATOR');
    for (const version of [1, 2, 7, 8, 9]) {
      expect(await committed(client, 't', { version })).toBe('NOT_COORDINATOR');
    }
  });
});

describe('committed offsets', () => {
  test.each(['restart', 'kill'])('are found again after a %s', async (how) => {
    const { sim, client } = await started({ 'offsets.topic.compression.codec': '1' });
    for (let n = 0; n < 50; n++) await commit(client, 't', n, { groupId: `group-${n % 10}` });
    await commit(client, 't', 99, { groupId: 'expiring', version: 4, retentionTimeMs: 1e9 });
    if (how === 'restart') await sim.restart();
    else await sim.crashAndRestart({ losePower: false });
    const again = await sim.client();
    for (let n = 0; n < 10; n++) {
      expect(await committed(again, 't', { groupId: `group-${n}` })).toBe(40 + n);
    }
    expect(await committed(again, 't', { groupId: 'expiring' })).toBe(99);
    expect(await groupsOf(again)).toHaveLength(11);
  });

  test('of a deleted topic are gone, and stay gone', async () => {
    const { sim, client } = await started();
    await client.createTopic('other');
    await commit(client, 't', 5, { groupId: 'g' });
    await commit(client, 'other', 6, { groupId: 'g' });
    await client.ask(DeleteTopicsRequest, DeleteTopicsResponse, 5, {
      topicNames: ['t'],
      timeoutMs: 1000,
    });
    await sim.restart();
    const again = await sim.client();
    expect(await committed(again, 't')).toBe(-1);
    expect(await committed(again, 'other')).toBe(6);
  });

  test('are deleted on request, but not of topics that a member subscribes to', async () => {
    const { sim, client } = await started();
    await client.createTopic('other');
    const member = await consumerOf(sim, 't');
    await member.commit('t', 5);
    await member.commit('other', 6);
    const remove = async (groupId: string, ...names: string[]) => {
      const answer = await client.ask(OffsetDeleteRequest, OffsetDeleteResponse, 0, {
        groupId,
        topics: names.map((name) => ({ name, partitions: [{ partitionIndex: 0 }] })),
      });
      const partitions = answer.topics.flatMap((topic) => topic.partitions);
      return [answer.errorCode, ...partitions.map(({ errorCode }) => errorCode)].map(errorName);
    };
    expect(await remove('g', 't', 'other', 'nothing')).toEqual([
      'NONE',
      'GROUP_SUBSCRIBED_TO_TOPIC',
      'NONE',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    expect(await committed(client, 't')).toBe(5);
    expect(await committed(client, 'other')).toBe(-1);
    expect(await remove('nobody', 't')).toEqual(['GROUP_ID_NOT_FOUND']);
    expect(await remove('', 't')).toEqual(['INVALID_GROUP_ID']);
    const worker = await GroupMember.of(sim, { groupId: 'workers' });
    await worker.join();
    expect(await remove('workers', 't')).toEqual(['NON_EMPTY_GROUP']);
  });
});

describe('expiry', () => {
  const MINUTE = 60_000;
  const RETENTION = {
    'offsets.retention.minutes': '10',
    'offsets.retention.check.interval.ms': '1000',
  };

  async function pass(sim: SimBroker, ms: number, members: readonly GroupMember[] = []) {
    const until = sim.world.nowMs + ms;
    while (sim.world.nowMs < until) {
      await sim.world.run(Math.min(until, sim.world.nowMs + 5_000));
      for (const member of members) expect(await member.heartbeat()).toBe('NONE');
    }
  }

  test('takes the offsets of who has no members some time after the commit, and the group', async () => {
    const { sim, client } = await started(RETENTION);
    await commit(client, 't', 1);
    await pass(sim, 9.9 * MINUTE);
    expect(await committed(await sim.client(), 't')).toBe(1);
    await pass(sim, 0.2 * MINUTE);
    const again = await sim.client();
    expect(await committed(again, 't')).toBe(-1);
    expect(await groupsOf(again)).toEqual([]);
    await sim.restart();
    expect(await groupsOf(await sim.client())).toEqual([]);
  });

  test('leaves a group with members what they subscribe to, and counts from when it is empty', async () => {
    const { sim, client } = await started(RETENTION);
    await client.createTopic('other');
    const member = await consumerOf(sim, 't');
    await member.commit('t', 5);
    await member.commit('other', 6);
    await pass(sim, 11 * MINUTE, [member]);
    expect(await committed(await sim.client(), 't')).toBe(5);
    expect(await committed(await sim.client(), 'other')).toBe(-1);
    await member.leave();
    await pass(sim, 9.9 * MINUTE);
    expect(await committed(await sim.client(), 't')).toBe(5);
    await pass(sim, 0.2 * MINUTE);
    expect(await committed(await sim.client(), 't')).toBe(-1);
  });

  test('takes an offset at the time that an old client said', async () => {
    const { sim, client } = await started(RETENTION);
    await commit(client, 't', 1, { version: 2, retentionTimeMs: 2 * MINUTE });
    await commit(client, 't', 2, { version: 4, retentionTimeMs: 30 * MINUTE, groupId: 'long' });
    await pass(sim, 3 * MINUTE);
    expect(await committed(await sim.client(), 't')).toBe(-1);
    await pass(sim, 26 * MINUTE);
    expect(await committed(await sim.client(), 't', { groupId: 'long' })).toBe(2);
  });

  test('takes a group that never had offsets when it has no members', async () => {
    const { sim, client } = await started(RETENTION);
    const member = await consumerOf(sim, 't');
    await pass(sim, 1 * MINUTE, [member]);
    expect(await groupsOf(client)).toEqual(['g']);
    await member.leave();
    await pass(sim, 2_000);
    expect(await groupsOf(await sim.client())).toEqual([]);
  });
});

describe('__consumer_offsets', () => {
  test('is the coordinator’s to write: clients may read it, and no more', async () => {
    const { client } = await started();
    const refused = await client.produceValues('__consumer_offsets', ['x']);
    expect(errorName(refused.errorCode)).toBe('INVALID_TOPIC_EXCEPTION');
    await commit(client, 't', 1);
    const batches: number[] = [];
    for (const partition of [0, 1]) {
      const { records } = await client.fetch('__consumer_offsets', 0, { partition });
      batches.push(records?.length ?? 0);
    }
    expect(Math.max(...batches)).toBeGreaterThan(0);
  });

  test('notes the topic’s id, also where the client named the topic', async () => {
    const { client, topicId } = await started();
    await commit(client, 't', 1, { version: 9 });
    const noted: string[] = [];
    for (const partition of [0, 1]) {
      const { records } = await client.fetch('__consumer_offsets', 0, { partition });
      for (const batch of batchesOf(records ?? new Uint8Array(0))) {
        for (const { key, value } of recordsOf(records as Uint8Array, batch, nodeCodecs)) {
          const record = decodeCoordinatorRecord(key, value);
          if (record?.kind === 'offset') noted.push(record.offset?.topicId ?? 'none');
        }
      }
    }
    expect(noted).toEqual([topicId]);
  });
});

describe('loading', () => {
  const offset = (groupId: string, at: number) =>
    encodeCoordinatorRecord({
      kind: 'offset',
      groupId,
      topic: 't',
      partition: 0,
      offset: {
        offset: at,
        leaderEpoch: -1,
        metadata: '',
        commitTimestampMs: 1_700_000_000_000,
        expireTimestampMs: undefined,
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
      },
    });

  test('passes over what it cannot read, says so, and keeps the rest', async () => {
    const { sim, client } = await started();
    await commit(client, 't', 1, { groupId: 'a' });
    const { key, value } = offset('b', 2);
    writeRaw(sim, [
      { key, value: Uint8Array.of(0, 3, 1) },
      { key: Uint8Array.of(0), value },
      { key, value: Uint8Array.of(0, 99, 0, 0, 0, 0) },
      { key: Uint8Array.of(0, 1, 0, 9, 1), value },
    ]);
    writeRaw(sim, [{ key: Uint8Array.of(0, 77, 1, 2, 3), value: Uint8Array.of(0, 0) }]);
    await commit(client, 't', 3, { groupId: 'a', partition: 1 });
    await sim.restart();
    const again = await sim.client();
    expect(await committed(again, 't', { groupId: 'a' })).toBe(1);
    expect(await committed(again, 't', { groupId: 'a', partition: 1 })).toBe(3);
    expect(await groupsOf(again)).toEqual(['a']);
    const told = sim.node.log.lines.filter(({ message }) => message.includes('passed over'));
    expect(told).toHaveLength(2 * 4);
    expect(told.map(({ fields }) => fields.partition).toSorted()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test('reads what brokers of other times have written', async () => {
    const { sim } = await started();
    const newest = offset('new', 1);
    const legacy = new Uint8Array(newest.key);
    legacy[1] = 0;
    // Version 0 has offset, metadata and commit time; 3 a leader epoch behind the offset.
    const eight = (last: number) => [0, 0, 0, 0, 0, 0, 0, last];
    const version0 = Uint8Array.from([0, 0, ...eight(10), 0, 0, ...eight(1)]);
    const version3 = Uint8Array.from([0, 3, ...eight(30), 0, 0, 0, 5, 0, 0, ...eight(1)]);
    writeRaw(sim, [
      { key: legacy, value: version0 },
      { key: offset('three', 0).key, value: version3 },
    ]);
    await sim.restart();
    const client = await sim.client();
    expect(await committed(client, 't', { groupId: 'new' })).toBe(10);
    expect(await committed(client, 't', { groupId: 'three' })).toBe(30);
  });
});
