/**
 * A view, for code that Node itself runs: `#…` is resolved in this process by the view.
 *
 * The solution view needs none of this, so the reference starts as fast as Node can do it:
 * package.json's `imports` say the same.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolveInView, type View } from './view.ts';

/** From now on, modules of this process are resolved in `view`; packages keep their own `#`. */
export function useView(view: View): void {
  if (view.learnerFiles.length === 0) return;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const foreign = context.parentURL?.includes('/node_modules/') === true;
      const file = foreign ? undefined : resolveInView(view, specifier);
      return nextResolve(file === undefined ? specifier : pathToFileURL(file).href, context);
    },
  });
}
