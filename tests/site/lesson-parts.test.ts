/**
 * What the components of a lesson are made of: names that must mean something, layouts cut in rows,
 * diagrams put into a page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import type { ByteLayout } from '../../course/lesson/byte-layout.ts';
import { diagramsOf } from '../../course/lesson/load-lessons.ts';
import { root } from '../../course/view.ts';
import { byteRows } from '../../site/build/byte-rows.ts';
import { hoursOf } from '../../site/build/hours.ts';
import { inlineDiagram } from '../../site/build/inline-diagram.ts';
import { inlineHtml } from '../../site/build/inline-text.ts';
import { aroundOf, checkedProps } from '../../site/build/lesson-around.ts';
import { optionKey } from '../../site/build/quiz-key.ts';

const around = await aroundOf('01-storage');

describe('a name in a lesson that means nothing fails the build with a sentence', () => {
  test.each([
    ['Task', { id: '1.99' }, 'chapters/01-storage/chapter.ts has no task 1.99'],
    [
      'Source',
      { symbol: 'storage/crc32c.ts#nothing' },
      'solution/storage/crc32c.ts declares no nothing',
    ],
    ['Source', { symbol: 'storage/nothing.ts#a' }, 'there is no solution/storage/nothing.ts'],
    [
      'Region',
      { file: 'storage/crc32c.ts', name: 'a' },
      "solution/storage/crc32c.ts has no '// region a'",
    ],
    ['Quiz', { id: 'a' }, 'chapters/01-storage/quiz.ts has no question a'],
    ['Bytes', { layout: 'a' }, 'chapters/01-storage/layouts.ts declares no layout a'],
    ['Task', { id: 'one' }, 'an id is like 1.4'],
  ] as const)('<%s> of %o', (name, props, says) => {
    const asked = () => checkedProps(name, props, around);
    expect(asked).toThrow(`chapters/01-storage/lesson.mdx: <${name}>: ${says}`);
  });

  test('and so does a page of a chapter that is not there', async () => {
    await expect(aroundOf('99-nothing')).rejects.toThrow("belongs to no chapter: '99-nothing'");
  });
});

describe('a byte layout in rows of eight', () => {
  const layout = (...fields: [string, number | string][]): ByteLayout => ({
    title: 'A layout',
    fields: fields.map(([name, bytes]) => ({ name, bytes, note: 'what it is' })),
  });
  const drawn = (of: ByteLayout) =>
    byteRows(of).map(({ at, boxes }) => [
      at,
      boxes.map(({ field, width, opens, closes, named }) =>
        [opens ? '[' : '…', named ? field.name : '', width, closes ? ']' : '…'].join(''),
      ),
    ]);

  test('has a field that does not fit go on in the next row, named where it is widest', () => {
    expect(drawn(layout(['magic', 1], ['crc', 4], ['delta', 4], ['time', 8]))).toEqual([
      [0, ['[magic1]', '[crc4]', '[delta3…']],
      [8, ['…1]', '[time7…']],
      [16, ['…1]']],
    ]);
  });

  test('keeps a field of unknown width in one row, with no positions behind it', () => {
    expect(drawn(layout(['a', 7], ['length', '1-5'], ['key', 'length'], ['b', 8]))).toEqual([
      [0, ['[a7]']],
      [7, ['[length2]', '[key4]', '[2…']],
      [undefined, ['…b6]']],
    ]);
  });

  test('never has more than eight bytes in a row, and all bytes of a fixed field, in every chapter', async () => {
    for (const { folder } of await loadChapters()) {
      for (const one of Object.values((await aroundOf(folder)).layouts)) {
        const rows = byteRows(one);
        const widths = rows.map(({ boxes }) => boxes.reduce((sum, { width }) => sum + width, 0));
        expect(Math.max(...widths)).toBeLessThanOrEqual(8);
        for (const field of one.fields.filter(({ bytes }) => typeof bytes === 'number')) {
          const boxes = rows.flatMap((row) => row.boxes.filter((box) => box.field === field));
          expect(boxes.reduce((sum, { width }) => sum + width, 0)).toBe(field.bytes);
          expect(boxes.filter(({ named }) => named)).toHaveLength(1);
        }
      }
    }
  });
});

describe('a diagram in a page', () => {
  const drawn = async () => {
    const chapters = await loadChapters();
    return chapters.flatMap(({ folder }) =>
      diagramsOf(folder).map((name) => {
        const text = readFileSync(join(root, 'chapters', folder, 'diagrams', name), 'utf8');
        return {
          name,
          text,
          ...inlineDiagram(text, `diagram-${name}`, 'what it tells to who can’t see'),
        };
      }),
    );
  };

  test('has only ids of its own, and refers to those that it has', async () => {
    for (const { name, svg } of await drawn()) {
      const ids = [...svg.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id!);
      const used = [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id!);
      expect(ids.filter((id) => !id.startsWith(`diagram-${name}-`))).toEqual([]);
      expect(used.filter((id) => !ids.includes(id))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('is named and described, in the colours of the page, with all its words', async () => {
    for (const { text, svg } of await drawn()) {
      expect(svg).toMatch(
        /^<svg viewBox="[^"]+" role="img" aria-label="[^"]{5,}" aria-describedby="[^"]+">/,
      );
      expect(svg).toMatch(/<desc id="[^"]+">[^<]{30,}<\/desc>/);
      expect(svg).not.toMatch(/#[0-9a-f]{6}"/);
      const words = (from: string) =>
        [...from.matchAll(/<text[^>]*>([^<]*)/g)].map(([, word]) => word);
      expect(words(svg)).toEqual(words(text));
    }
  });
});

test('a sentence of a manifest has its code marked, and nothing in it is HTML', () => {
  expect(inlineHtml('`a < b` holds & <b>')).toBe('<code>a &lt; b</code> holds &amp; &lt;b&gt;');
});

test('an option’s key is of its words', () => {
  expect(optionKey('Appending')).toMatch(/^[0-9a-z]+$/);
  expect(optionKey('Appending')).not.toBe(optionKey('Appending.'));
});

test('minutes are said as one says them', () => {
  expect([45, 90, 775].map(hoursOf)).toEqual(['45 minutes', 'about 1.5 hours', 'about 13 hours']);
});
