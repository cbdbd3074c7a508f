/**
 * The source files of one tree (solution/, exercises/), by their names inside it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { root } from '../view.ts';

/** A folder of these is nobody's source: what was set aside, an editor's history, packages. */
const ASIDE = /(^|\/)(\.|node_modules\/)/;

/** Every `.ts` file below a directory (from the root, or absolute), as `protocol/varint.ts`. */
export function sourceFiles(tree: string): string[] {
  const directory = resolve(root, tree);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !ASIDE.test(name))
    .sort();
}
