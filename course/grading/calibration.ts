/**
 * Graders are tested too: on code of which we know what is right and wrong with it.
 *
 *     the reference                       every behaviour passes
 *     the untouched stubs                 every task is "not started", never "wrong"
 *     each kept wrong solution            fails exactly the behaviours that it names
 *     each kept different, right one      every behaviour passes
 *     every task                          has wrong and right ones enough
 *     every behaviour                     is broken by one of the wrong ones
 *
 * The variants are in graders/NN-name/wrong/ and right/. A trial pool tries many in a minute, each
 * on those graders that can reach what it changes.
 */
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Chapter, chapterName } from '../chapter.ts';
import { loadExplained, staleExplanations } from '../mutation/explained-mutants.ts';
import { generateStubs } from '../stubs/exercises.ts';
import { root, solutionView, type View } from '../view.ts';
import { coverageTrials } from './calibration-coverage.ts';
import {
  faultOfStubs,
  faultOfVariant,
  faultsOfReference,
  newLoadFaults,
} from './calibration-faults.ts';
import { type KeptVariant, loadVariants } from './kept-variants.ts';
import { reachedFiles } from './reached-files.ts';
import { type TrialOutcome, TrialPool } from './trial-pool.ts';
import { unbegunTasks } from './unbegun-tasks.ts';
import { filesOfVariant } from './variant.ts';
import { typeFaults } from './variant-types.ts';
import { type ChapterVerdict, judge } from './verdict.ts';
import { writeTree } from './write-tree.ts';

export interface Trial {
  readonly name: string;
  /** Why the graders were wrong about it; undefined where they were right. */
  readonly complaint: string | undefined;
  readonly tookMs: number;
}

/** Which trials: all where nothing is said. */
export interface CalibrationScope {
  /** Ids of tasks. */
  readonly tasks?: readonly string[];
  /** A part of a variant's name. */
  readonly name?: string | undefined;
}

/** Tries a chapter's graders on everything that is known about it. */
export async function* calibrate(
  chapter: Chapter,
  scope: CalibrationScope = {},
): AsyncGenerator<Trial> {
  const directory = join('.gregor', 'calibration', `${process.pid}-${chapter.folder}`);
  const pool = new TrialPool(availableParallelism());
  try {
    yield* new Calibration(chapter, pool, directory).trials(scope);
  } finally {
    await pool.close();
    rmSync(join(root, directory), { recursive: true, force: true });
  }
}

/** A sentence about what took longest, for whoever wants it to be quicker. */
export function slowestOf(trials: readonly Trial[]): string {
  const slowest = trials.toSorted((one, other) => other.tookMs - one.tookMs).slice(0, 3);
  const told = slowest.map(({ name, tookMs }) => `${name} (${(tookMs / 1000).toFixed(1)} s)`);
  return `the slowest of ${trials.length} trials: ${told.join('; ')}`;
}

class Calibration {
  readonly #chapter: Chapter;
  readonly #pool: TrialPool;
  /** Where the variants' files are put, from the root. */
  readonly #directory: string;
  readonly #graders: readonly string[];

  constructor(chapter: Chapter, pool: TrialPool, directory: string) {
    this.#chapter = chapter;
    this.#pool = pool;
    this.#directory = directory;
    const folder = join(root, 'graders', chapter.folder);
    const files = readdirSync(folder).filter((name) => name.endsWith('.grader.ts'));
    this.#graders = files.sort().map((name) => join(folder, name));
  }

