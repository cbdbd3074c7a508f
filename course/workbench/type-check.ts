/**
 * What TypeScript says of all that the learner has written, asked for after each save and told when
 * it has changed. It costs no points, so no answer of the graders waits for it.
 *
 * One check at a time, and the latest wins: the one before is ended.
 *
 * Invariant: what was told last is of files as they stood after the last `ask`, or a check is under way.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findTypeFaults } from '../grading/learner-types.ts';
import { touchedFiles } from '../stubs/touched.ts';
import { root } from '../view.ts';
import type { TypeComplaint } from './messages.ts';

export class TypeCheck {
  /** The learner's tree: from the root, or absolute. */
  readonly #tree: string;
  readonly #tell: () => void;
  #complaints: readonly TypeComplaint[] = [];
  /** Of the files, as they stood when they were checked last. */
  #checked = '';
  #underWay: AbortController | undefined;

  constructor(tree: string, tell: () => void) {
    this.#tree = tree;
    this.#tell = tell;
  }

  get complaints(): readonly TypeComplaint[] {
    return this.#complaints;
  }

  /** Checks the files, unless they are as they were. Resolves when that is done, or given up. */
  async ask(): Promise<void> {
    const files = this.#written();
    const now = hashOf(this.#tree, files);
    if (now === this.#checked) return;
    this.#checked = now;
    this.#underWay?.abort();
    const underWay = new AbortController();
    this.#underWay = underWay;
    const view = { learnerTree: this.#tree };
    // None where TypeScript could not be asked: nothing hangs on it.
    const complaints = await findTypeFaults(view, files, underWay.signal).catch(() => []);
    if (underWay.signal.aborted) return;
    this.#underWay = undefined;
    const isNews = JSON.stringify(complaints) !== JSON.stringify(this.#complaints);
    this.#complaints = complaints;
    if (isNews) this.#tell();
  }

  end(): void {
    this.#underWay?.abort();
  }

  /** None where the tree is gone, or goes while it is read. */
  #written(): string[] {
    try {
      return touchedFiles(this.#tree);
    } catch {
      return [];
    }
  }
}

/** Stands for files by their names and texts; one that has just gone has none. */
function hashOf(tree: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0${textOf(resolve(root, tree, file))}\0`);
  return hash.digest('hex');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
