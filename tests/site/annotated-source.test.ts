/**
 * The annotated reference: nothing of the source is lost on its way into a page, and names lead where
 * they mean.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourcePage } from '../../site/build/course-pages.ts';
import { codeHtml } from '../../site/build/source/code-html.ts';
import { domainPages, mapPage } from '../../site/build/source/map-page.ts';
import { proseHtml } from '../../site/build/source/prose.ts';
import { readingOrder } from '../../site/build/source/reading-order.ts';
import { sourceFacts } from '../../site/build/source/source-facts.ts';
import { SourceIndex } from '../../site/build/source/source-index.ts';
import { annotatedSource, sourcePages } from '../../site/build/source/source-pages.ts';

const source = await annotatedSource();
const pages = new Map(sourcePages(source).map((page) => [page.id, page]));

function bodyOf(file: string): string {
  return pages.get(sourcePage(file))?.body.text ?? '';
}

/** The text of code as a page shows it: without line numbers and tags. */
function plain(html: string): string {
  return html
    .replaceAll(/<a href="#L\d+" tabindex="-1" aria-hidden="true">\d+<\/a>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

describe('the code of a page', () => {
  test('is the source character for character, of every file', () => {
    const changed = source.files.filter((file) => {
      const facts = source.index.file(file)!;
      return plain(codeHtml(facts, source.index, sourcePage(file), 0)) !== facts.text;
    });
    expect(changed).toEqual([]);
  });

  test('numbers its lines as the file does, behind the header as well', () => {
    const { text } = source.index.file('storage/offset-index.ts')!;
    const lookup = text.split('\n').findIndex((line) => line.includes('  lookup(')) + 1;
    expect(bodyOf('storage/offset-index.ts')).toMatch(
      new RegExp(
        `<span id="L${lookup}"><a href="#L${lookup}"[^>]*>${lookup}</a> {2}<a[^>]*>lookup`,
      ),
    );
    expect(bodyOf('storage/offset-index.ts')).not.toContain('id="L1"');
  });

  test('leads from a name to where it is declared', () => {
    const body = bodyOf('storage/offset-index.ts');
    expect(body).toContain('href="../index-file/#IndexFile">IndexFile</a>');
    expect(body).toContain('href="../../env/disk/">\'#env/disk.ts\'</a>');
    expect(body).toContain('href="#OffsetIndex.lastSlotAtOrBelow">lastSlotAtOrBelow</a>');
    expect(body).toContain('href="../index-file/#IndexFile.count">count</a>');
  });

  test('leads from what a task asks for to the section that teaches it, and says so above', () => {
    const body = bodyOf('storage/offset-index.ts');
    expect(body).toMatch(
      /id="OffsetIndex" href="..\/..\/..\/chapters\/01-storage\/offset-index\/" data-t="1.4"/,
    );
    expect(body).toContain('Taught in <a href="../../../chapters/01-storage/offset-index/">1.4');
  });

  test('has an anchor for every declaration, once', () => {
    const missing = source.files.flatMap((file) => {
      const ids = [...bodyOf(file).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      const { declarations } = source.index.file(file)!;
      expect(new Set(ids).size, file).toBe(ids.length);
      return declarations.filter(({ anchor }) => !ids.includes(anchor)).map(({ anchor }) => anchor);
    });
    expect(missing).toEqual([]);
  });

  test('does not take a parameter for an imported name', () => {
    const text = `/**\n * A.\n */\nimport { a } from '#x/a.ts';\nconst f = (a: number) => a;\nf(a);\n`;
    const own = sourceFacts('x/b.ts', text);
    const other = sourceFacts('x/a.ts', '/**\n * B.\n */\nexport const a = 1;\n');
    const html = codeHtml(own, new SourceIndex([other, own], []), 'source/x/b');
    expect(html.match(/href="\.\.\/a\/#a"/g)).toHaveLength(2);
  });
});

describe('the pages', () => {
  test('are one for each file, every one small enough', () => {
    expect(pages.size).toBe(source.files.length);
    const large = [...pages.values()].filter(({ body }) => gzipSync(body.text).length > 14_000);
    expect(large.map(({ id }) => id)).toEqual([]);
  });

  test('say who imports a file, and what to read before and after it', () => {
    const body = bodyOf('storage/offset-index.ts');
    expect(body).toContain('<a href="../segment/">storage/segment.ts</a>');
    const at = source.files.indexOf('storage/offset-index.ts');
    expect(body).toContain(` ${source.files[at - 1]}</a>`);
    expect(body).toContain(` ${source.files[at + 1]}</a>`);
  });

  test('begin with a map: all names on one page, and a sentence on each by domain', () => {
    const map = mapPage(source);
    const domains = new Map(domainPages(source).map(({ id, body }) => [id, body.text]));
    for (const file of source.files) {
      const link = `href="${sourcePage(file).replace(/^source\//, '')}/"`;
      const own = domains.get(`source/${file.split('/')[0]}`) ?? '';
      expect(map).toContain(link);
      expect(own).toContain(`href="${sourcePage(file).replace(/^source\/[^/]+\//, '')}/"`);
    }
    expect(domains.get('source/storage')).toContain(
      '<a href="segment/"><code>storage/segment.ts</code></a>',
    );
    expect(gzipSync(map).length).toBeLessThan(14_000);
  });

  test('are refused where a file has no place in the reading order', () => {
    expect(() => readingOrder(new Map([['env/new.ts', '']]), '## env\n')).toThrow(
      'solution/ARCHITECTURE.md lacks env/new.ts',
    );
  });
});

test('a header is prose with its picture kept, and what it names is linked', () => {
  const comment = 'Reads `x.ts` and other.ts.\n\n  | a |\n\n  | b | <c>\n\nInvariant: none.';
  const find = (name: string) => (name === 'x.ts' ? '../x/' : undefined);
  expect(proseHtml(comment, find).text).toBe(
    '<p>Reads <a href="../x/"><code>x.ts</code></a> and other.ts.</p>\n' +
      '<pre tabindex="0">| a |\n\n| b | &lt;c&gt;</pre>\n' +
      '<p><strong>Invariant:</strong> none.</p>',
  );
});
