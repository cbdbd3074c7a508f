/**
 * Fetch: what is read, how long a reader waits, and what it is told when there is nothing to read.
 */
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import { batch } from './batches.ts';
import { SimBroker, valuesOf, type WireClient } from './sim-broker.ts';

const UNKNOWN_ID = 'c29tZXRoaW5nLWVsc2UtMQ';
const NOTHING = new Uint8Array(0);

/** One partition of a request. */
interface Wanted {
  readonly topic?: string;
  readonly topicId?: string;
  readonly partition?: number;
  readonly fetchOffset?: number;
  readonly partitionMaxBytes?: number;
  readonly currentLeaderEpoch?: number;
  readonly lastFetchedEpoch?: number;
}

interface Options {
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly isolationLevel?: number;
  readonly sessionId?: number;
  readonly sessionEpoch?: number;
  readonly replicaState?: { replicaId: number };
  readonly forgotten?: { topic?: string; topicId?: string; partitions: number[] }[];
}

function requestFor(wanted: readonly Wanted[], options: Options) {
  const { maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20, forgotten = [], ...rest } = options;
  return {
    maxWaitMs,
    minBytes,
    maxBytes,
    ...rest,
    topics: wanted.map(({ topic = '', topicId, ...partition }) => ({
      topic,
      ...(topicId !== undefined && { topicId }),
      partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20, ...partition }],
    })),
    forgottenTopicsData: forgotten.map(({ topic = '', topicId, partitions }) => ({
      topic,
      ...(topicId !== undefined && { topicId }),
      partitions,
    })),
  };
}

async function fetchAll(
  client: WireClient,
  version: number,
  wanted: readonly Wanted[],
  options: Options = {},
) {
  const request = requestFor(wanted, options);
  const answer = await client.ask(FetchRequest, FetchResponse, version, request);
  return { ...answer, partitions: partitionsOf(answer) };
}

function partitionsOf({ responses }: { responses: FetchResponse['responses'] }) {
  return responses.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((one) => ({
      ...one,
      topic,
      topicId,
      error: errorName(one.errorCode),
      values: valuesOf(one.records ?? NOTHING).map(({ value }) => value),
      size: one.records?.length ?? 0,
    })),
  );
}

async function started(partitions = 1, configs: Record<string, string> = {}) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  const topicId = await client.createTopic('t', { partitions, configs });
  return { sim, client, topicId };
}

const single = (value: string) => batch([{ value }]);

