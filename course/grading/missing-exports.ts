/**
 * What other files import from a learner's file and it does not export, given to them all the same:
 * a function that says so when it is called.
 *
 *     segment.ts   import { readInt64, readInt46 } from '#storage/big-endian.ts'
 *     big-endian.ts             readInt64, and no readInt46: export const readInt46 = missing…
 *
 * By the language's rules nothing could be loaded that imports it, so that one renamed function
 * would cost every behaviour of a chapter. So only those fail that need it. In the other direction,
 * a learner who imports a type as if it were a value imports nothing that is ever looked at.
 *
 * Invariant: what is added is in no line of its own, and after all others.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exportsOf } from '../source/exports.ts';
import { parseSource } from '../source/syntax.ts';
import { sourceFiles } from '../source/tree.ts';
import { resolveInView, root, type View } from '../view.ts';

const IMPORT = /\b(?:import|export)\s*\{(?<names>[^{}]*)\}\s*from\s*['"](?<specifier>#[^'"]+)['"]/g;

/** The module that `missing` is imported from; grader-hooks.ts resolves it. */
export const MISSING_EXPORT = 'gregor:missing-export';

/** Adds to the text of a file in the view what others want of it. */
export type AddMissing = (path: string, text: string) => string;

/** @param graders the directory of the chapter's graders. */
export function missingExportsOf(view: View, graders: string): AddMissing {
  if (view.learnerFiles.length === 0) return (_path, text) => text;
  const wanted = wantedNames(view, graders);
  return (path, text) => {
    const names = [...(wanted.get(path) ?? [])].filter((name) => !exportsPlainly(text, name));
    if (names.length === 0) return text;
    const missing = withoutExported(path, text, names);
    if (missing.length === 0) return text;
    const added = missing.map((name, at) => exportMissing(name, `$missing${at}`));
    return `${text};import{missing as $missing}from'${MISSING_EXPORT}';${added.join('')}`;
  };
}

function exportMissing(name: string, local: string): string {
  return `const ${local}=$missing('${name}');export{${local} as ${name}};`;
}

/** By path of a file, what is imported from it: anything that learners want, and what others want of learners. */
function wantedNames(view: View, graders: string): Map<string, Set<string>> {
  const learners = view.learnerFiles.map((file) => resolve(root, view.learnerTree, file));
  const isLearners = new Set(learners);
  const others = [
    ...sourceFiles('solution').map((file) => join(root, 'solution', file)),
    ...sourceFiles('course/grading').map((file) => join(root, 'course', 'grading', file)),
    ...sourceFiles(graders)
      .filter((file) => !/^(wrong|right)\//.test(file))
      .map((file) => join(graders, file)),
  ];
  const wanted = new Map<string, Set<string>>();
  for (const importer of [...learners, ...others]) {
    if (!existsSync(importer)) continue;
    for (const { groups } of readFileSync(importer, 'utf8').matchAll(IMPORT)) {
      const target = resolveInView(view, groups?.specifier ?? '') ?? '';
      if (!isLearners.has(target) && !isLearners.has(importer)) continue;
      const names = wanted.get(target) ?? new Set();
      wanted.set(target, names);
      for (const name of namesIn(groups?.names ?? '')) names.add(name);
    }
  }
  return wanted;
}

/** Of `a, type B, c as d`: a and c. */
function namesIn(list: string): string[] {
  return list.split(',').flatMap((one) => {
    const [name = '', next] = one.trim().split(/\s+/);
    const isType = name === 'type' && next !== undefined && next !== 'as';
    return isType || !/^[\w$]+$/.test(name) ? [] : [name];
  });
}

/** Whether the text says it in so many words, as nearly every file does. */
function exportsPlainly(text: string, name: string): boolean {
  const escaped = name.replaceAll('$', '\\$');
  const kinds = 'async function\\*?|function\\*?|abstract class|class|const|let|var';
  return new RegExp(`^export (?:${kinds}) ${escaped}\\b`, 'm').test(text);
}

function withoutExported(path: string, text: string, names: readonly string[]): string[] {
  try {
    const { names: exported, more } = exportsOf(parseSource(path, text));
    return more ? [] : names.filter((name) => !exported.has(name));
  } catch {
    return []; // It can't be loaded at all, and that is said elsewhere.
  }
}
