/**
 * `npm test chapter-01 …`: finds what is meant, grades, prints, writes the data, notes progress.
 */
import { type Chapter, chapterName } from '../chapter.ts';
import { loadChapters } from '../chapters.ts';
import { type ViewOptions, viewOf } from '../learner-views.ts';
import { findChapter, findTask } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { PlainError } from '../plain-error.ts';
import { passedTasks, readProgress } from '../progress/progress.ts';
import { recordVerdict } from '../progress/record-verdict.ts';
import type { View } from '../view.ts';
import { type GradedChapter, type GradeOptions, gradeChapter } from './grade-chapter.ts';
import { Grading } from './grading.ts';
import { keepTraces, traceNamer } from './kept-traces.ts';
import { pruneCache } from './prune-cache.ts';
import { paintFor } from './report/page.ts';
import { wholeTasks } from './verdict.ts';

export interface GradeCommandOptions extends ViewOptions {
  readonly only?: readonly string[];
  readonly json?: string;
}

const TASK = /^\d+[.-]\d+$/;

interface Assigned {
  readonly chapter: Chapter;
  /** The behaviours that were asked for; undefined for all. */
  readonly only: readonly string[] | undefined;
}

/** Grades what the words name; whether all of it has full points. */
export async function gradeCommand(
  names: readonly string[],
  options: GradeCommandOptions,
): Promise<boolean> {
  const startedAt = performance.now();
  // Started before anything else is known: it takes a second to get ready.
  const grading = new Grading();
  const graded: GradedChapter[] = [];
  let broken: string | null = null;
  try {
    const all = findAssigned(await loadChapters(), names, options.only ?? []);
    for (const [at, { chapter, only }] of all.entries()) {
      const view = viewOf(options, chapter);
      const warm = at === 0 ? { grading } : {};
      graded.push(await gradeAndPrint(chapter, view, { only, ...warm }));
      const isOwn = view.name === 'chapter' && options.tree === undefined;
      if (isOwn) recordVerdict(wholeTasks(graded[at]!.verdict));
    }
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    grading.end();
    if (options.json !== undefined) await writeJson(options.json, graded, broken, startedAt);
  }
  return graded.every(isFull);
}

async function gradeAndPrint(
  chapter: Chapter,
  view: View,
  options: GradeOptions,
): Promise<GradedChapter> {
  const running = gradeChapter(chapter, view, options);
  const pruned = pruneCache();
  // Loaded while the graders run: it decodes bytes, so it needs the protocol.
  const { reportChapter } = await import('./report/whole-report.ts');
  const graded = await running;
  await pruned;
  const paint = paintFor(process.stdout);
  const passedBefore = passedTasks(readProgress());
  keepTraces(graded.verdict);
  const report = reportChapter(graded.verdict, view, {
    ...{ ...graded.options, passedBefore, paint },
    traceAt: await traceNamer(),
  });
  process.stdout.write(`${report}\n\n`);
  return graded;
}

/** Full points; or, where only some behaviours were asked for, all of those. */
function isFull({ verdict, options: { only } }: GradedChapter): boolean {
  if (only === undefined) return verdict.points === verdict.ofPoints;
  const behaviours = verdict.tasks.flatMap((task) => task.behaviours);
  return behaviours
    .filter(({ behaviour }) => only.includes(behaviour.id))
    .every(({ state }) => state === 'passed');
}

/**
 * The chapters that were named, each with the behaviours that were. `1.4` and `varints-zigzag` are
 * the same with `--only` before them as without; of a chapter in which something is named so, that
 * and no more is meant.
 */
export function findAssigned(
  chapters: readonly Chapter[],
  names: readonly string[],
  only: readonly string[],
): Assigned[] {
  const parts = names.filter((name) => isPart(chapters, name));
  const named = names.filter((name) => !parts.includes(name));
  const whole = named.map((name) => findChapter(chapters, name));
  const among = whole.length === 0 || parts.length > 0 ? chapters : whole;
  const ids = new Set([...parts, ...only].flatMap((name) => behavioursNamed(among, name)));
  const all = whole.length === 0 && ids.size === 0 ? chapters : whole;
  return chapters.flatMap((chapter): Assigned[] => {
    const some = behaviourIds(chapter).filter((id) => ids.has(id));
    if (some.length > 0) return [{ chapter, only: some }];
    return all.includes(chapter) && only.length === 0 ? [{ chapter, only: undefined }] : [];
  });
}

/** Whether a name is a task's number or a behaviour's id, and so a part of a chapter. */
function isPart(chapters: readonly Chapter[], name: string): boolean {
  return TASK.test(name) || chapters.flatMap(behaviourIds).includes(name);
}

/** The ids that `offset-index-floor`, a behaviour, or `1.4`, a task, stands for. */
function behavioursNamed(chapters: readonly Chapter[], name: string): string[] {
  const ids = chapters.flatMap(behaviourIds);
  if (ids.includes(name)) return [name];
  if (TASK.test(name)) {
    return findTask(chapters, name).task.behaviours.map(({ id }) => id);
  }
  const there = chapters.map(chapterName).join(', ');
  const guess = didYouMean(name, ids);
  throw new PlainError(`--only ${name}: no behaviour of ${there} is called that.${guess}`);
}

function behaviourIds({ tasks }: Chapter): string[] {
  return tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
}

async function writeJson(
  file: string,
  graded: readonly GradedChapter[],
  broken: string | null,
  startedAt: number,
): Promise<void> {
  const { chapterData, writeReport } = await import('./report-data.ts');
  writeReport(file, {
    schema: 'gregor/report/v1',
    gradedAt: new Date().toISOString(),
    tookMs: Math.round(performance.now() - startedAt),
    broken,
    chapters: graded.map(({ verdict, view, options }) => chapterData(verdict, view, options)),
  });
}
