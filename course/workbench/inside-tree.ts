/**
 * Files that the workbench may write or open: those in the learner's tree, whatever links lie on the
 * way. Names come from the manifests, so they can't climb; a symbolic link in the tree could.
 */
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { PlainError } from '../plain-error.ts';

/**
 * The path of a file in the tree, which need not exist.
 *
 * @param tree absolute; may itself be a link.
 * @throws PlainError where the file, followed through all links, lies outside.
 */
export function pathInside(tree: string, file: string): string {
  if (!existsSync(tree)) {
    throw new PlainError(`${tree} is gone. \`npm run stubs\` makes it anew, with its stubs.`);
  }
  const path = resolve(tree, file);
  if (isBelow(tree, path) && isBelow(realpathSync(tree), realOf(path))) return path;
  throw new PlainError(
    `${file} does not lie in ${tree}: a link leads elsewhere. The workbench writes and opens ` +
      'nothing outside.',
  );
}

/** Where a path leads in truth; of what does not exist, where it would be made. */
function realOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink) return realOf(resolve(above, readlinkSync(path)));
  return above === path ? path : resolve(realOf(above), relative(above, path));
}

function isBelow(directory: string, path: string): boolean {
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
