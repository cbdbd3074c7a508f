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
 *     of a task that the reference did                       → not started, whatever happened
 *     of a milestone, while the reference did a task          → waits for that task
 *
 * What a later task's unwritten body did to an earlier behaviour counts only if it is what the
 * behaviour failed by: a broker meets unwritten corners that nobody asked about.
 *
 * Whether a failure is an earlier task's, or one of its own that the earlier one hides, is only
 * known after a second look (course/grading/second-look.ts), with the reference in the place of the
 * wrong earlier tasks. With one, nothing waits on suspicion:
 *
 *     passed there                                           → waits for the wrong task
 *     failed there, too                                      → failed: its own mistake
 *     could not be tried                                     → failed, and may come from that task
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
  /** Of a failure that nobody could tell apart from one of this earlier task. */
  readonly mayComeFrom?: string;
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
  /**
   * `failed`: something is its own fault. `waits`: whatever fails does so by an earlier task.
   * `begun`: something passed or is written, and what does not pass is not written yet.
   */
  readonly state: 'passed' | 'failed' | 'begun' | 'not started' | 'waits' | 'not run';
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
export type Judged = Pick<Outcome, 'happenings'> &
  Partial<Outcome> & {
    readonly secondLook?: SecondLook;
    /** The tasks that the reference did, because nobody has begun them. */
    readonly borrowed?: readonly string[];
  };

/** What became of behaviours with the reference in the place of the wrong tasks before theirs. */
export interface SecondLook {
  readonly happenings: readonly Happening[];
  /** The tasks in whose place the reference stood. */
  readonly without: readonly string[];
}

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

/** A verdict on those tasks of which every behaviour ran: of the others it says too little. */
export function wholeTasks(verdict: ChapterVerdict): ChapterVerdict {
  const tasks = verdict.tasks.filter(({ behaviours }) =>
    behaviours.every(({ state }) => state !== 'not run'),
  );
  return { ...verdict, tasks };
}

/** The happenings, by behaviour. */
interface Facts {
  readonly ends: ReadonlyMap<string, Failure | 'passed'>;
  readonly outputs: ReadonlyMap<string, PrintedOutput>;
  /** Undefined where nobody has looked. */
  readonly unbegun: ReadonlySet<string> | undefined;
  /** The task that asks for a file. */
  readonly owners: ReadonlyMap<string, string>;
  /** How behaviours ended in a second look; undefined where there was none. */
  readonly again: ReadonlyMap<string, Failure | 'passed'> | undefined;
  readonly without: ReadonlySet<string>;
  readonly borrowed: readonly string[];
}

function factsOf(
  chapter: Chapter,
  { happenings, unbegun, secondLook, borrowed = [] }: Judged,
): Facts {
  const outputs = new Map<string, PrintedOutput>();
  for (const one of happenings) {
    if (one.state === 'printed') outputs.set(one.id, addOutput(outputs.get(one.id), one));
  }
  const owners = new Map<string, string>();
  for (const { id, files } of chapter.tasks) {
    for (const { file } of files) if (!owners.has(file)) owners.set(file, id);
  }
  return {
    ends: endsOf(happenings),
    outputs,
    unbegun: unbegun === undefined ? undefined : new Set(unbegun),
    owners,
    again: secondLook === undefined ? undefined : endsOf(secondLook.happenings),
    without: new Set(secondLook?.without),
    borrowed,
  };
}

function endsOf(happenings: readonly Happening[]): Map<string, Failure | 'passed'> {
  const ends = new Map<string, Failure | 'passed'>();
  for (const one of happenings) {
    if (one.state === 'passed') ends.set(one.id, 'passed');
    else if (one.state === 'failed') ends.set(one.id, one.error);
    else if (one.state === 'started') ends.set(one.id, NEVER_CAME_BACK);
    else if (one.state === 'unloaded') {
      for (const id of one.behaviours ?? []) ends.set(id, one.error);
    }
  }
  return ends;
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
  const state = stateOf(behaviours, isBegun(task, facts));
  return {
    task,
    state,
    ...(state === 'waits' && waitsFor !== undefined ? { waitsFor } : {}),
    points: sum(passed.map(({ behaviour }) => behaviour.points)),
    ofPoints: sum(task.behaviours.map(({ points }) => points)),
    behaviours,
  };
}

/** Whether anything of it is written, where that was looked at. */
function isBegun({ id, files }: Task, { unbegun, borrowed }: Facts): boolean {
  const written = unbegun !== undefined && !unbegun.has(id) && !borrowed.includes(id);
  return written && files.length > 0;
}

