/**
 * One task in the report: what it is worth, its behaviours, and what its code printed.
 */
import type { Chapter } from '../../chapter.ts';
import type { View } from '../../view.ts';
import type { BehaviourVerdict, TaskVerdict } from '../verdict.ts';
import { explain, explainInShort, loopOf } from './explain.ts';
import { breakLine, indent, type Paint, spread, WIDTH } from './page.ts';
import { signOf } from './signs.ts';
import { isUnloadable } from './unloadable.ts';

const MOST_EXPLAINED = 6;
const MOST_EXPLAINED_OF_A_TASK = 3;
/** Of a task that is not right; of one that is, nobody is looking for a mistake. */
const MOST_OUTPUT_LINES = 20;
const MOST_OUTPUT_LINES_PASSED = 3;

/** How many failures are still to be explained in full. */
export class Budget {
  #left = MOST_EXPLAINED;
  #ofTask = 0;

  beginTask(): void {
    this.#ofTask = MOST_EXPLAINED_OF_A_TASK;
  }

  take(): boolean {
    if (this.#left === 0 || this.#ofTask === 0) return false;
    this.#left--;
    this.#ofTask--;
    return true;
  }
}

export interface TaskContext {
  readonly chapter: Chapter;
  readonly view: View;
  readonly paint: Paint;
  readonly budget: Budget;
  readonly only: readonly string[] | undefined;
  /** The endless loops that the report has shown already. */
  readonly loopsTold: Set<string>;
  /** The id of the task that the report ends with: the next one. */
  readonly next: string | undefined;
  /** Where the whole trace of a behaviour is to be seen; undefined where none is kept. */
  readonly traceAt?: ((behaviour: string) => string) | undefined;
}

/** Tasks one after the other; those that are not started, or that only wait, take a line. */
export function reportTasks(verdicts: readonly TaskVerdict[], context: TaskContext): string[] {
  const lines: string[] = [];
  for (let at = 0; at < verdicts.length; ) {
    const from = verdicts.slice(at);
    const end = from.findIndex((one) => !isFolded(one, context));
    const folded = end < 0 ? from : from.slice(0, end);
    const [first] = from;
    if (folded.length > 1) lines.push(foldedLine(folded, context));
    else if (first !== undefined) lines.push(...reportTask(first, context));
    at += Math.max(1, folded.length);
  }
  return lines;
}

/** Whether a task may go into one line with its neighbours: nobody need look at it now. */
function isFolded({ task, state }: TaskVerdict, { next }: TaskContext): boolean {
  return state === 'not started' && task.id !== next;
}

function foldedLine(folded: readonly TaskVerdict[], { paint }: TaskContext): string {
  const points = folded.reduce((sum, { ofPoints }) => sum + ofPoints, 0);
  const ids = `${folded[0]?.task.id} to ${folded.at(-1)?.task.id}`;
  return paint(signOf('not started').colour, spread(`○ ${ids}`, `not started, ${points} points`));
}

function reportTask(verdict: TaskVerdict, context: TaskContext): string[] {
  const { task, state } = verdict;
  const { sign, colour } = signOf(state);
  const { paint, budget, only, next } = context;
  const title = paint(colour, spread(`${sign} ${task.id} ${task.title}`, worth(verdict)));
  budget.beginTask();
  if (state === 'passed' && only === undefined) {
    const count = task.behaviours.length;
    const many = count === 1 ? '1 behaviour holds' : `${count} behaviours hold`;
    return [title, `    ${many}`, ...outputLines(verdict, context)];
  }
  if (state === 'not started' || state === 'waits') {
    const lesson = state === 'not started' && task.id === next && task.files.length > 0;
    return [
      title,
      ...(lesson ? [`    lesson  npm run lesson ${task.id}`] : []),
      ...outputLines(verdict, context),
    ];
  }
  const behaviours = verdict.behaviours.filter(
    (one) => only === undefined || one.state !== 'not run',
  );
  return [
    title,
    ...indent(
      4,
      behaviours.flatMap((one) => behaviourLines(one, verdict, context)),
    ),
    ...outputLines(verdict, context),
    '',
  ];
}

function worth({ state, waitsFor, points, ofPoints }: TaskVerdict): string {
  if (state === 'not started') return `not started, 0 of ${ofPoints} points`;
  if (state === 'waits') return `waits for ${waitsFor}, ${points} of ${ofPoints} points`;
  if (state === 'begun') return `begun, ${points} of ${ofPoints} points`;
  if (state === 'not run') return 'not run';
  return `${points} of ${ofPoints} points`;
}

function behaviourLines(
  verdict: BehaviourVerdict,
  { task }: TaskVerdict,
  context: TaskContext,
): string[] {
  const { behaviour, state, mayComeFrom, failure } = verdict;
  const { sign, colour } = signOf(state);
  const [first = '', ...rest] = breakLine(behaviour.says + noteOn(verdict), WIDTH - 6);
  const title = [context.paint(colour, `${sign} ${first}`), ...indent(2, rest)];
  const explains = (state === 'failed' || state === 'hung') && !isUnloadable(failure);
  if (!explains || failure === undefined) return title;
  const loop = loopOf(failure);
  const isTold = loop !== undefined && context.loopsTold.has(loop);
  if (mayComeFrom !== undefined || isTold || !context.budget.take()) {
    return [...title, ...indent(4, explainInShort(verdict, context))];
  }
  if (loop !== undefined) context.loopsTold.add(loop);
  return [...title, ...indent(4, explain(verdict, task, context))];
}

export function noteOn({ state, waitsFor, mayComeFrom, failure }: BehaviourVerdict): string {
  if (state === 'waits') return ` (waits for ${waitsFor})`;
  if (state === 'not started') {
    const symbol = failure?.unwritten?.[0]?.symbol;
    return symbol === undefined ? ' (not started)' : ` (not written yet: ${symbol})`;
  }
  if (state === 'failed' && isUnloadable(failure)) return ' (can’t be loaded)';
  const from = mayComeFrom === undefined ? '' : `; may come from ${mayComeFrom}`;
  if (state === 'hung') return ` (never came to an end${from})`;
  if (from !== '') return ` (${from.slice(2)})`;
  return state === 'not run' ? ' (not run)' : '';
}

/** What the task's code wrote to its console: once for the task, from its first behaviours. */
function outputLines({ behaviours, state }: TaskVerdict, { paint }: TaskContext): string[] {
  const outputs = behaviours.flatMap(({ output }) => (output === undefined ? [] : [output]));
  const lines = outputs.flatMap((one) => one.lines);
  const cut = outputs.reduce((total, { more }) => total + more, 0);
  const most = state === 'passed' ? MOST_OUTPUT_LINES_PASSED : MOST_OUTPUT_LINES;
  const more = cut + Math.max(0, lines.length - most);
  if (lines.length === 0 && more === 0) return [];
  const shown = lines.slice(0, most).map((line) => `| ${line}`.slice(0, WIDTH - 6));
  return indent(4, [
    'your code printed:',
    ...shown.map((line) => paint('dim', `  ${line}`)),
    ...(more > 0 ? [`  … and ${more.toLocaleString('en')} more lines`] : []),
  ]);
}
