/** How committed offsets are written: together where they belong together, else some at a time. */
import { expect, test } from 'vitest';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import {
  type OffsetShard,
  offsetTombstone,
  writeInParts,
  writeTogether,
} from '#groups/offset-shard.ts';
import { ErrorCode } from '#protocol/errors.ts';

const tombstones = (count: number): CoordinatorRecord[] =>
  Array.from({ length: count }, (_, n) => offsetTombstone('g', 't', n));

/** Notes the size of each write; the one of that number fails. */
function shardThatFailsAt(failing: number) {
  const sizes: number[] = [];
  const write: OffsetShard['write'] = (records, done) => {
    sizes.push(records.length);
    done(sizes.length === failing ? ErrorCode.NOT_COORDINATOR : ErrorCode.NONE);
  };
  return { sizes, shard: { write } as OffsetShard };
}

test('offsets that belong together are one write, however many', async () => {
  const { sizes, shard } = shardThatFailsAt(-1);
  expect(await writeTogether(shard, tombstones(2500))).toBe(ErrorCode.NONE);
  expect(sizes).toEqual([2500]);
});

test('others are written a thousand at a time, of what is decided anew each time', async () => {
  const { sizes, shard } = shardThatFailsAt(-1);
  let left = 2500;
  const decide = () => {
    const decided = tombstones(left);
    left -= 1100; // a thousand were written, and of a hundred it was thought otherwise
    return decided;
  };
  expect(await writeInParts(shard, decide)).toBe(ErrorCode.NONE);
  expect(sizes).toEqual([1000, 1000, 300]);
});

test('nothing is written behind a write that fails', async () => {
  const { sizes, shard } = shardThatFailsAt(2);
  expect(await writeInParts(shard, () => tombstones(2500))).toBe(ErrorCode.NOT_COORDINATOR);
  expect(sizes).toEqual([1000, 1000]);
});

test('nothing to write is written at once', async () => {
  const { sizes, shard } = shardThatFailsAt(-1);
  expect(await writeTogether(shard, [])).toBe(ErrorCode.NONE);
  expect(await writeInParts(shard, () => [])).toBe(ErrorCode.NONE);
  expect(sizes).toEqual([]);
});
