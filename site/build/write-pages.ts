/**
 * Writes site/.pages/, which Astro reads: every lesson cut into pages, as MDX.
 *
 *     chapters/, solution/ ──► .pages/…/*.mdx ──► Astro ──► dist/
 *
 * A page is written only where its text has changed, and what is no page any more goes: Astro then sees
 * what a save has touched and no more.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { glossary } from '../../chapters/glossary.ts';
import { root } from '../../course/view.ts';
import { type ChapterPages, coursePages, linkWriter } from './course-pages.ts';
import { type LessonPage, pageBody } from './lesson-pages.ts';
import { pageDescription, pageTitle } from './page-head.ts';
import { textPages } from './text-pages.ts';

const PAGES = join(root, 'site', '.pages');

/** Each file of .pages/ by its name, with its text. */
type Pages = ReadonlyMap<string, string>;

export async function writePages(): Promise<void> {
  const course = await coursePages();
  const lessons = course.flatMap((one) => lessonFiles(one, course));
  bringUpToDate(PAGES, new Map([...lessons, ...(await textPages(course))]));
}

function lessonFiles(one: ChapterPages, course: readonly ChapterPages[]): [string, string][] {
  const linkTo = linkWriter(course);
  return one.pages.map((page, index) => {
    const path = index === 0 ? `${page.id}/index.mdx` : `${page.id}.mdx`;
    const body = pageBody(page, one.text, linkTo, glossary);
    const whole = index === 0 ? withTasks(body) : body;
    const head = frontMatter(page, one, course);
    return [path, [head, importsOf(one), whole].join('\n')];
  });
}

/** What the links to the pages before and behind say, where the sidebar says no more than "Overview". */
function neighboursOf(page: LessonPage, course: readonly ChapterPages[]): Record<string, unknown> {
  const labels = course.flatMap(({ chapter, pages }) =>
    pages.map((one) => {
      const isOverview = one === pages[0];
      const name = `${chapter.folder.slice(0, 2)} ${chapter.title}`;
      return { id: one.id, label: isOverview ? { label: name } : undefined };
    }),
  );
  const at = labels.findIndex(({ id }) => id === page.id);
  const [prev, next] = [labels[at - 1]?.label, labels[at + 1]?.label];
  return { ...(prev && { prev }), ...(next && { next }) };
}

function frontMatter(page: LessonPage, one: ChapterPages, course: readonly ChapterPages[]): string {
  const rows = {
    title: pageTitle(page, one, course),
    description: pageDescription(page, one),
    ...(page.task !== undefined && { task: page.task.id }),
    chapter: page.folder,
    ...(page !== one.pages[0] && { tableOfContents: false }),
    ...neighboursOf(page, course),
  };
  const written = Object.entries(rows).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return ['---', ...written, '---', ''].join('\n');
}

function importsOf({ lesson, text }: ChapterPages): string {
  const found = lesson.tree.children.find((node) => node.type === 'mdxjsEsm')?.position;
  const imports = text.slice(found?.start.offset ?? 0, found?.end.offset ?? 0);
  const added = "import { ChapterTasks, tableParts } from '#lesson';";
  return `${imports}\n${added}\nexport const components = tableParts;\n`;
}

/** An overview with the chapter's tasks behind its first section, which says what one will have. */
function withTasks(body: string): string {
  const second = body.indexOf('\n## ', body.indexOf('\n## ') + 1);
  const at = second < 0 ? body.length : second;
  return `${body.slice(0, at)}\n## The tasks\n\n<ChapterTasks />\n${body.slice(at)}`;
}

function bringUpToDate(directory: string, pages: Pages): void {
  mkdirSync(directory, { recursive: true });
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(directory.length + 1).replaceAll('\\', '/');
    if (entry.isFile() && !pages.has(name)) rmSync(path);
  }
  for (const [name, text] of pages) writeWhereNew(join(directory, name), text);
}

function writeWhereNew(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) return;
  } catch {
    mkdirSync(dirname(path), { recursive: true });
  }
  writeFileSync(path, text);
}
