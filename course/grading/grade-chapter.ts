/**
 * One chapter graded over one view: the graders, and beside them the type check; where something
 * fails behind a wrong task, a second look at that (second-look.ts); afterwards, where
 * more chapters than this one have been begun, a look at all of them together.
 *
 * What nobody has begun yet is borrowed from the reference (borrowed-tasks.ts), so that a task can
 * be written before an earlier one.
 *
 * The chapter's points never suffer from another chapter's mistake: they come from the chapter's
 * own view. The look at all together is unscored, and there so that nobody learns only from a
 * broken broker that two chapters do not fit.
 */
import { type Chapter, filesOf } from '../chapter.ts';
import { integratedView } from '../learner-views.ts';
import { touchedFiles } from '../stubs/touched.ts';
import type { View } from '../view.ts';
import { borrowing } from './borrowed-tasks.ts';
import type { Grading } from './grading.ts';
import { typeErrorsIn } from './learner-types.ts';
import type { ReportOptions } from './report/whole-report.ts';
import { runGraders } from './run-graders.ts';
import { judgeTwice } from './second-look.ts';
import { type ChapterVerdict, judge } from './verdict.ts';

export interface GradedChapter {
  readonly verdict: ChapterVerdict;
  readonly view: View;
  readonly options: ReportOptions;
}

export interface GradeOptions {
  readonly only?: readonly string[] | undefined;
  readonly grading?: Grading;
  /** Gives it up: it rejects with GradingCancelled. */
  readonly signal?: AbortSignal | undefined;
  /** Whether to ask the type check, too; it takes longer than a save should. */
  readonly withTypes?: boolean;
}

export async function gradeChapter(
  chapter: Chapter,
  view: View,
  { only, grading, signal, withTypes = true }: GradeOptions = {},
): Promise<GradedChapter> {
  const touched = view.learnerFiles.length === 0 ? [] : ownFiles(view);
  const lent = borrowing(chapter, view);
  const graded = lent?.view ?? view;
  // What is borrowed is not started, whatever the reference makes of it: it need not run.
  const asked = lent === undefined ? only : within(lent.behaviours, only);
  const options = {
    signal,
    ...(asked === undefined ? {} : { only: asked }),
    ...(grading === undefined ? {} : { grading }),
  };
  const types = withTypes ? typeErrorsIn(view, touched) : [];
  const outcome = {
    ...(await runGraders(chapter, graded, options)),
    ...(lent === undefined ? {} : { borrowed: lent.tasks }),
  };
  const verdict = await judgeTwice(chapter, graded, outcome, { grading, signal });
  const together = only === undefined ? await gradeTogether(verdict, view) : undefined;
  return {
    verdict,
    view,
    options: {
      touched,
      typeErrors: await types,
      ...(only === undefined ? {} : { only }),
      ...(together === undefined ? {} : { together }),
    },
  };
}

function within(begun: readonly string[], only: readonly string[] | undefined): readonly string[] {
  return only === undefined ? begun : only.filter((id) => begun.includes(id));
}

/** The files of a view that are somebody's work. */
function ownFiles({ learnerTree, learnerFiles }: View): string[] {
  const touched = new Set(touchedFiles(learnerTree));
  return learnerFiles.filter((file) => touched.has(file));
}

/**
 * The behaviours of the chapter's milestone over all that the learner has touched. Left out where
 * they fail in the chapter's own view already, or where no other chapter's file was touched.
 */
async function gradeTogether(
  { chapter, tasks }: ChapterVerdict,
  view: View,
): Promise<ChapterVerdict | undefined> {
  if (view.name !== 'chapter') return undefined;
  const milestones = tasks.filter(({ task }) => task.files.length === 0);
  if (milestones.length === 0 || milestones.some(({ state }) => state !== 'passed'))
    return undefined;
  const whole = integratedView(view.learnerTree);
  const own = new Set(filesOf(chapter));
  const extra = whole.learnerFiles.filter((file) => !own.has(file));
  if (extra.every((file) => view.learnerFiles.includes(file))) return undefined;
  const only = milestones.flatMap(({ task }) => task.behaviours.map(({ id }) => id));
  return judge(chapter, await runGraders(chapter, whole, { only }));
}