describe('Fetch', () => {
  test.each([4, 5, 7, 8, 9, 11, 12])('v%i reads a topic by its name', async (version) => {
    const { client } = await started();
    await client.produceValues('t', ['a', 'b']);
    const { partitions } = await fetchAll(client, version, [{ topic: 't' }]);
    expect(partitions).toMatchObject([
      { topic: 't', error: 'NONE', highWatermark: 2, lastStableOffset: 2, values: ['a', 'b'] },
    ]);
    if (version >= 5) expect(partitions[0]?.logStartOffset).toBe(0);
  });

  test.each([13, 15, 18])('v%i reads a topic by its id', async (version) => {
    const { client, topicId } = await started();
    await client.produceValues('t', ['a', 'b']);
    const { partitions } = await fetchAll(client, version, [{ topicId }]);
    expect(partitions).toMatchObject([{ topicId, error: 'NONE', values: ['a', 'b'] }]);
  });

  test('returns the whole batch that holds the offset asked for', async () => {
    const { client } = await started();
    await client.produceValues('t', ['a', 'b', 'c']);
    await client.produceValues('t', ['d']);
    const { records } = await client.fetch('t', 1);
    expect(valuesOf(records ?? NOTHING).map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
  });

  test('returns a first batch that is larger than the limits, whole and alone', async () => {
    const { client } = await started(2);
    const large = single('x'.repeat(5000));
    await client.produce('t', large.slice());
    await client.produce('t', single('small'), { partition: 1 });
    const wanted = [
      { topic: 't', partition: 0, partitionMaxBytes: 100 },
      { topic: 't', partition: 1, partitionMaxBytes: 100 },
    ];
    const { partitions } = await fetchAll(client, 11, wanted, { maxBytes: 200 });
    expect(partitions.map(({ size }) => size)).toEqual([large.length, 0]);
  });

  test('reads partitions in the order of the request until the limit is reached', async () => {
    const { client } = await started(3);
    const bytes = single('x'.repeat(100));
    for (const partition of [0, 1, 2]) await client.produce('t', bytes.slice(), { partition });
    const wanted = [2, 0, 1].map((partition) => ({ topic: 't', partition }));
    const two = await fetchAll(client, 11, wanted, { maxBytes: 2 * bytes.length });
    const sizes = two.partitions.map(({ partitionIndex, size }) => [partitionIndex, size]);
    expect(sizes).toEqual([
      [2, bytes.length],
      [0, bytes.length],
      [1, 0],
    ]);
  });

  test('cuts a partition at its own limit, and the reader goes on from there', async () => {
    const { client } = await started();
    const bytes = single('x');
    for (let i = 0; i < 5; i++) await client.produce('t', bytes.slice());
    const { partitions } = await fetchAll(client, 11, [
      { topic: 't', partitionMaxBytes: 2 * bytes.length + 10 },
    ]);
    expect(partitions[0]?.values).toHaveLength(2);
    expect(await client.readValues('t', 2)).toHaveLength(3);
  });

  test('refuses an offset beyond the end or before the start', async () => {
    const { client } = await started();
    await client.produceValues('t', ['a']);
    for (const [offset, error] of [
      [1, 'NONE'],
      [2, 'OFFSET_OUT_OF_RANGE'],
      [-1, 'OFFSET_OUT_OF_RANGE'],
    ] as const) {
      const { partitions } = await fetchAll(client, 11, [{ topic: 't', fetchOffset: offset }]);
      expect(partitions[0]?.error).toBe(error);
    }
  });

  test('tells what it does not know: topic, partition, id', async () => {
    const { client, topicId } = await started();
    const named = await fetchAll(client, 12, [
      { topic: 'missing' },
      { topic: 't', partition: 9 },
      { topic: 't' },
    ]);
    const errors = named.partitions.map(({ topic, error }) => [topic, error]);
    expect(errors).toHaveLength(3);
    expect(errors).toEqual(
      expect.arrayContaining([
        ['missing', 'UNKNOWN_TOPIC_OR_PARTITION'],
        ['t', 'UNKNOWN_TOPIC_OR_PARTITION'],
        ['t', 'NONE'],
      ]),
    );
    const byId = await fetchAll(client, 13, [{ topicId: UNKNOWN_ID }, { topicId, partition: 9 }]);
    expect(byId.partitions.map(({ error }) => error)).toEqual([
      'UNKNOWN_TOPIC_ID',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
  });

  test('refuses a reader whose leader epoch is not the leader’s', async () => {
    const { client } = await started();
    const metadata = await client.metadata(['t']);
    const leaderEpoch = metadata.topics[0]?.partitions[0]?.leaderEpoch ?? -1;
    for (const [epoch, error] of [
      [leaderEpoch, 'NONE'],
      [leaderEpoch + 1, 'UNKNOWN_LEADER_EPOCH'],
    ] as const) {
      const { partitions } = await fetchAll(client, 11, [
        { topic: 't', currentLeaderEpoch: epoch },
      ]);
      expect(partitions[0]?.error).toBe(error);
    }
  });

  test('fences a reader of an older leader epoch', async () => {
    const { sim } = await started();
    await sim.restart();
    const client = await sim.client();
    const { partitions } = await fetchAll(client, 11, [{ topic: 't', currentLeaderEpoch: 0 }]);
    expect(partitions[0]?.error).toBe('FENCED_LEADER_EPOCH');
  });

  test('v12 tells a reader of another history where it parted', async () => {
    const { sim, client: first } = await started();
    await first.produceValues('t', ['a', 'b']);
    await sim.restart();
    const client = await sim.client();
    await client.produceValues('t', ['c']);
    const { partitions } = await fetchAll(client, 12, [
      { topic: 't', fetchOffset: 3, lastFetchedEpoch: 0 },
    ]);
    expect(partitions[0]).toMatchObject({
      error: 'NONE',
      divergingEpoch: { epoch: 0, endOffset: 2 },
      values: [],
    });
    const agreeing = await fetchAll(client, 12, [
      { topic: 't', fetchOffset: 2, lastFetchedEpoch: 0 },
    ]);
    expect(agreeing.partitions[0]).toMatchObject({ values: ['c'], divergingEpoch: { epoch: -1 } });
  });

  test('refuses a follower, for nobody else holds a replica', async () => {
    const { client, topicId } = await started();
    const { partitions } = await fetchAll(client, 15, [{ topicId }], {
      replicaState: { replicaId: 7 },
    });
    expect(partitions[0]?.errorCode).not.toBe(ErrorCode.NONE);
    expect(partitions[0]?.values).toEqual([]);
  });

  test('tells a reader of committed records that no transaction was aborted', async () => {
    const { client } = await started();
    await client.produceValues('t', ['a']);
    const committed = await fetchAll(client, 11, [{ topic: 't' }], { isolationLevel: 1 });
    expect(committed.partitions[0]).toMatchObject({ values: ['a'], abortedTransactions: [] });
    const any = await fetchAll(client, 11, [{ topic: 't' }]);
    expect(any.partitions[0]?.abortedTransactions ?? []).toEqual([]);
  });
});

describe('a fetch that waits', () => {
  /** Sends a fetch; gives how to wait for its answer, and how long that has taken. */
  function begin(sim: SimBroker, client: WireClient, wanted: readonly Wanted[], options: Options) {
    const start = sim.world.nowMs;
    client.send(FetchRequest, 11, requestFor(wanted, options));
    return async () => {
      const answer = await client.receive(FetchResponse, 11);
      return { partitions: partitionsOf(answer), tookMs: sim.world.nowMs - start };
    };
  }

  test('is answered empty when its time is over', async () => {
    const { sim, client } = await started();
    const answer = begin(sim, client, [{ topic: 't' }], { maxWaitMs: 500 });
    const { partitions, tookMs } = await answer();
    expect(partitions).toMatchObject([{ error: 'NONE', values: [] }]);
    expect(tookMs).toBeGreaterThanOrEqual(500);
    expect(tookMs).toBeLessThan(600);
  });

  test('is not held where nothing is to be waited for', async () => {
    const { sim, client } = await started();
    const answer = begin(sim, client, [{ topic: 't' }], { maxWaitMs: 5000, minBytes: 0 });
    expect((await answer()).tookMs).toBeLessThan(500);
  });

  test('is woken by an append', async () => {
    const { sim, client } = await started();
    const other = await sim.client();
    const answer = begin(sim, client, [{ topic: 't' }], { maxWaitMs: 5000 });
    await sim.world.run(sim.world.nowMs + 100);
    await other.produceValues('t', ['news']);
    const { partitions, tookMs } = await answer();
    expect(partitions[0]?.values).toEqual(['news']);
    expect(tookMs).toBeLessThan(1000);
  });

  test('waits until all its partitions together have min.bytes', async () => {
    const { sim, client } = await started(2);
    const other = await sim.client();
    const bytes = single('x'.repeat(100));
    const wanted = [0, 1].map((partition) => ({ topic: 't', partition }));
    const options = { maxWaitMs: 5000, minBytes: 2 * bytes.length };
    const answer = begin(sim, client, wanted, options);
    await other.produce('t', bytes.slice(), { partition: 0 });
    await sim.world.run(sim.world.nowMs + 500);
    expect(client.answersWaiting).toBe(0);
    await other.produce('t', bytes.slice(), { partition: 1 });
    const { partitions, tookMs } = await answer();
    expect(partitions.map(({ size }) => size)).toEqual([bytes.length, bytes.length]);
    expect(tookMs).toBeLessThan(2000);
  });

  test('is answered at once when one of its partitions has an error to tell', async () => {
    const { sim, client } = await started();
    const wanted = [{ topic: 't' }, { topic: 't', partition: 9 }];
    const answer = begin(sim, client, wanted, { maxWaitMs: 5000 });
    const { partitions, tookMs } = await answer();
    expect(partitions.map(({ error }) => error).toSorted()).toEqual([
      'NONE',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    expect(tookMs).toBeLessThan(1000);
  });

  test('is answered when its topic is deleted', async () => {
    const { sim, client } = await started();
    const other = await sim.client();
    const answer = begin(sim, client, [{ topic: 't' }], { maxWaitMs: 5000 });
    await sim.world.run(sim.world.nowMs + 100);
    await other.ask(DeleteTopicsRequest, DeleteTopicsResponse, 5, {
      topics: [],
      topicNames: ['t'],
      timeoutMs: 1000,
    });
    const { partitions, tookMs } = await answer();
    expect(partitions[0]?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(tookMs).toBeLessThan(2000);
  });

  test('does not keep other connections waiting', async () => {
    const { sim, client } = await started();
    const other = await sim.client();
    const answer = begin(sim, client, [{ topic: 't' }], { maxWaitMs: 5000 });
    const before = sim.world.nowMs;
    await other.metadata(['t']);
    expect(sim.world.nowMs - before).toBeLessThan(500);
    await answer();
  });
});

describe('a fetch session over the wire', () => {
  test.each([
    [11, (topicId: string) => ({ topic: 't', topicId })],
    [18, (topicId: string) => ({ topicId })],
  ])('v%i tells only what is new, and forgets what it is told to', async (version, name) => {
    const { client, topicId } = await started(3);
    const wanted = [0, 1, 2].map((partition) => ({
      ...(version < 13 ? { topic: 't' } : name(topicId)),
      partition,
    }));
    const opened = await fetchAll(client, version, wanted, { sessionEpoch: 0 });
    const { sessionId } = opened;
    expect(sessionId).toBeGreaterThan(0);
    expect(opened.partitions).toHaveLength(3);

    const quiet = await fetchAll(client, version, [], { sessionId, sessionEpoch: 1 });
    expect([quiet.sessionId, quiet.partitions]).toEqual([sessionId, []]);

    await client.produceValues('t', ['a'], { partition: 1 });
    await client.produceValues('t', ['b'], { partition: 2 });
    const forgotten = [
      version < 13 ? { topic: 't', partitions: [2] } : { topicId, partitions: [2] },
    ];
    const news = await fetchAll(client, version, [], { sessionId, sessionEpoch: 2, forgotten });
    expect(news.partitions.map(({ partitionIndex, values }) => [partitionIndex, values])).toEqual([
      [1, ['a']],
    ]);

    const again = await fetchAll(client, version, [], { sessionId, sessionEpoch: 2 });
    expect(errorName(again.errorCode)).toBe('INVALID_FETCH_SESSION_EPOCH');

    const closed = await fetchAll(client, version, [], { sessionId, sessionEpoch: -1 });
    expect([closed.errorCode, closed.sessionId]).toEqual([0, 0]);
    const gone = await fetchAll(client, version, [], { sessionId, sessionEpoch: 3 });
    expect(errorName(gone.errorCode)).toBe('FETCH_SESSION_ID_NOT_FOUND');
  });

  test('wakes a waiting fetch by what its session reads', async () => {
    const { sim, client } = await started(2);
    const other = await sim.client();
    const wanted = [0, 1].map((partition) => ({ topic: 't', partition }));
    const { sessionId } = await fetchAll(client, 11, wanted, { sessionEpoch: 0 });
    const waiting = { maxWaitMs: 5000, sessionId, sessionEpoch: 1 };
    client.send(FetchRequest, 11, requestFor([], waiting));
    await other.produceValues('t', ['x'], { partition: 1 });
    const { responses } = await client.receive(FetchResponse, 11);
    expect(partitionsOf({ responses })).toMatchObject([{ partitionIndex: 1, values: ['x'] }]);
  });

  test('tells of a topic that was deleted, and of the one made anew by its own id', async () => {
    const { client, topicId } = await started();
    const { sessionId } = await fetchAll(client, 18, [{ topicId }], { sessionEpoch: 0 });
    await client.ask(DeleteTopicsRequest, DeleteTopicsResponse, 6, {
      topics: [{ name: null, topicId }],
      timeoutMs: 1000,
    });
    const newId = await client.createTopic('t');
    await client.produceValues('t', ['new']);
    const told = await fetchAll(client, 18, [{ topicId: newId }], { sessionId, sessionEpoch: 1 });
    expect(told.errorCode).toBe(0);
    const byId = new Map(told.partitions.map((one) => [one.topicId, one]));
    expect(byId.get(topicId)?.error).toBe('UNKNOWN_TOPIC_ID');
    expect(byId.get(newId)?.values).toEqual(['new']);
  });

  test('stays with the names, or the ids, that it was opened with', async () => {
    const { client, topicId } = await started();
    const { sessionId } = await fetchAll(client, 12, [{ topic: 't' }], { sessionEpoch: 0 });
    const mixed = await fetchAll(client, 13, [{ topicId }], { sessionId, sessionEpoch: 1 });
    expect(errorName(mixed.errorCode)).toBe('FETCH_SESSION_TOPIC_ID_ERROR');
  });

  test('does not survive the broker, and the client is told to open another', async () => {
    const { sim, client } = await started();
    const { sessionId } = await fetchAll(client, 11, [{ topic: 't' }], { sessionEpoch: 0 });
    await sim.restart();
    const second = await sim.client();
    const lost = await fetchAll(second, 11, [], { sessionId, sessionEpoch: 1 });
    expect(errorName(lost.errorCode)).toBe('FETCH_SESSION_ID_NOT_FOUND');
  });
});
