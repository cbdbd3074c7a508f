/**
 * A file's code as HTML: coloured, each line with its number and an anchor, each name a link to what
 * it means.
 *
 *     <span id="L12"><a href="#L12" …>12</a>  lookup(offset: number): number {
 *     </span>
 *
 * Colours come by class, from the style sheet: a token costs a few bytes, and follows light and dark.
 *
 * Invariant: without its tags and line numbers it is the text, character for character.
 */
import { escapeHtml } from '../html.ts';
import { relativeLink } from '../lesson-pages.ts';
import type { Declaration, SourceFacts } from './source-facts.ts';
import type { Lesson, SourceIndex } from './source-index.ts';
import type { Token, TokenKind } from './tokens.ts';

const CLASSES: Readonly<Record<TokenKind, string>> = {
  comment: 'c',
  keyword: 'k',
  string: 's',
  number: 'n',
  type: 't',
  function: 'f',
  plain: '',
};

/** The code behind the header, or from `from` on. */
export function codeHtml(
  facts: SourceFacts,
  index: SourceIndex,
  page: string,
  from = facts.codeFrom,
): string {
  const declared = new Map(facts.declarations.map((one) => [one.at, one]));
  const linked = new Linker(facts, index, page, declared);
  const html = coloured(facts, linked, from, facts.text.length);
  return numbered(html, facts.text.slice(0, from).split('\n').length);
}

/** A stretch of the code for a lesson's page: coloured and linked, with no anchors of its own. */
export function quotedHtml(
  facts: SourceFacts,
  index: SourceIndex,
  page: string,
  [from, to]: readonly [from: number, to: number],
): string {
  return coloured(facts, new Linker(facts, index, page, new Map()), from, to);
}

function coloured({ tokens, text }: SourceFacts, linked: Linker, from: number, to: number): string {
  let html = '';
  let at = from;
  for (const token of tokens) {
    if (token.from < from || token.to > to) continue;
    html += escapeHtml(text.slice(at, token.from)) + linked.token(token);
    at = token.to;
  }
  return html + escapeHtml(text.slice(at, to));
}

class Linker {
  readonly #facts: SourceFacts;
  readonly #index: SourceIndex;
  readonly #page: string;
  readonly #declared: ReadonlyMap<number, Declaration>;
  readonly #lessons: ReadonlyMap<string, Lesson>;

  /** @param declared the declarations that get an anchor, by where their names stand. */
  constructor(
    facts: SourceFacts,
    index: SourceIndex,
    page: string,
    declared: ReadonlyMap<number, Declaration>,
  ) {
    this.#facts = facts;
    this.#index = index;
    this.#page = page;
    this.#declared = declared;
    this.#lessons = index.lessonsOf(facts.file);
  }

  /** A token's HTML; what has several lines is closed at the end of each and opened again. */
  token({ from, to, kind, refersTo }: Token): string {
    const text = escapeHtml(this.#facts.text.slice(from, to));
    const declared = this.#declared.get(from);
    if (declared !== undefined) return this.#declaration(declared, CLASSES[kind], text);
    const href = refersTo === undefined ? undefined : this.#address(refersTo);
    if (href !== undefined) return `<a${classOf(CLASSES[kind])} href="${href}">${text}</a>`;
    if (kind === 'plain') return text;
    const open = `<span class="${CLASSES[kind]}">`;
    return `${open}${text.replaceAll('\n', `</span>\n${open}`)}</span>`;
  }

  /** A declared name is an anchor; it leads to the lesson that teaches it, else to itself. */
  #declaration({ anchor }: Declaration, kind: string, text: string): string {
    const lesson = this.#lessons.get(anchor);
    if (lesson === undefined) {
      return `<a${classOf(`d ${kind}`)} id="${anchor}" href="#${anchor}">${text}</a>`;
    }
    const href = relativeLink(this.#page, { page: lesson.page, anchor: undefined });
    const title = escapeHtml(`Taught in ${lesson.task} ${lesson.title}`);
    const classes = classOf(`d l ${kind}`);
    return `<a${classes} id="${anchor}" href="${href}" data-t="${lesson.task}" title="${title}">${text}</a>`;
  }

  #address(name: string): string | undefined {
    const place = this.#index.meaningOf(this.#facts.file, name);
    return place && relativeLink(this.#page, place);
  }
}

function classOf(names: string): string {
  return names === '' ? '' : ` class="${names.trim()}"`;
}

function numbered(html: string, first: number): string {
  const lines = html.replace(/\n$/, '').split('\n');
  return lines
    .map((line, index) => {
      const number = first + index;
      return `<span id="L${number}"><a href="#L${number}" tabindex="-1" aria-hidden="true">${number}</a>${line}\n</span>`;
    })
    .join('');
}
