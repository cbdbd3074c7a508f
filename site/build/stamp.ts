/**
 * Pages that are stamped: hundreds that differ in their text alone.
 *
 * Astro renders one page, the shell (src/pages/shell.astro), with words to be replaced; each stamped
 * page is the shell with its own title, description and body. So the frame is the theme's own, and a
 * page costs a few string operations.
 *
 *     dist/shell/index.html  +  { id, title, description, body }  ──►  dist/<id>/index.html
 *
 * Invariant: no word to be replaced is left in a page, and the shell is gone.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml, type Html } from './html.ts';

export interface StampedPage {
  /** The path below the base, without slashes around it: `source/storage/segment`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly body: Html;
}

/** The words of the shell: what stands there until it is stamped. */
export const shell = {
  id: 'shell',
  title: 'gregor-shell-title',
  description: 'gregor-shell-description',
  body: 'gregor-shell-body',
} as const;

/** Writes the pages into a build, and takes the shell out of it. */
export function stampPages(dist: string, pages: readonly StampedPage[]): void {
  const stamp = stampOf(readFileSync(join(dist, shell.id, 'index.html'), 'utf8'));
  for (const page of pages) {
    const folder = join(dist, page.id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), stamp(page));
  }
  rmSync(join(dist, shell.id), { recursive: true });
}

/** A function from a page to its HTML. Throws where the shell lacks one of the words. */
export function stampOf(rendered: string): (page: StampedPage) => string {
  for (const word of [shell.title, shell.description, shell.body]) {
    if (!rendered.includes(word)) throw new Error(`the shell of stamped pages has no ${word}`);
  }
  const words = /(gregor-shell-(?:title|description|body)|(?<=\/)shell(?=\/"))/;
  const pieces = rendered.split(words);
  return (page) => {
    const values = new Map([
      [shell.title as string, escapeHtml(page.title)],
      [shell.description, escapeHtml(page.description)],
      [shell.body, page.body.text],
      [shell.id, page.id],
    ]);
    return pieces.map((piece, index) => (index % 2 === 0 ? piece : values.get(piece))).join('');
  };
}
