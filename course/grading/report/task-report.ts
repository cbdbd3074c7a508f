/**
 * One task in the report: what it is worth, its behaviours, and what its code printed.
 */
import type { Chapter } from '../../chapter.ts';
import { learnerPath } from '../../learner-views.ts';
import type { View } from '../../view.ts';
import type { BehaviourVerdict, TaskVerdict } from '../verdict.ts';
import { explain } from './explain.ts';
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
}

export function reportTask(verdict: TaskVerdict, context: TaskContext): string[] {
  const { task, state } = verdict;
  const { sign, colour } = signOf(state === 'not run' ? 'not run' : state);
  const { paint, budget, only } = context;
  const title = paint(colour, spread(`${sign} ${task.id} ${task.title}`, worth(verdict)));
  budget.beginTask();
  if (state === 'passed' && only === undefined) {
    const count = task.behaviours.length;
    const many = count === 1 ? '1 behaviour holds' : `${count} behaviours hold`;
    return [title, `    ${many}`, ...outputLines(verdict, context)];
  }
  const behaviours = verdict.behaviours.filter(
    (one) => only === undefined || one.state !== 'not run',
  );
  return [
    title,
    ...indent(4, [
      ...whatToWrite(verdict, context),
      ...behaviours.flatMap((one) => behaviourLines(one, verdict, context)),
    ]),
    ...outputLines(verdict, context),
    '',
  ];
}

function worth({ state, waitsFor, points, ofPoints }: TaskVerdict): string {
  if (state === 'not started') return `not started, 0 of ${ofPoints} points`;
  if (state === 'waits') return `waits for ${waitsFor}, 0 of ${ofPoints} points`;
  if (state === 'not run') return 'not run';
  return `${points} of ${ofPoints} points`;
}

function whatToWrite({ task, state }: TaskVerdict, { view }: TaskContext): string[] {
  if (state !== 'not started') return [];
  return [
    ...task.files.map(({ file }) => `write   ${learnerPath(view, file)}`),
    `lesson  npm run lesson ${task.id}`,
  ];
}

function behaviourLines(
  verdict: BehaviourVerdict,
  { task, state: ofTask }: TaskVerdict,
  context: TaskContext,
): string[] {
  const { behaviour, state, waitsFor } = verdict;
  const { sign, colour } = signOf(state);
  const note = noteOn(verdict, ofTask);
  const [first = '', ...rest] = breakLine(behaviour.says + note, WIDTH - 6);
  const title = [context.paint(colour, `${sign} ${first}`), ...indent(2, rest)];
  const explains = (state === 'failed' || state === 'hung') && !isUnloadable(verdict.failure);
  if (!explains || waitsFor !== undefined || !context.budget.take()) return title;
  return [...title, ...indent(4, explain(verdict, task, context))];
}

function noteOn(
  { state, waitsFor, failure }: BehaviourVerdict,
  ofTask: TaskVerdict['state'],
): string {
  if (state === 'waits' && ofTask !== 'waits' && ofTask !== 'not started') {
    return ` (waits for ${waitsFor})`;
  }
  if (state === 'not started' && ofTask !== 'not started') return ' (not started)';
  if (state === 'failed' && isUnloadable(failure)) return ' (can’t be loaded)';
  if (state === 'hung') return ' (never came to an end)';
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
