/**
 * Runs graders for StrykerJS: its "test runner" plugin, loaded in processes that StrykerJS starts.
 *
 *     StrykerJS                             here
 *     puts every mutant into a copy    ──►  the copy is a view: #storage/y.ts is the copy's
 *     of the graded files, switched         graders run over it, in a module graph of their own
 *     by globalThis.__stryker__             for each mutant, until the first behaviour fails
 *
 * Its own runner for vitest takes a second for each mutant; a module graph takes some 100 ms
 * (course/grading/trial-hooks.ts), and a grader is loaded only if one of its behaviours meets the mutant.
 *
 * Invariant: nothing that code under one mutant left behind is seen under the next one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { assignmentVariable } from '../grading/assignment.ts';
import { beginTrial, installTrialHooks, trialUrl } from '../grading/trial-hooks.ts';
import { type CollectedTest, takeCollected } from '../grading/trial-tests.ts';
import { type GraderOrder, readMutationOrder } from './mutation-order.ts';

class GraderRunner implements TestRunner {
  readonly #order = readMutationOrder();
  readonly #directory = mkdtempSync(join(tmpdir(), 'gregor-mutation-'));
  #trials = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    installTrialHooks();
  }

  async dispose(): Promise<void> {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async dryRun(): Promise<DryRunResult> {
    const mutantCoverage: MutantCoverage = { static: {}, perTest: {} };
    stryker().mutantCoverage = mutantCoverage;
    const tests: TestResult[] = [];
    const trial = this.#beginTrial();
    for (const grader of this.#order.graders) {
      for (const one of await load(trial, grader)) tests.push(await runTest(one, grader.path));
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, testFilter } = options;
    const context = stryker();
    context.activeMutant = activeMutant.id;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    context.hitLimit = hitLimit;
    const tests: TestResult[] = [];
    const trial = this.#beginTrial();
    for (const grader of this.#order.graders) {
      const asked = testFilter ?? grader.behaviours;
      if (!grader.behaviours.some((id) => asked.includes(id))) continue;
      for (const one of await loadSafely(trial, grader)) {
        if (!asked.includes(one.name)) continue;
        tests.push(await runTest(one, grader.path));
        if (tests.at(-1)?.status === TestStatus.Failed) return this.#result(tests);
      }
    }
    return this.#result(tests);
  }

  #result(tests: TestResult[]): MutantRunResult {
    const { hitCount, hitLimit } = stryker();
    const endless = determineHitLimitReached(hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }

  #beginTrial(): number {
    const trial = ++this.#trials;
    const { folder, learnerFiles } = this.#order;
    const learnerTree = join(process.cwd(), 'solution');
    const view = { name: 'chapter' as const, learnerTree, learnerFiles };
    const record = join(this.#directory, 'happenings.jsonl');
    Object.assign(process.env, assignmentVariable({ folder, view, record }));
    beginTrial(trial, view);
    return trial;
  }
}

/** The grader's behaviours, without those that even the reference does not pass. */
async function load(trial: number, { path, behaviours }: GraderOrder): Promise<CollectedTest[]> {
  await import(trialUrl(trial, path));
  return takeCollected().filter(({ name }) => behaviours.includes(name));
}

/** A mutant may break what a module does when it is loaded: then it is noticed by that. */
async function loadSafely(trial: number, grader: GraderOrder): Promise<CollectedTest[]> {
  try {
    return await load(trial, grader);
  } catch (error) {
    takeCollected();
    return grader.behaviours.map((name) => ({ name, run: () => Promise.reject(error) }));
  }
}

/** What instrumented code and this share. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  /** How often the mutant was met, and when that is too often: it made a loop endless. */
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

function stryker(): Switches {
  const world = globalThis as { __stryker__?: Switches };
  world.__stryker__ ??= {};
  return world.__stryker__;
}

async function runTest({ name, run }: CollectedTest, fileName: string): Promise<TestResult> {
  const { exit } = process;
  const startedAt = performance.now();
  stryker().currentTestId = name;
  const told = () => ({ id: name, name, fileName, timeSpentMs: performance.now() - startedAt });
  try {
    await run();
    return { ...told(), status: TestStatus.Success };
  } catch (error) {
    const failureMessage = error instanceof Error ? error.message : String(error);
    return { ...told(), status: TestStatus.Failed, failureMessage };
  } finally {
    stryker().currentTestId = undefined;
    process.exit = exit;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'graders', GraderRunner)];
