/**
 * Whether variants pass the type check, all of them in one run of it. A wrong one that names a
 * variable which does not exist would fail too, but show nothing about the graders.
 *
 * Each is checked as a neighbour of the reference: what it imports of its own files is that, the
 * rest is the reference's.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { run } from '../process.ts';
import { root } from '../view.ts';
import type { KeptVariant } from './kept-variants.ts';

/** What the compiler says, or undefined where it has nothing to say; `files` by variant. */
export async function typeFaults(
  directory: string,
  files: ReadonlyMap<KeptVariant, ReadonlyMap<string, string>>,
): Promise<string | undefined> {
  if (files.size === 0) return undefined;
  rmSync(directory, { recursive: true, force: true });
  for (const [{ variant, slug }, changed] of files) {
    if (variant.typeErrors !== undefined) continue;
    for (const [file, text] of changed) {
      const path = join(directory, slug, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, withNeighbours(text, file, changed));
    }
  }
  const up = relative(directory, root).replaceAll('\\', '/');
  const config = {
    extends: `${up}/tsconfig.json`,
    compilerOptions: {
      typeRoots: [`${up}/node_modules/@types`],
      paths: { '#*': [`${up}/solution/*`] },
    },
    include: ['./**/*.ts'],
  };
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config, null, 2));
  const { code, output } = await run('types', [directory], { output: 'collect' });
  return code === 0 ? undefined : output.trim().replaceAll(relative(root, directory), '').trim();
}

/** Imports of the variant's own files as relative ones, for the compiler has one map for all. */
function withNeighbours(text: string, file: string, changed: ReadonlyMap<string, string>): string {
  return text.replaceAll(/'#([\w./-]+\.ts)'/g, (specifier, name: string) => {
    if (!changed.has(name)) return specifier;
    const path = relative(dirname(file), name).replaceAll('\\', '/');
    return `'${path.startsWith('.') ? path : `./${path}`}'`;
  });
}
