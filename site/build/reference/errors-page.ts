/**
 * The page of error codes, from the declared table.
 */
import { errorTable } from '#protocol/error-table.ts';
import { html, joined } from '../html.ts';
import { mentions } from '../source/mentions.ts';
import type { SourceIndex } from '../source/source-index.ts';
import { fileLinks } from './parts.ts';

const ID = 'reference/errors';

export function errorsPage(index: SourceIndex): string {
  const users = mentions(index, /\bErrorCode\.([A-Z_0-9]+)/g);
  const rows = Object.entries(errorTable).map(([name, { code, message, retriable }]) => {
    const text = code === 0 ? 'There was no error.' : message;
    const files = fileLinks(ID, users.get(name) ?? [], 3);
    const used = files === undefined ? '' : html`<p class="soft">In ${files}</p>`;
    return html`<tr id="${name}"><td>${code}</td><th scope="row" data-pagefind-weight="6"><a href="#${name}">${name}</a></th><td>${retriable ? 'retry' : ''}</td><td>${text}${code === 0 ? '' : used}</td></tr>`;
  });
  return `---
title: Error codes
description: Every error code of Kafka 4.3, with its number, its text and whether trying again can help.
tableOfContents: false
---

A failure in Kafka's protocol is a number in a response, often one for each partition. Names, numbers and texts are Kafka's to the letter:
scripts search the output of tools for them. A client sends a request again by itself where the error says *retry*, after it has
asked for new metadata where the error is about leadership; any other error reaches its user. Below a text are files of Gregor that
answer with that code, or look for it.

${
  html`<div class="table-scroll"><table class="fields errors"><thead><tr><th>Code</th><th>Name</th><th>Retry</th><th>Text</th></tr></thead><tbody>
${joined(rows, '\n')}
</tbody></table></div>`.text
}
`;
}
