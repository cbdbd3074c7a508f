import { describe, expect, test } from 'vitest';
import { LeaderEpochCache } from '#storage/leader-epoch-cache.ts';
import { simWorld } from '../env/worlds.ts';

function cache(...entries: readonly [epoch: number, startOffset: number][]): LeaderEpochCache {
  const { disk } = simWorld(1).node('n').env;
  disk.makeDirectory('d');
  const made = new LeaderEpochCache(disk, 'd');
  for (const [epoch, startOffset] of entries) made.assign(epoch, startOffset);
  return made;
}

const listed = (of: LeaderEpochCache) => of.all().map((entry) => [entry.epoch, entry.startOffset]);

describe('where an epoch ended', () => {
  const history = cache([3, 0], [5, 70], [6, 120]);

  test.each([
    ['the latest ends at the log end', 6, { epoch: 6, endOffset: 150 }],
    ['one before ends where the next begins', 5, { epoch: 5, endOffset: 120 }],
    ['one that was never here: the one below it', 4, { epoch: 3, endOffset: 70 }],
    ['one below all: where the first begins', 1, { epoch: 1, endOffset: 0 }],
    ['one above all is undefined', 7, { epoch: -1, endOffset: -1 }],
    ['no epoch is undefined', -1, { epoch: -1, endOffset: -1 }],
  ])('%s', (_claim, epoch, expected) => {
    expect(history.endOffsetOf(epoch, 150)).toEqual(expected);
  });
});

test('tells the epoch of any record', () => {
  const history = cache([3, 10], [5, 70]);
  expect([9, 10, 69, 70, 500].map((offset) => history.epochOf(offset))).toEqual([-1, 3, 3, 5, 5]);
});

test('an epoch without records gives way to the next at the same offset', () => {
  expect(listed(cache([3, 0], [4, 70], [5, 70]))).toEqual([
    [3, 0],
    [5, 70],
  ]);
});

test('an epoch that is known already keeps its start', () => {
  expect(listed(cache([3, 0], [3, 50]))).toEqual([[3, 0]]);
});

test('a cut takes the epochs that began at or after it', () => {
  const history = cache([3, 0], [5, 70], [6, 120]);
  history.truncateFromEnd(70);
  expect(listed(history)).toEqual([[3, 0]]);
});

test('a later log start keeps the epoch that it lies in, from there on', () => {
  const history = cache([3, 0], [5, 70], [6, 120]);
  history.truncateFromStart(90);
  expect(listed(history)).toEqual([
    [5, 90],
    [6, 120],
  ]);
});

test('the file is text that Kafka reads, and reads back', () => {
  const { disk } = simWorld(1).node('n').env;
  disk.makeDirectory('d');
  const written = new LeaderEpochCache(disk, 'd');
  written.assign(3, 0);
  written.assign(5, 70);
  const file = disk.open('d/leader-epoch-checkpoint', 'read');
  const bytes = new Uint8Array(file.size());
  file.read(0, bytes);
  expect(new TextDecoder().decode(bytes)).toBe('0\n2\n3 0\n5 70\n');
  const read = new LeaderEpochCache(disk, 'd');
  expect(read.load()).toBe(true);
  expect(listed(read)).toEqual([
    [3, 0],
    [5, 70],
  ]);
});
