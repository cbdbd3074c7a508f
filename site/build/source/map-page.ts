/**
 * The first page of the annotated reference: the file map of solution/ARCHITECTURE.md, each file a
 * link to its page.
 */

import { sourcePage } from '../course-pages.ts';
import { escapeHtml, Html, html, joined } from '../html.ts';
import { relativeLink } from '../lesson-pages.ts';
import { codeLinks } from '../text/code-links.ts';
import { sentencesHtml } from './prose.ts';
import type { MapEntry, MapSection } from './reading-order.ts';
import type { AnnotatedSource } from './source-pages.ts';

const ID = 'source';

/** Markdown, with lists that are HTML. */
export function mapPage({ sections, index, files }: AnnotatedSource): string {
  const lines = files.reduce((sum, file) => sum + linesOf(index.file(file)?.text ?? ''), 0);
  const body = sections.map((section) => sectionText(section, index)).join('\n\n');
  return `---
title: Annotated source
description: The reference broker, file by file, in reading order.
---

The broker that the course builds, in ${files.length} files and ${thousands(lines)} lines. They stand in reading order: each domain builds
on those above it. What the domains are, and which may import which, is in [Architecture](../architecture/). A file's page has
what it says of itself first, then its code; a name leads to where it is declared, and a name that a task asks you to write leads to the
section that explains it.

${body}
`;
}

function sectionText(
  { domain, prose, entries }: MapSection,
  index: AnnotatedSource['index'],
): string {
  const items = entries.map((entry) => entryHtml(entry, index));
  const list = html`<ul class="source-map">\n${joined(items, '\n')}\n</ul>`;
  return `## ${domain}\n\n${codeLinks(prose, ID, index)}\n\n${list}`;
}

function entryHtml({ name, sentence, files }: MapEntry, index: AnnotatedSource['index']): Html {
  const about = new Html(sentencesHtml(sentence, (file) => linkTo(file, index)));
  if (!name.endsWith('/')) return html`<li>${fileLink(name)} ${about}</li>`;
  const links = files.map((file) => html`<li>${fileLink(file, name)}</li>`);
  return html`<li><code>${name}</code> ${about}<details><summary>${files.length} files</summary><ul>${joined(links)}</ul></details></li>`;
}

function fileLink(file: string, folder = ''): Html {
  const href = relativeLink(ID, { page: sourcePage(file), anchor: undefined });
  const shown = new Html(escapeHtml(file.slice(folder.length)).replaceAll('/', '/<wbr>'));
  return html`<a href="${href}"><code>${shown}</code></a>`;
}

function linkTo(file: string, index: AnnotatedSource['index']): string | undefined {
  const place = index.pageOf(file);
  return place && relativeLink(ID, place);
}

function linesOf(text: string): number {
  return text.split('\n').length - 1;
}

function thousands(count: number): string {
  return String(count).replace(/(\d)(?=(\d{3})+$)/g, '$1,');
}
