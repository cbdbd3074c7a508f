/**
 * Code quoted in lessons: coloured and linked, and the reference's own text.
 */
import { expect, test } from 'vitest';
import { elementsIn } from '../../course/lesson/lesson.ts';
import { propsOf } from '../../course/lesson/props.ts';
import { quoteSymbol } from '../../course/lesson/quote.ts';
import { coursePages } from '../../site/build/course-pages.ts';
import { aroundOf } from '../../site/build/lesson-around.ts';
import { quoteHtml } from '../../site/build/source/quote-html.ts';
import { annotatedSource } from '../../site/build/source/source-pages.ts';

const { index } = await annotatedSource();

test('every quote of every lesson is its text, without its tags, and has no anchors of its own', async () => {
  for (const { chapter, lesson } of await coursePages()) {
    const { reference } = await aroundOf(chapter.folder);
    for (const element of elementsIn([lesson.tree], 'Source')) {
      const quote = quoteSymbol(String(propsOf(element).symbol), reference);
      const html = quoteHtml(quote, index, `chapters/${chapter.folder}`);
      expect(plain(html)).toBe(quote.text);
      expect(html).not.toMatch(/\sid=/);
    }
  }
});

test('a name in a quote leads to its declaration, from the page where it is quoted', async () => {
  const { reference } = await aroundOf('01-storage');
  const quote = quoteSymbol('storage/offset-index.ts#OffsetIndex.lookup', reference);
  const html = quoteHtml(quote, index, 'chapters/01-storage/offset-index');
  expect(html).toContain(
    'href="../../../source/storage/offset-index/#OffsetIndex.lastSlotAtOrBelow"',
  );
});

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
