/**
 * Code that a lesson quotes, as HTML: in the colours of the annotated source, each name a link to where it
 * is declared.
 *
 * Invariant: without its tags it is the quote's text, character for character.
 */
import type { Quote } from '../../../course/lesson/quote.ts';
import { quotedHtml } from './code-html.ts';
import type { SourceIndex } from './source-index.ts';

/** For the page of that id; throws a sentence where solution/ has no such file. */
export function quoteHtml({ file, line, text }: Quote, index: SourceIndex, page: string): string {
  const facts = index.file(file);
  if (facts === undefined) throw new Error(`the annotated source has no ${file}`);
  const lines = facts.text.split('\n');
  const own = lines.slice(line - 1, line - 1 + text.split('\n').length);
  const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const to = from + own.join('\n').length;
  const margin = Math.max(
    ...own.map((one, nth) => one.length - (text.split('\n')[nth]?.length ?? 0)),
  );
  const outdented = new RegExp(`^(<[^>]*>)?\\s{0,${margin}}`);
  return quotedHtml(facts, index, page, [from, to])
    .split('\n')
    .map((one) => one.replace(outdented, '$1'))
    .join('\n');
}
