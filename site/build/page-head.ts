/**
 * What a page of a lesson is called, and what it says of itself to a search engine and where its link is
 * shown: a task's outcome, a lesson's own description, or else the first sentences of the section.
 *
 * Invariant: no two pages have one title, or one description.
 */
import { toString as plainText } from 'mdast-util-to-string';
import { frontMatterOf, nodesIn } from '../../course/lesson/lesson.ts';
import type { ChapterPages } from './course-pages.ts';
import type { LessonPage } from './lesson-pages.ts';

/** Search engines show no more than that. */
const MOST = 200;

/** The heading; where other chapters have the same, with the chapter: `Quiz: Storage`. */
export function pageTitle(
  { title }: LessonPage,
  { chapter }: ChapterPages,
  course: readonly ChapterPages[],
): string {
  const namesakes = course.flatMap(({ pages }) => pages).filter((other) => other.title === title);
  return namesakes.length > 1 ? `${title}: ${chapter.title}` : title;
}

export function pageDescription(
  page: LessonPage,
  { chapter, lesson, pages }: ChapterPages,
): string {
  if (page.task !== undefined) return page.task.outcome;
  if (page === pages[0]) return frontMatterOf(lesson).description ?? chapter.title;
  const first = nodesIn(lesson.tree).find((node) => {
    const at = node.position?.start.offset ?? 0;
    return node.type === 'paragraph' && page.from <= at && at < page.to;
  });
  if (first !== undefined) return firstSentences(plainText(first).replaceAll(/\s+/g, ' '));
  return `Questions about ${chapter.title.toLowerCase()} that ask why, and why each other answer is wrong.`;
}

/** As many whole sentences as fit; the first in any case. */
function firstSentences(text: string): string {
  const [first = '', ...rest] = text.split(/(?<=[.?!:]) (?=\p{Lu})/u);
  let said = first;
  for (const sentence of rest) {
    if (said.length + 1 + sentence.length > MOST) break;
    said += ` ${sentence}`;
  }
  return said.replace(/:$/, '.');
}
