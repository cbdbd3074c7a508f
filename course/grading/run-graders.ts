/**
 * Runs the graders of one chapter over somebody's code, in a process of their own, to the end.
 *
 * Loops and promises without end are ended inside (course/grading/behaviour.ts). What nothing
 * inside a process can end - a regular expression that backtracks for ever, a thread without
 * memory, a killed process - is seen here: when nothing has happened for a while, or the process
 * is gone, the record says which behaviour it was in. That one has failed, and a new process goes
 * on with those that have not had their turn.
 *
 *     a b c d e          first process: a passed, b failed, c started ... silence: killed
 *           d e          second process: d passed, e passed
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chapter } from '../chapter.ts';
import type { View } from '../view.ts';
import type { Assignment } from './assignment.ts';
import type { Failure } from './failure.ts';
import { type GraderFile, graderFiles } from './grader-files.ts';
import { Grading, type RunEnd } from './grading.ts';
import { appendHappening, type Happening, readHappenings } from './happening.ts';
import { unbegunTasks } from './unbegun-tasks.ts';

export interface Outcome {
  readonly happenings: readonly Happening[];
  /** Why graders could not be loaded; empty where all were. */
  readonly loadErrors: readonly string[];
  /** Tasks of which nothing is written yet, as the view's files stand. */
  readonly unbegun: readonly string[];
  /** The behaviours that were to run. */
  readonly asked: readonly string[];
}

export interface GradingLimits {
  /** How long it may take until the first grader is loaded. */
  readonly startMs: number;
  /** How much processor time may go after that without anything happening. */
  readonly quietCpuMs: number;
  /** How long nothing may happen on a machine that is busy, or in a process that waits. */
  readonly quietMs: number;
}

export interface GradingOptions {
  readonly limits?: GradingLimits;
  /** Only these behaviours, by id. */
  readonly only?: readonly string[];
  /** A process that is warm already; ended afterwards only if it was started here. */
  readonly grading?: Grading;
  /** Gives the run up: it rejects with GradingCancelled. */
  readonly signal?: AbortSignal | undefined;
  /** The broker that wire behaviours are tried on, instead of one in a simulated world. */
  readonly wireTarget?: Assignment['wireTarget'];
}

const LIMITS: GradingLimits = { startMs: 90_000, quietCpuMs: 6_000, quietMs: 40_000 };
/** A code that hangs once hangs again: later on, less is waited for. */
const QUIET_AGAIN_CPU_MS = 3_500;

export async function runGraders(
  chapter: Chapter,
  view: View,
  options: GradingOptions = {},
): Promise<Outcome> {
  const all = chapter.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
  const asked = options.only === undefined ? all : all.filter((id) => options.only?.includes(id));
  const directory = mkdtempSync(join(tmpdir(), 'gregor-grading-'));
  const grading = options.grading ?? new Grading();
  try {
    const record = join(directory, 'happenings.jsonl');
    await runAll({ chapter, view, asked, record, grading, ...options });
    const happenings = readHappenings(record);
    const loadErrors = happenings.flatMap((one) =>
      one.state === 'unloaded' ? [`${one.file}: ${one.error.message}`] : [],
    );
    return { happenings, loadErrors, unbegun: unbegunTasks(chapter, view), asked };
  } finally {
    if (options.grading === undefined) grading.end();
    rmSync(directory, { recursive: true, force: true });
  }
}

interface WholeRun extends GradingOptions {
  readonly chapter: Chapter;
  readonly view: View;
  readonly asked: readonly string[];
  readonly record: string;
  readonly grading: Grading;
}

/** Process after process, until every behaviour has had its turn. */
async function runAll(run: WholeRun): Promise<void> {
  const { chapter, view, asked, record, grading, limits = LIMITS } = run;
  const wire = run.wireTarget === undefined ? {} : { wireTarget: run.wireTarget };
  const graders = graderFiles(chapter);
  let left = asked;
  let end: RunEnd = { how: 'done', trouble: [] };
  for (let round = 0; left.length > 0; round++) {
    const files = graders.filter(({ behaviours }) => behaviours.some((id) => left.includes(id)));
    const quietCpuMs = round === 0 ? limits.quietCpuMs : QUIET_AGAIN_CPU_MS;
    end = await grading.run(
      {
        assignment: { folder: chapter.folder, view, only: left, record, ...wire },
        graders: files.map(({ file }) => file),
      },
      { ...limits, quietCpuMs },
      run.signal,
    );
    const before = left.length;
    left = settleRecord(graders, record, left, end);
    if (end.how === 'done' && end.trouble.length === 0) break;
    if (left.length === before) break;
  }
  failAll(graders, record, left, end);
}

/** Puts down what the process could not any more, and gives what has not had its turn. */
function settleRecord(
  graders: readonly GraderFile[],
  record: string,
  left: readonly string[],
  end: RunEnd,
): string[] {
  const { started, ended, loading, unloaded } = readProgress(record);
  const cut = left.filter((id) => started.has(id) && !ended.has(id));
  for (const id of cut) appendHappening(record, { id, state: 'failed', error: failureOf(end) });
  let waiting = left.filter((id) => !started.has(id));
  const refuse = (file: string, error: Failure) => {
    const stated = graders.find((grader) => grader.file === file)?.behaviours ?? [];
    const behaviours = stated.filter((id) => waiting.includes(id));
    if (behaviours.length === 0) return;
    appendHappening(record, { file, state: 'unloaded', error, behaviours });
    waiting = waiting.filter((id) => !behaviours.includes(id));
  };
  for (const [file, error] of unloaded) refuse(file, error);
  if (end.how !== 'done' && cut.length === 0 && loading !== undefined) {
    refuse(loading, failureOf(end));
  }
  return waiting;
}

function readProgress(record: string) {
  const started = new Set<string>();
  const ended = new Set<string>();
  const unloaded = new Map<string, Failure>();
  let loading: string | undefined;
  for (const one of readHappenings(record)) {
    if (one.state === 'loading') loading = one.file;
    else if (one.state === 'unloaded') unloaded.set(one.file, one.error);
    else if (one.state === 'started') started.add(one.id);
    else if (one.state !== 'printed') ended.add(one.id);
  }
  return { started, ended, loading, unloaded };
}

/** What never had its turn, though it was asked for: the process's words are all there is. */
function failAll(
  graders: readonly GraderFile[],
  record: string,
  left: readonly string[],
  end: RunEnd,
): void {
  const words = end.trouble.join('\n') || failureOf(end).message;
  for (const id of left) {
    const isStated = graders.some(({ behaviours }) => behaviours.includes(id));
    const message = isStated ? words : 'no grader states it';
    appendHappening(record, { id, state: 'failed', error: { name: 'NotRun', message, stack: '' } });
  }
}

function failureOf({ how, trouble }: RunEnd): Failure {
  const words = trouble.join('\n');
  if (how === 'hung') {
    return { name: 'Hung', message: 'it had to be ended', stack: '' };
  }
  if (how === 'asleep') {
    const message = 'an `await` outside of functions waits for what never comes';
    return { name: 'NeverSettled', message, stack: '' };
  }
  if (/memory limit|out of memory|OUT_OF_MEMORY/i.test(words)) {
    return { name: 'OutOfMemory', message: 'it took all the memory there was', stack: '' };
  }
  const message = `the process in which it ran ended${words === '' ? '' : `: ${words}`}`;
  return { name: 'ProcessEnded', message, stack: '' };
}
