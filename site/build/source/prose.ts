/**
 * The comment at the top of a file as prose: paragraphs, and its pictures as they were drawn.
 *
 *     ` * A segment's sparse map…`      a paragraph
 *     ` *   | offset | position |`      indented: a picture, every space kept
 *     ` * Invariant: offsets …`         a paragraph with a heading of one word
 *
 * What stands in backticks, and what looks like a file, is linked where it means something.
 */
import { escapeHtml, Html } from '../html.ts';
import type { FindPlace } from './find-place.ts';

export function proseHtml(comment: string, find: FindPlace): Html {
  return new Html(
    blocksOf(comment)
      .map((block) => blockHtml(block, find))
      .join('\n'),
  );
}

/** Paragraphs and pictures; a picture may hold empty lines. */
function blocksOf(comment: string): string[] {
  const blocks: string[] = [];
  for (const block of comment.split(/\n\s*\n/)) {
    if (block.trim() === '') continue;
    const last = blocks.at(-1);
    if (last !== undefined && isPicture(last) && isPicture(block)) blocks.pop();
    const joins = last !== undefined && isPicture(last) && isPicture(block);
    blocks.push(joins ? `${last}\n\n${block}` : block);
  }
  return blocks;
}

function isPicture(block: string): boolean {
  return block.startsWith('  ');
}

function blockHtml(block: string, find: FindPlace): string {
  if (isPicture(block)) return `<pre tabindex="0">${escapeHtml(withoutMargin(block))}</pre>`;
  const [, heading, rest = block] = /^([A-Z][a-z]+): ([\s\S]*)$/.exec(block) ?? [];
  const start = heading === undefined ? '' : `<strong>${heading}:</strong> `;
  return `<p>${start}${sentencesHtml(rest, find)}</p>`;
}

const CODE_OR_FILE = /`([^`]+)`|((?:[\w-]+\/)*[\w-]+\.ts\b)|(https?:\/\/[^\s)]+[^\s).,;:])/g;

/** A comment's sentences, their code as code, with links. */
export function sentencesHtml(text: string, find: FindPlace): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(CODE_OR_FILE)) {
    html += escapeHtml(text.slice(at, match.index));
    html += piece(match, find);
    at = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(at));
}

function piece([all, code, file, url]: RegExpExecArray, find: FindPlace): string {
  if (url !== undefined) return `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`;
  const shown = `<code>${escapeHtml(code ?? file ?? '')}</code>`;
  const href = find(code ?? file ?? '');
  if (href !== undefined) return `<a href="${href}">${shown}</a>`;
  return code === undefined ? escapeHtml(all) : shown;
}

function withoutMargin(block: string): string {
  const lines = block.split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((l) => l.search(/\S/)));
  return lines.map((line) => line.slice(margin)).join('\n');
}
