/**
 * What a component of a lesson is shown with: its props, checked, and the chapter that they refer to.
 *
 *     <Diagram src="indexes.svg" … /> on a page of 01-storage ──► { props, around }, or a sentence
 *
 * The declaration is course/lesson/components.ts, as for `npm run check`: what a lesson names and nobody
 * has fails the build.
 */
import { loadChapters } from '../../course/chapters.ts';
import { type ComponentName, componentOf, type PropsOf } from '../../course/lesson/components.ts';
import { loadLesson } from '../../course/lesson/load-lessons.ts';
import type { Surroundings } from '../../course/lesson/surroundings.ts';

const loaded = new Map<string, Promise<Surroundings>>();

/** A chapter's surroundings, read once; rejects where there is no such chapter. */
export function aroundOf(folder: string | undefined): Promise<Surroundings> {
  const key = folder ?? '';
  const known = loaded.get(key) ?? load(key);
  loaded.set(key, known);
  return known;
}

async function load(folder: string): Promise<Surroundings> {
  const chapters = await loadChapters();
  const chapter = chapters.find((one) => one.folder === folder);
  if (chapter === undefined) throw new Error(`the page belongs to no chapter: '${folder}'`);
  return (await loadLesson(chapter, chapters)).around;
}

/** The props of a component, if all that they refer to is there; else throws a sentence. */
export function checkedProps<Name extends ComponentName>(
  name: Name,
  props: Record<string, unknown>,
  around: Surroundings,
): PropsOf<Name> {
  const { props: shape, lacks } = componentOf(name);
  const checked = shape.safeParse(props);
  if (!checked.success) throw complaint(name, around, checked.error.issues[0]?.message ?? 'props');
  const missing = lacks(checked.data, around);
  if (missing !== undefined) throw complaint(name, around, missing);
  return checked.data as PropsOf<Name>;
}

function complaint(name: string, { chapter }: Surroundings, says: string): Error {
  return new Error(`chapters/${chapter.folder}/lesson.mdx: <${name}>: ${says}`);
}
