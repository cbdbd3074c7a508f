/**
 * The views with a learner in them, and how a command line names a view.
 *
 *     npm test chapter-01                 the chapter's view over exercises/
 *     npm test chapter-01 --integrated    the graders of chapter 01 over all that was touched
 *     … --solution                        the reference alone
 *     … --tree ../other/exercises         another learner's tree in the place of exercises/
 *     npm run broker                      the integrated view: a broker has no chapter
 */
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Chapter, filesOf } from './chapter.ts';
import { PlainError } from './plain-error.ts';
import { sourceFiles } from './source/tree.ts';
import { touchedFiles } from './stubs/touched.ts';
import { root, solutionView, type View } from './view.ts';

/** The options that choose a view, as commands read them. */
export interface ViewOptions {
  readonly solution?: boolean | undefined;
  readonly integrated?: boolean | undefined;
  /** A directory, from where the user stands: a learner's tree, or a clone that holds one. */
  readonly tree?: string | undefined;
}

/**
 * The view that the options name: with a chapter that chapter's, without one the integrated.
 *
 * @throws PlainError where the options contradict each other, or there is no such directory.
 */
export function viewOf(options: ViewOptions, chapter?: Chapter): View {
  const { solution = false, integrated = false, tree } = options;
  if (solution && (integrated || tree !== undefined)) {
    const other = integrated ? '--integrated' : '--tree';
    throw new PlainError(`--solution is the reference alone, so ${other} can't go with it.`);
  }
  if (solution) return solutionView;
  const learnerTree = tree === undefined ? 'exercises' : findTree(tree);
  return integrated || chapter === undefined
    ? integratedView(learnerTree)
    : chapterView(chapter, learnerTree);
}

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

/** The files of a view that the learner has deleted; nothing that imports them can be loaded. */
export function missingFiles({ learnerTree, learnerFiles }: View): string[] {
  return learnerFiles.filter((file) => !existsSync(resolve(root, learnerTree, file)));
}

/** A file of the learner as people read it: from the root, or from wherever it lies. */
export function learnerPath({ learnerTree }: Pick<View, 'learnerTree'>, file: string): string {
  const path = relative(root, resolve(root, learnerTree, file)).replaceAll('\\', '/');
  return path.startsWith('../') ? resolve(root, learnerTree, file) : path;
}

/** Where the user stands: npm runs every script in the package's own folder, and says whence. */
export function standingIn(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/** The learner's tree that a directory is, or holds where it is a whole clone. */
function findTree(directory: string): string {
  const path = resolve(standingIn(), directory);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) throw new PlainError(`--tree ${directory}: there is no directory ${path}.`);
  const inside = join(path, 'exercises');
  const tree = existsSync(inside) ? inside : path;
  if (sourceFiles(tree).length > 0) return tree;
  throw new PlainError(`--tree ${directory}: there is no TypeScript file below ${tree}.`);
}
