/**
 * What a learner has done so far: .gregor/progress.json, which git ignores, so it survives pulls.
 *
 *     { "version": 1,
 *       "chapters": { "00-wire": { "gradedAt": "2026-11-22T10:11:12.000Z", "tasks": {
 *         "0.1": { "state": "passed", "points": 15, "ofPoints": 15, "passedAt": "2026-…" } } } },
 *       "hintsShown": { "0.2": 1 } }
 *
 * It is a note, and no proof: whoever edits it deceives nobody but themselves. A verdict is always
 * a new run of the graders.
 *
 * Invariant: whatever the file holds, reading it gives progress. What is not understood is put
 * aside beside it, never overwritten, and everything starts at zero.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { root } from '../view.ts';

const TaskProgress = z.object({
  /** Of the last grading. */
  state: z.enum(['passed', 'failed', 'begun', 'waits', 'not started']),
  points: z.number().nonnegative(),
  ofPoints: z.number().nonnegative(),
  /** When it first had full points; stays, though later changes may break it. */
  passedAt: z.iso.datetime().optional(),
});

const ChapterProgress = z.object({
  gradedAt: z.iso.datetime(),
  tasks: z.record(z.string(), TaskProgress),
});

const ProgressShape = z.object({
  version: z.literal(1),
  /** By folder, as `00-wire`. */
  chapters: z.record(z.string(), ChapterProgress).default({}),
  /** By task, how many hints `npm run hint` has shown. */
  hintsShown: z.record(z.string(), z.int().nonnegative()).default({}),
});

export type Progress = z.infer<typeof ProgressShape>;
export type TaskProgress = z.infer<typeof TaskProgress>;

/** Where it is kept; GREGOR_PROGRESS names another file, for tests and for graders of many. */
export function progressPath(): string {
  return process.env.GREGOR_PROGRESS ?? join(root, '.gregor', 'progress.json');
}

export function readProgress(path = progressPath()): Progress {
  if (!existsSync(path)) return { version: 1, chapters: {}, hintsShown: {} };
  const read = ProgressShape.safeParse(parse(readFileSync(path, 'utf8')));
  if (read.success) return read.data;
  renameSync(path, `${path}.unreadable`);
  process.stderr.write(
    `The note of your progress could not be read, so it is now ${path}.unreadable, and a new ` +
      'one begins. `npm test chapter-NN` notes again what you have.\n',
  );
  return readProgress(path);
}

/** Written beside it first and renamed, so that no reader meets half of it. */
export function writeProgress(progress: Progress, path = progressPath()): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(progress, null, 2)}\n`);
  renameSync(draft, path);
}

/** What is known of a task; undefined before its first grading. */
export function taskProgress(progress: Progress, task: string): TaskProgress | undefined {
  return Object.values(progress.chapters).find(({ tasks }) => tasks[task] !== undefined)?.tasks[
    task
  ];
}

/** Whether the learner has ever had full points for a task. */
export function hasPassed(progress: Progress, task: string): boolean {
  return taskProgress(progress, task)?.passedAt !== undefined;
}

/** The tasks, by id, that had full points when they were last graded. */
export function passedTasks({ chapters }: Progress): string[] {
  const tasks = Object.values(chapters).flatMap((chapter) => Object.entries(chapter.tasks));
  return tasks.flatMap(([id, { state }]) => (state === 'passed' ? [id] : []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
