/**
 * ListOffsets, OffsetForLeaderEpoch and DeleteRecords: questions about a partition's offsets.
 */
import { describe, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import { DeleteRecordsRequest, DeleteRecordsResponse } from '#protocol/messages/delete-records.ts';
import { ListOffsetsRequest, ListOffsetsResponse } from '#protocol/messages/list-offsets.ts';
import {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from '#protocol/messages/offset-for-leader-epoch.ts';
import { batch, T0 } from './batches.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const LATEST = -1;
const EARLIEST = -2;
const MAX_TIMESTAMP = -3;
const EARLIEST_LOCAL = -4;
const LATEST_TIERED = -5;
const EARLIEST_PENDING_UPLOAD = -6;

async function started(configs: Record<string, string> = {}) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  await client.createTopic('t', { configs });
  return { sim, client };
}

/** Three batches: times 10, 30, 20 after T0, then 30 again, then 25. */
async function withTimes() {
  const { sim, client } = await started();
  for (const times of [[10, 30, 20], [30], [25]]) {
    await client.produce('t', batch(times.map((time) => ({ timestamp: T0 + time }))));
  }
  return { sim, client };
}

async function ask(
  client: WireClient,
  version: number,
  timestamp: number,
  { name = 't', partitionIndex = 0, currentLeaderEpoch = -1, isolationLevel = 0 } = {},
) {
  const { topics } = await client.ask(ListOffsetsRequest, ListOffsetsResponse, version, {
    replicaId: -1,
    isolationLevel,
    topics: [{ name, partitions: [{ partitionIndex, currentLeaderEpoch, timestamp }] }],
    timeoutMs: 1000,
  });
  const answer = topics[0]?.partitions[0];
  if (answer === undefined) throw new Error('ListOffsets: no answer for the partition');
  const { offset, leaderEpoch } = answer;
  const time = answer.timestamp < 0 ? answer.timestamp : answer.timestamp - T0;
  return { error: errorName(answer.errorCode), offset, time, leaderEpoch };
}

describe('ListOffsets', () => {
  test.each([1, 2, 4, 7, 11])('v%i tells the start, the end and a time', async (version) => {
    const { client } = await withTimes();
    const leaderEpoch = version >= 4 ? 0 : -1;
    const found = async (timestamp: number) => ask(client, version, timestamp);
    expect(await found(EARLIEST)).toEqual({ error: 'NONE', offset: 0, time: -1, leaderEpoch });
    expect(await found(LATEST)).toEqual({ error: 'NONE', offset: 5, time: -1, leaderEpoch });
    expect(await found(T0 + 15)).toEqual({ error: 'NONE', offset: 1, time: 30, leaderEpoch });
  });

  test.each([
    [0, 0, 10],
    [T0 + 10, 0, 10],
    [T0 + 11, 1, 30],
    [T0 + 30, 1, 30],
    [T0 + 31, -1, -1],
  ])('tells the first record at or after %i, or none', async (timestamp, offset, time) => {
    const { client } = await withTimes();
    expect(await ask(client, 11, timestamp)).toMatchObject({ error: 'NONE', offset, time });
  });

  test('v7 tells the first record of the largest time', async () => {
    const { client } = await withTimes();
    expect(await ask(client, 7, MAX_TIMESTAMP)).toMatchObject({ offset: 1, time: 30 });
  });

  test('tells of an empty partition that it begins and ends at 0, and holds nothing', async () => {
    const { client } = await started();
    expect(await ask(client, 11, EARLIEST)).toMatchObject({ error: 'NONE', offset: 0 });
    expect(await ask(client, 11, LATEST)).toMatchObject({ error: 'NONE', offset: 0 });
    for (const timestamp of [MAX_TIMESTAMP, T0]) {
      expect(await ask(client, 11, timestamp)).toMatchObject({
        error: 'NONE',
        offset: -1,
        time: -1,
        leaderEpoch: -1,
      });
    }
  });

  test('v8 and later know the local disk, where all is, and tiered storage, where nothing is', async () => {
    const { client } = await withTimes();
    expect(await ask(client, 8, EARLIEST_LOCAL)).toMatchObject({ error: 'NONE', offset: 0 });
    for (const [version, timestamp] of [
      [9, LATEST_TIERED],
      [11, EARLIEST_PENDING_UPLOAD],
    ] as const) {
      const answer = await ask(client, version, timestamp);
      expect(answer).toMatchObject({ error: 'NONE', offset: -1, time: -1 });
    }
  });

  test.each([
    [6, MAX_TIMESTAMP],
    [7, EARLIEST_LOCAL],
    [8, LATEST_TIERED],
    [10, EARLIEST_PENDING_UPLOAD],
    [11, -7],
  ])('v%i refuses the question %i, which it does not have', async (version, timestamp) => {
    const { client } = await withTimes();
    const { error, offset } = await ask(client, version, timestamp);
    expect([error, offset]).toEqual(['UNSUPPORTED_VERSION', -1]);
  });

  test('refuses an unknown topic, an unknown partition and a leader epoch to come', async () => {
    const { client } = await started();
    const errorOf = async (where: object) => (await ask(client, 11, LATEST, where)).error;
    expect(await errorOf({ name: 'missing' })).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await errorOf({ partitionIndex: 7 })).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await errorOf({ currentLeaderEpoch: 9 })).toBe('UNKNOWN_LEADER_EPOCH');
    expect(await errorOf({ currentLeaderEpoch: 0 })).toBe('NONE');
  });

  test('tells a reader of committed records the last stable offset', async () => {
    const { client } = await withTimes();
    const { offset } = await ask(client, 11, LATEST, { isolationLevel: 1 });
    expect(offset).toBe(5);
  });
});

