/**
 * The note of a learner's progress: course/progress/.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hasPassed, readProgress, taskProgress } from '../../course/progress/progress.ts';
import {
  type NotedVerdict,
  recordVerdict,
  withVerdict,
} from '../../course/progress/record-verdict.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gregor-progress-'));
  path = join(directory, 'deep', 'progress.json');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});

function verdict(state: string, points: number): NotedVerdict {
  return {
    chapter: { folder: '00-wire' },
    tasks: [{ task: { id: '0.1' }, state, points, ofPoints: 15 }],
  };
}

test('there is none before the first grading', () => {
  expect(readProgress(path)).toEqual({ version: 1, chapters: {}, hintsShown: {} });
});

test('a verdict is noted, and read back', () => {
  recordVerdict(verdict('failed', 9), path);
  expect(taskProgress(readProgress(path), '0.1')).toEqual({
    state: 'failed',
    points: 9,
    ofPoints: 15,
  });
  expect(hasPassed(readProgress(path), '0.1')).toBe(false);
});

test('a task that has passed once stays passed, though its last state is another', () => {
  const first = new Date('2026-11-22T10:00:00Z');
  const none = readProgress(path);
  const passed = withVerdict(none, verdict('passed', 15), first);
  const broken = withVerdict(passed, verdict('hung', 0), new Date('2026-11-23T10:00:00Z'));
  expect(taskProgress(broken, '0.1')).toEqual({
    state: 'failed',
    points: 0,
    ofPoints: 15,
    passedAt: first.toISOString(),
  });
  expect(hasPassed(broken, '0.1')).toBe(true);
});

test.each(['waits', 'begun'])('a task that %s is noted so', (state) => {
  recordVerdict(verdict(state, 3), path);
  expect(taskProgress(readProgress(path), '0.1')?.state).toBe(state);
});

test('a verdict on one chapter leaves the others as they are', () => {
  const wire = withVerdict(readProgress(path), verdict('passed', 15), new Date(0));
  const storage = { ...verdict('failed', 1), chapter: { folder: '01-storage' } };
  const both = withVerdict(wire, storage, new Date(0));
  expect(both.chapters['00-wire']).toEqual(wire.chapters['00-wire']);
  expect(Object.keys(both.chapters)).toEqual(['00-wire', '01-storage']);
});

describe('a file that can not be read', () => {
  test.each([
    ['is no JSON', '{ "version": 1,'],
    ['is of a version to come', '{ "version": 2, "chapters": [] }'],
    ['has something else in it', '{ "version": 1, "hintsShown": { "0.1": "two" } }'],
    ['is empty', ''],
  ])('because it %s is put aside, and progress starts anew', (_, text) => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    path = join(directory, 'progress.json');
    writeFileSync(path, text);
    expect(readProgress(path)).toEqual({ version: 1, chapters: {}, hintsShown: {} });
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text);
    expect(told).toHaveBeenCalledOnce();
  });
});
