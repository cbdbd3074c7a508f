/**
 * What a learner reads after `npm test chapter-00`: each task, what is wrong with it, and where to
 * go on.
 *
 *     ✘ 0.1 Varints                                                          9 of 15 points
 *         ✔ writes an unsigned varint in its shortest form, lowest seven bits first
 *         ✘ maps 0, -1, 1, -2, 2 to one byte each, and both ends of int32 to five
 *             the bytes of -2
 *             expected  03
 *             actual    04
 *             hint      A zigzagged number has its sign in the lowest bit; …
 *             look at   exercises/protocol/varint.ts:92 (writeVarint)
 *             lesson    chapters/00-wire/lesson.mdx#varints
 */
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type Chapter, chapterName, type Task } from '../chapter.ts';
import { lineAt, parseSource } from '../source/syntax.ts';
import { findCallable } from '../stubs/edit-symbol.ts';
import { root, type View } from '../view.ts';
import type { BehaviourVerdict, ChapterVerdict, TaskVerdict } from './verdict.ts';

const SIGNS: Record<string, string> = {
  waits: '○',
  passed: '✔',
  failed: '✘',
  hung: '✘',
  'not started': '○',
  'not run': '○',
};

export function reportChapter(verdict: ChapterVerdict, view: View): string {
  const { chapter, tasks, loadErrors, points, ofPoints } = verdict;
  const lines = [`${chapterName(chapter)}: ${chapter.title}`, ''];
  for (const error of loadErrors) lines.push(...loadErrorLines(error), '');
  for (const task of tasks) lines.push(...taskLines(chapter, task, view), '');
  lines.push(`${points} of ${ofPoints} points`);
  return lines.join('\n');
}

function loadErrorLines(error: string): string[] {
  return ['✘ the code could not be loaded, so nothing was tested', ...indent(2, error.split('\n'))];
}

function taskLines(chapter: Chapter, verdict: TaskVerdict, view: View): string[] {
  const { task, state, points, ofPoints } = verdict;
  const worth = state === 'not started' ? 'not started' : `${points} of ${ofPoints} points`;
  const title = `${SIGNS[state]} ${task.id} ${task.title}`.padEnd(72);
  const lesson = `chapters/${chapter.folder}/lesson.mdx#${task.section}`;
  if (state === 'not started') {
    const files = task.files.map(({ file }) => `write     ${learnerPath(view, file)}`);
    return [`${title}${worth}`, ...indent(2, [...files, `lesson    ${lesson}`])];
  }
  const details = verdict.behaviours.flatMap((one) => behaviourLines(task, one, view, lesson));
  return [`${title}${worth}`, ...indent(2, details)];
}

function behaviourLines(
  task: Task,
  verdict: BehaviourVerdict,
  view: View,
  lesson: string,
): string[] {
  const { behaviour, state } = verdict;
  const title = `${SIGNS[state]} ${behaviour.says}`;
  if (state === 'passed') return [title];
  if (state === 'not run') return [`${title} (not run)`];
  const guidance = [
    `look at   ${placeToLook(task, verdict, view)}`,
    ...(state === 'not started' ? [] : [`hint      ${behaviour.hint}`]),
    `lesson    ${lesson}`,
  ];
  return [title, ...indent(2, [...whatWentWrong(verdict), ...guidance])];
}

function whatWentWrong({ state, failure }: BehaviourVerdict): string[] {
  if (state === 'hung') return ['it did not come back: a loop that never ends?'];
  if (failure === undefined) return [];
  if (state === 'not started') return [`not started: ${failure.message}`];
  if (failure.expected === undefined || failure.actual === undefined) {
    return [`${failure.name}: ${failure.message.split('\n')[0]}`];
  }
  const subject = failure.message.split(': expected ')[0] ?? failure.message;
  return [subject, `expected  ${failure.expected}`, `actual    ${failure.actual}`];
}

/** The line in the learner's file that threw; else where the symbol that is to be written stands. */
function placeToLook(task: Task, verdict: BehaviourVerdict, view: View): string {
  const { symbol } = verdict.behaviour;
  const tree = resolve(root, view.learnerTree);
  for (const line of verdict.failure?.stack.split('\n') ?? []) {
    const [, path, at] = /\(?((?:\/|[A-Za-z]:)[^():]*\.ts):(\d+):\d+\)?$/.exec(line) ?? [];
    if (path !== undefined && resolve(path).startsWith(tree)) {
      return `${relative(root, path).replaceAll('\\', '/')}:${at}`;
    }
  }
  const { file } = task.files.find(({ symbols }) => symbols.includes(symbol)) ?? { file: '' };
  return `${learnerPath(view, file)}${lineOf(view, file, symbol)} (${symbol})`;
}

function lineOf(view: View, file: string, symbol: string): string {
  const path = resolve(root, view.learnerTree, file);
  if (!existsSync(path)) return '';
  const text = readFileSync(path, 'utf8');
  try {
    return `:${lineAt(text, findCallable(parseSource(file, text), symbol).body.start)}`;
  } catch {
    return ''; // The learner renamed it, made a class of it or broke it: the file's name must do.
  }
}

function learnerPath(view: View, file: string): string {
  return relative(root, resolve(root, view.learnerTree, file)).replaceAll('\\', '/');
}

function indent(by: number, lines: readonly string[]): string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}
