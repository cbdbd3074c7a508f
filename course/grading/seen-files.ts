/**
 * Which files of a learner's tree differ from what was seen last, deleted ones included: by their
 * text, for an editor that saves without a change has saved nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sourceFiles } from '../source/tree.ts';
import { hashOf } from '../stubs/touched.ts';

export class SeenFiles {
  readonly #tree: string;
  #seen: ReadonlyMap<string, string>;

  /** @param tree an absolute path; what is there now counts as seen. */
  constructor(tree: string) {
    this.#tree = tree;
    this.#seen = this.#look();
  }

  /** Whether the whole tree is gone: then nothing is said about its files. */
  get isGone(): boolean {
    return !existsSync(this.#tree);
  }

  /** What differs; it stays so until it is taken. */
  changed(): string[] {
    return this.isGone ? [] : differences(this.#seen, this.#look());
  }

  /** What differs, seen from now on. */
  take(): string[] {
    if (this.isGone) return [];
    const now = this.#look();
    const files = differences(this.#seen, now);
    this.#seen = now;
    return files;
  }

  #look(): Map<string, string> {
    return new Map(filesIn(this.#tree).map((file) => [file, textHash(resolve(this.#tree, file))]));
  }
}

function differences(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): string[] {
  const names = new Set([...now.keys(), ...before.keys()]);
  return [...names].filter((file) => now.get(file) !== before.get(file));
}

function filesIn(tree: string): string[] {
  try {
    return sourceFiles(tree);
  } catch {
    return []; // A folder went away while it was listed.
  }
}

function textHash(path: string): string {
  try {
    return hashOf(readFileSync(path, 'utf8'));
  } catch {
    return ''; // Deleted between listing and reading: the next look will say so.
  }
}
