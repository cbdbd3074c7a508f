/**
 * How a lesson becomes pages: every heading on one of them, every link between them.
 */
import { describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { readLesson } from '../../course/lesson/lesson.ts';
import { coursePages, linkWriter } from '../../site/build/course-pages.ts';
import { lessonPages, pageBody, placesOf, relativeLink } from '../../site/build/lesson-pages.ts';
import { pageDescription, pageTitle } from '../../site/build/page-head.ts';

const TEXT = `---
title: Storage
---

import { Task } from '#lesson';

## What you will have

A log.

## CRC32C

See [the log](#what-you-will-have) and [the index](#offset-index).

<Task id="1.1" />

## Offset index

Back to [the checksum](#crc32c).
`;

const [, storage] = await loadChapters();
const chapter = storage!;
const lesson = readLesson('lesson.mdx', TEXT);
const pages = lessonPages(chapter, lesson, TEXT);

describe('a lesson', () => {
  test('is an overview and a page for each section from the first task on', () => {
    expect(pages.map(({ id, title, task }) => [id, title, task?.id])).toEqual([
      ['chapters/01-storage', 'Storage', undefined],
      ['chapters/01-storage/crc32c', 'CRC32C', '1.1'],
      ['chapters/01-storage/offset-index', 'Offset index', '1.4'],
    ]);
  });

  test('has its text on its pages, each heading of a section as the page’s title', () => {
    const bodies = pages.map((page) => pageBody(page, TEXT, (url) => url).trim());
    expect(bodies).toEqual([
      '## What you will have\n\nA log.',
      'See [the log](#what-you-will-have) and [the index](#offset-index).\n\n<Task id="1.1" />',
      'Back to [the checksum](#crc32c).',
    ]);
  });

  test('has its links led between pages, relative to where they stand', () => {
    const places = placesOf(pages, lesson, TEXT);
    const body = pageBody(pages[1]!, TEXT, (url, { id }) =>
      relativeLink(id, places.get(url.slice(1))!),
    );
    expect(body).toContain('[the log](../#what-you-will-have)');
    expect(body).toContain('[the index](../offset-index/)');
  });
});

test('every heading of every lesson is on exactly one page, and every link leads to one', async () => {
  const course = await coursePages();
  const linkTo = linkWriter(course);
  for (const one of course) {
    const slugs = one.lesson.headings.map(({ slug }) => slug);
    expect([...one.places.keys()]).toEqual(slugs);
    for (const page of one.pages) expect(() => pageBody(page, one.text, linkTo)).not.toThrow();
  }
});

test('no two pages of lessons have one title or one description', async () => {
  const course = await coursePages();
  const heads = course.flatMap((one) =>
    one.pages.map((page) => [pageTitle(page, one, course), pageDescription(page, one)]),
  );
  for (const column of [0, 1]) {
    expect(new Set(heads.map((head) => head[column])).size).toBe(heads.length);
  }
});
