/**
 * One failure, explained: what was looked at, what came instead of what, what happened before, and
 * where to go from here.
 */
import { chapterName, type Task } from '../../chapter.ts';
import { symbolPlace } from '../../learner/symbol-place.ts';
import { learnerPath } from '../../learner-views.ts';
import type { View } from '../../view.ts';
import type { Failure } from '../failure.ts';
import type { BehaviourVerdict } from '../verdict.ts';
import { dumpBytes } from './dump-bytes.ts';
import { excerpt } from './excerpt.ts';
import { breakLine, indent, labelled, type Paint, WIDTH } from './page.ts';
import type { TaskContext } from './task-report.ts';

const ROOM = WIDTH - 8;
const MOST_TRACE_LINES = 12;

export function explain(verdict: BehaviourVerdict, task: Task, context: TaskContext): string[] {
  const { behaviour, failure } = verdict;
  if (failure === undefined) return [];
  const { chapter, view, paint } = context;
  const again = `npm test ${chapterName(chapter)} -- --only ${behaviour.id}${viewFlags(view)}`;
  return [
    ...whatCame(failure, paint),
    ...trace(failure),
    ...labelled('look at', placeToLook(verdict, task, view), ROOM),
    ...codeAt(failure, view),
    ...labelled('hint', behaviour.hint, ROOM),
    ...labelled('more', `npm run hint ${task.id}`, ROOM),
    ...labelled('lesson', `chapters/${chapter.folder}/lesson.mdx#${task.section}`, ROOM),
    ...(failure.seed === undefined ? [] : labelled('seed', String(failure.seed), ROOM)),
    ...labelled('again', again, ROOM),
    '',
  ];
}

/** The options that choose the view again. */
function viewFlags({ name, learnerTree, learnerFiles }: View): string {
  if (learnerFiles.length === 0) return ' --solution';
  const tree = learnerTree === 'exercises' ? '' : ` --tree ${learnerTree}`;
  return `${name === 'integrated' ? ' --integrated' : ''}${tree}`;
}

function whatCame(failure: Failure, paint: Paint): string[] {
  const { what, expected, actual, differences, bytes } = failure;
  const title = what === undefined ? [] : breakLine(what, ROOM);
  if (bytes !== undefined) return [...title, ...dumpBytes(bytes, paint)];
  if (differences !== undefined) return [...title, ...differenceLines(failure, paint)];
  if (expected === undefined || actual === undefined) return thrown(failure);
  return [
    ...title,
    ...labelled('expected', expected, ROOM).map((line) => paint('green', line)),
    ...labelled('but got', actual, ROOM).map((line) => paint('red', line)),
  ];
}

/** A large structure as the places in which it differs; a small one as a whole. */
function differenceLines({ expected, actual, differences = [] }: Failure, paint: Paint): string[] {
  const small = (expected?.length ?? 0) + (actual?.length ?? 0) <= 2 * (ROOM - 10);
  if (small) {
    return [
      ...labelled('expected', expected ?? '', ROOM).map((line) => paint('green', line)),
      ...labelled('but got', actual ?? '', ROOM).map((line) => paint('red', line)),
    ];
  }
  return differences.flatMap((one) => [
    `at ${one.path}`,
    ...labelled('expected', one.expected, ROOM).map((line) => paint('green', line)),
    ...labelled('but got', one.actual, ROOM).map((line) => paint('red', line)),
  ]);
}

const WORDS: Readonly<Record<string, string>> = {
  EndlessLoop: 'a loop that never ends',
  OutOfMemory: 'it took more and more memory',
  NeverSettled: 'a promise that is never settled',
  Hung: 'it never came back',
  ProcessExit: 'it ended the process',
  ProcessEnded: 'it ended the process',
  thrown: 'something was thrown that is no Error',
};

function thrown({ name, message }: Failure): string[] {
  return breakLine(`${WORDS[name] ?? `it threw ${name}`}: ${message}`, ROOM).slice(0, 12);
}

function trace({ trace: lines = [] }: Failure): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(-MOST_TRACE_LINES);
  const before = lines.length - shown.length;
  return [
    before > 0 ? `what happened (the last ${shown.length} of ${lines.length}):` : 'what happened:',
    ...indent(
      2,
      shown.flatMap((line) => breakLine(line, ROOM - 2)),
    ),
  ];
}

/** The learner's line that threw; else where the symbol stands that is to be written. */
export function placeToLook(
  { behaviour: { symbol }, failure }: BehaviourVerdict,
  task: Task,
  view: View,
): string {
  if (failure?.place !== undefined) {
    return `${learnerPath(view, failure.place.file)}:${failure.place.line}`;
  }
  const owner = symbol.split('.')[0] ?? symbol;
  const file =
    task.files.find(({ symbols }) => symbols.includes(symbol)) ??
    task.files.find(({ symbols }) => symbols.some((one) => one.split('.')[0] === owner));
  if (file === undefined) return symbol;
  if (!view.learnerFiles.includes(file.file)) return `${file.file} (${symbol})`;
  const { at, trouble } = symbolPlace(view.learnerTree, file.file, symbol);
  return `${at} (${trouble ?? symbol})`;
}

/** For a file that can't even be loaded, its line: there is no better explanation. */
function codeAt(failure: Failure, view: View): string[] {
  if (failure.place === undefined || failure.what !== undefined) return [];
  return indent(10, excerpt(view, failure.place));
}
