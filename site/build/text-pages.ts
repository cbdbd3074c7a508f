/**
 * Pages that are text, or a list of other pages: Markdown that Astro renders, as lessons are.
 */
import { configurationIndex } from './reference/configuration-pages.ts';
import { errorsPage } from './reference/errors-page.ts';
import { protocolIndex } from './reference/protocol-pages.ts';
import { mapPage } from './source/map-page.ts';
import { annotatedSource } from './source/source-pages.ts';
import { architecturePage } from './text/architecture-page.ts';
import { coursePage, glossaryPage } from './text/component-pages.ts';

/** Each with its path below site/.pages/. */
export async function textPages(): Promise<[path: string, text: string][]> {
  const source = await annotatedSource();
  return [
    ['source/index.md', mapPage(source)],
    ['architecture.md', architecturePage(source.index)],
    ['reference/configuration/index.md', await configurationIndex()],
    ['reference/protocol/index.md', protocolIndex(source.index)],
    ['reference/errors.md', errorsPage(source.index)],
    ['chapters/index.mdx', coursePage],
    ['glossary.mdx', glossaryPage],
  ];
}
