/**
 * A page that is written as Markdown in chapters/, beside the lessons: its links become links between
 * pages, and its tables are made from declarations.
 *
 *     [lesson](01-storage/lesson.mdx#crc32c)     as in a lesson
 *     [errors](/reference/errors/)               a page of the site
 *     `storage/segment.ts`                       its page of the annotated reference
 *     <!-- table: apis -->                       a table that has that name
 *     <!-- file: course/view.ts -->              a file of the repository, quoted
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../course/view.ts';
import { relativeLink } from '../lesson-pages.ts';
import type { SourceIndex } from '../source/source-index.ts';
import { codeLinks, outside } from './code-links.ts';

export interface Surroundings {
  readonly index: SourceIndex;
  /** Links to lessons, as `linkWriter` makes them. */
  readonly linkTo: (url: string, page: { readonly id: string; readonly folder: string }) => string;
  readonly tables: Readonly<Record<string, (page: string) => string>>;
}

/** chapters/<id>.md as the page `id`. Throws a sentence for a table or link that there is not. */
export function writtenPage(
  id: string,
  { index, linkTo, tables }: Surroundings,
  text = readFileSync(join(root, 'chapters', `${id}.md`), 'utf8'),
): string {
  const [, front = '', body = ''] = /^(---\n[\s\S]*?\n---\n)([\s\S]*)$/.exec(text) ?? [];
  const linked = outside(body, (part) =>
    part.replaceAll(/\]\((?!https?:|#)([^)\s]+)\)/g, (_, url: string) => {
      const page = /^\/([a-z0-9/-]+)\/(?:#(.+))?$/.exec(url);
      if (page === null) return `](${linkTo(url, { id, folder: '' })})`;
      return `](${relativeLink(id, { page: page[1] ?? '', anchor: page[2] })})`;
    }),
  );
  return front + filled(codeLinks(linked, id, index), id, tables);
}

function filled(text: string, id: string, tables: Surroundings['tables']): string {
  return text.replaceAll(/^<!-- (table|file): (\S+) -->$/gm, (_, kind: string, name: string) => {
    if (kind === 'file') return quoted(name);
    const table = tables[name];
    if (table === undefined) throw new Error(`chapters/${id}.md: there is no table ${name}`);
    return table(id);
  });
}

function quoted(path: string): string {
  const code = readFileSync(join(root, path), 'utf8').trimEnd();
  return `\`\`\`ts title="${path}"\n${code}\n\`\`\``;
}
