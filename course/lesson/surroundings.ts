/**
 * What a lesson stands in: everything that its components and links can refer to.
 *
 * It is plain data, so that a test can check a made-up lesson against a made-up chapter.
 */
import type { Chapter } from '../chapter.ts';
import type { ByteLayouts } from './byte-layout.ts';
import type { Quiz } from './quiz.ts';
import type { ReadReference } from './quote.ts';

export interface Surroundings {
  readonly chapter: Chapter;
  readonly quiz: Quiz;
  readonly layouts: ByteLayouts;
  /** The names in the chapter's diagrams/: `segment-life.svg`. */
  readonly diagrams: readonly string[];
  readonly reference: ReadReference;
  /** Rows of lines of the reference, each with its file: see check-code.ts. */
  readonly referenceRows: () => ReadonlyMap<string, string>;
  /** The headings' slugs of each lesson, by chapter folder. */
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a path from the repository's root exists. */
  readonly exists: (path: string) => boolean;
}
