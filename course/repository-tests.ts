/**
 * Everything that must hold before a change lands, in one run with one number at its end.
 *
 *     lane 1   vitest: tests/
 *     lane 2   lint → type check → stubs → graders on code that is known to be right or wrong
 *
 * The lanes run side by side: vitest leaves a second core idle at its start and its end. Each step
 * of lane 2, and each trial of the graders, counts as one test. The last line is
 * `N passed, N failed`, with `, N skipped` where something was skipped.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChapters } from './chapters.ts';
import { calibrate, slowestOf, type Trial } from './grading/calibration.ts';
import { type Program, run } from './process.ts';

/** Vitest can't end a test that loops for ever; somebody has to. */
const VITEST_LIMIT_MS = 25 * 60_000;

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs everything, prints it, and says whether all of it holds. */
export async function testRepository(): Promise<boolean> {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  await Promise.all([runVitest(tally), runSteps(tally)]);
  const skipped = tally.skipped === 0 ? '' : `, ${tally.skipped} skipped`;
  console.log(`\n${tally.passed} passed, ${tally.failed} failed${skipped}`);
  return tally.failed === 0;
}

async function runSteps(tally: Tally): Promise<void> {
  await runStep(tally, 'lint', 'biome', []);
  await runStep(tally, 'type check', 'tsc', []);
  await runStep(tally, 'type check of exercises/', 'types', ['exercises']);
  await runStep(tally, 'type check of site/', 'types', ['site']);
  await runStep(tally, 'stubs are what the reference gives', 'stubs', ['--check']);
  for (const chapter of await loadChapters()) {
    const trials: Trial[] = [];
    for await (const trial of calibrate(chapter)) {
      note(tally, trial.name, trial.complaint);
      trials.push(trial);
    }
    console.log(slowestOf(trials));
  }
}

async function runStep(
  tally: Tally,
  name: string,
  program: Program,
  args: readonly string[],
): Promise<void> {
  const { code, output } = await run(program, args, { output: 'collect' });
  note(tally, name, code === 0 ? undefined : output.trim() || `ended with ${code}`);
}

function note(tally: Tally, name: string, complaint: string | undefined): void {
  if (complaint === undefined) tally.passed++;
  else tally.failed++;
  console.log(complaint === undefined ? `✔ ${name}` : `✘ ${name}\n${complaint}\n`);
}

/** Vitest prints by itself what fails; what it counted comes from its report. */
async function runVitest(tally: Tally): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'gregor-tests-'));
  const report = join(directory, 'vitest.json');
  try {
    const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code } = await run('vitest', args, { output: 'show', limitMs: VITEST_LIMIT_MS });
    const before = tally.failed;
    if (existsSync(report)) countReport(tally, report);
    if (code !== 0 && tally.failed === before) note(tally, 'vitest', `vitest ended with ${code}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A file that could not even be loaded has no tests to fail, so it counts as one. */
function countReport(tally: Tally, report: string): void {
  const found = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { status: string; assertionResults: { status: string }[] }[];
  };
  for (const { status, assertionResults } of found.testResults) {
    if (status === 'failed' && assertionResults.length === 0) tally.failed++;
    for (const one of assertionResults) {
      if (one.status === 'passed') tally.passed++;
      else if (one.status === 'failed') tally.failed++;
      else tally.skipped++;
    }
  }
}
