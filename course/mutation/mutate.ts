/**
 * Mutation testing of graders, by StrykerJS: all that learners write is changed in the reference in
 * all the small ways there are (`<` for `<=`, `+` for `-`, a body emptied), one at a time, and
 * one of the chapter's behaviours has to notice each.
 *
 * Strings are left alone: the words of an error are not graded.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import type { Chapter } from '../chapter.ts';
import { TrialPool } from '../grading/trial-pool.ts';
import { root, solutionView } from '../view.ts';
import { type ExplainedMutant, inOneLine, loadExplained } from './explained-mutants.ts';
import { type GradedRange, gradedRanges, rangeAt } from './graded-ranges.ts';
import { type GraderOrder, mutationVariable } from './mutation-order.ts';

export interface Mutation {
  readonly task: string;
  readonly file: string;
  readonly symbol: string;
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
  readonly state: 'noticed' | 'survived' | 'explained';
}

export interface MutationOutcome {
  readonly mutations: readonly Mutation[];
  /** What is explained, but has not survived. */
  readonly needless: readonly ExplainedMutant[];
}

/** Tries all mutants of the chapter's tasks with these ids, or of all its tasks. */
export async function mutateChapter(
  chapter: Chapter,
  ids: readonly string[] | undefined,
): Promise<MutationOutcome> {
  const all = gradedRanges(chapter);
  const isAsked = ({ task }: { task: string }) => ids === undefined || ids.includes(task);
  const ranges = all.filter(isAsked);
  const order = {
    folder: chapter.folder,
    graders: await passedBehaviours(chapter),
    learnerFiles: [...new Set(ranges.map(({ file }) => file))],
  };
  const results = await runStryker(ranges, mutationVariable(order));
  const explained = await loadExplained(chapter);
  const mutations = results.flatMap((one) => mutationOf(one, all, explained)).filter(isAsked);
  const asked = explained.filter((one) =>
    ranges.some(({ file, symbol }) => file === one.file && symbol === one.symbol),
  );
  const survived = mutations.filter(({ state }) => state === 'explained');
  const needless = asked.filter((one) => !survived.some((mutation) => explains(one, mutation)));
  return { mutations, needless };
}

/** By grader, what the reference passes: nothing else can notice a change. */
async function passedBehaviours(chapter: Chapter): Promise<GraderOrder[]> {
  const folder = join(root, 'graders', chapter.folder);
  const names = readdirSync(folder).filter((name) => name.endsWith('.grader.ts'));
  const graders = names.sort(byTask).map((name) => join(folder, name));
  const pool = new TrialPool(1);
  const { happenings, behaviours } = await pool.run({ chapter, view: solutionView, graders });
  await pool.close();
  const passed = new Set(happenings.map((one) => (one.state === 'passed' ? one.id : '')));
  return graders.flatMap((path) => {
    const some = behaviours[path]?.filter((id) => passed.has(id)) ?? [];
    return some.length === 0 ? [] : [{ path, behaviours: some }];
  });
}

async function runStryker(
  ranges: readonly GradedRange[],
  variables: Record<string, string>,
): Promise<MutantResult[]> {
  const options: PartialStrykerOptions = {
    plugins: [new URL('./grader-runner.ts', import.meta.url).href],
    testRunner: 'graders',
    testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
    mutate: ranges.map(
      ({ file, start, end }) =>
        `solution/${file}:${start.line}:${start.column}-${end.line}:${end.column}`,
    ),
    // The rest of solution/ and the graders are read where they are.
    ignorePatterns: ['**', '!solution/**'],
    mutator: { excludedMutations: ['StringLiteral'] },
    tempDirName: join('.gregor', 'mutation'),
    symlinkNodeModules: false,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 3_000,
    // Each mutant leaves a module graph behind in its process.
    maxTestRunnerReuse: 150,
    reporters: [],
    logLevel: 'error',
    allowConsoleColors: false,
    allowEmpty: true,
  } as PartialStrykerOptions;
  const { Stryker } = await import('@stryker-mutator/core');
  Object.assign(process.env, variables);
  const before = process.cwd();
  process.chdir(root);
  try {
    return await new Stryker(options).runMutationTest();
  } finally {
    process.chdir(before);
  }
}

function mutationOf(
  { fileName, location, replacement = '', status }: MutantResult,
  ranges: readonly GradedRange[],
  explained: readonly ExplainedMutant[],
): Mutation[] {
  const noticed = { Killed: true, Timeout: true, Survived: false, NoCoverage: false }[
    status as string
  ];
  const file = relative(join(root, 'solution'), fileName).replaceAll('\\', '/');
  const { line, column } = location.start;
  const range = rangeAt(ranges, file, { line, column: column - 1 });
  // Ignored ones, and those that are no TypeScript, say nothing.
  if (noticed === undefined || range === undefined) return [];
  const mutation = {
    ...{ task: range.task, file, symbol: range.symbol, line },
    original: inOneLine(textAt(fileName, location)),
    replacement: inOneLine(replacement),
  };
  const isExplained = explained.some((one) => explains(one, mutation));
  // What is only slower takes too long where the machine is busy: nobody has noticed it then.
  if (isExplained && status !== 'Killed') return [{ ...mutation, state: 'explained' }];
  return [{ ...mutation, state: noticed ? 'noticed' : 'survived' }];
}

function explains(
  one: ExplainedMutant,
  mutation: Pick<Mutation, 'file' | 'symbol' | 'original' | 'replacement'>,
): boolean {
  return (
    one.file === mutation.file &&
    one.symbol === mutation.symbol &&
    inOneLine(one.original) === mutation.original &&
    inOneLine(one.replacement) === mutation.replacement
  );
}

/** StrykerJS tells lines and columns from 1. */
function textAt(path: string, { start, end }: MutantResult['location']): string {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}

/** `1-10-x.grader.ts` after `1-9-y.grader.ts`. */
function byTask(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
