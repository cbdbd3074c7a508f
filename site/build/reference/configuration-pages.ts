/**
 * The pages of the configuration: a list of all keys, and a page for each subject with an anchor for
 * each key.
 */
import { type Content, type Html, html, joined } from '../html.ts';
import { relativeLink } from '../lesson-pages.ts';
import { placeFinder } from '../source/find-place.ts';
import { mentions } from '../source/mentions.ts';
import { proseHtml } from '../source/prose.ts';
import type { SourceIndex } from '../source/source-index.ts';
import type { StampedPage } from '../stamp.ts';
import { configurationSubjects, type ReferenceKey, type Subject } from './configuration.ts';
import { inWords } from './in-words.ts';
import { factsHtml, fileLinks, whereHtml } from './parts.ts';

const ID = 'reference/configuration';

/** The list of all keys, in Markdown. */
export async function configurationIndex(): Promise<string> {
  const subjects = await configurationSubjects();
  const count = subjects.reduce((sum, { keys }) => sum + keys.length, 0);
  const lists = subjects.map(
    ({ slug, title, keys }) =>
      html`## [${title}](${slug}/)\n\n<ul class="name-list">\n${joined(
        keys.map(({ name }) => html`<li><a href="${slug}/#${name}">${name}</a></li>`),
        '\n',
      )}\n</ul>`,
  );
  return `---
title: Configuration
description: Every configuration key, with its type, its default, what it allows and when it may change.
---

Gregor has Kafka's configuration: the same keys with the same defaults, in the same \`server.properties\`. These are all ${count} of
them, out of the table that the broker itself reads them by. Some are accepted and without effect, so that a file written for Kafka is
taken as it is; their entries say so.

${joined(lists, '\n\n').text}
`;
}

export async function configurationPages(index: SourceIndex): Promise<StampedPage[]> {
  const subjects = await configurationSubjects();
  const readers = mentions(index, /'([a-z][a-z0-9]*(?:\.[a-z0-9-]+)+|preallocate)'/g);
  const site = { subjects, index, readers };
  return subjects.map((subject) => subjectPage(subject, site));
}

interface Site {
  readonly subjects: readonly Subject[];
  readonly index: SourceIndex;
  readonly readers: ReadonlyMap<string, readonly string[]>;
}

function subjectPage(subject: Subject, site: Site): StampedPage {
  const { slug, title, file, keys } = subject;
  const id = `${ID}/${slug}`;
  const header = site.index.file(file)?.header ?? '';
  const find = placeFinder(file, site.index, id);
  return {
    id,
    title: slug.startsWith('of-') ? title : `Configuration: ${title}`,
    description: header.split(/(?<=[.])\s/)[0]?.replaceAll(/\s+/g, ' ') ?? title,
    body: html`<div class="reference-page">
${whereHtml(id, ID, 'Configuration', title)}
<div class="source-prose">${proseHtml(header, find)}</div>
<ul class="name-list" data-pagefind-ignore>${joined(keys.map(({ name }) => html`<li><a href="#${name}">${name}</a></li>`))}</ul>
${joined(
  keys.map((key) => keyHtml(key, id, site)),
  '\n',
)}
</div>`,
  };
}

function keyHtml(one: ReferenceKey, page: string, site: Site): Html {
  const { name, key } = one;
  const links = (names: readonly string[]) => keyLinks(names, one, page, site.subjects);
  const facts = factsHtml([
    ['Type', key.type],
    ['Default', defaultHtml(name, key.defaultText)],
    ['Valid', key.allowed],
    ['May change', one.changes],
    ['Where not set', links(one.fallsBackTo)],
    ['Between', links(one.bounds)],
    ['Overridden by', links(one.overriddenBy)],
    ['Read by', fileLinks(page, readersOf(name, site.readers))],
  ]);
  const inert = key.inert
    ? html`<p class="note">Accepted, and without effect in this broker.</p>`
    : undefined;
  const internal = key.internal
    ? html`<p class="note">For tests and tuning: DescribeConfigs leaves it out.</p>`
    : undefined;
  return html`<section class="entry"><h2 id="${name}"><a href="#${name}">${name}</a></h2><p>${key.sentence}</p>${inert}${internal}${facts}</section>`;
}

function defaultHtml(name: string, text: string | null): Content {
  if (text === null) return 'none';
  if (text === '') return 'empty';
  const words = inWords(name, text);
  return html`<code>${text}</code>${words === undefined ? '' : ` (${words})`}`;
}

/** Who asks for a key, beside the tables that declare it. */
function readersOf(name: string, readers: Site['readers']): readonly string[] {
  return (readers.get(name) ?? []).filter(
    (file) => !file.startsWith('config/keys/') && !file.endsWith('-keys.ts'),
  );
}

/** Links to other keys. One that is called like this one, as many of a topic are, says whose it is. */
function keyLinks(
  names: readonly string[],
  from: ReferenceKey,
  page: string,
  subjects: readonly Subject[],
): Html | undefined {
  if (names.length === 0) return undefined;
  const links = names.map((name) => {
    const subject = subjects.find(
      ({ keys }) => !keys.includes(from) && keys.some((one) => one.name === name),
    );
    const href = relativeLink(page, { page: `${ID}/${subject?.slug}`, anchor: name });
    const whose = subject?.slug === 'of-a-topic' ? ' of a topic' : ' of the broker';
    return html`<a href="${href}">${name}</a>${name === from.name ? whose : ''}`;
  });
  return joined(links, ', ');
}
