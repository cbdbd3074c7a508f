/**
 * Every task of the course has all that a learner needs: a section of the lesson, and a grader for
 * every behaviour.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHAPTER_POINTS, filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { lessonFaults } from '../../course/lesson/lesson-faults.ts';
import { root } from '../../course/view.ts';

describe.each(await loadChapters())('$folder', (chapter) => {
  test('has graders that state exactly the behaviours of its manifest', () => {
    const folder = join(root, 'graders', chapter.folder);
    const graders = readdirSync(folder).filter((name) => name.endsWith('.grader.ts'));
    const stated = graders.flatMap((name) =>
      [
        ...readFileSync(join(folder, name), 'utf8').matchAll(/^\w*[bB]ehaviour\(\s*'([^']+)'/gm),
      ].map(([, id]) => id),
    );
    const promised = chapter.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
    expect(stated.sort()).toEqual(promised.sort());
  });

  test('is worth 100 points once its milestone stands, and never more', () => {
    const points = chapter.tasks.flatMap(({ behaviours }) => behaviours.map((one) => one.points));
    const sum = points.reduce((all, one) => all + one, 0);
    const isWhole = chapter.tasks.some(({ files }) => files.length === 0);
    if (isWhole) expect(sum).toBe(CHAPTER_POINTS);
    else expect(sum).toBeLessThan(CHAPTER_POINTS);
  });

  test('asks for files that the reference has', () => {
    const missing = filesOf(chapter).filter((file) => !existsSync(join(root, 'solution', file)));
    expect(missing).toEqual([]);
  });
});

test('the lessons and their diagrams refer to nothing that is missing', async () => {
  expect(await lessonFaults()).toEqual([]);
});
