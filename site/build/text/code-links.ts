/**
 * Names of files in a Markdown text made links to their pages of the annotated reference.
 *
 *     `storage/segment.ts`, `solution/storage/segment.ts`, `segment.ts` after one of the same folder
 *     `Segment.shouldRoll` in `storage/segment.ts`      the symbol, on that page
 *     [the map](solution/ARCHITECTURE.md)               a page of the site
 *
 * What has no page stays code.
 */
import { posix } from 'node:path';
import { type Place, relativeLink } from '../lesson-pages.ts';
import type { SourceIndex } from '../source/source-index.ts';

const FENCED = /^```[\s\S]*?^```/gm;
const CODE = /(\[?)`([^`\n]+)`(?: in `([^`\n]+\.ts)`)?/g;

export function codeLinks(markdown: string, page: string, index: SourceIndex): string {
  return outside(markdown, (text) => {
    let folder = '';
    return text.replaceAll(CODE, (all: string, bracket: string, code: string, inFile?: string) => {
      if (bracket !== '') return all;
      const file = inFile ?? code;
      const found = placeOf(file, folder, index);
      if (found === undefined) return all;
      folder = posix.dirname(found.page.replace(/^source\//, ''));
      const shown = linked(file, found, page);
      if (inFile === undefined) return shown;
      const symbol = index.declared(
        `${found.page.replace(/^source\//, '')}.ts`,
        code.replace('#', ''),
      );
      return `${symbol ? linked(code, symbol, page) : `\`${code}\``} in ${shown}`;
    });
  });
}

function linked(code: string, place: Place, page: string): string {
  return `[\`${code}\`](${relativeLink(page, place)})`;
}

/** A file as a text of the repository names it: from the root, from solution/, or beside the last. */
function placeOf(name: string, folder: string, index: SourceIndex): Place | undefined {
  if (name === 'solution/ARCHITECTURE.md') return { page: 'source', anchor: undefined };
  if (!name.endsWith('.ts')) return undefined;
  const file = name.replace(/^#|^solution\//, '');
  return index.pageOf(file) ?? index.pageOf(posix.join(folder, file)) ?? undefined;
}

/** Rewrites a text without its fenced blocks. */
export function outside(markdown: string, rewrite: (text: string) => string): string {
  let written = '';
  let at = 0;
  for (const { 0: block, index } of markdown.matchAll(FENCED)) {
    written += rewrite(markdown.slice(at, index)) + block;
    at = index + block.length;
  }
  return written + rewrite(markdown.slice(at));
}
