/**
 * Which files of the code under test reach which others by imports, when it runs (types don't).
 *
 *     grader ──► broker.ts ──► partition-log.ts ──► segment.ts    changed
 *                    └──► purgatory.ts                            not affected
 *
 * A grader that can't reach a variant's files can't tell it from the reference, and need not be
 * run; a file that can't reach them is the same module in every trial.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isNode, type Node, nodesOf, parseSource } from '../source/syntax.ts';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';

const solution = join(root, 'solution');
const imported = new Map<string, readonly string[]>();

/** Files as `storage/segment.ts`, by the path of a grader or of a file of the reference. */
export function reachedFiles(path: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (one: string): void => {
    if (reached.has(one)) return;
    reached.add(one);
    for (const next of importsOf(one)) visit(next);
  };
  visit(path);
  return new Set(
    [...reached]
      .filter((one) => one.startsWith(solution))
      .map((one) => relative(solution, one).replaceAll('\\', '/')),
  );
}

/** The files of the reference that reach one of these, these included. */
export function affectedFiles(changed: readonly string[]): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const file of sourceFiles('solution')) {
    for (const path of importsOf(join(solution, file))) {
      const of = relative(solution, path).replaceAll('\\', '/');
      importers.set(of, [...(importers.get(of) ?? []), file]);
    }
  }
  const affected = new Set<string>();
  const visit = (file: string): void => {
    if (affected.has(file)) return;
    affected.add(file);
    for (const next of importers.get(file) ?? []) visit(next);
  };
  for (const file of changed) visit(file);
  return affected;
}

function importsOf(path: string): readonly string[] {
  const known = imported.get(path);
  if (known !== undefined) return known;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const found = [...nodesOf(parseSource(path, text).program)].flatMap((node) => {
    const specifier = importedBy(node);
    if (specifier?.startsWith('#')) return [join(solution, specifier.slice(1))];
    return specifier?.startsWith('.') ? [resolve(dirname(path), specifier)] : [];
  });
  imported.set(path, found);
  return found;
}

const IMPORTING = /^(Import(Declaration|Expression)|Export(Named|All)Declaration)$/;

function importedBy(node: Node): string | undefined {
  if (!IMPORTING.test(node.type) || !isNode(node.source)) return undefined;
  if (node.importKind === 'type' || node.exportKind === 'type') return undefined;
  const { value } = node.source as unknown as { value?: unknown };
  return typeof value === 'string' ? value : undefined;
}
