/**
 * Loads graders and the code under test anew for each trial, in one thread.
 *
 *     graders/…/x.grader.ts?trial=7 ─┬─ course/grading/behaviour.ts?trial=7 ── trial-tests.ts
 *                                    ├─ #storage/y.ts ──► the variant's file, ?trial=7
 *                                    │      └─ #storage/z.ts ──► solution/storage/z.ts?trial=7
 *                                    └─ reference:… ──► solution/…?reference      kept for good
 *
 * What `npm test chapter-NN` does by a process and vitest's transformation of every file, this does
 * by the query in a module's name and Node's own type stripping, whose result is kept. The names
 * are resolved by the same plugins, so the same file is found.
 *
 * Invariant: trials share the reference's own graph, npm packages, and what belongs to the thread
 * (THREADS_OWN), and no other module.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root, type View } from '../view.ts';
import { type GraderPlugin, graderPlugins } from './grader-plugins.ts';

const TRIAL = /[?]trial=(?<number>\d+)$/;
const testsUrl = pathToFileURL(join(root, 'course', 'grading', 'trial-tests.ts')).href;
const rootUrl = pathToFileURL(root).href;

/** What takes hold of the thread itself, its outputs and its timers, does so once. */
const THREADS_OWN = new Set(
  ['captured-output.ts', 'endless-loop.ts'].map(
    (name) => pathToFileURL(join(root, 'course', 'grading', name)).href,
  ),
);

const plugins = new Map<string, readonly GraderPlugin[]>();
const stripped = new Map<string, string>();

/** The URL of a file in a trial of its own. */
export function trialUrl(trial: number, path: string): string {
  return `${pathToFileURL(path).href}?trial=${trial}`;
}

/** From now on `trialUrl(trial, …)` is loaded over this view. */
export function beginTrial(trial: number, view: View): void {
  plugins.set(String(trial), graderPlugins(view));
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
  const graph = trial === undefined ? '?reference' : `?trial=${trial}`;
  const seenFrom = trial === undefined ? `${importer}?reference` : importer;
  for (const { resolveId } of plugins.get(trial ?? firstTrial()) ?? []) {
    const id = resolveId?.(specifier, seenFrom);
    if (id === undefined) continue;
    const [path = '', query] = id.split('?');
    return inGraph(pathToFileURL(path).href, query === undefined ? graph : `?${query}`);
  }
  return specifier.startsWith('.') ? inGraph(new URL(specifier, parent).href, graph) : undefined;
}

function inGraph(url: string, graph: string): string {
  const bare = url.split('?')[0] ?? url;
  return THREADS_OWN.has(bare) ? bare : bare + graph;
}

/** Whatever the view, the reference's names mean the same. */
function firstTrial(): string {
  return plugins.keys().next().value ?? '';
}

function loadSource(url: string, trial: string): string {
  const path = fileURLToPath(url);
  let text = readFileSync(path, 'utf8');
  for (const { transform } of plugins.get(trial) ?? []) text = transform?.(text, path) ?? text;
  const known = stripped.get(text);
  if (known !== undefined) return known;
  const code = stripTypeScriptTypes(text);
  stripped.set(text, code);
  return code;
}
