/**
 * The whole course at a glance: chapters with a bar, tasks with a sign, and what comes next.
 *
 *     chapter-00  The wire      ████████████░░░░░░░░   62 of 100
 *       ✔ 0.1  Numbers                                 12 of 12
 *       ✘ 0.2  Varints                                  5 of 13, had passed 2026-11-20
 *       ○ 0.3  Strings, bytes and arrays                     13   about 50 minutes
 *     chapter-02  offsets                              not written yet
 */
import { announcedChapters } from '../announced-chapters.ts';
import { CHAPTER_POINTS, type Chapter, chapterName, type Task } from '../chapter.ts';
import type { FoundTask } from '../names.ts';
import { type Progress, taskProgress } from '../progress/progress.ts';
import { pointsOf, signOf, WIDTH } from './describe-task.ts';

const BAR = 20;
const TITLE = 34;

export function showProgress(chapters: readonly Chapter[], progress: Progress): string[] {
  const written = new Set(chapters.map(({ folder }) => folder));
  const later = announcedChapters.filter(({ folder }) => !written.has(folder));
  return [
    ...chapters.flatMap((chapter) => [...chapterLines(chapter, progress), '']),
    ...later.map(({ folder }) => {
      const name = `chapter-${folder.slice(0, 2)}`;
      return `${name}  ${folder.slice(3).padEnd(TITLE)}not written yet`;
    }),
  ];
}

function chapterLines(chapter: Chapter, progress: Progress): string[] {
  const points = chapter.tasks.reduce(
    (sum, { id }) => sum + (taskProgress(progress, id)?.points ?? 0),
    0,
  );
  const done = Math.floor((Math.min(points, CHAPTER_POINTS) / CHAPTER_POINTS) * BAR);
  const bar = '█'.repeat(done) + '░'.repeat(BAR - done);
  const head = `${chapterName(chapter)}  ${chapter.title}`;
  const graded = progress.chapters[chapter.folder]?.gradedAt;
  const when =
    graded === undefined ? '  not graded yet' : `  ${points} of ${CHAPTER_POINTS} points`;
  return [
    `${head.padEnd(TITLE - 4)}${bar}${when}`,
    ...chapter.tasks.map((task) => taskLine(task, progress)),
  ];
}

function taskLine(task: Task, progress: Progress): string {
  const known = taskProgress(progress, task.id);
  const title = `  ${signOf(progress, task)} ${task.id.padEnd(5)}${task.title}`;
  const line = title.padEnd(TITLE + 15);
  if (known === undefined || known.state === 'not started') {
    return `${line}${String(pointsOf(task)).padStart(8)}  ${task.minutes} minutes`;
  }
  const points = `${known.points} of ${known.ofPoints}`.padStart(8);
  const passed = known.state !== 'passed' ? known.passedAt?.slice(0, 10) : undefined;
  return `${line}${points}${passed === undefined ? '' : `, had passed ${passed}`}`.slice(0, WIDTH);
}

/**
 * The task to go on with; undefined when all have full points. It is of the chapter graded last,
 * where that has work left, else of the first that has; and in it what is wrong comes first, as in
 * the report of `npm test`.
 */
export function nextTask(chapters: readonly Chapter[], progress: Progress): FoundTask | undefined {
  const stateOf = ({ id }: Task) => taskProgress(progress, id)?.state;
  const gradedAt = ({ folder }: Chapter) => progress.chapters[folder]?.gradedAt ?? '';
  const [chapter] = chapters
    .filter(({ tasks }) => tasks.some((task) => stateOf(task) !== 'passed'))
    .toSorted((one, other) => gradedAt(other).localeCompare(gradedAt(one)));
  const open = chapter?.tasks.filter((task) => stateOf(task) !== 'passed') ?? [];
  const task =
    open.find((one) => stateOf(one) === 'failed') ??
    open.find((one) => stateOf(one) !== 'waits') ??
    open[0];
  return chapter === undefined || task === undefined ? undefined : { chapter, task };
}
