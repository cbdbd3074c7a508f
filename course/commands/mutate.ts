/**
 * `npm run mutate [chapter-01 …] [1.4 …]`: changes the graded symbols of the reference in every
 * small way, one at a time, and says which changes no behaviour notices (course/mutation/).
 *
 *     1.4  96 % of 52 changes are noticed, 2 more are explained
 *          survived  storage/offset-index.ts:63 (OffsetIndex.lookup)
 *                    count > 0  →  count >= 0
 *
 * Exit code 0 when each task's share of noticed and explained changes is 100 %, and of the noticed
 * ones alone at least 90 % in the chapter.
 */
import { chapterName } from '../chapter.ts';
import { loadChapters } from '../chapters.ts';
import { type Mutation, mutateChapter } from '../mutation/mutate.ts';
import { tasksNamed } from '../tasks-named.ts';

const LEAST_PERCENT = 90;

for (const [chapter, ids] of tasksNamed(await loadChapters(), process.argv.slice(2))) {
  const startedAt = performance.now();
  const { mutations, needless } = await mutateChapter(chapter, ids);
  for (const [task, some] of Map.groupBy(mutations, (one) => one.task)) showTask(task, some);
  for (const { file, symbol, original, replacement } of needless) {
    console.log(`explained, but noticed: ${file} (${symbol}) ${original}  →  ${replacement}`);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${chapterName(chapter)}  ${summary(mutations)} (${seconds} s)\n`);
  const survived = mutations.filter(({ state }) => state === 'survived').length;
  if (survived + needless.length > 0 || percent(mutations) < LEAST_PERCENT) process.exitCode = 1;
}

function showTask(task: string, mutations: readonly Mutation[]): void {
  console.log(`${task.padEnd(4)} ${summary(mutations)}`);
  const survivors = mutations.filter(({ state }) => state === 'survived');
  for (const { file, line, symbol, original, replacement } of survivors) {
    console.log(`     survived  ${file}:${line} (${symbol})`);
    console.log(`               ${original}  →  ${replacement}`);
  }
}

function summary(mutations: readonly Mutation[]): string {
  const explained = mutations.filter(({ state }) => state === 'explained').length;
  const more = explained === 0 ? '' : `, ${explained} more are explained`;
  return `${percent(mutations).toFixed(0)} % of ${mutations.length} changes are noticed${more}`;
}

function percent(mutations: readonly Mutation[]): number {
  const noticed = mutations.filter(({ state }) => state === 'noticed').length;
  return mutations.length === 0 ? 100 : (100 * noticed) / mutations.length;
}
