/**
 * `npm run calibrate [chapter-01 …] [1.4 …] [-- --name text]`: tries the graders on the kept wrong
 * and right solutions. `npm test` does the same with all. Where a wrong one breaks other behaviours
 * than it names, the list to copy is printed.
 */
import { parseArgs } from 'node:util';
import type { Chapter } from '../chapter.ts';
import { loadChapters } from '../chapters.ts';
import { type CalibrationScope, calibrate, slowestOf, type Trial } from '../grading/calibration.ts';
import { findChapter, findTask, UnknownName } from '../names.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { name: { type: 'string' } },
});
const scopes = scopesOf(await loadChapters(), positionals);
const trials: Trial[] = [];
for (const [chapter, tasks] of scopes) {
  const scope: CalibrationScope = { name: values.name, ...(tasks.length === 0 ? {} : { tasks }) };
  for await (const trial of calibrate(chapter, scope)) {
    trials.push(trial);
    show(trial);
  }
}
console.log(slowestOf(trials));
const failed = trials.filter(({ complaint }) => complaint !== undefined).length;
console.log(`${trials.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function show({ name, complaint, tookMs }: Trial): void {
  const sign = complaint === undefined ? '✔' : '✘';
  console.log(`${sign} ${name} (${(tookMs / 1000).toFixed(1)} s)`);
  if (complaint !== undefined) console.log(`    ${complaint.replaceAll('\n', '\n    ')}\n`);
}

/** The chapters to try, each with the ids of its tasks that were named. */
function scopesOf(all: readonly Chapter[], names: readonly string[]): Map<Chapter, string[]> {
  try {
    const scopes = new Map<Chapter, string[]>();
    for (const name of names) {
      const isTask = /^\d+[.-]\d+/.test(name);
      const chapter = isTask ? findTask(all, name).chapter : findChapter(all, name);
      const tasks = scopes.get(chapter) ?? [];
      scopes.set(chapter, isTask ? [...tasks, findTask(all, name).task.id] : tasks);
    }
    return scopes.size === 0 ? new Map(all.map((chapter) => [chapter, []])) : scopes;
  } catch (error) {
    if (!(error instanceof UnknownName)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
