/**
 * A view, for vitest and any other bundler that speaks vite's plugin language.
 *
 * Graders need the reference beside the code under test: to build inputs, to read outputs, to be
 * the client of a broker. `reference:storage/x.ts` names it, in a module graph of its own:
 *
 *     a grader ─┬─ #protocol/writer.ts ────────────► exercises/protocol/writer.ts     the view
 *               │       └─ #protocol/varint.ts ────► exercises/protocol/varint.ts
 *               └─ reference:protocol/writer.ts ───► solution/protocol/writer.ts?reference
 *                       └─ #protocol/varint.ts ────► solution/protocol/varint.ts?reference
 *
 * The query is handed on: what a module of the reference imports is of the reference too, so a
 * learner's mistake never reaches it. A file that both graphs need is loaded once in each; its
 * classes differ, so errors are compared by name.
 *
 * Invariant: in one graph, a file is one module, whichever way it was imported.
 */
import { join } from 'node:path';
import { resolveInView, root, solutionView, type View } from './view.ts';

const REFERENCE = /^reference:(?<file>[\w./-]+)$/;
const QUERY = '?reference';

/** Resolves `#…` by the view; packages in node_modules keep their own `#` imports. */
export function viewPlugin(view: View) {
  return {
    name: 'gregor-view',
    enforce: 'pre' as const,
    resolveId(specifier: string, importer?: string): string | undefined {
      if (importer?.includes('/node_modules/')) return undefined;
      return referenceId(specifier, importer) ?? withSlashes(resolveInView(view, specifier));
    },
  };
}

/** The id of a module in the reference's own graph; undefined where it is not of that graph. */
function referenceId(specifier: string, importer: string | undefined): string | undefined {
  const named = REFERENCE.exec(specifier)?.groups?.file;
  if (named !== undefined) return withSlashes(join(root, 'solution', named)) + QUERY;
  if (importer?.endsWith(QUERY) !== true) return undefined;
  const file = withSlashes(resolveInView(solutionView, specifier));
  return file === undefined ? undefined : file + QUERY;
}

/** Vite knows modules by paths with forward slashes, on every platform. */
function withSlashes(path: string): string;
function withSlashes(path: string | undefined): string | undefined;
function withSlashes(path: string | undefined): string | undefined {
  return path?.replaceAll('\\', '/');
}
