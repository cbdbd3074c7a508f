/**
 * `npm run watch`: grades one chapter as its files are saved, and prints each answer as `npm test`
 * prints it. When which of it is graded, save-grading.ts says.
 */
import { type Chapter, chapterName } from '../chapter.ts';
import type { View } from '../view.ts';
import type { GradedChapter } from './grade-chapter.ts';
import { paintFor } from './report/page.ts';
import { reportChapter } from './report/whole-report.ts';
import type { Run } from './run-queue.ts';
import { SaveGrading } from './save-grading.ts';

export interface Watched {
  readonly chapter: Chapter;
  /** The view as the files stand: asked again for each run. */
  readonly viewOf: () => View;
  readonly print: (text: string) => void;
}

export class ChapterWatch {
  readonly #watched: Watched;
  #grading: SaveGrading | undefined;
  #ended = false;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Grades all of it once, and from then on what is saved. */
  async begin(): Promise<void> {
    const { viewOf, print, chapter } = this.#watched;
    const { learnerTree } = viewOf();
    this.#grading = new SaveGrading({
      chapters: [chapter],
      tree: learnerTree,
      viewOf,
      listener: {
        ended: (run, graded, tookMs) => this.#print(run, graded, tookMs),
        broke: (_, error) => print(`${error instanceof Error ? error.message : String(error)}\n`),
        withheld: () => print('What builds on it is graded when all of this holds.\n\n'),
        treeGone: (isGone) => print(goneLine(learnerTree, isGone)),
      },
    });
    this.#grading.ask(chapter);
    await this.#grading.idle();
    if (!this.#ended) print(`Watching ${learnerTree}/ (Ctrl-C ends it).\n`);
  }

  end(): void {
    this.#ended = true;
    this.#grading?.end();
  }

  #print({ chapter, files }: Run, { verdict, view, options }: GradedChapter, tookMs: number): void {
    const { print } = this.#watched;
    const paint = paintFor(process.stdout);
    const what = files.length === 0 ? chapterName(chapter) : files.join(', ');
    print(`${reportChapter(verdict, view, { ...options, paint })}\n`);
    print(`${what}: ${tookMs.toLocaleString('en')} ms\n\n`);
  }
}

function goneLine(tree: string, isGone: boolean): string {
  return isGone ? `${tree}/ is gone: nothing is graded until it is back.\n` : `${tree}/ is back.\n`;
}
