/**
 * Which files of the code under test a grader can reach by imports: a grader that can't reach a
 * variant's files can't tell it from the reference, and need not be run.
 *
 * Type imports count too, and the reference's own graph does not: better one run too many.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSource } from '../source/syntax.ts';
import { root } from '../view.ts';

const solution = join(root, 'solution');
const imported = new Map<string, readonly string[]>();

/** Files as `storage/segment.ts`, by the path of a grader. */
export function reachedFiles(grader: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const next of importsOf(path)) visit(next);
  };
  visit(grader);
  return new Set(
    [...reached]
      .filter((path) => path.startsWith(solution))
      .map((path) => relative(solution, path).replaceAll('\\', '/')),
  );
}

function importsOf(path: string): readonly string[] {
  const known = imported.get(path);
  if (known !== undefined) return known;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const { specifiers } = parseSource(path, text);
  const found = specifiers.flatMap(({ value }) => {
    if (value?.startsWith('#')) return [join(solution, value.slice(1))];
    return value?.startsWith('.') ? [resolve(dirname(path), value)] : [];
  });
  imported.set(path, found);
  return found;
}
