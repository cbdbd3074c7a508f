/**
 * From what happened to what it is worth: pure, so that every case is a line in a test.
 *
 *     passed                          → passed: its points
 *     failed by NotImplemented        → not started
 *     failed by anything else         → failed
 *     started and never ended         → hung
 *     not even started                → not run: an earlier one hung, or the code did not load
 */
import type { Behaviour, Chapter, Task } from '../chapter.ts';
import type { Failure } from './failure.ts';
import type { Happening } from './happening.ts';
import type { Outcome } from './run-graders.ts';

export interface BehaviourVerdict {
  readonly behaviour: Behaviour;
  readonly state: 'passed' | 'failed' | 'not started' | 'hung' | 'not run';
  readonly failure?: Failure;
}

export interface TaskVerdict {
  readonly task: Task;
  /** `passed`: all behaviours. `not started`: none passed, and all that ran met an unwritten body. */
  readonly state: 'passed' | 'failed' | 'not started';
  readonly points: number;
  readonly ofPoints: number;
  readonly behaviours: readonly BehaviourVerdict[];
}

export interface ChapterVerdict {
  readonly chapter: Chapter;
  readonly tasks: readonly TaskVerdict[];
  readonly points: number;
  readonly ofPoints: number;
  readonly loadErrors: readonly string[];
}

export function judge(chapter: Chapter, outcome: Outcome): ChapterVerdict {
  const tasks = chapter.tasks.map((task) => judgeTask(task, outcome.happenings));
  return {
    chapter,
    tasks,
    points: sum(tasks.map(({ points }) => points)),
    ofPoints: sum(tasks.map(({ ofPoints }) => ofPoints)),
    loadErrors: outcome.loadErrors,
  };
}

function judgeTask(task: Task, happenings: readonly Happening[]): TaskVerdict {
  const behaviours = task.behaviours.map((behaviour) => judgeBehaviour(behaviour, happenings));
  const passed = behaviours.filter(({ state }) => state === 'passed');
  return {
    task,
    state: stateOf(behaviours),
    points: sum(passed.map(({ behaviour }) => behaviour.points)),
    ofPoints: sum(task.behaviours.map(({ points }) => points)),
    behaviours,
  };
}

function stateOf(behaviours: readonly BehaviourVerdict[]): TaskVerdict['state'] {
  const states = new Set(behaviours.map(({ state }) => state));
  const [only] = states;
  return states.size === 1 && (only === 'passed' || only === 'not started') ? only : 'failed';
}

function judgeBehaviour(behaviour: Behaviour, happenings: readonly Happening[]): BehaviourVerdict {
  const last = happenings.findLast(
    (one) => one.state !== 'unloaded' && one.state !== 'printed' && one.id === behaviour.id,
  );
  if (last === undefined || last.state === 'unloaded' || last.state === 'printed')
    return { behaviour, state: 'not run' };
  if (last.state === 'started') return { behaviour, state: 'hung' };
  if (last.state === 'passed') return { behaviour, state: 'passed' };
  const unwritten = last.error.name === 'NotImplemented';
  return { behaviour, state: unwritten ? 'not started' : 'failed', failure: last.error };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
