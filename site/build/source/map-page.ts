/**
 * The first pages of the annotated reference, out of the file map in solution/ARCHITECTURE.md.
 *
 *     source/            all domains, each with its prose and the names of its files
 *     source/storage/    one domain: its files in reading order, each with its sentence
 */
import { sourcePage } from '../course-pages.ts';
import { Html, html, joined } from '../html.ts';
import { relativeLink } from '../lesson-pages.ts';
import type { StampedPage } from '../stamp.ts';
import { codeLinks } from '../text/code-links.ts';
import { placeFinder } from './find-place.ts';
import { proseHtml, sentencesHtml } from './prose.ts';
import { filesOf, type MapEntry, type MapSection } from './reading-order.ts';
import type { SourceIndex } from './source-index.ts';
import type { AnnotatedSource } from './source-pages.ts';

const ID = 'source';

/** The page of a domain: `storage`. */
export function domainPage(domain: string): string {
  return `${ID}/${domain}`;
}

/** All domains, in Markdown. */
export function mapPage({ sections, index, files }: AnnotatedSource): string {
  const lines = files.reduce((sum, file) => sum + linesOf(index.file(file)?.text ?? ''), 0);
  const body = sections.map((section) => sectionText(section, index)).join('\n\n');
  return `---
title: Annotated source
description: The reference broker, file by file, in reading order.
---

The broker that the course builds, in ${files.length} files and ${thousands(lines)} lines. They stand in reading order: each domain builds
on those above it. What the domains are, and which may import which, is in [Architecture](../architecture/). A domain's page has a
sentence on each file; a file's page has what it says of itself first, then its code. A name leads to where it is declared, and a name that a
task asks you to write leads to the section that explains it.

${body}
`;
}

function sectionText(section: MapSection, index: SourceIndex): string {
  const { domain, prose } = section;
  const names = filesOf(section).map((file) => html`<li>${fileLink(file, ID, `${domain}/`)}</li>`);
  const list = html`<ul class="name-list" data-pagefind-ignore>\n${joined(names, '\n')}\n</ul>`;
  return `## [${domain}](${domain}/)\n\n${codeLinks(prose, ID, index)}\n\n${list}`;
}

/** A page for each domain. */
export function domainPages({ sections, index }: AnnotatedSource): StampedPage[] {
  return sections.map((section) => {
    const { domain, prose, entries } = section;
    const id = domainPage(domain);
    const top = relativeLink(id, { page: ID, anchor: undefined });
    const items = entries.map((entry) => entryHtml(entry, id, index));
    return {
      id,
      title: domain,
      description: `The files of ${domain} in reading order: ${filesOf(section).length} of them.`,
      body: html`<div class="source-page" data-pagefind-weight="0.3">
<p class="source-where" data-pagefind-ignore><a href="${top}">Annotated source</a> › ${domain}</p>
<div class="source-prose">${proseHtml(prose, placeFinder(`${domain}/`, index, id))}</div>
<ul class="source-map">
${joined(items, '\n')}
</ul>
</div>`,
    };
  });
}

function entryHtml({ name, sentence, files }: MapEntry, page: string, index: SourceIndex): Html {
  const about = new Html(sentencesHtml(sentence, placeFinder(name, index, page)));
  if (!name.endsWith('/')) return html`<li>${fileLink(name, page)} ${about}</li>`;
  const links = files.map((file) => html`<li>${fileLink(file, page, name)}</li>`);
  return html`<li><code>${name}</code> ${about}<ul class="name-list">${joined(links)}</ul></li>`;
}

function fileLink(file: string, page: string, folder = ''): Html {
  const href = relativeLink(page, { page: sourcePage(file), anchor: undefined });
  const shown = file.slice(folder.length);
  return folder === ''
    ? html`<a href="${href}"><code>${shown}</code></a>`
    : html`<a href="${href}">${shown}</a>`;
}

function linesOf(text: string): number {
  return text.split('\n').length - 1;
}

function thousands(count: number): string {
  return String(count).replace(/(\d)(?=(\d{3})+$)/g, '$1,');
}
