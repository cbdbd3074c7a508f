/**
 * Notes in the learner's progress what a grading of exercises/ has found.
 */
import { type Progress, progressPath, readProgress, writeProgress } from './progress.ts';

/** What is noted of a verdict on a chapter: `ChapterVerdict` has it, and more. */
export interface NotedVerdict {
  readonly chapter: { readonly folder: string };
  readonly tasks: readonly {
    readonly task: { readonly id: string };
    /** What no progress knows, as `hung`, counts as failed. */
    readonly state: string;
    readonly points: number;
    readonly ofPoints: number;
  }[];
}

/**
 * Notes a verdict on the learner's own tree. Call it for the chapter's view over exercises/ alone:
 * the reference's points, or somebody else's, are not the learner's. A verdict may name only some
 * tasks of its chapter; what is known of the others stays.
 */
export function recordVerdict(verdict: NotedVerdict, path = progressPath()): void {
  writeProgress(withVerdict(readProgress(path), verdict, new Date()), path);
}

const NOTED = ['passed', 'begun', 'waits', 'not started'] as const;

/** The progress with a verdict in it; a task that once passed keeps the day. */
export function withVerdict(progress: Progress, verdict: NotedVerdict, now: Date): Progress {
  const gradedAt = now.toISOString();
  const { folder } = verdict.chapter;
  const before = progress.chapters[folder]?.tasks ?? {};
  const tasks = verdict.tasks.map(({ task, state, points, ofPoints }) => {
    const passedAt = before[task.id]?.passedAt ?? (state === 'passed' ? gradedAt : undefined);
    const noted = NOTED.find((one) => one === state) ?? 'failed';
    return [
      task.id,
      { state: noted, points, ofPoints, ...(passedAt === undefined ? {} : { passedAt }) },
    ] as const;
  });
  const chapter = { gradedAt, tasks: { ...before, ...Object.fromEntries(tasks) } };
  return { ...progress, chapters: { ...progress.chapters, [folder]: chapter } };
}
