/**
 * The lessons as the site has them: each chapter with its pages, and where its headings are.
 */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Chapter } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { type Lesson, readLesson } from '../../course/lesson/lesson.ts';
import { root } from '../../course/view.ts';
import {
  type LessonPage,
  lessonPages,
  type Place,
  placesOf,
  relativeLink,
} from './lesson-pages.ts';

export interface ChapterPages {
  readonly chapter: Chapter;
  readonly lesson: Lesson;
  readonly text: string;
  readonly pages: readonly LessonPage[];
  readonly places: ReadonlyMap<string, Place>;
}

let course: Promise<ChapterPages[]> | undefined;

/** Every chapter that is written, in order. Read once: a site is built by a process of its own. */
export function coursePages(): Promise<ChapterPages[]> {
  course ??= readPages();
  return course;
}

async function readPages(): Promise<ChapterPages[]> {
  return (await loadChapters()).map((chapter) => {
    const path = `chapters/${chapter.folder}/lesson.mdx`;
    const text = readFileSync(join(root, path), 'utf8');
    const lesson = readLesson(path, text);
    const pages = lessonPages(chapter, lesson, text);
    return { chapter, lesson, text, pages, places: placesOf(pages, lesson, text) };
  });
}

/**
 * What a link of a lesson becomes on a page. Links between lessons, and to files of solution/, become
 * links between pages; what leads outside stays. Throws a sentence where nothing is there.
 */
export function linkWriter(course: readonly ChapterPages[]) {
  return (url: string, page: Pick<LessonPage, 'id' | 'folder'>): string => {
    if (/^[a-z]+:/.test(url)) return url;
    const [target = '', slug] = url.split('#');
    const file = posix.join('chapters', page.folder, target === '' ? 'lesson.mdx' : target);
    const place = placeOf(course, file, slug);
    if (place === undefined) throw new Error(`chapters/${page.folder}: no page for ${url}`);
    return relativeLink(page.id, place);
  };
}

function placeOf(
  course: readonly ChapterPages[],
  file: string,
  slug: string | undefined,
): Place | undefined {
  const folder = /^chapters\/([^/]+)\/lesson\.mdx$/.exec(file)?.[1];
  const other = course.find(({ chapter }) => chapter.folder === folder);
  if (other !== undefined) {
    if (slug !== undefined) return other.places.get(slug);
    return { page: `chapters/${folder}`, anchor: undefined };
  }
  const source = /^solution\/(.+\.ts)$/.exec(file)?.[1];
  if (source !== undefined) return { page: sourcePage(source), anchor: undefined };
  return repositoryPages.get(file);
}

/** The page of the annotated reference that shows a file of solution/. */
export function sourcePage(file: string): string {
  return `source/${file.replace(/\.ts$/, '')}`;
}

/** Files of the repository, beside lessons and solution/, that have a page of the site. */
const repositoryPages: ReadonlyMap<string, Place> = new Map([
  ['ARCHITECTURE.md', { page: 'architecture', anchor: undefined }],
  ['solution/ARCHITECTURE.md', { page: 'source', anchor: undefined }],
]);
