/**
 * Grades again and again, as files are saved: what a saved file touches, and no more. Whoever shows
 * the answers, a terminal or a page, listens.
 *
 *     a save ─► which files differ from what was seen last ─► the behaviours of their tasks, in a
 *     process that is warm already ─► told; where they hold ─► those of the tasks that build on
 *     these ─► told
 *
 * One run at a time, and the latest wins: a save, or what is asked for by hand, cancels what is under
 * way. That is not lost: it is graded later.
 *
 * Invariants: saves that come while graders run are graded next, together; once it is ended, it
 * starts nothing any more, and tells nothing.
 */
import { resolve } from 'node:path';
import { type Chapter, filesOf } from '../chapter.ts';
import { touchedFiles } from '../stubs/touched.ts';
import { root, type View } from '../view.ts';
import { type GradedChapter, gradeChapter } from './grade-chapter.ts';
import { Grading, GradingCancelled } from './grading.ts';
import { type Run, RunQueue } from './run-queue.ts';
import { SeenFiles } from './seen-files.ts';
import { behavioursOf, behavioursTouched, changesFor } from './touched-behaviours.ts';
import { TreeWatcher } from './tree-watcher.ts';
import type { ChapterVerdict } from './verdict.ts';

/** Editors save in several steps; this long nothing more must come. */
const SETTLE_MS = 40;

export interface SaveListener {
  began?(run: Run): void;
  ended(run: Run, graded: GradedChapter, tookMs: number): void;
  /** The grading itself broke down. */
  broke(run: Run, error: unknown): void;
  /** It was given up, for something later; it comes again. */
  cancelled?(run: Run): void;
  /** What builds on a run is not graded, because the run does not hold. */
  withheld?(chapter: Chapter): void;
  /** The whole tree went away, or came back. */
  treeGone?(isGone: boolean): void;
}

export interface Graded {
  readonly chapters: readonly Chapter[];
  /** The learner's tree: from the root, or absolute. */
  readonly tree: string;
  /** The view as the files stand: asked again for each run. */
  readonly viewOf: (chapter: Chapter) => View;
  readonly listener: SaveListener;
  /** Whether a whole chapter's grading asks the type check, too; it does, unless told otherwise. */
  readonly withTypes?: boolean;
}

interface UnderWay {
  readonly run: Run;
  readonly isWanted: boolean;
  readonly cancel: AbortController;
}

export class SaveGrading {
  readonly #graded: Graded;
  readonly #files: SeenFiles;
  readonly #watcher: TreeWatcher;
  readonly #queue = new RunQueue();
  readonly #grading = new Grading();
  #timer: NodeJS.Timeout | undefined;
  #underWay: UnderWay | undefined;
  #work: Promise<void> | undefined;
  #wasGone = false;
  #ended = false;

  constructor(graded: Graded) {
    this.#graded = graded;
    const tree = resolve(root, graded.tree);
    this.#files = new SeenFiles(tree);
    this.#watcher = new TreeWatcher(tree, () => this.#stir());
    this.#wasGone = this.#files.isGone;
  }

  /** Grades some behaviours, or a whole chapter, before all else. */
  ask(chapter: Chapter, only?: readonly string[]): void {
    this.#queue.want({ chapter, only, files: [] });
    this.#underWay?.cancel.abort();
    this.#go();
  }

  /** Grades a whole chapter when there is nothing else to do. */
  owe(chapter: Chapter): void {
    this.#queue.owe({ chapter, only: undefined, files: [] });
    this.#go();
  }

  /** Resolves when nothing is to be graded any more, or it was ended. */
  async idle(): Promise<void> {
    await this.#work;
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#watcher.close();
    this.#grading.end();
  }

  #stir(): void {
    clearTimeout(this.#timer);
    if (!this.#ended) this.#timer = setTimeout(() => this.#lookAtChanges(), SETTLE_MS);
  }

  #lookAtChanges(): void {
    if (this.#files.isGone !== this.#wasGone) {
      this.#wasGone = this.#files.isGone;
      this.#graded.listener.treeGone?.(this.#wasGone);
    }
    if (this.#underWay === undefined) this.#go();
    else if (this.#files.changed().length > 0) this.#underWay.cancel.abort();
  }

  #go(): void {
    if (this.#ended) return;
    this.#work ??= this.#untilDone().finally(() => {
      this.#work = undefined;
    });
  }

  async #untilDone(): Promise<void> {
    while (!this.#ended) {
      this.#takeChanges();
      const next = this.#queue.take();
      if (next === undefined) return;
      await this.#grade(next.run, next.isWanted);
    }
  }

  /** The answer that is waited for comes first: whether the saved tasks themselves are right. */
  #takeChanges(): void {
    const { chapters } = this.#graded;
    const all = this.#files.take();
    for (const chapter of chapters) {
      const files = changesFor(chapter, chapters, all);
      const own = behavioursOf(chapter, files);
      if (files.length === 0 || (own.length === 0 && !this.#isBegun(chapter))) continue;
      const touched = behavioursTouched(chapter, files);
      const behind = touched.filter((id) => !own.includes(id));
      if (own.length > 0) this.#queue.want({ chapter, only: own, files });
      if (behind.length > 0) this.#queue.owe({ chapter, only: behind, files });
    }
  }

  #isBegun(chapter: Chapter): boolean {
    try {
      const touched = touchedFiles(this.#graded.tree);
      return filesOf(chapter).some((file) => touched.includes(file));
    } catch {
      return true;
    }
  }

  async #grade(run: Run, isWanted: boolean): Promise<void> {
    const { listener } = this.#graded;
    const cancel = new AbortController();
    this.#underWay = { run, isWanted, cancel };
    const startedAt = performance.now();
    listener.began?.(run);
    try {
      const graded = await this.#run(run, cancel.signal);
      if (this.#ended) return;
      if (cancel.signal.aborted) throw new GradingCancelled();
      listener.ended(run, graded, Math.round(performance.now() - startedAt));
      if (isWanted) this.#settle(run, allHolds(graded.verdict));
    } catch (error) {
      this.#giveUp({ run, isWanted, cancel }, error);
    } finally {
      this.#underWay = undefined;
      this.#grading.warmUp();
    }
  }

  #run({ chapter, only }: Run, signal: AbortSignal): Promise<GradedChapter> {
    const { viewOf, withTypes = true } = this.#graded;
    return gradeChapter(chapter, viewOf(chapter), {
      only,
      grading: this.#grading,
      signal,
      withTypes: withTypes && only === undefined,
    });
  }

  #settle(run: Run, holds: boolean): void {
    this.#queue.settle(run, holds);
    if (this.#queue.isWaiting(run.chapter)) this.#graded.listener.withheld?.(run.chapter);
  }

  #giveUp({ run, isWanted, cancel }: UnderWay, error: unknown): void {
    const { listener } = this.#graded;
    if (this.#ended) return;
    if (!cancel.signal.aborted) {
      listener.broke(run, error);
      if (isWanted) this.#settle(run, false);
      return;
    }
    this.#queue.putBack(run, isWanted);
    listener.cancelled?.(run);
  }
}

/** Whether all holds that ran. */
export function allHolds({ tasks }: ChapterVerdict): boolean {
  const states = tasks.flatMap(({ behaviours }) => behaviours);
  return states.every(({ state }) => state === 'passed' || state === 'not run');
}
