/**
 * The pages of the protocol: a list of all APIs and records, a page for each.
 */
import { formatVersions, isEmpty, type VersionRange } from '#protocol/version-range.ts';
import { firstSentence } from '../../../course/house/file-map.ts';
import { type Content, Html, html, joined } from '../html.ts';
import { placeFinder } from '../source/find-place.ts';
import { proseHtml, sentencesHtml } from '../source/prose.ts';
import type { SourceIndex } from '../source/source-index.ts';
import type { StampedPage } from '../stamp.ts';
import { fieldTable } from './field-table.ts';
import { factsHtml, fileLink, whereHtml } from './parts.ts';
import {
  type RecordGroup,
  type ReferenceApi,
  type ReferenceRecord,
  recordGroups,
  referenceApis,
} from './protocol.ts';

const ID = 'reference/protocol';

/** The list of all messages, in Markdown. */
export function protocolIndex(index: SourceIndex): string {
  const apis = referenceApis(index);
  const groups = recordGroups(index);
  const records = groups.reduce((sum, group) => sum + group.records.length, 0);
  return `---
title: Protocol
description: Every message of Kafka's protocol that Gregor declares, field by field and version by version.
---

Kafka's protocol as Gregor speaks it: ${apis.length} APIs, and ${records} records and structs that lie in logs and files. Each is
declared once, for all its versions, in Kafka's own notation; these pages are made from the same declarations as the encoders and decoders.

## APIs

${apisTable(apis, index).text}

${groups.map((group) => `## ${group.title}\n\n${group.about}\n\n${recordsTable(group, index).text}`).join('\n\n')}
`;
}

function apisTable(apis: readonly ReferenceApi[], index: SourceIndex): Html {
  const rows = apis.map(
    ({ apiKey, name, slug, request, handler, file }) =>
      html`<tr><td>${apiKey}</td><th scope="row"><a href="${slug}/">${name}</a></th><td>${handler ? rangeText(handler.served) : html`<span class="soft">not served</span>`}</td><td>${sinceText(request.flexible)}</td><td>${aboutHtml(file, index)}</td></tr>`,
  );
  return html`<div class="table-scroll"><table class="fields messages"><thead><tr><th>Key</th><th>API</th><th>Versions</th><th>Flexible</th><th>What it is for</th></tr></thead><tbody>
${joined(rows, '\n')}
</tbody></table></div>`;
}

function recordsTable({ records }: RecordGroup, index: SourceIndex): Html {
  const rows = records.map(
    ({ name, slug, number, message, file }) =>
      html`<tr><td>${number}</td><th scope="row"><a href="records/${slug}/">${name}</a></th><td>${rangeText(message.versions)}</td><td>${aboutHtml(file, index)}</td></tr>`,
  );
  return html`<div class="table-scroll"><table class="fields messages"><thead><tr><th>Type</th><th>Name</th><th>Versions</th><th>What it is for</th></tr></thead><tbody>
${joined(rows, '\n')}
</tbody></table></div>`;
}

/** A file's first sentence behind the message's name, which the row has already. */
function aboutHtml(file: string, index: SourceIndex): Html {
  const sentence = aboutOf(file, index);
  return new Html(sentencesHtml(sentence, placeFinder(file, index, ID)));
}

function aboutOf(file: string, index: SourceIndex): string {
  const sentence = firstSentence(index.file(file)?.text ?? '');
  const said = sentence.replace(/^[\w ]+(?: \(key \d+\))?: /, '');
  return `${said[0]?.toUpperCase() ?? ''}${said.slice(1)}`;
}

export function protocolPages(index: SourceIndex): StampedPage[] {
  const apis = referenceApis(index).map((api) => apiPage(api, index));
  const records = recordGroups(index).flatMap((group) =>
    group.records.map((record) => recordPage(record, group, index)),
  );
  return [...apis, ...records];
}

function apiPage(api: ReferenceApi, index: SourceIndex): StampedPage {
  const { name, slug, apiKey, request, response, handler, handlerFile, file } = api;
  const id = `${ID}/${slug}`;
  const facts = factsHtml([
    ['API key', apiKey],
    [
      'Versions',
      handler ? rangeText(handler.served) : `${rangeText(request.versions)}, declared only`,
    ],
    ['Told by ApiVersions', toldText(api)],
    ['Flexible (KIP-482)', sinceText(request.flexible)],
    ['Headers', headersText(api)],
    ['Answered by', handlerFile ? fileLink(id, handlerFile) : notServed],
    ['Declared in', fileLink(id, file)],
  ]);
  return {
    id,
    title: `${name} (API key ${apiKey})`,
    description: plain(aboutOf(file, index)),
    body: html`<div class="reference-page">
${whereHtml(id, ID, 'Protocol', name)}
${facts}
${proseOf(file, index, id)}
<h2 id="request">Request</h2>
${fieldTable(request, 'request')}
<h2 id="response">Response</h2>
${fieldTable(response, 'response')}
</div>`,
  };
}

const notServed = 'nothing: this broker does not serve it';

function recordPage(record: ReferenceRecord, group: RecordGroup, index: SourceIndex): StampedPage {
  const { name, slug, message, number, file } = record;
  const id = `${ID}/records/${slug}`;
  const facts = factsHtml([
    ['Kind', group.title],
    ['Type', number],
    ['Versions', rangeText(message.versions)],
    ['Flexible (KIP-482)', sinceText(message.flexible)],
    ['Declared in', fileLink(id, file)],
  ]);
  return {
    id,
    title: name,
    description: plain(aboutOf(file, index)),
    body: html`<div class="reference-page">
${whereHtml(id, ID, 'Protocol', name)}
${facts}
${proseOf(file, index, id)}
<h2 id="fields">Fields</h2>
${fieldTable(message, 'fields')}
</div>`,
  };
}

function proseOf(file: string, index: SourceIndex, page: string): Html {
  const find = placeFinder(file, index, page);
  return html`<div class="source-prose">${proseHtml(index.file(file)?.header ?? '', find)}</div>`;
}

/** Where a client is told of other versions than are served (KIP-896). */
function toldText({ handler }: ReferenceApi): Content {
  if (handler === undefined) return undefined;
  const { served, advertised } = handler;
  return served.min === advertised.min && served.max === advertised.max
    ? undefined
    : rangeText(advertised);
}

function headersText({ request, response }: ReferenceApi): string {
  const { min, max } = request.versions;
  const ofRequest = [request.headerVersion(min), request.headerVersion(max)];
  const ofResponse = [response.headerVersion(min), response.headerVersion(max)];
  return `request ${[...new Set(ofRequest)].join(', then ')}; response ${[...new Set(ofResponse)].join(', then ')}`;
}

function rangeText({ min, max }: VersionRange): string {
  return min === max ? `${min}` : `${min}–${max}`;
}

function sinceText(range: VersionRange): string {
  return isEmpty(range) ? 'no' : formatVersions(range);
}

function plain(sentence: string): string {
  return sentence.replaceAll('`', '');
}
