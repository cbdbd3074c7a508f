/** What a shard writes in one turn goes to the log together, in order, and nobody pays for others. */
import { describe, expect, test } from 'vitest';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import { GatheredWrites } from '#groups/gathered-writes.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { TestLog } from '../storage/test-log.ts';

/** A tombstone of an offset: as good a record as any. */
const record = (partition: number): CoordinatorRecord => ({
  kind: 'offset',
  groupId: 'g',
  topic: 't',
  partition,
  offset: undefined,
});

/** Writes into a list, in simulated time; `answers` are what the log says to the batches. */
class Bench {
  readonly #test = new TestLog();
  /** The partitions of the records of each batch. */
  readonly batches: number[][] = [];
  readonly told: string[] = [];
  answers: number[] = [];
  readonly writes = new GatheredWrites(this.#test.env.clock, (records, done) => {
    this.batches.push(records.map((one) => (one.kind === 'offset' ? one.partition : -1)));
    done(this.answers.shift() ?? ErrorCode.NONE);
  });

  add(...partitions: number[]): void {
    this.writes.add(partitions.map(record), (errorCode) => {
      this.told.push(`${partitions.join()} ${errorName(errorCode)}`);
    });
  }

  turn(): Promise<void> {
    return this.#test.world.runUntilIdle();
  }
}

describe('writes', () => {
  test('of one turn are one batch, those of the next another', async () => {
    const bench = new Bench();
    bench.add(1);
    bench.add(2, 3);
    expect(bench.batches).toEqual([]);
    await bench.turn();
    bench.add(4);
    await bench.turn();
    expect(bench.batches).toEqual([[1, 2, 3], [4]]);
    expect(bench.told).toEqual(['1 NONE', '2,3 NONE', '4 NONE']);
  });

  test('go at once for somebody who must not go before them', async () => {
    const bench = new Bench();
    bench.add(1);
    bench.writes.flush();
    expect(bench.told).toEqual(['1 NONE']);
    bench.add(2);
    await bench.turn();
    expect(bench.batches).toEqual([[1], [2]]);
  });

  test('share what the log says to their batch', async () => {
    const bench = new Bench();
    bench.answers = [ErrorCode.NOT_ENOUGH_REPLICAS];
    bench.add(1);
    bench.add(2);
    await bench.turn();
    expect(bench.told).toEqual(['1 NOT_ENOUGH_REPLICAS', '2 NOT_ENOUGH_REPLICAS']);
  });

  test('that are too large together go one by one, and only what is too large alone fails', async () => {
    const bench = new Bench();
    bench.answers = [ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.NONE, ErrorCode.RECORD_LIST_TOO_LARGE];
    bench.add(1);
    bench.add(2);
    await bench.turn();
    expect(bench.batches).toEqual([[1, 2], [1], [2]]);
    expect(bench.told).toEqual(['1 NONE', '2 RECORD_LIST_TOO_LARGE']);
  });

  test('become no batch of any size, and none is split', async () => {
    const bench = new Bench();
    const many = Array.from({ length: 400 }, (_, index) => index);
    bench.add(...many);
    bench.add(...many);
    bench.add(1);
    await bench.turn();
    expect(bench.batches.map((batch) => batch.length)).toEqual([400, 401]);
  });

  test('of a group are under way until the last of them is done', async () => {
    const { env, world } = new TestLog();
    const held: (() => void)[] = [];
    const writes = new GatheredWrites(env.clock, (_, done) =>
      held.push(() => done(ErrorCode.NONE)),
    );
    const seen: boolean[] = [];
    const look = () => seen.push(writes.isUnderWay('g'));
    look();
    writes.add([record(1), record(2)], look);
    look();
    await world.runUntilIdle();
    writes.add([record(3)], look);
    await world.runUntilIdle();
    for (const done of held) done();
    expect(seen).toEqual([false, true, true, false]);
    expect(writes.isUnderWay('another')).toBe(false);
  });

  test('that a write brings about while it is told go with the next batch', async () => {
    const bench = new Bench();
    bench.writes.add([record(1)], () => bench.add(2));
    await bench.turn();
    expect(bench.batches).toEqual([[1], [2]]);
    expect(bench.told).toEqual(['2 NONE']);
  });
});
