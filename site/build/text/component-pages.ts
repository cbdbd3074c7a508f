/**
 * Pages that are one component each: what they show is declared (chapters/glossary.ts, the manifests).
 */
import { type AnnouncedChapter, announcedChapters } from '../../../course/announced-chapters.ts';

const FOLDER = 'src/components/lesson';

/** Each with its path below site/.pages/; `written` are the folders of the chapters that are there. */
export function componentPages(written: ReadonlySet<string>): [path: string, text: string][] {
  const later = announcedChapters.filter(({ folder }) => !written.has(folder));
  return [
    ['chapters/index.mdx', coursePage()],
    ['glossary.mdx', glossaryPage()],
    ['404.mdx', notFoundPage()],
    ...later.map((one): [string, string] => [`chapters/${one.folder}.mdx`, pageToCome(one)]),
  ];
}

function coursePage(): string {
  const first = announcedChapters[0]!;
  const head = {
    title: 'The course',
    description: 'Nine chapters, from the first byte of a request to exactly once.',
    next: { label: `${first.folder.slice(0, 2)} ${first.title}` },
  };
  return page(head, `import Course from '../../${FOLDER}/Course.astro';`, '<Course />');
}

function glossaryPage(): string {
  const head = {
    title: 'Glossary',
    description: 'Kafka’s words, what each means, and where the course teaches it.',
    prev: false,
    next: false,
  };
  return page(head, `import Glossary from '../${FOLDER}/Glossary.astro';`, '<Glossary />');
}

function notFoundPage(): string {
  const head = { title: 'There is no such page', prev: false, next: false };
  return page(head, `import NotFound from '../src/components/NotFound.astro';`, '<NotFound />');
}

function pageToCome({ folder, title, builds }: AnnouncedChapter): string {
  const head = { title, description: `To come: ${builds}.` };
  const shown = `<ToCome folder="${folder}" />`;
  return page(head, `import ToCome from '../../${FOLDER}/ToCome.astro';`, shown);
}

function page(head: Record<string, unknown>, imports: string, shown: string): string {
  const rows = Object.entries({ ...head, tableOfContents: false }).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}`,
  );
  return ['---', ...rows, '---', '', imports, '', shown, ''].join('\n');
}
