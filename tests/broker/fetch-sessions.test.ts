import { describe, expect, test } from 'vitest';
import { type FetchPlan, FetchSessions, type SessionRequest } from '#broker/fetch-sessions.ts';
import type { FetchTarget, PartitionData } from '#broker/partition-fetch.ts';
import { SimRandom } from '#env/sim/sim-random.ts';
import { ErrorCode } from '#protocol/errors.ts';

const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

const target = (name: string, fetchOffset = 0): FetchTarget => ({
  name,
  topicId: NO_ID,
  partition: 0,
  fetchOffset,
  partitionMaxBytes: 1000,
  currentLeaderEpoch: -1,
  lastFetchedEpoch: -1,
  logStartOffset: -1,
});

const request = (
  sessionId: number,
  sessionEpoch: number,
  targets: FetchTarget[] = [],
  forgotten: string[] = [],
): SessionRequest => ({
  sessionId,
  sessionEpoch,
  targets,
  forgotten: forgotten.map((name) => ({ name, topicId: NO_ID, partition: 0 })),
  usesTopicIds: false,
});

const read = (one: FetchTarget, news: Partial<PartitionData> = {}): PartitionData => ({
  target: one,
  errorCode: 0,
  highWatermark: 10,
  lastStableOffset: 10,
  logStartOffset: 0,
  records: [],
  sizeInBytes: 0,
  abortedTransactions: [],
  ...news,
});

const sessions = (slots = 10) => new FetchSessions(new SimRandom(1), () => slots);

function planOf(outcome: FetchPlan | number): FetchPlan {
  if (typeof outcome === 'number') throw new Error(`refused with ${outcome}`);
  return outcome;
}

const names = (targets: readonly { name: string }[]) => targets.map(({ name }) => name);
const selected = (plan: FetchPlan, results: PartitionData[]) =>
  plan.select(results).map((one) => one.target.name);

/** Opens a session on a and b, both told with high watermark 10. */
function opened(cache = sessions(), nowMs = 0) {
  const plan = planOf(cache.begin(request(0, 0, [target('a'), target('b')]), nowMs));
  plan.select(plan.targets.map((one) => read(one)));
  return { cache, id: plan.sessionId };
}

describe('a fetch session', () => {
  test('is opened by epoch 0 and answers everything the first time', () => {
    const plan = planOf(sessions().begin(request(0, 0, [target('a'), target('b')]), 0));
    expect(plan.sessionId).toBeGreaterThan(0);
    expect(
      selected(
        plan,
        plan.targets.map((one) => read(one)),
      ),
    ).toEqual(['a', 'b']);
  });

  test('reads all its partitions and tells only those with news', () => {
    const { cache, id } = opened();
    const plan = planOf(cache.begin(request(id, 1), 0));
    expect(names(plan.targets)).toEqual(['a', 'b']);
    const results = [read(target('a')), read(target('b'), { sizeInBytes: 5 })];
    expect(selected(plan, results)).toEqual(['b']);
  });

  test.each([
    ['a new high watermark', { highWatermark: 11 }],
    ['a new log start', { logStartOffset: 3 }],
    ['an error', { errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }],
    ['a diverging epoch', { divergingEpoch: { epoch: 1, endOffset: 2 } }],
  ])('tells %s', (_, news) => {
    const { cache, id } = opened();
    const plan = planOf(cache.begin(request(id, 1), 0));
    expect(selected(plan, [read(target('a'), news), read(target('b'))])).toEqual(['a']);
  });

  test('tells an error until it is gone, and then tells that', () => {
    const { cache, id } = opened();
    const errorCode = ErrorCode.NOT_LEADER_OR_FOLLOWER;
    for (const epoch of [1, 2]) {
      const plan = planOf(cache.begin(request(id, epoch), 0));
      expect(selected(plan, [read(target('a'), { errorCode })])).toEqual(['a']);
    }
    const healed = planOf(cache.begin(request(id, 3), 0));
    expect(selected(healed, [read(target('a'))])).toEqual(['a']);
    const quiet = planOf(cache.begin(request(id, 4), 0));
    expect(selected(quiet, [read(target('a'))])).toEqual([]);
  });

  test('adds, moves and forgets partitions as the client says', () => {
    const { cache, id } = opened();
    const changed = [target('a', 7), target('c')];
    const plan = planOf(cache.begin(request(id, 1, changed, ['b']), 0));
    expect(plan.targets.map(({ name, fetchOffset }) => [name, fetchOffset])).toEqual([
      ['a', 7],
      ['c', 0],
    ]);
  });

  test('puts a partition that was answered behind the others', () => {
    const { cache, id } = opened();
    const plan = planOf(cache.begin(request(id, 1), 0));
    plan.select([read(target('a'), { sizeInBytes: 5 }), read(target('b'))]);
    expect(names(planOf(cache.begin(request(id, 2), 0)).targets)).toEqual(['b', 'a']);
  });

  test('refuses an epoch that does not fit: a request was lost or repeated', () => {
    const { cache, id } = opened();
    expect(cache.begin(request(id, 2), 0)).toBe(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
  });

  test('is not found when it does not exist, or no longer', () => {
    const { cache, id } = opened();
    expect(cache.begin(request(id + 1, 1), 0)).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    planOf(cache.begin(request(id, -1), 0));
    expect(cache.begin(request(id, 1), 0)).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  });

  test('stays with names, or with ids', () => {
    const { cache, id } = opened();
    const withIds = { ...request(id, 1), usesTopicIds: true };
    expect(cache.begin(withIds, 0)).toBe(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
  });
});

describe('the cache of sessions', () => {
  test('serves a client without a session when it is full', () => {
    const { cache } = opened(sessions(1));
    const plan = planOf(cache.begin(request(0, 0, [target('a')]), 1000));
    expect(plan.sessionId).toBe(0);
    expect(cache.size).toBe(1);
  });

  test('gives the place of a session that nobody has used for two minutes away', () => {
    const { cache, id } = opened(sessions(1));
    const plan = planOf(cache.begin(request(0, 0, [target('a')]), 120_000));
    expect(plan.sessionId).toBeGreaterThan(0);
    expect(cache.begin(request(id, 1), 120_000)).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  });

  test('keeps the session that is in use and lets the idle one go', () => {
    const cache = sessions(2);
    const first = opened(cache).id;
    const second = opened(cache).id;
    planOf(cache.begin(request(first, 1), 100_000));
    planOf(cache.begin(request(0, 0, [target('a')]), 130_000));
    expect(planOf(cache.begin(request(first, 2), 130_000)).sessionId).toBe(first);
    expect(cache.begin(request(second, 1), 130_000)).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  });
});
