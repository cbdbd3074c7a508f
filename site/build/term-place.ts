/**
 * Where a word of the glossary is taught, as a link and in words.
 */
import { announcedChapters } from '../../course/announced-chapters.ts';
import type { Term } from '../../course/lesson/glossary.ts';
import { type ChapterPages, coursePages } from './course-pages.ts';
import type { Place } from './lesson-pages.ts';

export interface TaughtPlace extends Place {
  /** `Storage › Segment`; of a chapter to come, `04 In-sync replicas, to come`. */
  readonly says: string;
}

/** Gives the place of each term's section; throws a sentence where it has none. */
export async function placeOfTerms(): Promise<(term: Term) => TaughtPlace> {
  const course = await coursePages();
  return (term) => taughtAt(term, course);
}

function taughtAt({ id, taught }: Term, course: readonly ChapterPages[]): TaughtPlace {
  const [folder = '', slug = ''] = taught.split('#');
  const written = course.find(({ chapter }) => chapter.folder === folder);
  if (written === undefined) {
    const announced = announcedChapters.find((one) => one.folder === folder);
    if (announced === undefined) throw fault(id, `there is no chapter ${folder}`);
    const says = `${folder.slice(0, 2)} ${announced.title}, to come`;
    return { page: `chapters/${folder}`, anchor: undefined, says };
  }
  const place = written.places.get(slug);
  const heading = written.lesson.headings.find((one) => one.slug === slug);
  if (place === undefined || heading === undefined) {
    throw fault(id, `the lesson of ${folder} has no section '${slug}'`);
  }
  return { ...place, says: `${written.chapter.title} › ${heading.text}` };
}

function fault(id: string, says: string): Error {
  return new Error(`chapters/glossary.ts: ${id}: ${says}`);
}
