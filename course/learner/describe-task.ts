/**
 * A task for whoever is about to do it: what it is for, what to write where, what is tested word
 * for word, and which commands help.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from 'github-slugger';
import { chapterName, type Task } from '../chapter.ts';
import { columns, wrap } from '../lesson/wrap.ts';
import type { FoundTask } from '../names.ts';
import { type Progress, taskProgress } from '../progress/progress.ts';
import { root } from '../view.ts';
import { symbolPlace } from './symbol-place.ts';

/** What fits a terminal. */
export const WIDTH = 80;

export interface Standing {
  readonly progress: Progress;
  /** The learner's tree: from the root, or absolute. */
  readonly learnerTree: string;
}

export function describeTask(found: FoundTask, standing: Standing): string[] {
  const { chapter, task } = found;
  const name = chapterName(chapter);
  const title = `${signOf(standing.progress, task)} Task ${task.id}  ${task.title}`;
  const minutes = `about ${task.minutes} minutes`;
  return [
    `${title.padEnd(WIDTH - minutes.length)}${minutes}`,
    '',
    ...wrap(task.outcome, WIDTH),
    ...builtOn(found, standing),
    '',
    ...toWrite(task, standing),
    '',
    `What is tested (${pointsOf(task)} points)`,
    ...task.behaviours.flatMap(({ says, points }) => bullet(says, points)),
    '',
    'How to go on',
    ...indent([
      `The lesson: ${lessonPlace(chapter.folder, task.section)}`,
      ...columns(
        [
          [`npm run lesson ${task.id}`, 'its section, here in the terminal'],
          [`npm test ${name}`, 'has it graded'],
          [`npm run watch ${name}`, 'grades again at each save'],
          [`npm run hint ${task.id}`, hintsLeft(task, standing.progress)],
        ],
        ['l', 'l'],
      ).map((line) => line.trimEnd()),
    ]),
  ];
}

/** ✔ passed, ✘ graded and not passed, ○ not begun. */
export function signOf(progress: Progress, task: Task): '✔' | '✘' | '○' {
  const state = taskProgress(progress, task.id)?.state;
  if (state === 'passed') return '✔';
  return state === 'failed' ? '✘' : '○';
}

export function pointsOf(task: Task): number {
  return task.behaviours.reduce((sum, { points }) => sum + points, 0);
}

export function indent(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => (line === '' ? line : `${' '.repeat(by)}${line}`));
}

function builtOn({ chapter, task }: FoundTask, { progress }: Standing): string[] {
  const earlier = chapter.tasks.filter(({ id }) => task.buildsOn.includes(id));
  if (earlier.length === 0) return [];
  const names = earlier.map((one) => `${signOf(progress, one)} ${one.id} ${one.title}`);
  return ['', ...wrap(`Stands on: ${names.join(', ')}`, WIDTH)];
}

function toWrite(task: Task, { learnerTree }: Standing): string[] {
  if (task.files.length === 0) {
    return wrap('Nothing to write: here the whole broker runs on what you have written.', WIDTH);
  }
  const rows = task.files.flatMap(({ file, symbols }) =>
    symbols.map((symbol) => {
      const { at, trouble } = symbolPlace(learnerTree, file, symbol);
      return [at, trouble === undefined ? symbol : `${symbol} (${trouble})`];
    }),
  );
  const given = task.files.flatMap((one) => one.given);
  const there = given.length === 0 ? [] : wrap(`There already: ${given.join(', ')}`, WIDTH - 2);
  return ['Write', ...indent([...columns(rows, ['l', 'l']).map((row) => row.trimEnd()), ...there])];
}

function bullet(says: string, points: number): string[] {
  const [first = '', ...rest] = wrap(says, WIDTH - 6);
  return [`${String(points).padStart(4)}  ${first}`, ...indent(rest, 6)];
}

function hintsLeft(task: Task, progress: Progress): string {
  const shown = Math.min(progress.hintsShown[task.id] ?? 0, task.hints.length);
  return `a hint; you have seen ${shown} of ${task.hints.length}`;
}

/** The lesson's file, with the line where the section begins. */
export function lessonPlace(folder: string, section: string): string {
  const file = `chapters/${folder}/lesson.mdx`;
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const at = lines.findIndex(
    (line) => /^#+ /.test(line) && slug(line.replace(/^#+ /, '')) === section,
  );
  return at < 0 ? file : `${file}:${at + 1}`;
}
