/**
 * What the pages of the reference are made of: where one is, facts in two columns, links to files.
 */
import { sourcePage } from '../course-pages.ts';
import { type Content, type Html, html, joined } from '../html.ts';
import { relativeLink } from '../lesson-pages.ts';

/** The way to a page: its index, then itself. */
export function whereHtml(page: string, index: string, indexTitle: string, title: string): Html {
  const href = relativeLink(page, { page: index, anchor: undefined });
  return html`<p class="source-where" data-pagefind-ignore><a href="${href}">${indexTitle}</a> › ${title}</p>`;
}

/** A list of facts; what is undefined is left out. */
export function factsHtml(rows: readonly (readonly [string, Content])[]): Html {
  const shown = rows.filter(([, value]) => value !== undefined);
  const cells = shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return html`<dl class="facts">${joined(cells)}</dl>`;
}

export function fileLink(page: string, file: string): Html {
  const href = relativeLink(page, { page: sourcePage(file), anchor: undefined });
  return html`<a href="${href}">${file}</a>`;
}

/** Some links to files, and how many there are beside them. */
export function fileLinks(page: string, files: readonly string[], most = 4): Html | undefined {
  if (files.length === 0) return undefined;
  const links = joined(
    files.slice(0, most).map((file) => fileLink(page, file)),
    ', ',
  );
  return files.length > most ? html`${links} and ${files.length - most} more` : links;
}
