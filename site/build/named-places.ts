/**
 * What has a name of its own, and where it is: tasks, sections, words of the glossary, APIs, error codes,
 * configuration keys. The search puts first what is called just so; Pagefind, which counts how often a
 * word stands where, finds the rest.
 *
 *     '1.4', 'offset index' ──► chapters/01-storage/offset-index      'error 35' ──► reference/errors#…
 *
 * Invariant: lessons come first, for a word is looked up by who wants to understand it.
 */
import { errorTable } from '#protocol/error-table.ts';
import { glossary } from '../../chapters/glossary.ts';
import { announcedChapters } from '../../course/announced-chapters.ts';
import { namesOf } from '../../course/lesson/glossary.ts';
import { coursePages } from './course-pages.ts';
import type { Place } from './lesson-pages.ts';
import { pageDescription } from './page-head.ts';
import { configurationSubjects } from './reference/configuration.ts';
import { referenceApis } from './reference/protocol.ts';
import { annotatedSource } from './source/source-pages.ts';
import { placeOfTerms } from './term-place.ts';

export interface NamedPlace extends Place {
  /** What a reader may call it; how it is written does not count (src/search/called.ts). */
  readonly names: readonly string[];
  readonly title: string;
  /** A sentence about it: plain, with `code` in backticks. */
  readonly says: string;
}

export async function namedPlaces(): Promise<NamedPlace[]> {
  return [
    ...chapters(),
    ...(await tasks()),
    ...(await terms()),
    ...(await apis()),
    ...errors(),
    ...(await keys()),
  ];
}

function chapters(): NamedPlace[] {
  return announcedChapters.map(({ folder, title, builds }) => {
    const number = folder.slice(0, 2);
    const place = { page: `chapters/${folder}`, anchor: undefined };
    return { ...place, names: [title, `chapter ${number}`, number], title, says: `${builds}.` };
  });
}

async function tasks(): Promise<NamedPlace[]> {
  return (await coursePages()).flatMap((one) =>
    one.pages.flatMap((page) => {
      if (page.task === undefined) return [];
      const { id, title } = page.task;
      const names = [id, `task ${id}`, title, page.title];
      const says = pageDescription(page, one);
      return [{ page: page.id, anchor: undefined, names, title: `${id} ${title}`, says }];
    }),
  );
}

async function terms(): Promise<NamedPlace[]> {
  const taughtAt = await placeOfTerms();
  return glossary.map((term) => {
    const { page, anchor } = taughtAt(term);
    return { page, anchor, names: namesOf(term), title: term.word, says: term.says };
  });
}

async function apis(): Promise<NamedPlace[]> {
  const { index } = await annotatedSource();
  return referenceApis(index).map(({ name, slug, apiKey }) => ({
    ...{ page: `reference/protocol/${slug}`, anchor: undefined },
    ...{ names: [name, slug, `api key ${apiKey}`], title: `${name} (API key ${apiKey})` },
    says: 'The request and its response, field by field, in all versions.',
  }));
}

function errors(): NamedPlace[] {
  return Object.entries(errorTable).map(([name, { code, message }]) => ({
    ...{ page: 'reference/errors', anchor: name },
    ...{ names: [name, `error ${code}`, `error code ${code}`], title: `${name} (${code})` },
    says: code === 0 ? 'There was no error.' : message,
  }));
}

async function keys(): Promise<NamedPlace[]> {
  return (await configurationSubjects()).flatMap(({ slug, title, keys }) =>
    keys.map(({ name, key }) => ({
      ...{ page: `reference/configuration/${slug}`, anchor: name, names: [name] },
      ...{ title: slug.startsWith('of-') ? `${name} (${title.toLowerCase()})` : name },
      says: key.sentence,
    })),
  );
}
