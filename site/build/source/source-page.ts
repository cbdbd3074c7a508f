/**
 * The page of one file of solution/: what it says of itself as prose, what it declares, its code, and
 * where one reads on.
 */

import { firstSentence } from '../../../course/house/file-map.ts';
import { sourcePage } from '../course-pages.ts';
import { Html, html, joined } from '../html.ts';
import { relativeLink } from '../lesson-pages.ts';
import type { StampedPage } from '../stamp.ts';
import { codeHtml } from './code-html.ts';
import { type FindPlace, placeFinder } from './find-place.ts';
import { domainPage } from './map-page.ts';
import { proseHtml, sentencesHtml } from './prose.ts';
import type { Declaration, SourceFacts } from './source-facts.ts';
import type { Lesson, SourceIndex } from './source-index.ts';

/** The files before and after it in reading order. */
export interface Neighbours {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function sourcePageOf(
  facts: SourceFacts,
  index: SourceIndex,
  neighbours: Neighbours,
): StampedPage {
  const page = sourcePage(facts.file);
  const find = placeFinder(facts.file, index, page);
  const code = codeHtml(facts, index, page);
  return {
    id: page,
    title: facts.file,
    description: firstSentence(facts.text).replaceAll('`', ''),
    body: html`<div class="source-page" data-pagefind-weight="0.3">
${whereHtml(facts.file, page)}
${taughtHtml(index.lessonsOf(facts.file), facts, page)}
<div class="source-prose">${proseHtml(facts.header, find)}</div>
${outlineHtml(facts, find)}
<div class="source-code" data-pagefind-ignore tabindex="0" role="region" aria-label="Code"><pre><code>${new Html(code)}</code></pre></div>
${importersHtml(index.importersOf(facts.file), page)}
${neighboursHtml(neighbours, page)}
</div>`,
  };
}

function whereHtml(file: string, page: string): Html {
  const [domain = ''] = file.split('/');
  const top = relativeLink(page, { page: 'source', anchor: undefined });
  const folder = relativeLink(page, { page: domainPage(domain), anchor: undefined });
  return html`<p class="source-where" data-pagefind-ignore><a href="${top}">Annotated source</a> › <a href="${folder}">${domain}</a> › ${file.slice(domain.length + 1)}</p>`;
}

/** Each task that has to do with the file, and the symbols that it is about. */
function taughtHtml(
  lessons: ReadonlyMap<string, Lesson>,
  facts: SourceFacts,
  page: string,
): Html | undefined {
  const tasks = Map.groupBy(lessons, ([, { task }]) => task);
  if (tasks.size === 0) return undefined;
  const rows = [...tasks.values()].map((symbols) => {
    const [, lesson] = symbols[0] as [string, Lesson];
    const href = relativeLink(page, { page: lesson.page, anchor: undefined });
    const names = symbols.map(([symbol]) => symbolHtml(symbol, facts));
    return html`<p class="source-taught">Taught in <a href="${href}">${lesson.task} ${lesson.title}</a>: ${joined(names, ', ')}</p>`;
  });
  return joined(rows, '\n');
}

function symbolHtml(symbol: string, { declarations }: SourceFacts): Html {
  const isHere = declarations.some(({ anchor }) => anchor === symbol);
  return isHere
    ? html`<a href="#${symbol}"><code>${symbol}</code></a>`
    : html`<code>${symbol}</code>`;
}

/** What the file exports, each with the first sentence of its comment. */
function outlineHtml({ declarations }: SourceFacts, find: FindPlace): Html | undefined {
  const exported = declarations.filter(({ isExported, isMember }) => isExported && !isMember);
  if (exported.length === 0) return undefined;
  const rows = exported.map((one) => {
    const sentence = firstOf(one.comment);
    const about = sentence === '' ? '' : ` ${sentencesHtml(sentence, find)}`;
    return html`<li><a href="#${one.anchor}" data-pagefind-weight="4"><code>${one.anchor}</code></a>${new Html(about)}${membersHtml(one, declarations)}</li>`;
  });
  return html`<ul class="source-outline">${joined(rows, '\n')}</ul>`;
}

function membersHtml({ anchor }: Declaration, all: readonly Declaration[]): Html | undefined {
  const members = all.filter(
    (one) => one.isMember && !one.isPrivate && one.anchor.startsWith(`${anchor}.`),
  );
  if (members.length === 0) return undefined;
  const links = members.map(
    (one) => html`<a href="#${one.anchor}"><code>${one.anchor.slice(anchor.length + 1)}</code></a>`,
  );
  return html`<div class="source-members">${joined(links, ' ')}</div>`;
}

/** The first sentence of a comment, on one line. */
function firstOf(comment: string): string {
  const paragraph = comment.trim().split(/\n\s*\n/)[0] ?? '';
  const prose = paragraph.replaceAll(/\s+/g, ' ');
  return prose.split(/(?<=[.?!]) (?=[A-Z"`])/)[0] ?? prose;
}

function importersHtml(files: readonly string[], page: string): Html | undefined {
  if (files.length === 0) return undefined;
  const links = files.map(
    (file) =>
      html`<li><a href="${relativeLink(page, { page: sourcePage(file), anchor: undefined })}">${file}</a></li>`,
  );
  const word = files.length === 1 ? 'file' : 'files';
  return html`<details class="source-importers" data-pagefind-ignore><summary>Imported by ${files.length} ${word}</summary><ul>${joined(links, '\n')}</ul></details>`;
}

function neighboursHtml({ before, after }: Neighbours, page: string): Html {
  const link = (file: string | undefined, rel: string, label: string) =>
    file === undefined
      ? undefined
      : html`<a rel="${rel}" href="${relativeLink(page, { page: sourcePage(file), anchor: undefined })}"><span>${label}</span> ${file}</a>`;
  return html`<nav class="source-neighbours" aria-label="Reading order" data-pagefind-ignore>${link(before, 'prev', 'Before')}${link(after, 'next', 'Next')}</nav>`;
}
