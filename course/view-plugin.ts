/**
 * A view, for vitest and any other bundler that speaks vite's plugin language.
 */
import { resolveInView, type View } from './view.ts';

/** Resolves `#…` by the view; packages in node_modules keep their own `#` imports. */
export function viewPlugin(view: View) {
  return {
    name: 'gregor-view',
    enforce: 'pre' as const,
    resolveId(specifier: string, importer?: string): string | undefined {
      if (importer?.includes('/node_modules/')) return undefined;
      return resolveInView(view, specifier);
    },
  };
}
