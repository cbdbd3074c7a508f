/** What goes by itself, with time or with its topic, takes nothing with it that is under way. */
import { describe, expect, test } from 'vitest';
import { ErrorCode } from '#protocol/errors.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { Bench, commitOf, JOIN } from './coordinator-bench.ts';

const MINUTE_MS = 60_000;
const OLD_ID = 'b2xkb2xkb2xkb2xkb2xkbw';
const NEW_ID = 'bmV3bmV3bmV3bmV3bmV3bg';

async function started(config: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const bench = new Bench({
    config: {
      'offsets.retention.minutes': '10',
      'offsets.retention.check.interval.ms': '1000',
      ...config,
    },
  });
  await bench.until(bench.coordinator.elected(bench.log));
  return bench;
}

const pass = ({ test: { world } }: Bench, ms: number) => world.run(world.nowMs + ms);

/** Commits so many partitions of `t`, as of a topic with an id. */
function commitMany({ coordinator }: Bench, partitions: readonly number[], topicId: string) {
  const request = commitOf(1);
  const offsets = partitions.flatMap((partition) =>
    request.offsets.map((one) => ({ ...one, partition, topicId })),
  );
  return coordinator.commit({ ...request, offsets });
}

const partitionsOf = ({ coordinator }: Bench): number[] => {
  const topics = coordinator.offsets('g');
  return typeof topics === 'number' ? [] : [...(topics.get('t')?.keys() ?? [])];
};

async function reload(bench: Bench): Promise<void> {
  bench.coordinator.resigned(0);
  await bench.until(bench.coordinator.elected(bench.log));
}

describe('expiry', () => {
  test('leaves a commit that is in the log and not durable yet, and takes it when it is old', async () => {
    const bench = await started();
    await bench.commit(1);
    await pass(bench, 9.99 * MINUTE_MS);
    bench.holdsBack = true;
    const second = bench.begin(2);
    await pass(bench, 1 * MINUTE_MS);
    bench.holdsBack = false;
    bench.release();
    expect(await second).toBe('NONE');
    await pass(bench, 1 * MINUTE_MS);
    expect(bench.committed()).toBe(2);
    await reload(bench);
    expect(bench.committed()).toBe(2);
    await pass(bench, 10 * MINUTE_MS);
    expect(bench.committed()).toBeUndefined();
  });

  test('does not take a commit that comes while tombstones are on their way', async () => {
    const bench = await started();
    const all = Array.from({ length: 1500 }, (_, n) => n);
    await bench.until(commitMany(bench, all, ZERO_UUID));
    await pass(bench, 9.99 * MINUTE_MS);
    bench.holdsBack = true;
    await pass(bench, 2000);
    const late = commitMany(bench, [0, 1499], ZERO_UUID);
    await pass(bench, 100);
    bench.holdsBack = false;
    bench.release();
    expect(await late).toEqual([ErrorCode.NONE, ErrorCode.NONE]);
    await pass(bench, 5000);
    expect(partitionsOf(bench)).toEqual([1499, 0]);
    await reload(bench);
    expect(partitionsOf(bench).toSorted()).toEqual([0, 1499]);
  });

  test('goes on behind an error, with the next look', async () => {
    const bench = await started();
    await bench.commit(1);
    bench.appendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    await pass(bench, 11 * MINUTE_MS);
    expect(bench.committed()).toBe(1);
    bench.appendError = ErrorCode.NONE;
    await pass(bench, 2000);
    expect(bench.committed()).toBeUndefined();
  });

  test('leaves a group to whom it has given a member id, however often it looks', async () => {
    const bench = await started({ 'offsets.retention.check.interval.ms': '1' });
    const join = { ...JOIN, mustKnowId: true };
    const { errorCode, memberId } = await bench.coordinator.join('g', join);
    expect(errorCode).toBe(ErrorCode.MEMBER_ID_REQUIRED);
    await pass(bench, 100);
    const joining = bench.coordinator.join('g', { ...join, memberId });
    expect(await bench.until(Promise.resolve(joining))).toMatchObject({
      errorCode: ErrorCode.NONE,
    });
  });

  test('takes such a group when nobody has come back with the id', async () => {
    const bench = await started();
    await bench.coordinator.join('g', { ...JOIN, mustKnowId: true });
    await pass(bench, JOIN.sessionTimeoutMs + 2000);
    expect(bench.coordinator.list({ states: [], types: [] })).toEqual([]);
  });
});

test('what is committed of a topic made anew outlives the old one, part by part', async () => {
  const bench = await started();
  const all = Array.from({ length: 1500 }, (_, n) => n);
  await bench.until(commitMany(bench, all, OLD_ID));
  bench.holdsBack = true;
  bench.coordinator.topicDeleted({ name: 't', id: OLD_ID });
  await pass(bench, 10);
  const fresh = commitMany(bench, [0, 1499], NEW_ID);
  await pass(bench, 10);
  bench.holdsBack = false;
  bench.release();
  expect(await fresh).toEqual([ErrorCode.NONE, ErrorCode.NONE]);
  await pass(bench, 100);
  expect(partitionsOf(bench).toSorted()).toEqual([0, 1499]);
});

test('a commit that is under way when its topic is deleted goes with it', async () => {
  const bench = await started();
  bench.holdsBack = true;
  const commit = commitMany(bench, [0, 1], OLD_ID);
  const anew = commitMany(bench, [2], NEW_ID);
  bench.coordinator.topicDeleted({ name: 't', id: OLD_ID });
  await pass(bench, 10);
  bench.holdsBack = false;
  bench.release();
  expect(await commit).toEqual([ErrorCode.NONE, ErrorCode.NONE]);
  expect(await anew).toEqual([ErrorCode.NONE]);
  await pass(bench, 100);
  expect(partitionsOf(bench)).toEqual([2]);
});

test('a topic’s offsets go though commits keep coming', async () => {
  const bench = await started();
  await bench.until(commitMany(bench, [0], OLD_ID));
  bench.holdsBack = true;
  const before = commitMany(bench, [1], NEW_ID);
  bench.coordinator.topicDeleted({ name: 't', id: OLD_ID });
  await pass(bench, 10);
  bench.release();
  const after = commitMany(bench, [2], NEW_ID);
  await pass(bench, 10);
  expect(await before).toEqual([ErrorCode.NONE]);
  bench.release();
  expect(await after).toEqual([ErrorCode.NONE]);
  await pass(bench, 100);
  expect(partitionsOf(bench).toSorted()).toEqual([1, 2]);
});
