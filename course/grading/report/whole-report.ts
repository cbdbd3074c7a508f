/**
 * What a learner reads after `npm test chapter-01`: whose code ran, each task, what went wrong
 * with the first failures and where to go on, the score, and the one next thing to do.
 *
 *     chapter-01: The storage engine
 *     Yours: exercises/storage/crc32c.ts. The rest is the reference.
 *
 *     ✔ 1.1 CRC32C                                                       6 of 6 points
 *     ✘ 1.4 Offset index                                                 7 of 9 points
 *         ✔ finds the last entry at or before an offset
 *         ✘ says nothing for an offset before the first entry
 *             the entry for offset 3
 *             expected  undefined
 *             but got   { offset: 4, position: 512 }
 *             …
 *     ○ 1.5 Time index                                                    waits for 1.4
 *
 *     13 of 100 points.
 *     Next: 1.4 Offset index: npm run hint 1.4
 *
 * A run with sixty failures explains the first six, and of the others says why in a line: the later
 * ones mostly follow from the first, and nobody reads sixty dumps. Tasks that are not started take
 * one line together, so that failures don't scroll away.
 */
import { chapterName } from '../../chapter.ts';
import { learnerPath } from '../../learner-views.ts';
import type { View } from '../../view.ts';
import type { ChapterVerdict } from '../verdict.ts';
import { nextOpen, nextStep } from './next-step.ts';
import { breakLine, indent, type Paint, plain, WIDTH } from './page.ts';
import { standsOnUngraded } from './stands-on.ts';
import { Budget, reportTasks } from './task-report.ts';
import { unloadableFiles } from './unloadable.ts';

export interface ReportOptions {
  readonly paint?: Paint;
  /** The behaviours that were asked for, where not all were. */
  readonly only?: readonly string[];
  /** Which of the view's files are no untouched stubs. */
  readonly touched?: readonly string[];
  /** The tasks, by id, that had full points when they were last graded. */
  readonly passedBefore?: readonly string[];
  /** Where the whole trace of a behaviour is to be seen, where they are kept. */
  readonly traceAt?: (behaviour: string) => string;
  /** What the type check says about the learner's files. */
  readonly typeErrors?: readonly string[];
  /** How the chapter's last behaviours do where all of the learner's chapters work together. */
  readonly together?: ChapterVerdict;
}

export function reportChapter(
  verdict: ChapterVerdict,
  view: View,
  options: ReportOptions = {},
): string {
  const { chapter, tasks, points, ofPoints } = verdict;
  const { paint = plain, only, traceAt } = options;
  const budget = new Budget();
  const next = nextOpen(tasks)?.task.id;
  const shown = tasks.filter(({ state }) => only === undefined || state !== 'not run');
  const lines = [
    paint('bold', `${chapterName(chapter)}: ${chapter.title}`),
    ...breakLine(whoseCode(view, options), WIDTH),
    '',
    ...unloadableFiles(verdict, view, paint),
    ...reportTasks(shown, {
      chapter,
      view,
      paint,
      budget,
      only,
      loopsTold: new Set(),
      next,
      traceAt,
    }),
    '',
    ...standsOnUngraded(tasks, options).flatMap((line) => breakLine(line, WIDTH)),
    ...notes(options),
    ...together(options),
    paint('bold', score(verdict, only)),
    ...nextStep(verdict, view, only).flatMap((line) => breakLine(line, WIDTH)),
  ];
  return lines.filter((line, at) => line !== '' || lines[at - 1] !== '').join('\n');

  function score({ tasks: all }: ChapterVerdict, some: readonly string[] | undefined): string {
    if (some === undefined) return `${points} of ${ofPoints} points.`;
    const asked = all
      .flatMap(({ behaviours }) => behaviours)
      .filter(({ behaviour }) => some.includes(behaviour.id));
    const passed = asked.filter(({ state }) => state === 'passed').length;
    return `${passed} of ${asked.length} behaviours that were asked for hold.`;
  }
}

function whoseCode(view: View, { touched }: ReportOptions): string {
  if (view.learnerFiles.length === 0) return 'The code is the reference’s own.';
  const own = touched ?? view.learnerFiles;
  const tree = learnerPath(view, '').replace(/\/$/, '');
  const stubs = view.learnerFiles.length - own.length;
  const unwritten = stubs > 0 ? ` ${stubs} more are stubs still.` : '';
  const rest =
    stubs > 0
      ? 'The reference does the tasks not begun, and all else.'
      : 'All else is the reference.';
  if (own.length === 0) return `${tree}/ holds nothing but untouched stubs so far.`;
  return `Yours, in ${tree}/: ${own.join(', ')}.${unwritten} ${rest}`;
}

function notes({ typeErrors = [] }: ReportOptions): string[] {
  if (typeErrors.length === 0) return [];
  const shown = typeErrors.slice(0, 5).flatMap((line) => breakLine(line, WIDTH - 4));
  const more = typeErrors.length - 5;
  return [
    'The type check (npm run typecheck) complains; it costs no points:',
    ...indent(4, shown),
    ...(more > 0 ? [`    … and ${more} more`] : []),
    '',
  ];
}

function together({ together: whole }: ReportOptions): string[] {
  if (whole === undefined) return [];
  const ran = whole.tasks.flatMap(({ behaviours }) =>
    behaviours.filter(({ state }) => state !== 'not run'),
  );
  const wrong = ran.filter(({ state }) => state !== 'passed');
  if (wrong.length === 0) {
    return ['All your chapters together: the broker holds as well (no points depend on it).', ''];
  }
  const name = chapterName(whole.chapter);
  return [
    ...breakLine(
      `All your chapters together: ${wrong.length} of ${ran.length} behaviours of the whole ` +
        `broker do not hold. It costs no points here. To see why: npm test ${name} -- --integrated`,
      WIDTH,
    ),
    ...indent(
      4,
      wrong.slice(0, 3).map(({ behaviour }) => `✘ ${behaviour.says}`.slice(0, WIDTH - 4)),
    ),
    '',
  ];
}
