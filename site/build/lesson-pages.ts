/**
 * A lesson cut into pages: what a reader opens at once, and what a task's results stand beside.
 *
 *     lesson.mdx                       pages
 *     ## What you will have …  ─┐
 *     ## From a topic to a file ├────► chapters/01-storage/                  the overview
 *     ## The life of a segment ─┘
 *     ## CRC32C           task 1.1 ──► chapters/01-storage/crc32c/           a page for each section
 *     ## Offset index     task 1.4 ──► chapters/01-storage/offset-index/
 *     ## Quiz             ───────────► chapters/01-storage/quiz/
 *
 * All before the first task is one page, for it is read in one go. The lesson's own text goes through
 * unchanged but for its links, which are written for files and become links between pages: relative
 * ones, so that the site works under any path.
 *
 * Invariant: every heading of a lesson is on exactly one page, where its slug is an anchor.
 */
import { posix } from 'node:path';
import MagicString from 'magic-string';
import type { Link } from 'mdast';
import type { Chapter, Task } from '../../course/chapter.ts';
import type { Term } from '../../course/lesson/glossary.ts';
import {
  elementsIn,
  type Lesson,
  type LessonHeading,
  nodesIn,
  readLesson,
} from '../../course/lesson/lesson.ts';
import { propsOf } from '../../course/lesson/props.ts';
import { termsIn } from './find-terms.ts';

export interface LessonPage {
  /** The path under the site's base, without slashes around it: `chapters/01-storage/crc32c`. */
  readonly id: string;
  readonly folder: string;
  readonly title: string;
  readonly task: Task | undefined;
  /** The questions on it, by id, in order. */
  readonly quiz: readonly string[];
  /** The lesson's text from here to there, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
}

/** Where a heading is: a page's id, and the anchor on it (none where the page is the section). */
export interface Place {
  readonly page: string;
  readonly anchor: string | undefined;
}

/** The pages of one lesson, in reading order; the first is the overview. */
export function lessonPages(chapter: Chapter, lesson: Lesson, text: string): LessonPage[] {
  const { folder } = chapter;
  const sections = lesson.headings.filter(({ depth }) => depth === 2);
  const taskOf = ({ slug }: LessonHeading) => chapter.tasks.find((one) => one.section === slug);
  const first = sections.findIndex((heading) => taskOf(heading) !== undefined);
  const own = first < 0 ? [] : sections.slice(first);
  const starts = own.map(({ line }) => offsetOfLine(text, line));
  const overview = {
    ...{ id: `chapters/${folder}`, folder, title: chapter.title, task: undefined },
    ...{ from: endOfImports(lesson), to: starts[0] ?? text.length },
  };
  const pages = own.map((heading, index) => ({
    ...{ id: `chapters/${folder}/${heading.slug}`, folder, title: heading.text },
    ...{ task: taskOf(heading), from: starts[index] ?? 0, to: starts[index + 1] ?? text.length },
  }));
  return [overview, ...pages].map((page) => ({ ...page, quiz: quizOf(lesson, page) }));
}

function quizOf({ tree }: Lesson, { from, to }: { from: number; to: number }): string[] {
  return elementsIn([tree], 'Quiz')
    .filter(
      ({ position }) => position && from <= position.start.offset! && position.start.offset! < to,
    )
    .map((element) => String(propsOf(element).id));
}

/** Where each heading of a lesson is shown, by its slug. */
export function placesOf(pages: readonly LessonPage[], lesson: Lesson, text: string) {
  const places = new Map<string, Place>();
  for (const { slug, line, depth } of lesson.headings) {
    const at = offsetOfLine(text, line);
    const page = pages.findLast(({ from }) => from <= at) ?? pages[0];
    if (page === undefined) continue;
    const isPage = depth === 2 && page !== pages[0];
    places.set(slug, { page: page.id, anchor: isPage ? undefined : slug });
  }
  return places;
}

/**
 * The page's text, its own heading gone (it is the title), its links between pages, and words of the
 * glossary led there.
 */
export function pageBody(
  page: LessonPage,
  text: string,
  linkTo: (url: string, page: LessonPage) => string,
  glossary: readonly Term[] = [],
): string {
  const cut = text.slice(page.from, page.to);
  const body = page.id === `chapters/${page.folder}` ? cut : cut.replace(/^## .*\n/, '\n');
  const written = new MagicString(body);
  const cutOut = readLesson(page.id, body);
  for (const node of nodesIn(cutOut.tree)) {
    if (node.type === 'link') rewriteLink(written, body, node, linkTo(node.url, page));
  }
  for (const { from, to, term } of termsIn(cutOut, body, page, glossary)) {
    const place = relativeLink(page.id, { page: 'glossary', anchor: term.id });
    written.appendLeft(from, '[').appendRight(to, `](${place})`);
  }
  return written.toString();
}

function rewriteLink(written: MagicString, body: string, link: Link, url: string): void {
  const end = link.position?.end.offset ?? 0;
  const start = body.lastIndexOf(`(${link.url}`, end);
  if (url === link.url || start < 0) return;
  written.overwrite(start + 1, start + 1 + link.url.length, url);
}

/** From one page to another (with an anchor): relative, as both end in a slash. */
export function relativeLink(from: string, { page, anchor }: Place): string {
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (from === page) return hash === '' ? './' : hash;
  const path = posix.relative(`/${from}`, `/${page}`);
  return `${path}/${hash}`;
}

function endOfImports({ tree }: Lesson): number {
  const last = tree.children.findLast((node) => node.type === 'mdxjsEsm');
  return last?.position?.end.offset ?? 0;
}

function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) at = text.indexOf('\n', at) + 1;
  return at;
}
