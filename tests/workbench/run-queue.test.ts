/**
 * Which run comes next: the latest wins, and nothing is lost.
 */
import { describe, expect, test } from 'vitest';
import { type Run, RunQueue } from '../../course/grading/run-queue.ts';
import { madeChapter } from '../course/verdicts.ts';

const wire = madeChapter([{ behaviours: ['a', 'b', 'c'], file: 'protocol/varint.ts' }]);
const other = madeChapter([{ behaviours: ['x', 'y'], file: 'storage/crc32c.ts' }]);

function run(only: string | undefined, chapter = wire, files: readonly string[] = []): Run {
  return { chapter, only: only?.split(' '), files };
}

/** What is taken until nothing is left, `owed` marked. */
function drained(queue: RunQueue): string[] {
  const all: string[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    const what = next.run.only?.join(' ') ?? 'all';
    all.push(next.isWanted ? what : `owed ${what}`);
  }
  return all;
}

describe('the queue of runs', () => {
  test('gives the latest first, and what is owed after all that is wanted', () => {
    const queue = new RunQueue();
    queue.owe(run('c'));
    queue.want(run('a'));
    queue.want(run('x', other));
    expect(drained(queue)).toEqual(['x', 'a', 'owed c']);
  });

  test('grades nothing twice that the latest answers for', () => {
    const queue = new RunQueue();
    queue.want(run('a b'));
    queue.want(run('b c'));
    expect(drained(queue)).toEqual(['b c', 'a']);
    queue.want(run('a'));
    queue.want(run(undefined));
    expect(drained(queue)).toEqual(['all']);
  });

  test('keeps what was cancelled for later', () => {
    const queue = new RunQueue();
    queue.want(run('a b'));
    const taken = queue.take();
    queue.want(run('b'));
    queue.putBack(taken!.run, taken!.isWanted);
    expect(drained(queue)).toEqual(['b', 'a']);
  });

  test('owes a whole chapter that was cancelled: saves go before it', () => {
    const queue = new RunQueue();
    queue.want(run(undefined));
    const taken = queue.take();
    queue.putBack(taken!.run, true);
    queue.want(run('a'));
    expect(drained(queue)).toEqual(['a', 'owed all']);
  });

  test('holds what builds on a run until one of its chapter holds', () => {
    const queue = new RunQueue();
    queue.owe(run('c', wire, ['protocol/varint.ts']));
    queue.owe(run('y', other));
    queue.settle(run('a'), false);
    expect(queue.isWaiting(wire)).toBe(true);
    expect(drained(queue)).toEqual(['owed y']);
    queue.settle(run('a'), true);
    expect(drained(queue)).toEqual(['owed c']);
  });

  test('puts together what is owed of a chapter, with the saves that it answers', () => {
    const queue = new RunQueue();
    queue.owe(run('b', wire, ['one.ts']));
    queue.owe(run('b c', wire, ['two.ts']));
    expect(queue.take()?.run).toEqual(run('b c', wire, ['one.ts', 'two.ts']));
  });
});
