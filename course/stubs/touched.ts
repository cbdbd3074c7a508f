/**
 * Which files of a learner's tree are the learner's own: those that differ from their stub, and
 * those that no stub was ever generated for. The start of a broker waits for this, so it reads
 * hashes and generates nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';

/** The hash that stands for a file's text; line ends don't count (editors and git turn them). */
export function hashOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

/** The hashes of the generated stubs, as stubs.json remembers them. */
export function stubHashes(): Readonly<Record<string, string>> {
  const path = join(root, 'exercises', 'stubs.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/** The files of a learner's tree that are not untouched stubs. */
export function touchedFiles(tree: string): string[] {
  const hashes = stubHashes();
  return sourceFiles(tree).filter(
    (file) => hashOf(readFileSync(resolve(root, tree, file), 'utf8')) !== hashes[file],
  );
}
