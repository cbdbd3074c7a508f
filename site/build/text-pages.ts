/**
 * Pages that are text, or a list of other pages: Markdown that Astro renders, as lessons are.
 */
import { type ChapterPages, linkWriter } from './course-pages.ts';
import { configurationIndex } from './reference/configuration-pages.ts';
import { errorsPage } from './reference/errors-page.ts';
import { protocolIndex } from './reference/protocol-pages.ts';
import { mapPage } from './source/map-page.ts';
import { annotatedSource } from './source/source-pages.ts';
import { architecturePage } from './text/architecture-page.ts';
import { componentPages } from './text/component-pages.ts';
import { differenceTables } from './text/difference-tables.ts';
import { homePage } from './text/home-page.ts';
import { writtenPage } from './text/written-page.ts';

/** Each with its path below site/.pages/. */
export async function textPages(
  course: readonly ChapterPages[],
): Promise<[path: string, text: string][]> {
  const source = await annotatedSource();
  const around = { index: source.index, linkTo: linkWriter(course), tables: differenceTables };
  return [
    ['index.mdx', homePage(around)],
    ['source/index.md', mapPage(source)],
    ['architecture.md', architecturePage(source.index)],
    ['reference/configuration/index.md', await configurationIndex()],
    ['reference/protocol/index.md', protocolIndex(source.index)],
    ['reference/errors.md', errorsPage(source.index)],
    ...componentPages(new Set(course.map(({ chapter }) => chapter.folder))),
    ['differences.md', writtenPage('differences', around)],
    ['instructors.md', writtenPage('instructors', around)],
  ];
}
