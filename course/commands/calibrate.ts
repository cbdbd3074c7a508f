/**
 * `npm run calibrate [chapter-01 …] [1.4 …] [-- --name text]`: tries the graders on the kept wrong
 * and right solutions. `npm test` does the same with all. Where a wrong one breaks other behaviours
 * than it names, the list to copy is printed.
 */
import { parseArgs } from 'node:util';
import { loadChapters } from '../chapters.ts';
import { type CalibrationScope, calibrate, slowestOf, type Trial } from '../grading/calibration.ts';
import { tasksNamed } from '../tasks-named.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { name: { type: 'string' } },
});
const trials: Trial[] = [];
for (const [chapter, tasks] of tasksNamed(await loadChapters(), positionals)) {
  const scope: CalibrationScope = { name: values.name, ...(tasks === undefined ? {} : { tasks }) };
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
