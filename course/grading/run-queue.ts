/**
 * Which behaviours are to be graded next. Pure, so that "the latest wins" is a table in a test.
 *
 *     wanted   what somebody waits for: the tasks of a saved file, or what was asked for by hand;
 *              the latest first, what was cancelled last
 *     owed     what builds on those; graded when nothing is wanted, and not before the chapter's last
 *              wanted run held
 *
 * A whole chapter that was cancelled is owed from then on: it takes long, and saves go before it.
 *
 * Invariant: what was put in stays until it is taken, or until what is taken answers for it.
 */
import type { Chapter } from '../chapter.ts';

/** Some behaviours of one chapter, graded together. */
export interface Run {
  readonly chapter: Chapter;
  /** By id; undefined for all of the chapter. */
  readonly only: readonly string[] | undefined;
  /** The saves that it answers; none where it was asked for by hand. */
  readonly files: readonly string[];
}

export class RunQueue {
  /** The next one first. */
  #wanted: Run[] = [];
  readonly #owed = new Map<Chapter, Run>();
  /** Chapters whose last wanted run did not hold. */
  readonly #held = new Set<Chapter>();

  want(run: Run): void {
    this.#wanted = [run, ...this.#wanted.flatMap((one) => without(one, run))];
  }

  owe(run: Run): void {
    const before = this.#owed.get(run.chapter);
    this.#owed.set(run.chapter, before === undefined ? run : together(before, run));
  }

  /** What was taken and cancelled, for later. */
  putBack(run: Run, wasWanted: boolean): void {
    if (!wasWanted || run.only === undefined) {
      this.owe(run);
      return;
    }
    const rest = this.#wanted.reduce<Run[]>(
      (left, one) => left.flatMap((part) => without(part, one)),
      [run],
    );
    this.#wanted.push(...rest);
  }

  /** The next run, and whether somebody waits for it; undefined when there is nothing to do. */
  take(): { readonly run: Run; readonly isWanted: boolean } | undefined {
    const wanted = this.#wanted.shift();
    if (wanted !== undefined) return { run: wanted, isWanted: true };
    const owed = [...this.#owed.values()].find((run) => !this.#isHeld(run));
    if (owed === undefined) return undefined;
    this.#owed.delete(owed.chapter);
    return { run: owed, isWanted: false };
  }

  /** What comes behind a wanted run that did not hold waits for one that does. */
  settle({ chapter }: Run, holds: boolean): void {
    if (holds) this.#held.delete(chapter);
    else this.#held.add(chapter);
  }

  /** Whether something of the chapter waits for its mistakes to be mended. */
  isWaiting(chapter: Chapter): boolean {
    const owed = this.#owed.get(chapter);
    return owed !== undefined && this.#isHeld(owed);
  }

  #isHeld({ chapter, only }: Run): boolean {
    return only !== undefined && this.#held.has(chapter);
  }
}

/** What is left of a run behind another one that answers for a part of it. */
function without(run: Run, answered: Run): Run[] {
  if (run.chapter !== answered.chapter) return [run];
  if (answered.only === undefined) return [];
  if (run.only === undefined) return [run];
  const left = run.only.filter((id) => !answered.only?.includes(id));
  return left.length === 0 ? [] : [{ ...run, only: left }];
}

/** One run that answers for two, of the same chapter. */
function together(one: Run, other: Run): Run {
  const whole = one.only === undefined || other.only === undefined;
  return {
    chapter: one.chapter,
    only: whole ? undefined : union(one.only ?? [], other.only ?? []),
    files: union(one.files, other.files),
  };
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])];
}
