/**
 * Which files of a learner's tree are the learner's own: those that differ from their stub, and
 * those that no stub was ever generated for. The start of a broker waits for this, so it reads
 * hashes and generates nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlainError } from '../plain-error.ts';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';

/** The hash that stands for a file's text; line ends don't count (editors and git turn them). */
export function hashOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

/** By file, as in `protocol/varint.ts`, the hash of the stub that was generated for it. */
export type StubHashes = Readonly<Record<string, string>>;

/**
 * What a tree's stubs.json remembers; nothing where it has none.
 *
 * @param tree from the root, or absolute.
 * @throws PlainError where it is no JSON: a merge left its marks in it, for example.
 */
export function stubHashes(tree = 'exercises'): StubHashes {
  const path = resolve(root, tree, 'stubs.json');
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StubHashes;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PlainError(
      `${tree}/stubs.json, which tells stubs from your work, is broken (${why}). ` +
        '`npm run stubs` writes it anew.',
    );
  }
}

/**
 * The files of a learner's tree that are not untouched stubs: neither today's, nor those of the day
 * when that tree was made, which its own stubs.json remembers.
 */
export function touchedFiles(tree: string): string[] {
  const today = stubHashes();
  const then = stubHashes(tree);
  return sourceFiles(tree).filter((file) => {
    const hash = hashOf(readFileSync(resolve(root, tree, file), 'utf8'));
    return hash !== today[file] && hash !== then[file];
  });
}
