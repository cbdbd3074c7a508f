/**
 * The source files of one tree (solution/, exercises/), by their names inside it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '../view.ts';

/** Every `.ts` file below a directory of the repository, as `protocol/varint.ts`, sorted. */
export function sourceFiles(tree: string): string[] {
  const directory = join(root, tree);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.split(sep).join('/'))
    .sort();
}
