/**
 * The two views that have a learner in them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Chapter, filesOf } from './chapter.ts';
import { sourceFiles } from './source/tree.ts';
import { touchedFiles } from './stubs/touched.ts';
import { root, type View } from './view.ts';

/**
 * One chapter's files from the learner's tree, untouched stubs included, the rest from the
 * reference: an error in chapter 1 costs nothing in chapter 5. Files that the learner added come
 * along, for the chapter's files may import them.
 */
export function chapterView(chapter: Chapter, learnerTree = 'exercises'): View {
  const asked = filesOf(chapter);
  const added = sourceFiles(learnerTree).filter(
    (file) => !existsSync(join(root, 'solution', file)),
  );
  return { name: 'chapter', learnerTree, learnerFiles: [...new Set([...asked, ...added])] };
}

/** Everything that the learner has touched, the reference for the rest. */
export function integratedView(learnerTree = 'exercises'): View {
  return { name: 'integrated', learnerTree, learnerFiles: touchedFiles(learnerTree) };
}
