/**
 * Loads graders and the code under test anew for each trial, in one thread.
 *
 *     graders/…/x.grader.ts?trial=7 ─┬─ course/grading/behaviour.ts?trial=7 ── trial-tests.ts
 *                                    ├─ #storage/y.ts ──► the variant's file, ?trial=7
 *                                    ├─ #storage/z.ts ──► solution/storage/z.ts?trial=7, if it
 *                                    │                    reaches the variant's; else ?trial=any
 *                                    └─ reference:… ──► solution/…?reference
 *
 * What `npm test chapter-NN` does by a process and vitest's transformation of every file, this does
 * by the query in a module's name and Node's own type stripping, whose result is kept. The names
 * are resolved by the same plugins, so the same file is found.
 *
 * Trials share what can't know of the variant: the reference's own graph, files that don't reach
 * what is changed (their code is warm after the first trials), npm packages, and what belongs to
 * the thread. A trial that is `apart` shares no file of the view with any other.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root, solutionView, type View } from '../view.ts';
import { type GraderPlugin, graderPlugins } from './grader-plugins.ts';
import { affectedFiles } from './reached-files.ts';

const TRIAL = /[?]trial=(?<number>\d+|any)$/;
const testsUrl = pathToFileURL(join(root, 'course', 'grading', 'trial-tests.ts')).href;
const rootUrl = pathToFileURL(root).href;

/** What takes hold of the thread itself, its outputs and its timers, does so once. */
const THREADS_OWN = new Set(
  ['captured-output.ts', 'endless-loop.ts'].map(
    (name) => pathToFileURL(join(root, 'course', 'grading', name)).href,
  ),
);

const solutionPath = join(root, 'solution') + sep;

interface TrialGraph {
  readonly plugins: readonly GraderPlugin[];
  /** Whether a file is a module of this trial's own. */
  isOwn(path: string): boolean;
}

const ANY: TrialGraph = { plugins: graderPlugins(solutionView), isOwn: () => false };
const graphs = new Map<string, TrialGraph>([['any', ANY]]);
const stripped = new Map<string, string>();

/** The URL of a file in a trial of its own. */
export function trialUrl(trial: number, path: string): string {
  return `${pathToFileURL(path).href}?trial=${trial}`;
}

/** From now on `trialUrl(trial, …)` is loaded over this view. */
export function beginTrial(trial: number, view: View, { apart = false } = {}): void {
  const affected = apart ? undefined : affectedFiles(view.learnerFiles);
  graphs.set(String(trial), {
    plugins: graderPlugins(view),
    isOwn: (path) => {
      if (affected === undefined || !path.startsWith(solutionPath)) return true;
      return affected.has(path.slice(solutionPath.length).replaceAll('\\', '/'));
    },
  });
}

export function installTrialHooks(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const parent = context.parentURL ?? '';
      const trial = TRIAL.exec(parent)?.groups?.number;
      const isReference = parent.endsWith('?reference');
      if (trial === undefined && !isReference) return nextResolve(specifier, context);
      const url = resolveOurs(specifier, parent, trial);
      if (url !== undefined) return { url, shortCircuit: true };
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      const [bare = '', query] = url.split('?');
      if (query === undefined || !isOurs(bare)) return nextLoad(url, context);
      const trial = TRIAL.exec(url)?.groups?.number ?? '';
      return { format: 'module', source: loadSource(bare, trial), shortCircuit: true };
    },
  });
}

function isOurs(url: string): boolean {
  return url.startsWith(rootUrl) && !url.includes('/node_modules/');
}

/** The URL of a module of ours, with the query of the graph it is in; undefined for packages. */
function resolveOurs(
  specifier: string,
  parent: string,
  trial: string | undefined,
): string | undefined {
  if (specifier === 'vitest') return testsUrl;
  const importer = fileURLToPath(parent.replace(TRIAL, '').replace('?reference', ''));
  const seenFrom = trial === undefined ? `${importer}?reference` : importer;
  const graph = graphs.get(trial ?? 'any') ?? ANY;
  for (const { resolveId } of graph.plugins) {
    const [path, query] = resolveId?.(specifier, seenFrom)?.split('?') ?? [];
    if (path !== undefined) return inGraph(pathToFileURL(path).href, query, trial, graph);
  }
  if (!specifier.startsWith('.')) return undefined;
  return inGraph(new URL(specifier, parent).href, undefined, trial, graph);
}

/** The URL with the query of the graph that the module is in. */
function inGraph(
  url: string,
  query: string | undefined,
  trial: string | undefined,
  { isOwn }: TrialGraph,
): string {
  const bare = url.split('?')[0] ?? url;
  if (THREADS_OWN.has(bare)) return bare;
  if (query !== undefined || trial === undefined) return `${bare}?${query ?? 'reference'}`;
  return `${bare}?trial=${isOwn(fileURLToPath(bare)) ? trial : 'any'}`;
}

function loadSource(url: string, trial: string): string {
  const path = fileURLToPath(url);
  let text = readFileSync(path, 'utf8');
  for (const { transform } of graphs.get(trial)?.plugins ?? [])
    text = transform?.(text, path) ?? text;
  const known = stripped.get(text);
  if (known !== undefined) return known;
  const code = stripTypeScriptTypes(text);
  stripped.set(text, code);
  return code;
}