  async *trials({ tasks, name }: CalibrationScope): AsyncGenerator<Trial> {
    const all = await loadVariants(this.#chapter);
    const chosen = all
      .filter(({ task }) => tasks === undefined || tasks.includes(task))
      .filter(({ variant }) => name === undefined || variant.name.includes(name));
    const started = performance.now();
    const reference = await this.#pool.run(this.#request(solutionView, this.#graders));
    const verdict = this.#judge(reference);
    const tookMs = performance.now() - started;
    const complaint = faultsOfReference(this.#chapter, verdict, reference);
    yield this.#trial('the reference has full points', complaint, tookMs);
    // All are under way from here on; the pool lets as many run as there are cores.
    const waiting = [this.#stubs(), ...chosen.map((one) => this.#variant(one, reference))];
    for (const trial of waiting) trial.catch(() => {});
    for (const trial of waiting) yield await trial;
    yield await this.#types(chosen);
    const stale = staleExplanations(this.#chapter, await loadExplained(this.#chapter));
    const missing = stale.length === 0 ? undefined : stale.join('\n');
    yield this.#trial('the explained changes are of code that is there', missing, 0);
    if (name !== undefined) return;
    for (const { name: what, complaint } of coverageTrials(this.#chapter, all, tasks)) {
      yield this.#trial(what, complaint, 0);
    }
  }

  async #stubs(): Promise<Trial> {
    const view = this.#view('stubs', generateStubs([this.#chapter]));
    const started = performance.now();
    const { happenings } = await this.#pool.run(this.#request(view, this.#graders));
    const unbegun = unbegunTasks(this.#chapter, view);
    const verdict = judge(this.#chapter, { happenings, unbegun });
    const tookMs = performance.now() - started;
    return this.#trial('the stubs are not started', faultOfStubs(verdict), tookMs);
  }

  async #variant(kept: KeptVariant, reference: TrialOutcome): Promise<Trial> {
    const { task, kind, variant, slug } = kept;
    const name = `${kind} ${task}, it ${variant.name}`;
    let files: ReadonlyMap<string, string>;
    try {
      files = filesOfVariant(variant);
    } catch (error) {
      return this.#trial(name, (error as Error).message, 0);
    }
    const request = this.#request(this.#view(slug, files), this.#gradersOf(files));
    let outcome = await this.#pool.run(request);
    let complaint = this.#faultOf(kept, outcome, request.graders, reference);
    if (complaint !== undefined) {
      // A wrong solution can spoil what trials share: what is said of it is said after one apart.
      outcome = await this.#pool.run({ ...request, apart: true });
      complaint = this.#faultOf(kept, outcome, request.graders, reference);
    }
    return this.#trial(name, complaint, outcome.wholeMs);
  }

  #faultOf(
    kept: KeptVariant,
    outcome: TrialOutcome,
    graders: readonly string[],
    reference: TrialOutcome,
  ): string | undefined {
    const others = this.#graders.filter((one) => !graders.includes(one));
    const elsewhere = new Set(others.flatMap((one) => reference.behaviours[one] ?? []));
    const untouched = reference.happenings.filter((one) => 'id' in one && elsewhere.has(one.id));
    const verdict = this.#judge({ happenings: [...untouched, ...outcome.happenings] });
    const loading = newLoadFaults(outcome, reference);
    return loading ?? faultOfVariant(kept, verdict, this.#judge(reference));
  }

  async #types(chosen: readonly KeptVariant[]): Promise<Trial> {
    const started = performance.now();
    const files = new Map(
      chosen.flatMap((kept) => {
        try {
          return [[kept, filesOfVariant(kept.variant)] as const];
        } catch {
          return []; // Its own trial has said so.
        }
      }),
    );
    const complaint = await typeFaults(join(root, this.#directory, 'types'), files);
    const tookMs = performance.now() - started;
    return this.#trial('the variants pass the type check', complaint, tookMs);
  }

  #gradersOf(files: ReadonlyMap<string, string>): string[] {
    return this.#graders.filter((grader) => {
      const reached = reachedFiles(grader);
      return [...files.keys()].some((file) => reached.has(file));
    });
  }

  #view(slug: string, files: ReadonlyMap<string, string>): View {
    const learnerTree = join(this.#directory, slug);
    writeTree(join(root, learnerTree), files);
    return { name: 'chapter', learnerTree, learnerFiles: [...files.keys()] };
  }

  #request(view: View, graders: readonly string[]) {
    return { chapter: this.#chapter, view, graders };
  }

  #judge({ happenings }: Pick<TrialOutcome, 'happenings'>): ChapterVerdict {
    return judge(this.#chapter, { happenings });
  }

  #trial(name: string, complaint: string | undefined, tookMs: number): Trial {
    return { name: `${chapterName(this.#chapter)}: ${name}`, complaint, tookMs };
  }
}
