/**
 * What people call chapters and tasks, and what they read when there is no such thing:
 * course/names.ts.
 */
import { describe, expect, test } from 'vitest';
import { announcedChapters } from '../../course/announced-chapters.ts';
import type { Chapter } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { findChapter, findChapterAround, findTask, UnknownName } from '../../course/names.ts';
import { nearest } from '../../course/nearest.ts';

function makeChapter(folder: string, title: string, ids: readonly string[]): Chapter {
  const tasks = ids.map((id, at) => ({
    id,
    title: `Task ${at}`,
    section: `section-${'abcdef'[at]}`,
  }));
  return { folder, title, tasks } as unknown as Chapter;
}

const chapters = [
  makeChapter('00-wire', 'The wire', ['0.1', '0.2', '0.3']),
  makeChapter('01-storage', 'Storage', ['1.1', '1.2', '1.3', '1.4', '1.10', '1.11']),
];

function complaintOf(find: () => unknown): string {
  try {
    find();
  } catch (error) {
    if (error instanceof UnknownName) return error.message;
    throw error;
  }
  throw new Error('it was found');
}

describe('a chapter', () => {
  test.each([
    'chapter-01',
    'Chapter-1',
    '01',
    '1',
    '01-storage',
    'storage',
    'chapters/01-storage/',
  ])('is found by %s', (name) => {
    expect(findChapter(chapters, name).folder).toBe('01-storage');
  });

  test('of a chapter may be the name of a task, where the chapter around it is meant', () => {
    expect(findChapterAround(chapters, '1.4').folder).toBe('01-storage');
    expect(findChapterAround(chapters, 'wire').folder).toBe('00-wire');
    expect(complaintOf(() => findChapterAround(chapters, '1.99'))).toContain('1.99');
  });

  test('that is only announced is said to be not written yet, with what there is', () => {
    expect(complaintOf(() => findChapter(chapters, 'chapter-05'))).toBe(
      'Chapter 05 (kraft) is not written yet. It will be about Raft elections, snapshots, the ' +
        'metadata quorum. There are chapter-00 (The wire) and chapter-01 (Storage).',
    );
    expect(complaintOf(() => findChapter(chapters, 'kraft'))).toMatch(/^Chapter 05 \(kraft\)/);
  });

  test.each([
    ['chpater-01', 'chapter-01'],
    ['01-storag', '01-storage'],
    ['wier', 'wire'],
    ['transaction', 'transactions'],
  ])('that is mistyped as %s is guessed', (typed, meant) => {
    expect(complaintOf(() => findChapter(chapters, typed))).toContain(
      `There is no chapter '${typed}'. Did you mean ${meant}?`,
    );
  });

  test('is named where a task was typed', () => {
    expect(complaintOf(() => findChapter(chapters, '1.4'))).toBe(
      '1.4 (Task 3) is a task of chapter-01.',
    );
  });
});

describe('a task', () => {
  test.each(['1.4', '01.4', '1-4', '01-04', 'task 1.4', '1-4-offset-index', 'section-d'])(
    'is found by %s',
    (name) => {
      expect(findTask(chapters.slice(1), name).task.id).toBe('1.4');
    },
  );

  test('is found with its chapter, also where the number has two digits', () => {
    expect(findTask(chapters, '1.10').chapter.folder).toBe('01-storage');
    expect(findTask(chapters, '0.1').chapter.folder).toBe('00-wire');
  });

  test('that does not exist is answered with the nearest, and with what the chapter has', () => {
    expect(complaintOf(() => findTask(chapters, '1.44'))).toBe(
      'There is no task 1.44. Did you mean 1.4? The tasks of chapter-01 are 1.1 to 1.11.',
    );
    expect(complaintOf(() => findTask(chapters, '1.12'))).toContain('Did you mean 1.11?');
  });

  test('of a chapter that is only announced is said to be not written yet', () => {
    expect(complaintOf(() => findTask(chapters, '5.2'))).toMatch(
      /^There is no task 5\.2: chapter 05 \(kraft\) is not written yet\. /,
    );
  });

  test('is asked for where a chapter was typed', () => {
    expect(complaintOf(() => findTask(chapters, 'chapter-00'))).toBe(
      'chapter-00 is a chapter. The tasks of chapter-00 are 0.1 to 0.3.',
    );
  });
});

test('a name that is like none is not guessed', () => {
  expect(nearest('zebra', ['wire', 'storage'])).toBeUndefined();
});

test('every chapter that is there has been announced under its name', async () => {
  const announced = announcedChapters.map(({ folder }) => folder);
  expect(announced).toEqual(
    expect.arrayContaining((await loadChapters()).map(({ folder }) => folder)),
  );
});
