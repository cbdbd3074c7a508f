/**
 * A mistake behind another task's mistake: found by grading once more over the reference.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chapter, filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { gradeChapter } from '../../course/grading/grade-chapter.ts';
import { Grading } from '../../course/grading/grading.ts';
import { planSecondLook } from '../../course/grading/second-look.ts';
import { type ChapterVerdict, judge } from '../../course/grading/verdict.ts';
import { chapterView } from '../../course/learner-views.ts';
import { root } from '../../course/view.ts';
import { failed, madeChapter, madeView, passed } from './verdicts.ts';

const made = madeChapter([
  { behaviours: ['one'], file: 'protocol/varint.ts' },
  { behaviours: ['two'], file: 'protocol/varint.ts', buildsOn: ['0.1'] },
  { behaviours: ['three'], file: 'protocol/reader.ts', buildsOn: ['0.1'] },
  { behaviours: ['four'], file: 'protocol/writer.ts' },
]);

test('what fails behind a wrong task is tried without its files, where it does not share them', () => {
  const happenings = [...failed('one'), ...failed('two'), ...failed('three'), ...passed('four')];
  const view = { ...madeView, learnerFiles: ['protocol/varint.ts', 'protocol/reader.ts'] };
  expect(planSecondLook(judge(made, { happenings }), view)).toEqual({
    view: { ...view, learnerFiles: ['protocol/reader.ts'] },
    only: ['three'],
    without: ['0.1'],
  });
});

test('nothing is tried again where nothing fails behind a wrong task', () => {
  const happenings = [...failed('one'), ...passed('two', 'three', 'four')];
  expect(planSecondLook(judge(made, { happenings }), madeView)).toBeUndefined();
});

/** Tasks 1.4 and 1.5 alone, so that a run is short: the second builds on the first. */
let chapter: Chapter;
let tree: string;
let grading: Grading;

beforeAll(async () => {
  const storage = (await loadChapters())[1]!;
  chapter = { ...storage, tasks: storage.tasks.filter(({ id }) => id === '1.4' || id === '1.5') };
  tree = mkdtempSync(join(tmpdir(), 'gregor-second-'));
  for (const file of filesOf(chapter)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(root, 'solution', file), join(tree, file));
  }
  grading = new Grading();
});

afterAll(() => {
  grading.end();
  rmSync(tree, { recursive: true, force: true });
});

async function graded(): Promise<ChapterVerdict> {
  const view = chapterView(chapter, tree);
  return (await gradeChapter(chapter, view, { grading, withTypes: false })).verdict;
}

function change(file: string, replace: string, by: string): void {
  const text = readFileSync(join(tree, file), 'utf8');
  expect(text).toContain(replace);
  writeFileSync(join(tree, file), text.replace(replace, by));
}

test('what an earlier mistake breaks waits for it; a mistake behind it shows as its own', async () => {
  const text = 'export const lastSlotWhere = (): number => -1;\n';
  writeFileSync(join(tree, 'storage/slot-search.ts'), text);
  change('storage/time-index.ts', 'timestamp <= this.lastTimestamp()', 'timestamp < 0');
  const [offsets, times] = (await graded()).tasks;
  expect(offsets?.state).toBe('failed');
  const states = times!.behaviours.map(({ behaviour: { id }, state }) => [id, state]);
  expect(states).toContainEqual(['time-index-lookup', 'waits']);
  expect(states).toContainEqual(['time-index-only-larger', 'failed']);
}, 60_000);
