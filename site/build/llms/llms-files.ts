/**
 * The site for readers that are programs (https://llmstxt.org): `llms.txt`, a list of what there is, and
 * `llms-full.txt`, all lessons as Markdown.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChapterPages, coursePages, linkWriter, sourcePage } from '../course-pages.ts';
import { aroundOf } from '../lesson-around.ts';
import { pageDescription, pageTitle } from '../page-head.ts';
import { sentenceOf } from '../source/reading-order.ts';
import { type AnnotatedSource, annotatedSource } from '../source/source-pages.ts';
import { lessonMarkdown } from './lesson-markdown.ts';

/** Gives a page's address as a reader elsewhere can use it: `https://…/gregor/source/`. */
type Address = (page: string) => string;

/** Writes both files. `root` is the address of the site, or its base where no address is known. */
export async function writeLlmsFiles(dist: string, root: string): Promise<void> {
  const address: Address = (page) => `${root.replace(/\/$/, '')}/${page}/`;
  const course = await coursePages();
  writeFileSync(join(dist, 'llms.txt'), llmsList(course, await annotatedSource(), address));
  writeFileSync(join(dist, 'llms-full.txt'), await llmsLessons(course, address));
}

const INTRODUCTION = `# Gregor

> A course in TypeScript in which one builds a broker that Kafka's own clients take for Kafka, with the whole reference broker, annotated.

Lessons explain and set tasks; the annotated source is the reference broker in reading order; the reference is made from the declarations that the
broker itself runs by. Gregor is not affiliated with the Apache Software Foundation.
`;

export function llmsList(
  course: readonly ChapterPages[],
  source: AnnotatedSource,
  address: Address,
): string {
  const lessons = course.flatMap((one) =>
    one.pages.map((page, index) => {
      const number = index === 0 ? `${one.chapter.folder.slice(0, 2)} ` : '';
      const about = page.task === undefined ? '' : `task ${page.task.id}: `;
      const name = `${number}${pageTitle(page, one, course)}`;
      return row(name, address(page.id), `${about}${pageDescription(page, one)}`);
    }),
  );
  return [
    INTRODUCTION,
    '## Lessons\n',
    ...lessons,
    row('All lessons in one file', address('').replace(/\/+$/, '/llms-full.txt')),
    '\n## Reference\n',
    ...REFERENCE.map(([title, page, about]) => row(title, address(page), about)),
    '\n## Annotated source\n',
    ...sourceRows(source, address),
    '',
  ].join('\n');
}

const REFERENCE = [
  ['The course', 'chapters', 'its nine chapters, those to come included'],
  ['Simulations', 'simulations', 'the broker in the page: to be stepped, crashed and rewound'],
  ['Architecture', 'architecture', 'where things are, and the seams that hold the house up'],
  ['Configuration', 'reference/configuration', 'every key, with type, default and scope'],
  ['Protocol', 'reference/protocol', 'every message, field by field'],
  ['Error codes', 'reference/errors', 'every code, and whether trying again helps'],
  ['Glossary', 'glossary', "Kafka's words"],
  ['Differences', 'differences', 'how Gregor differs from Apache Kafka'],
  ['For instructors', 'instructors', 'what is graded, and how points come about'],
] as const;

function sourceRows({ files, index }: AnnotatedSource, address: Address): string[] {
  const texts = new Map([...index.files].map(({ file, text }) => [file, text]));
  return files.map((file) => row(file, address(sourcePage(file)), sentenceOf(file, texts)));
}

function row(title: string, url: string, about?: string): string {
  return `- [${title}](${url})${about === undefined ? '' : `: ${about}`}`;
}

export async function llmsLessons(
  course: readonly ChapterPages[],
  address: Address,
): Promise<string> {
  const toPage = linkWriter(course);
  const lessons = await Promise.all(
    course.map(async ({ chapter, text }) => {
      const around = await aroundOf(chapter.folder);
      const linkTo = (url: string) => {
        const link = toPage(url, { id: '', folder: chapter.folder });
        return link === url ? url : address('').replace(/\/+$/, `/${link}`);
      };
      const path = `chapters/${chapter.folder}/lesson.mdx`;
      const body = lessonMarkdown(path, text, around, linkTo);
      return `# ${chapter.folder.slice(0, 2)} ${chapter.title}\n\n${address(`chapters/${chapter.folder}`)}\n\n${body}`;
    }),
  );
  return lessons.join('\n');
}
