/**
 * A view, for code that Node itself runs: `#…` is resolved in this process by the view.
 *
 * The solution view needs none of this, so the reference starts as fast as Node can do it:
 * package.json's `imports` say the same.
 */
import { registerHooks } from 'node:module';
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolveInView, root, type View } from './view.ts';

/**
 * From now on, modules of this process are resolved in `view`; packages keep their own `#`.
 *
 * @param instead files that learners' files get in the place of others, by the specifier that they
 *   import.
 */
export function useView(view: View, instead: ReadonlyMap<string, string> = new Map()): void {
  if (view.learnerFiles.length === 0) return;
  const tree = pathToFileURL(`${resolve(root, view.learnerTree)}${sep}`).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const foreign = context.parentURL?.includes('/node_modules/') === true;
      const mine = context.parentURL?.startsWith(tree) === true;
      const other = mine ? instead.get(specifier) : undefined;
      const file = foreign ? undefined : (other ?? resolveInView(view, specifier));
      return nextResolve(file === undefined ? specifier : pathToFileURL(file).href, context);
    },
  });
}
