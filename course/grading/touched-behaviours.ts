/**
 * What saved files touch: the tasks that ask for them, and all that build on those.
 */
import { sep } from 'node:path';
import type { Chapter } from '../chapter.ts';

/** The behaviours of the tasks that ask for these files. */
export function behavioursOf({ tasks }: Chapter, changed: readonly string[]): string[] {
  return tasks
    .filter(({ files }) => files.some(({ file }) => changed.includes(file)))
    .flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
}

/** The behaviours of the tasks that ask for these files, and of all that build on those. */
export function behavioursTouched(chapter: Chapter, changed: readonly string[]): string[] {
  const touched = new Set<string>();
  const strays = changed.some((file) => !asksFor(chapter, file));
  for (const { id, files, buildsOn } of chapter.tasks) {
    const isOwn = files.some(({ file }) => changed.includes(file));
    if (strays || isOwn || buildsOn.some((earlier) => touched.has(earlier))) touched.add(id);
  }
  return chapter.tasks
    .filter(({ id }) => touched.has(id))
    .flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
}

/**
 * Of the files that have changed, those that may matter to a chapter: its own, and those that no
 * chapter asks for, which its files may import. Another chapter's never reach its view.
 */
export function changesFor(
  chapter: Chapter,
  chapters: readonly Chapter[],
  changed: readonly string[],
): string[] {
  const others = chapters.filter((one) => one !== chapter);
  return changed.filter((file) => !others.some((other) => asksFor(other, file)));
}

function asksFor({ tasks }: Chapter, file: string): boolean {
  const name = file.split(sep).join('/');
  return tasks.some(({ files }) => files.some((one) => one.file === name));
}
