/**
 * From what happened to what it is worth: pure, so that every case is a line in a test.
 *
 *     passed                                                 → passed: its points
 *     failed, and met an unwritten body of its own task      → not started
 *     failed, and met an unwritten body of an earlier task   → waits for that task
 *     a loop, a promise, a regular expression without end    → hung
 *     failed or hung, and an earlier task is not right that
 *       its task builds on, or whose file could not load     → waits for that task
 *     failed by anything else                                → failed
 *     no line in the record                                  → not run
 *
 * What a later task's unwritten body did to an earlier behaviour counts only if it is what the
 * behaviour failed by: a broker meets unwritten corners that nobody asked about.
 */
import type { Behaviour, Chapter, Task } from '../chapter.ts';
import type { Failure } from './failure.ts';
import type { Happening } from './happening.ts';
import type { Outcome } from './run-graders.ts';

export type BehaviourState = 'passed' | 'failed' | 'hung' | 'not started' | 'waits' | 'not run';

export interface BehaviourVerdict {
  readonly behaviour: Behaviour;
  readonly state: BehaviourState;
  /** Where it waits: the task that has to be right first. */
  readonly waitsFor?: string;
  readonly failure?: Failure;
  readonly output?: PrintedOutput;
}

/** What the code under test wrote to its console. */
export interface PrintedOutput {
  readonly lines: readonly string[];
  /** How many further lines were not kept. */
  readonly more: number;
}