async function deleteRecords(
  client: WireClient,
  offset: number,
  { version = 2, name = 't', partitionIndex = 0 } = {},
) {
  const { topics } = await client.ask(DeleteRecordsRequest, DeleteRecordsResponse, version, {
    topics: [{ name, partitions: [{ partitionIndex, offset }] }],
    timeoutMs: 1000,
  });
  const answer = topics[0]?.partitions[0];
  return [errorName(answer?.errorCode ?? -1), answer?.lowWatermark];
}

describe('DeleteRecords', () => {
  test.each([0, 1, 2])('v%i takes the records before an offset away', async (version) => {
    const { client } = await withTimes();
    expect(await deleteRecords(client, 2, { version })).toEqual(['NONE', 2]);
    expect(await ask(client, 11, EARLIEST)).toMatchObject({ offset: 2 });
    expect((await client.fetch('t', 1)).errorCode).toBe(1);
    expect((await client.fetch('t', 2)).logStartOffset).toBe(2);
    expect(await ask(client, 11, T0)).toMatchObject({ offset: 2, time: 20 });
  });

  test('takes everything for -1, and the next record goes on with the offsets', async () => {
    const { client } = await withTimes();
    expect(await deleteRecords(client, -1)).toEqual(['NONE', 5]);
    expect(await client.readValues('t', 5)).toEqual([]);
    expect((await client.produceValues('t', ['x'])).baseOffset).toBe(5);
  });

  test('never brings records back', async () => {
    const { client } = await withTimes();
    await deleteRecords(client, 3);
    expect(await deleteRecords(client, 1)).toEqual(['NONE', 3]);
  });

  test('refuses an offset beyond the end, and what is not there', async () => {
    const { client } = await withTimes();
    expect(await deleteRecords(client, 6)).toEqual(['OFFSET_OUT_OF_RANGE', -1]);
    expect(await deleteRecords(client, -2)).toEqual(['OFFSET_OUT_OF_RANGE', -1]);
    const unknown = ['UNKNOWN_TOPIC_OR_PARTITION', -1];
    expect(await deleteRecords(client, 0, { name: 'missing' })).toEqual(unknown);
    expect(await deleteRecords(client, 0, { partitionIndex: 7 })).toEqual(unknown);
  });

  test('is refused on a topic that is only compacted', async () => {
    const { client } = await started({ 'cleanup.policy': 'compact' });
    await client.produce('t', batch([{ key: 'a' }]));
    expect(await deleteRecords(client, 1)).toEqual(['POLICY_VIOLATION', -1]);
  });

  test('is in force after a restart, and after a crash once the checkpoint is written', async () => {
    const { sim, client } = await withTimes();
    await deleteRecords(client, 2);
    await sim.restart();
    const second = await sim.client();
    expect(await ask(second, 11, EARLIEST)).toMatchObject({ offset: 2 });
    await deleteRecords(second, 4);
    await sim.world.run(sim.world.nowMs + 120_000);
    await sim.crashAndRestart({ losePower: true });
    expect(await ask(await sim.client(), 11, EARLIEST)).toMatchObject({ offset: 4 });
  });
});

describe('OffsetForLeaderEpoch', () => {
  async function endOf(
    client: WireClient,
    version: number,
    leaderEpoch: number,
    { topic = 't', partition = 0, currentLeaderEpoch = -1 } = {},
  ) {
    const { topics } = await client.ask(
      OffsetForLeaderEpochRequest,
      OffsetForLeaderEpochResponse,
      version,
      {
        replicaId: -1,
        topics: [{ topic, partitions: [{ partition, currentLeaderEpoch, leaderEpoch }] }],
      },
    );
    const answer = topics[0]?.partitions[0];
    return [errorName(answer?.errorCode ?? -1), answer?.leaderEpoch, answer?.endOffset];
  }

  test.each([2, 3, 4])('v%i tells the end of the epoch that goes on', async (version) => {
    const { client } = await withTimes();
    expect(await endOf(client, version, 0)).toEqual(['NONE', 0, 5]);
  });

  test('tells nothing of an epoch to come', async () => {
    const { client } = await withTimes();
    expect(await endOf(client, 4, 7)).toEqual(['NONE', -1, -1]);
  });

  test('tells where an epoch ended that another has followed', async () => {
    const { sim } = await withTimes();
    await sim.restart();
    const client = await sim.client();
    await client.produceValues('t', ['x']);
    expect(await endOf(client, 4, 0)).toEqual(['NONE', 0, 5]);
    const metadata = await client.metadata(['t']);
    const current = metadata.topics[0]?.partitions[0]?.leaderEpoch ?? -1;
    expect(current).toBeGreaterThan(0);
    expect(await endOf(client, 4, current)).toEqual(['NONE', current, 6]);
    const fenced = await endOf(client, 4, 0, { currentLeaderEpoch: 0 });
    expect(fenced).toEqual(['FENCED_LEADER_EPOCH', -1, -1]);
  });

  test('refuses what is not there', async () => {
    const { client } = await started();
    const unknown = ['UNKNOWN_TOPIC_OR_PARTITION', -1, -1];
    expect(await endOf(client, 4, 0, { topic: 'missing' })).toEqual(unknown);
    expect(await endOf(client, 4, 0, { partition: 7 })).toEqual(unknown);
  });
});
