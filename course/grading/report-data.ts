/**
 * A verdict as data for `--json`: what report-schema.ts declares.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { standingIn } from '../learner-views.ts';
import type { View } from '../view.ts';
import { placeToLook } from './report/explain.ts';
import type { ReportOptions } from './report/whole-report.ts';
import { type ChapterReport, type GradingReport, GradingReportSchema } from './report-schema.ts';
import type { BehaviourVerdict, ChapterVerdict, TaskVerdict } from './verdict.ts';

export function chapterData(
  verdict: ChapterVerdict,
  view: View,
  { only, touched = [], typeErrors = [], together }: ReportOptions,
): ChapterReport {
  const { chapter, points, ofPoints } = verdict;
  const { name, learnerTree } = view;
  return {
    chapter: chapter.folder,
    title: chapter.title,
    view: { name, learnerTree, touched: [...touched] },
    points,
    ofPoints,
    ...(only === undefined ? {} : { only: [...only] }),
    tasks: verdict.tasks.map((task) => taskData(task, chapter.folder, view)),
    typeErrors: [...typeErrors],
    ...(together === undefined ? {} : { together: countOf(together) }),
  };
}

/** Writes a report to a file, from where the user stands; checked, so that readers can rely on it. */
export function writeReport(file: string, report: GradingReport): void {
  const path = resolve(standingIn(), file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(GradingReportSchema.parse(report), null, 2)}\n`);
}

function taskData(verdict: TaskVerdict, folder: string, view: View) {
  const { task, state, waitsFor, points, ofPoints } = verdict;
  return {
    id: task.id,
    title: task.title,
    state,
    ...(waitsFor === undefined ? {} : { waitsFor }),
    points,
    ofPoints,
    files: task.files.map(({ file }) => file),
    lesson: `chapters/${folder}/lesson.mdx#${task.section}`,
    behaviours: verdict.behaviours.map((one) => behaviourData(one, verdict, view)),
  };
}

function behaviourData(verdict: BehaviourVerdict, { task }: TaskVerdict, view: View) {
  const { behaviour, state, waitsFor, mayComeFrom, failure, output } = verdict;
  const { id, says, points, hint } = behaviour;
  return {
    id,
    says,
    state,
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(mayComeFrom === undefined ? {} : { mayComeFrom }),
    points: state === 'passed' ? points : 0,
    ofPoints: points,
    hint,
    ...(failure === undefined ? {} : { lookAt: placeToLook(verdict, task, view) }),
    ...(failure === undefined ? {} : { failure: structuredClone(failure) as never }),
    ...(output === undefined ? {} : { output: { lines: [...output.lines], more: output.more } }),
  };
}

function countOf({ tasks }: ChapterVerdict): { passed: number; ran: number } {
  const ran = tasks.flatMap(({ behaviours }) =>
    behaviours.filter(({ state }) => state !== 'not run'),
  );
  return { passed: ran.filter(({ state }) => state === 'passed').length, ran: ran.length };
}
