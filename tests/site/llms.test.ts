/**
 * The files for readers that are programs, and pages that are written as Markdown.
 */
import { describe, expect, test } from 'vitest';
import { coursePages, linkWriter } from '../../site/build/course-pages.ts';
import { aroundOf } from '../../site/build/lesson-around.ts';
import { lessonMarkdown } from '../../site/build/llms/lesson-markdown.ts';
import { llmsLessons, llmsList } from '../../site/build/llms/llms-files.ts';
import { annotatedSource } from '../../site/build/source/source-pages.ts';
import { architecturePage } from '../../site/build/text/architecture-page.ts';
import { codeLinks } from '../../site/build/text/code-links.ts';
import { differenceTables } from '../../site/build/text/difference-tables.ts';
import { writtenPage } from '../../site/build/text/written-page.ts';

const course = await coursePages();
const source = await annotatedSource();
const { index } = source;
const address = (page: string) => `https://x.org/gregor/${page === '' ? '' : `${page}/`}`;

describe('llms.txt', () => {
  test('lists every page of a lesson and every file of the reference', () => {
    const list = llmsList(course, source, address);
    expect(list).toContain(
      '- [Offset index](https://x.org/gregor/chapters/01-storage/offset-index/)',
    );
    expect(list).toContain('(https://x.org/gregor/llms-full.txt)');
    for (const file of source.files) expect(list).toContain(`- [${file}](`);
  });

  test('goes with all lessons as Markdown in which no component is left', async () => {
    const all = await llmsLessons(course, address);
    const prose = all.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]+`/g, '');
    expect(prose.match(/<\/?[A-Z]\w*/g)).toBeNull();
    expect(prose).not.toMatch(/\]\((?!https:)/);
    expect(prose).not.toMatch(/^import /m);
  });
});

describe('a lesson as Markdown', async () => {
  const around = await aroundOf('01-storage');
  const shown = (text: string) => lessonMarkdown('x.mdx', text, around, (url) => `to:${url}`);

  test('has in the place of a component what it shows', () => {
    const text = shown(`import { Task } from '#lesson';

## A

See [b](#b).

<Task id="1.4" />

<Source symbol="storage/slot-search.ts#lastSlotWhere" />
`);
    expect(text).toMatch(/^## A\n\nSee \[b\]\(to:#b\)\.\n\n\*\*Task 1\.4: Offset index\*\*/);
    expect(text).toContain('- `exercises/storage/offset-index.ts`: `OffsetIndex`');
    expect(text).toMatch(/```ts\n\/\*\*[\s\S]*export function lastSlotWhere[\s\S]*\n```\n$/);
  });

  test('keeps what stands between tags, nested ones too', () => {
    const text = shown(`<Predict>
1. What?

<Answer>
1. That.
</Answer>
</Predict>
`);
    expect(text).toBe('**Predict, before you code:**\n\n1. What?\n\n**Answers:**\n\n1. That.\n');
  });
});

describe('texts of the repository', () => {
  test('link the files that they name, and the symbol in a file', () => {
    expect(codeLinks('`storage/segment.ts`, `no/file.ts`', 'architecture', index)).toBe(
      '[`storage/segment.ts`](../source/storage/segment/), `no/file.ts`',
    );
    expect(codeLinks('`Segment.append` in `storage/segment.ts`', 'architecture', index)).toBe(
      '[`Segment.append`](../source/storage/segment/#Segment.append) in ' +
        '[`storage/segment.ts`](../source/storage/segment/)',
    );
    expect(codeLinks('```\n`storage/segment.ts`\n```', 'architecture', index)).not.toContain('](');
  });

  test('are pages with all their links between pages', () => {
    expect(architecturePage(index)).toContain('](../source/broker/handlers/01-fetch/)');
    expect(architecturePage(index)).not.toMatch(/\]\((?!\.\.\/|https:|#)/);
  });

  test('say what is wrong where a table or a lesson is not there', () => {
    const around = { index, linkTo: linkWriter(course), tables: differenceTables };
    const page = (body: string) => writtenPage('x', around, `---\ntitle: X\n---\n${body}`);
    expect(() => page('<!-- table: none -->')).toThrow('chapters/x.md: there is no table none');
    expect(() => page('[a](09-none/lesson.mdx)')).toThrow('no page for 09-none/lesson.mdx');
    expect(page('[a](01-storage/lesson.mdx#crc32c)')).toContain(
      '[a](../chapters/01-storage/crc32c/)',
    );
    expect(page('[a](/reference/errors/#NONE)')).toContain('[a](../reference/errors/#NONE)');
  });

  test('count what differs from Kafka out of the declarations', () => {
    const around = { index, linkTo: linkWriter(course), tables: differenceTables };
    const page = writtenPage('differences', around);
    expect(page).toMatch(/>Fetch<\/a><\/th><td>4–18<\/td><td>the same<\/td>/);
    expect(page).toMatch(/ShareFetch<\/th><td>[\d–]+<\/td><td>not served<\/td>/);
    expect(page).toMatch(/Of \d+ keys of a broker, \d+ are accepted/);
  });
});
