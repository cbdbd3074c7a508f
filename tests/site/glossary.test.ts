/**
 * Words of the glossary: what is declared, where it is taught, and where a page's prose is marked.
 */
import { describe, expect, test } from 'vitest';
import { glossary } from '../../chapters/glossary.ts';
import { announcedChapters } from '../../course/announced-chapters.ts';
import { loadChapters } from '../../course/chapters.ts';
import { defineGlossary } from '../../course/lesson/glossary.ts';
import { glossaryFaults } from '../../course/lesson/glossary-faults.ts';
import { readLesson } from '../../course/lesson/lesson.ts';
import { coursePages } from '../../site/build/course-pages.ts';
import { termsIn } from '../../site/build/find-terms.ts';
import { pageBody } from '../../site/build/lesson-pages.ts';
import { placeOfTerms } from '../../site/build/term-place.ts';

const says = 'What it is, in a sentence that says enough.';
const words = defineGlossary([
  { id: 'log', word: 'log', says, taught: '01-storage#partition-log' },
  { id: 'segment', word: 'segment', says, taught: '01-storage#segment' },
  { id: 'high-watermark', word: 'high watermark', says, taught: '02-offsets#where-a-log-ends' },
  {
    id: 'group',
    word: 'consumer group',
    also: ['group'],
    says,
    taught: '02-offsets#join-and-sync',
  },
  { id: 'isr', word: 'ISR', says, taught: '04-isr' },
  { id: 'done', word: 'committed (offset)', also: ['committed offset'], says, taught: '04-isr' },
]);

/** What is marked in a text, each as it stands there with its entry. */
function marked(text: string, page = { id: 'chapters/01-storage/crc32c', folder: '01-storage' }) {
  const lesson = readLesson('lesson.mdx', text);
  return termsIn(lesson, text, page, words).map(
    ({ from, to, term }) => `${text.slice(from, to)} = ${term.id}`,
  );
}

describe('in prose', () => {
  test('the first use of a word is marked, in every section anew', () => {
    const text = 'A log, and the log.\n\n## One\n\nLogs of a log.\n\n## Two\n\n- a *log*\n';
    expect(marked(text)).toEqual(['log = log', 'Logs = log', 'log = log']);
  });

  test('a word is found in its plural, over two lines, and under its other names, the longest first', () => {
    const text = 'Segments, the high\nwatermark, a consumer group; and another group.';
    expect(marked(text)).toEqual([
      'Segments = segment',
      'high\nwatermark = high-watermark',
      'consumer group = group',
    ]);
  });

  test('a word of two meanings is found by its other names alone, an abbreviation as it is spelt', () => {
    expect(marked('What is committed: a committed offset. An isr, the ISR.')).toEqual([
      'committed offset = done',
      'ISR = isr',
    ]);
  });

  test('nothing is marked in code, headings, links, tables, props, or within other words', () => {
    const text = [
      '# A log',
      'See `log`, [the log](#a), backlog, log-structured, a.log and log.txt.',
      '```text\nlog\n```',
      '| log |\n|---|\n| log |',
      '<Diagram src="log.svg" alt="a log" />',
    ].join('\n\n');
    expect(marked(text)).toEqual([]);
  });

  test('the section that teaches a word leaves it alone, the others do not', () => {
    const text = 'The segment.\n\n## Segment\n\nA segment.\n\n## Recovery\n\nA segment.\n';
    const page = { id: 'chapters/01-storage/segment', folder: '01-storage' };
    expect(marked(text, page)).toEqual(['segment = segment']);
    expect(marked('The segment.', page)).toEqual([]);
  });
});

test('what is marked on the course’s pages leads to an entry, and the text is otherwise the same', async () => {
  const ids = new Set(glossary.map(({ id }) => id));
  for (const { pages, text } of await coursePages()) {
    for (const page of pages) {
      const plain = pageBody(page, text, (url) => url);
      const linked = pageBody(page, text, (url) => url, glossary);
      const links = [...linked.matchAll(/\]\((?:\.\.\/)+glossary\/#([a-z0-9-]+)\)/g)];
      expect(links.filter(([, id]) => !ids.has(id!))).toEqual([]);
      expect(linked.replace(/\[([^[\]]+)\]\((?:\.\.\/)+glossary\/#[a-z0-9-]+\)/g, '$1')).toBe(
        plain,
      );
    }
  }
});

describe('the glossary', () => {
  test('says of every word where it is taught, in a lesson or a chapter to come', async () => {
    const placeOf = await placeOfTerms();
    for (const term of glossary) expect(placeOf(term).page).toMatch(/^chapters\/\d\d-/);
    expect(glossary.filter(({ id }) => id.startsWith('committed-'))).toHaveLength(2);
  });

  test('is refused with a sentence where a word is taught nowhere', () => {
    const anchors = new Map([['01-storage', new Set(['segment'])]]);
    const faults = (taught: string) =>
      glossaryFaults([{ id: 'a', word: 'a', also: [], says, taught }], anchors, ['04-isr']);
    expect(faults('01-storage#segment')).toEqual([]);
    expect(faults('04-isr')).toEqual([]);
    const fault = 'chapters/glossary.ts: a: ';
    expect(faults('01-storage#a')).toEqual([`${fault}the lesson of 01-storage has no section 'a'`]);
    expect(faults('01-storage')).toEqual([`${fault}say which section of 01-storage teaches it`]);
    expect(faults('04-isr#a')).toEqual([`${fault}04-isr has no lesson yet: say '04-isr' alone`]);
    expect(faults('99-a')).toEqual([`${fault}there is no chapter 99-a`]);
  });

  test('is refused where two entries have one name, or one id', () => {
    const entry = { id: 'log', word: 'log', says, taught: '04-isr' };
    expect(() => defineGlossary([entry, { ...entry, id: 'b', word: 'Log' }])).toThrow(
      "b: 'Log' means log already",
    );
    expect(() => defineGlossary([entry, { ...entry, word: 'b' }])).toThrow(
      'log: there are two of that id',
    );
  });
});

test('an announced chapter has the title that its manifest has', async () => {
  const titles = new Map(announcedChapters.map(({ folder, title }) => [folder, title]));
  for (const { folder, title } of await loadChapters()) expect(titles.get(folder)).toBe(title);
});
