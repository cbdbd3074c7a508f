/**
 * Grades a chapter again and again, as its files are saved: what a saved file touches, and no more.
 *
 *     a save ─► which files differ from what was seen last ─► the behaviours of their tasks, in a
 *     process that is warm already ─► the report; where they hold ─► those of the tasks that build
 *     on these ─► the report
 *
 * A save that comes while the last one's dependents are graded cancels these: its own tasks come
 * first, and what was cancelled is graded behind them.
 *
 * Invariants: saves that come while graders run are graded next, together; once it is ended, it
 * starts nothing any more.
 */
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { type Chapter, chapterName } from '../chapter.ts';
import { sourceFiles } from '../source/tree.ts';
import { hashOf } from '../stubs/touched.ts';
import { root, type View } from '../view.ts';
import { gradeChapter } from './grade-chapter.ts';
import { Grading, GradingCancelled } from './grading.ts';
import { paintFor } from './report/page.ts';
import { reportChapter } from './report/whole-report.ts';

/** Editors save in several steps; this long nothing more must come. */
const SETTLE_MS = 40;

export interface Watched {
  readonly chapter: Chapter;
  /** The view as the files stand: asked again for each run. */
  readonly viewOf: () => View;
  readonly print: (text: string) => void;
}

/** What was cancelled, and the saves that it was to answer. */
interface Owed {
  readonly behaviours: readonly string[];
  readonly files: readonly string[];
}

const nothingOwed: Owed = { behaviours: [], files: [] };

export class ChapterWatch {
  readonly #watched: Watched;
  readonly #seen = new Map<string, string>();
  readonly #watchers: FSWatcher[] = [];
  readonly #grading = new Grading();
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  /** Cancels the dependents that are graded now. */
  #behind: AbortController | undefined;
  #owed: Owed = nothingOwed;
  #ended = false;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Grades all of it once, and from then on what is saved. */
  async begin(): Promise<void> {
    const { viewOf, print, chapter } = this.#watched;
    const tree = resolve(root, viewOf().learnerTree);
    this.#changedFiles();
    const graders = join(root, 'graders', chapter.folder);
    for (const directory of [tree, graders]) {
      this.#watchers.push(watch(directory, { recursive: true }, () => this.#stir()));
    }
    await this.#grade(undefined, []);
    if (this.#ended) return;
    this.#stir(); // For what was saved meanwhile.
    print(`Watching ${viewOf().learnerTree}/ (Ctrl-C ends it).\n`);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
    this.#grading.end();
  }

  #stir(): void {
    clearTimeout(this.#timer);
    if (!this.#ended) this.#timer = setTimeout(() => void this.#gradeChanges(), SETTLE_MS);
  }

  async #gradeChanges(): Promise<void> {
    if (this.#running) {
      if (this.#behind !== undefined && this.#changes().files.length > 0) this.#behind.abort();
      return;
    }
    const changed = this.#changedFiles();
    if (changed.length === 0) return;
    await this.#gradeTouched(changed);
    this.#stir();
  }

  /** The answer that is waited for comes first: whether the saved task itself is right. */
  async #gradeTouched(changed: readonly string[]): Promise<void> {
    const { chapter, print } = this.#watched;
    const own = behavioursOf(chapter, changed);
    const all = behavioursTouched(chapter, changed);
    const behind = [...new Set([...all, ...this.#owed.behaviours])].filter(
      (id) => !own.includes(id),
    );
    if (own.length > 0 && !(await this.#grade(own, changed))) {
      if (behind.length > 0) print('What builds on it is graded when all of this holds.\n\n');
      return;
    }
    if (behind.length > 0 && !this.#ended) await this.#gradeBehind(behind, changed);
  }

  async #gradeBehind(behaviours: readonly string[], changed: readonly string[]): Promise<void> {
    const files = [...new Set([...this.#owed.files, ...changed])];
    this.#behind = new AbortController();
    const { signal } = this.#behind;
    // A save that came while its own tasks were graded is answered before these, too.
    if (this.#changes().files.length > 0) this.#behind.abort();
    await this.#grade(behaviours, files, signal);
    this.#behind = undefined;
    this.#owed = signal.aborted ? { behaviours, files } : nothingOwed;
  }

  /** Whether all holds that was asked for. */
  async #grade(
    only: readonly string[] | undefined,
    changed: readonly string[],
    signal?: AbortSignal,
  ): Promise<boolean> {
    const { chapter, viewOf, print } = this.#watched;
    const startedAt = performance.now();
    this.#running = true;
    try {
      const view = viewOf();
      const graded = await gradeChapter(chapter, view, {
        only,
        grading: this.#grading,
        signal,
        withTypes: only === undefined,
      });
      if (this.#ended || signal?.aborted) return false;
      const paint = paintFor(process.stdout);
      const tookMs = Math.round(performance.now() - startedAt);
      const what = changed.length === 0 ? chapterName(chapter) : changed.join(', ');
      print(`${reportChapter(graded.verdict, view, { ...graded.options, paint })}\n`);
      print(`${what}: ${tookMs.toLocaleString('en')} ms\n\n`);
      const states = graded.verdict.tasks.flatMap(({ behaviours }) => behaviours);
      return states.every(({ state }) => state === 'passed' || state === 'not run');
    } catch (error) {
      if (this.#ended || error instanceof GradingCancelled) return false;
      print(`${error instanceof Error ? error.message : String(error)}\n`);
      return false;
    } finally {
      this.#running = false;
      this.#grading.warmUp();
    }
  }

  /** Files whose text is another one than when this was last asked, deleted ones included. */
  #changedFiles(): string[] {
    const { files, now } = this.#changes();
    this.#seen.clear();
    for (const [file, hash] of now) this.#seen.set(file, hash);
    return files;
  }

  #changes() {
    const { learnerTree } = this.#watched.viewOf();
    const now = new Map(
      sourceFiles(learnerTree).map((file) => [file, textHash(resolve(root, learnerTree, file))]),
    );
    const names = new Set([...now.keys(), ...this.#seen.keys()]);
    const files = [...names].filter((file) => now.get(file) !== this.#seen.get(file));
    return { files, now };
  }
}

function textHash(path: string): string {
  try {
    return hashOf(readFileSync(path, 'utf8'));
  } catch {
    return ''; // Deleted between listing and reading: the next look will say so.
  }
}

/** The behaviours of the tasks that ask for these files. */
export function behavioursOf({ tasks }: Chapter, changed: readonly string[]): string[] {
  return tasks
    .filter(({ files }) => files.some(({ file }) => changed.includes(file)))
    .flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
}

/** The behaviours of the tasks that ask for these files, and of all that build on those. */
export function behavioursTouched(chapter: Chapter, changed: readonly string[]): string[] {
  const touched = new Set<string>();
  const asked = new Set(chapter.tasks.flatMap(({ files }) => files.map(({ file }) => file)));
  const strays = changed.some((file) => !asked.has(file.split(sep).join('/')));
  for (const { id, files, buildsOn } of chapter.tasks) {
    const isOwn = files.some(({ file }) => changed.includes(file));
    if (strays || isOwn || buildsOn.some((earlier) => touched.has(earlier))) touched.add(id);
  }
  return chapter.tasks
    .filter(({ id }) => touched.has(id))
    .flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
}