function stateOf(behaviours: readonly BehaviourVerdict[], begun: boolean): TaskVerdict['state'] {
  const ran = behaviours.filter(({ state }) => state !== 'not run');
  const all = (...states: BehaviourState[]) => ran.every(({ state }) => states.includes(state));
  if (ran.length === 0) return 'not run';
  if (all('passed')) return ran.length === behaviours.length ? 'passed' : 'not run';
  if (all('passed', 'waits')) return 'waits';
  if (all('not started', 'waits')) return begun ? 'begun' : 'not started';
  return all('passed', 'not started', 'waits') ? 'begun' : 'failed';
}

function judgeBehaviour(
  behaviour: Behaviour,
  task: Task,
  facts: Facts,
  earlier: readonly TaskVerdict[],
): BehaviourVerdict {
  if (facts.borrowed.includes(task.id)) return { behaviour, state: 'not started' };
  const [lacking] = task.files.length === 0 ? facts.borrowed : [];
  if (lacking !== undefined) return { behaviour, state: 'waits', waitsFor: lacking };
  const output = facts.outputs.get(behaviour.id);
  const printed = output === undefined ? {} : { output };
  const failure = facts.ends.get(behaviour.id);
  if (failure === undefined) return { behaviour, state: 'not run' };
  if (failure === 'passed') return { behaviour, state: 'passed', ...printed };
  return { behaviour, ...judgeFailure(behaviour.id, failure, task, facts, earlier), ...printed };
}

type JudgedFailure = Pick<BehaviourVerdict, 'state' | 'waitsFor' | 'mayComeFrom' | 'failure'>;

function judgeFailure(
  id: string,
  failure: Failure,
  task: Task,
  facts: Facts,
  earlier: readonly TaskVerdict[],
): JudgedFailure {
  const unwritten = judgeUnwritten(failure, task, facts, earlier);
  if (unwritten !== undefined) return unwritten;
  const suspect = brokenBefore(failure, task, facts, earlier);
  if (suspect === undefined) return ownMistake(failure);
  const before = [...builtOn(task, earlier)];
  const wrong = before.find((one) => facts.without.has(one));
  const waits = { failure, state: 'waits', waitsFor: wrong ?? suspect } as const;
  if (facts.again === undefined || wrong === undefined) return waits;
  const again = facts.again.get(id);
  if (again === 'passed') return waits;
  if (again === undefined) return { ...ownMistake(failure), mayComeFrom: wrong };
  const still = judgeUnwritten(again, task, facts, earlier);
  if (still !== undefined) return still;
  const other = before.find((one) => isWrong(one, earlier) && !facts.without.has(one));
  return { ...ownMistake(again), ...(other === undefined ? {} : { mayComeFrom: other }) };
}

/** What a failure is by the unwritten bodies that it met; undefined where they don't explain it. */
function judgeUnwritten(
  failure: Failure,
  task: Task,
  { unbegun }: Facts,
  earlier: readonly TaskVerdict[],
): JudgedFailure | undefined {
  const met = unwrittenThatCounts(failure, task, earlier);
  const [first] = met;
  if (first === undefined) return undefined;
  if (met.has(task.id) || unbegun?.has(task.id) === true) {
    return { failure, state: 'not started' };
  }
  return { failure, state: 'waits', waitsFor: first };
}

function ownMistake(failure: Failure): JudgedFailure {
  return { failure, state: ENDLESS.has(failure.name) ? 'hung' : 'failed' };
}

/** Whether an earlier task has a mistake of its own. */
function isWrong(id: string, tasks: readonly TaskVerdict[]): boolean {
  return tasks.some(({ task, state }) => task.id === id && state === 'failed');
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

/** The task, earlier than this one, in which the fault lies; in what the reference did there is none. */
function brokenBefore(
  failure: Failure,
  task: Task,
  { owners, borrowed }: Facts,
  earlier: readonly TaskVerdict[],
): string | undefined {
  const wrong = new Set(
    earlier
      .filter(({ state }) => state !== 'passed' && state !== 'not run')
      .map((one) => one.task.id)
      .filter((id) => !borrowed.includes(id)),
  );
  const owner = owners.get(failure.place?.file ?? '');
  const thrownThere = failure.what === undefined && owner !== task.id;
  if (thrownThere && owner !== undefined && wrong.has(owner)) return owner;
  return [...builtOn(task, earlier)].find((id) => wrong.has(id));
}

/** All that a task stands on, in the order of the chapter. */
export function builtOn(task: Task, earlier: readonly TaskVerdict[]): Set<string> {
  const found = new Set<string>(task.buildsOn);
  for (const { task: one } of earlier.toReversed()) {
    if (found.has(one.id)) for (const id of one.buildsOn) found.add(id);
  }
  return new Set(earlier.map((one) => one.task.id).filter((id) => found.has(id)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
