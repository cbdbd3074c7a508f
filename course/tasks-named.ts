/**
 * Chapters and tasks as a command names them, in any mixture: `chapter-00 1.4 1.5`.
 */
import type { Chapter } from './chapter.ts';
import { findChapter, findTask, UnknownName } from './names.ts';

/**
 * The chapters that are meant, each with the ids of its tasks, or undefined for all of them; all
 * chapters where nothing is named. Ends the program with a sentence at a name that means nothing.
 */
export function tasksNamed(
  all: readonly Chapter[],
  names: readonly string[],
): Map<Chapter, string[] | undefined> {
  const named = new Map<Chapter, string[] | undefined>();
  try {
    for (const name of names) {
      if (/^\d+[.-]\d+/.test(name)) {
        const { chapter, task } = findTask(all, name);
        named.set(chapter, [...(named.get(chapter) ?? []), task.id]);
      } else {
        named.set(findChapter(all, name), undefined);
      }
    }
  } catch (error) {
    if (!(error instanceof UnknownName)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  return named.size > 0 ? named : new Map(all.map((chapter) => [chapter, undefined]));
}
