/**
 * One failure, explained: what was looked at, what came instead of what, what happened before, and
 * where to go from here.
 */
import type { Task } from '../../chapter.ts';
import { symbolPlace } from '../../learner/symbol-place.ts';
import { learnerPath } from '../../learner-views.ts';
import type { View } from '../../view.ts';
import type { Difference, Failure } from '../failure.ts';
import type { BehaviourVerdict } from '../verdict.ts';
import { bytesInShort, dumpBytes } from './dump-bytes.ts';
import { excerpt } from './excerpt.ts';
import { breakLine, indent, labelled, type Paint, WIDTH } from './page.ts';
import type { TaskContext } from './task-report.ts';

const ROOM = WIDTH - 8;
const MOST_TRACE_LINES = 12;

export function explain(verdict: BehaviourVerdict, task: Task, context: TaskContext): string[] {
  const { behaviour, failure } = verdict;
  if (failure === undefined) return [];
  const { chapter, view, paint } = context;
  return [
    ...whatCame(failure, paint),
    ...trace(failure, context.traceAt?.(behaviour.id)),
    ...labelled('look at', placeToLook(verdict, task, view), ROOM),
    ...indent(10, codeAt(failure, view)),
    ...labelled('hint', behaviour.hint, ROOM),
    ...labelled('more', `npm run hint ${task.id}`, ROOM),
    ...labelled('lesson', `chapters/${chapter.folder}/lesson.mdx#${task.section}`, ROOM),
    ...(failure.seed === undefined ? [] : labelled('seed', String(failure.seed), ROOM)),
    ...labelled('again', commandFor(task.id, view), ROOM),
    '',
  ];
}

/** A failure in two lines, where explaining it would take too many: why, and how to see it all. */
export function explainInShort(
  { behaviour, failure }: BehaviourVerdict,
  { view, loopsTold }: TaskContext,
): string[] {
  if (failure === undefined) return [];
  const loop = loopOf(failure);
  const told = loop !== undefined && loopsTold.has(loop);
  const why = told ? `same loop: ${loop}` : inShort(failure);
  const line = why.replaceAll(/\s+/g, ' ');
  return [
    line.length <= ROOM ? line : `${line.slice(0, ROOM - 1)}…`,
    ...labelled('see all', commandFor(behaviour.id, view), ROOM),
  ];
}

/** The place of a loop that never ended, as `varint.ts:179`. */
export function loopOf({ name, place }: Failure): string | undefined {
  if (name !== 'EndlessLoop' || place === undefined) return undefined;
  return `${place.file.replace(/.*\//, '')}:${place.line}`;
}

function inShort(failure: Failure): string {
  const { what = '', expected = '', actual = '', differences = [], bytes } = failure;
  if (bytes !== undefined) return `${what}: ${bytesInShort(bytes)}`;
  const [first] = differences;
  const isLong = expected.length + actual.length > ROOM;
  if (first !== undefined && isLong) {
    return `${what}: at ${first.path} expected ${first.expected}, but got ${first.actual}`;
  }
  if (failure.expected === undefined) return thrown(failure).join(' ');
  return `${what}: expected ${expected}, but got ${actual}`;
}

/** The command that grades a task or a behaviour again, in the same view. */
export function commandFor(id: string, { name, learnerTree, learnerFiles }: View): string {
  const flags = [
    ...(learnerFiles.length === 0 ? ['--solution'] : []),
    ...(name === 'integrated' ? ['--integrated'] : []),
    ...(learnerTree === 'exercises' || learnerFiles.length === 0 ? [] : [`--tree ${learnerTree}`]),
  ];
  return ['npm test', id, ...(flags.length === 0 ? [] : ['--', ...flags])].join(' ');
}

export function whatCame(failure: Failure, paint: Paint): string[] {
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

/** A large structure as the places in which it differs; one that fits a line as a whole. */
function differenceLines(failure: Failure, paint: Paint): string[] {
  const { expected, actual, differences = [], equalFields = 0 } = failure;
  const small = Math.max(expected?.length ?? 0, actual?.length ?? 0) <= ROOM - 10;
  if (small) {
    return [
      ...labelled('expected', expected ?? '', ROOM).map((line) => paint('green', line)),
      ...labelled('but got', actual ?? '', ROOM).map((line) => paint('red', line)),
    ];
  }
  const others = equalFields === 1 ? 'the other one is equal' : `other ${equalFields} are equal`;
  return [
    ...differences.flatMap((one) => differenceAt(one, paint)),
    ...(equalFields === 0 ? [] : [`(${others})`]),
  ];
}

function differenceAt({ path, expected, actual }: Difference, paint: Paint): string[] {
  const line = `${path}: expected ${expected}, but got ${actual}`;
  if (line.length <= ROOM) return [paint('red', line)];
  return [
    `at ${path}`,
    ...labelled('expected', expected, ROOM).map((one) => paint('green', one)),
    ...labelled('but got', actual, ROOM).map((one) => paint('red', one)),
  ];
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

/** @param at where all of it is to be seen: an address or a command, which are never broken. */
function trace({ trace: lines = [] }: Failure, at: string | undefined): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(-MOST_TRACE_LINES);
  const before = lines.length - shown.length;
  return [
    before > 0 ? `what happened (the last ${shown.length} of ${lines.length}):` : 'what happened:',
    ...indent(
      2,
      shown.flatMap((line) => breakLine(line, ROOM - 2)),
    ),
    ...(at === undefined ? [] : [`${'trace'.padEnd(10)}${at}`]),
  ];
}

/**
 * The learner's line that threw; else where the symbol stands that the grader looked at, if it is
 * one of the task, or the behaviour's, which stands for its neighbours where a class is asked for
 * method by method.
 */
export function placeToLook(
  { behaviour, failure }: BehaviourVerdict,
  task: Task,
  view: View,
): string {
  if (failure?.place !== undefined) {
    return `${learnerPath(view, failure.place.file)}:${failure.place.line}`;
  }
  const about = failure?.about;
  const isToldApart = about !== undefined && fileOf(task, about) !== undefined;
  const symbol = isToldApart ? about : behaviour.symbol;
  const file = fileOf(task, symbol);
  if (file === undefined) return symbol;
  if (!view.learnerFiles.includes(file.file)) return `${file.file} (${symbol})`;
  const { at, trouble } = symbolPlace(view.learnerTree, file.file, symbol);
  const hasNeighbours = file.symbols.filter((one) => ownerOf(one) === ownerOf(symbol)).length > 1;
  const neighbours = !isToldApart && hasNeighbours ? ' and its neighbours' : '';
  return `${at} (${trouble ?? symbol + neighbours})`;
}

/** The task's file in which a symbol stands, or others of the same class. */
function fileOf({ files }: Task, symbol: string): Task['files'][number] | undefined {
  return (
    files.find(({ symbols }) => symbols.includes(symbol)) ??
    files.find(({ symbols }) => symbols.some((one) => ownerOf(one) === ownerOf(symbol)))
  );
}

function ownerOf(symbol: string): string | undefined {
  return symbol.split('.')[0];
}

/** For a file that can't even be loaded, its line: there is no better explanation. */
export function codeAt(failure: Failure, view: View): string[] {
  if (failure.place === undefined || failure.what !== undefined) return [];
  return excerpt(view, failure.place);
}