export interface TaskVerdict {
  readonly task: Task;
  /** `not started` and `waits`: nothing has passed, and nothing was wrong either. */
  readonly state: 'passed' | 'failed' | 'not started' | 'waits' | 'not run';
  readonly waitsFor?: string;
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

/** What is judged; only the happenings are needed. */
export type Judged = Pick<Outcome, 'happenings'> & Partial<Outcome>;

/** Names of failures that mean: it would never have come to an end. */
const ENDLESS = new Set(['EndlessLoop', 'OutOfMemory', 'NeverSettled', 'Hung']);

export function judge(chapter: Chapter, outcome: Judged): ChapterVerdict {
  const facts = factsOf(chapter, outcome);
  const tasks: TaskVerdict[] = [];
  for (const task of chapter.tasks) tasks.push(judgeTask(task, facts, tasks));
  return {
    chapter,
    tasks,
    points: sum(tasks.map(({ points }) => points)),
    ofPoints: sum(tasks.map(({ ofPoints }) => ofPoints)),
    loadErrors: outcome.loadErrors ?? [],
  };
}

/** The happenings, by behaviour. */
interface Facts {
  readonly ends: ReadonlyMap<string, Failure | 'passed'>;
  readonly outputs: ReadonlyMap<string, PrintedOutput>;
  readonly unbegun: ReadonlySet<string>;
  /** The task that asks for a file. */
  readonly owners: ReadonlyMap<string, string>;
}

function factsOf(chapter: Chapter, { happenings, unbegun = [] }: Judged): Facts {
  const ends = new Map<string, Failure | 'passed'>();
  const outputs = new Map<string, PrintedOutput>();
  for (const one of happenings) {
    if (one.state === 'passed') ends.set(one.id, 'passed');
    else if (one.state === 'failed') ends.set(one.id, one.error);
    else if (one.state === 'started') ends.set(one.id, NEVER_CAME_BACK);
    else if (one.state === 'printed') outputs.set(one.id, addOutput(outputs.get(one.id), one));
    else if (one.state === 'unloaded') {
      for (const id of one.behaviours ?? []) ends.set(id, one.error);
    }
  }
  const owners = new Map<string, string>();
  for (const { id, files } of chapter.tasks) {
    for (const { file } of files) if (!owners.has(file)) owners.set(file, id);
  }
  return { ends, outputs, unbegun: new Set(unbegun), owners };
}

const NEVER_CAME_BACK: Failure = { name: 'Hung', message: 'it never came back', stack: '' };

function addOutput(
  before: PrintedOutput | undefined,
  { lines, more = 0 }: Extract<Happening, { state: 'printed' }>,
): PrintedOutput {
  return { lines: [...(before?.lines ?? []), ...lines], more: (before?.more ?? 0) + more };
}

function judgeTask(task: Task, facts: Facts, earlier: readonly TaskVerdict[]): TaskVerdict {
  const behaviours = task.behaviours.map((behaviour) =>
    judgeBehaviour(behaviour, task, facts, earlier),
  );
  const passed = behaviours.filter(({ state }) => state === 'passed');
  const waitsFor = behaviours.find((one) => one.waitsFor !== undefined)?.waitsFor;
  const state = stateOf(behaviours);
  return {
    task,
    state,
    ...(state === 'waits' && waitsFor !== undefined ? { waitsFor } : {}),
    points: sum(passed.map(({ behaviour }) => behaviour.points)),
    ofPoints: sum(task.behaviours.map(({ points }) => points)),
    behaviours,
  };
}

function stateOf(behaviours: readonly BehaviourVerdict[]): TaskVerdict['state'] {
  const ran = behaviours.filter(({ state }) => state !== 'not run');
  const all = (...states: BehaviourState[]) => ran.every(({ state }) => states.includes(state));
  if (ran.length === 0) return 'not run';
  if (all('passed')) return ran.length === behaviours.length ? 'passed' : 'not run';
  if (all('waits')) return 'waits';
  return all('not started', 'waits') ? 'not started' : 'failed';
}

function judgeBehaviour(
  behaviour: Behaviour,
  task: Task,
  facts: Facts,
  earlier: readonly TaskVerdict[],
): BehaviourVerdict {
  const output = facts.outputs.get(behaviour.id);
  const printed = output === undefined ? {} : { output };
  const failure = facts.ends.get(behaviour.id);
  if (failure === undefined) return { behaviour, state: 'not run' };
  if (failure === 'passed') return { behaviour, state: 'passed', ...printed };
  const judged = { behaviour, failure, ...printed };
  const met = unwrittenThatCounts(failure, task, earlier);
  if (met.has(task.id)) return { ...judged, state: 'not started' };
  const [unwritten] = met;
  if (unwritten !== undefined && facts.unbegun.has(task.id)) {
    return { ...judged, state: 'not started' };
  }
  const waitsFor = unwritten ?? brokenBefore(failure, task, facts, earlier);
  if (waitsFor !== undefined) return { ...judged, state: 'waits', waitsFor };
  return { ...judged, state: ENDLESS.has(failure.name) ? 'hung' : 'failed' };
}

/** The tasks whose unwritten bodies explain a failure, the earliest first. */
function unwrittenThatCounts(
  { name, unwritten = [] }: Failure,
  task: Task,
  earlier: readonly TaskVerdict[],
): Set<string> {
  const met = new Set(unwritten.map((one) => one.task));
  if (name === 'NotImplemented') return met.size > 0 ? met : new Set([task.id]);
  const known = new Set([task.id, ...earlier.map((one) => one.task.id)]);
  return new Set([...known].filter((id) => met.has(id)));
}

/** The task, earlier than this one, in which the fault lies. */
function brokenBefore(
  failure: Failure,
  task: Task,
  { owners }: Facts,
  earlier: readonly TaskVerdict[],
): string | undefined {
  const wrong = new Set(
    earlier
      .filter(({ state }) => state !== 'passed' && state !== 'not run')
      .map((one) => one.task.id),
  );
  const owner = owners.get(failure.place?.file ?? '');
  const thrownThere = failure.what === undefined && owner !== task.id;
  if (thrownThere && owner !== undefined && wrong.has(owner)) return owner;
  return [...builtOn(task, earlier)].find((id) => wrong.has(id));
}

/** All that a task stands on, in the order of the chapter. */
function builtOn(task: Task, earlier: readonly TaskVerdict[]): Set<string> {
  const found = new Set<string>(task.buildsOn);
  for (const { task: one } of earlier.toReversed()) {
    if (found.has(one.id)) for (const id of one.buildsOn) found.add(id);
  }
  return new Set(earlier.map((one) => one.task.id).filter((id) => found.has(id)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
