/**
 * The glossary as data: what a card over a word in a lesson shows (src/glossary/term-cards.ts).
 *
 *     { "segment": ["segment", "<p>…</p> as HTML", "/chapters/01-storage/segment/", "Storage › Segment"], … }
 */
import { glossary } from '../../../chapters/glossary.ts';
import { inlineHtml } from '../../build/inline-text.ts';
import { placeOfTerms } from '../../build/term-place.ts';
import { href } from '../href.ts';

export async function GET(): Promise<Response> {
  const taughtAt = await placeOfTerms();
  const entries = glossary.map((term) => {
    const { page, anchor, says } = taughtAt(term);
    return [term.id, [term.word, inlineHtml(term.says), href(page, anchor), says]];
  });
  return Response.json(Object.fromEntries(entries));
}
