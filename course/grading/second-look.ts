/**
 * A second look at behaviours that fail while an earlier task is wrong: is it that task's mistake
 * that they show, or one of their own behind it? They are graded once more, with the reference in
 * the place of the wrong tasks' files.
 *
 *     1.4 is wrong   ── 1.5 fails, builds on 1.4 ──► 1.5 over the reference's 1.4
 *                                                     passes: it waits for 1.4
 *                                                     fails:  the mistake is its own
 *
 * Where a task shares a file with a wrong one there is no reference to stand in (the file is both
 * tasks' work), and it is left out: the verdict says that it can't tell.
 */
import type { Chapter, Task } from '../chapter.ts';
import type { View } from '../view.ts';
import type { Failure } from './failure.ts';
import { type GradingOptions, type Outcome, runGraders } from './run-graders.ts';
import {
  type BehaviourVerdict,
  builtOn,
  type ChapterVerdict,
  type Judged,
  judge,
  type SecondLook,
} from './verdict.ts';

/** How the graders are run once more. */
interface SecondLookRun {
  readonly grading?: GradingOptions['grading'] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A verdict in which nothing waits on suspicion; at the most one more run of the graders. */
export async function judgeTwice(
  chapter: Chapter,
  view: View,
  outcome: Judged & Outcome,
  { grading, signal }: SecondLookRun = {},
): Promise<ChapterVerdict> {
  const first = judge(chapter, outcome);
  const plan = planSecondLook(first, view);
  if (plan === undefined) return first;
  const warm = grading === undefined ? {} : { grading };
  const happenings =
    plan.only.length === 0
      ? []
      : (await runGraders(chapter, plan.view, { only: plan.only, signal, ...warm })).happenings;
  const secondLook: SecondLook = {
    without: plan.without,
    happenings: happenings.filter(
      (one) => one.state !== 'unloaded' && !(one.state === 'failed' && isNoAnswer(one.error)),
    ),
  };
  return judge(chapter, { ...outcome, secondLook });
}

export interface SecondLookPlan {
  /** Without the wrong tasks' files: the reference answers for them. */
  readonly view: View;
  /** The behaviours that can be tried in it. */
  readonly only: readonly string[];
  /** The tasks in whose place the reference stands. */
  readonly without: readonly string[];
}

/** What to look at again; undefined where nothing fails behind a wrong task. */
export function planSecondLook({ tasks }: ChapterVerdict, view: View): SecondLookPlan | undefined {
  const wrong = tasks.filter(({ state }) => state === 'failed').map(({ task }) => task);
  const ids = new Set(wrong.map(({ id }) => id));
  const files = new Set(wrong.flatMap(filesOfTask));
  const behind = tasks.filter(({ task }) => [...builtOn(task, tasks)].some((id) => ids.has(id)));
  const waiting = behind.flatMap(({ task, behaviours }) =>
    behaviours
      .filter((one) => one.state === 'waits' && !waitsForUnwritten(one))
      .map(({ behaviour }) => ({ task, id: behaviour.id })),
  );
  if (waiting.length === 0) return undefined;
  return {
    view: { ...view, learnerFiles: view.learnerFiles.filter((file) => !files.has(file)) },
    only: waiting
      .filter(({ task }) => !filesOfTask(task).some((file) => files.has(file)))
      .map(({ id }) => id),
    without: [...ids],
  };
}

function waitsForUnwritten({ failure, waitsFor }: BehaviourVerdict): boolean {
  return failure?.unwritten?.some(({ task }) => task === waitsFor) ?? false;
}

function filesOfTask({ files }: Task): string[] {
  return files.map(({ file }) => file);
}

/**
 * A failure to try it at all: in the wrong tasks' files something of the learner's own may stand
 * that the other files need, and the reference has no such thing.
 */
function isNoAnswer({ name, message }: Failure): boolean {
  const unable = ['SyntaxError', 'MissingFile', 'NotRun', 'ProcessEnded'];
  return unable.includes(name) || message.includes('is not there: is it exported');
}
