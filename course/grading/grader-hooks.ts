/**
 * Loads graders and the code under test in a thread, by Node itself: `npm test chapter-NN` and
 * `npm run watch` take no bundler, which would need longer to start than all behaviours to run.
 *
 *     graders/…/x.grader.ts ─┬─ vitest ─────────► trial-tests.ts: it collects, the thread runs
 *                            ├─ #storage/y.ts ──► the file of the view; a learner's with its loops
 *                            │                    guarded (guard-loops.ts) and with exports for
 *                            │                    what others want of it (missing-exports.ts)
 *                            └─ reference:… ────► solution/…?reference
 *
 * Names are resolved by the plugins that vite gets in `npm run ui`, so the same file is found. Node
 * takes the types away; what comes of that, and what it compiled, it keeps on the disk by file and
 * text.
 *
 * Invariant: lines stay where they are in the file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseSync } from 'oxc-parser';
import { lineAt } from '../source/syntax.ts';
import { root, type View } from '../view.ts';
import { graderPlugins } from './grader-plugins.ts';
import { MISSING_EXPORT, missingExportsOf } from './missing-exports.ts';

const grading = join(root, 'course', 'grading');
const OWN = new Map([
  ['vitest', pathToFileURL(join(grading, 'trial-tests.ts')).href],
  [MISSING_EXPORT, pathToFileURL(join(grading, 'missing-export.ts')).href],
]);

/** What was loaded of the reference's own graph: the same in every view. */
export const referencesLoaded = new Set<string>();

/** From now on, this thread loads the graders of a folder over a view. */
export function installGraderHooks(view: View, folder: string): void {
  const plugins = graderPlugins(view);
  const learners = new Set(view.learnerFiles.map((file) => resolve(root, view.learnerTree, file)));
  const addMissing = missingExportsOf(view, join(root, 'graders', folder));

  const urlOf = (specifier: string, parent: string): string | undefined => {
    const [bare = '', query] = parent.split('?');
    const importer = fileURLToPath(bare) + (query === undefined ? '' : `?${query}`);
    for (const { resolveId } of plugins) {
      const [path, graph] = resolveId?.(specifier, importer)?.split('?') ?? [];
      if (path === undefined) continue;
      if (!existsSync(path)) throw new Error(`Cannot find '${path}', imported by ${importer}`);
      return pathToFileURL(path).href + (graph === undefined ? '' : `?${graph}`);
    }
    return undefined;
  };

  const sourceOf = (path: string): string => {
    let text = readFileSync(path, 'utf8');
    if (!learners.has(path)) return addMissing(path, text);
    const plain = text;
    for (const { transform } of plugins) text = transform?.(text, path) ?? text;
    if (text === plain) refuseBroken(path, text);
    return addMissing(path, text);
  };

  registerHooks({
    resolve(specifier, context, nextResolve) {
      const parent = context.parentURL ?? '';
      if (!isOurs(parent)) return nextResolve(specifier, context);
      const url = OWN.get(specifier) ?? urlOf(specifier, parent);
      return url === undefined ? nextResolve(specifier, context) : { url, shortCircuit: true };
    },
    load(url, context, nextLoad) {
      if (!isOurs(url) || !/\.ts(\?|$)/.test(url)) return nextLoad(url, context);
      const [bare = '', query] = url.split('?');
      const path = fileURLToPath(bare);
      if (query === 'reference') referencesLoaded.add(url);
      const source = query === undefined ? sourceOf(path) : readFileSync(path, 'utf8');
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}

function isOurs(url: string): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/');
}

/** A file that can't be parsed is told as bundlers do; guarded ones have been parsed. */
function refuseBroken(path: string, text: string): void {
  const [error] = parseSync(path, text).errors;
  if (error === undefined) return;
  const at = error.labels[0]?.start ?? 0;
  const column = at - text.lastIndexOf('\n', at - 1);
  throw new SyntaxError(`[PARSE_ERROR] ${error.message}\n${path}:${lineAt(text, at)}:${column}`);
}
