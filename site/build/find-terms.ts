/**
 * Where words of the glossary stand in a page's prose: the first of each in every section.
 *
 *     A partition's log is cut into segments.   ──►   [partition](../../glossary/#partition)'s log …
 *
 * Prose is what is in paragraphs: no code, no heading, no table, nothing that is a link already. A section
 * that teaches a word explains it better than a card does, so there it is left alone.
 */
import type { Nodes, RootContent } from 'mdast';
import { namesOf, type Term } from '../../course/lesson/glossary.ts';
import { childrenOf, type Lesson, lineOf } from '../../course/lesson/lesson.ts';
import type { LessonPage } from './lesson-pages.ts';

export interface FoundTerm {
  readonly term: Term;
  /** Its place in the text, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
}

const CLOSED = new Set(['heading', 'link', 'inlineCode', 'code', 'table', 'yaml', 'mdxjsEsm']);

/** The words to be marked on a page whose text is `body`, in the order of the text. */
export function termsIn(
  { tree, headings }: Lesson,
  body: string,
  page: Pick<LessonPage, 'id' | 'folder'>,
  glossary: readonly Term[],
): FoundTerm[] {
  const words = wordsOf(glossary);
  if (words === undefined) return [];
  const found: FoundTerm[] = [];
  const own = page.id.slice(page.id.lastIndexOf('/') + 1);
  let passed = new Set<string>();
  for (const [index, node] of tree.children.entries()) {
    const heading = headings.find(({ line }) => line === lineOf(node));
    if (index === 0 || node.type === 'heading') {
      const section = node.type === 'heading' && heading ? heading.slug : own;
      const taughtHere = ({ taught }: Term) => taught === `${page.folder}#${section}`;
      passed = new Set(glossary.filter(taughtHere).map(({ id }) => id));
    }
    for (const one of textsIn(node)) found.push(...words.firstIn(one, body, passed));
  }
  return found;
}

/** The texts below a node that are prose, in order. */
function textsIn(node: RootContent): Nodes[] {
  if (CLOSED.has(node.type)) return [];
  if (node.type === 'text') return [node];
  return childrenOf(node).flatMap(textsIn);
}

/** All names as one expression, the longest first: "consumer group" before "group". */
function wordsOf(glossary: readonly Term[]) {
  const terms = new Map<string, Term>();
  for (const term of glossary) for (const name of namesOf(term)) terms.set(keyOf(name), term);
  if (terms.size === 0) return undefined;
  const names = glossary.flatMap(namesOf).sort((one, other) => other.length - one.length);
  const all = names.map(patternOf).join('|');
  const expression = new RegExp(`(?<![\\w./’'-])(?:(${all})(?:e?s)?)(?![\\w-])(?!\\.\\w)`, 'g');
  return {
    /** Finds those that have not been passed yet, and passes them. */
    firstIn(node: Nodes, body: string, passed: Set<string>): FoundTerm[] {
      const start = node.position?.start.offset ?? 0;
      const text = body.slice(start, node.position?.end.offset ?? start);
      return [...text.matchAll(expression)].flatMap((match) => {
        const term = terms.get(keyOf(match[1] ?? ''));
        if (term === undefined || passed.has(term.id)) return [];
        passed.add(term.id);
        const from = start + match.index;
        return [{ term, from, to: from + match[0].length }];
      });
    },
  };
}

/** A name as prose may have it: over two lines, and with a capital where a sentence begins. */
function patternOf(name: string): string {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  const first = plain[0] ?? '';
  return /^[a-z][a-z]/.test(plain) ? `[${first}${first.toUpperCase()}]${plain.slice(1)}` : plain;
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ');
}
