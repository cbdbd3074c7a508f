/**
 * Tasks that nobody has begun are the reference's, so that later ones can be written first; and
 * they earn nothing.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { borrowing } from '../../course/grading/borrowed-tasks.ts';
import { judge } from '../../course/grading/verdict.ts';
import type { View } from '../../course/view.ts';
import { failed, madeChapter, passed } from './verdicts.ts';

const chapter = madeChapter([
  { behaviours: ['one'], file: 'protocol/varint.ts' },
  { behaviours: ['two'], file: 'protocol/reader.ts', buildsOn: ['0.1'] },
  { behaviours: ['three'], file: 'protocol/reader.ts', buildsOn: ['0.2'] },
]);
const milestone = {
  ...chapter,
  tasks: [
    ...chapter.tasks.slice(0, 2),
    { ...chapter.tasks[2]!, files: [], buildsOn: ['0.1', '0.2'] },
  ],
};

const stubOf = (task: string) =>
  `export function readVarint() {\n  throw new NotImplemented('${task}', 'readVarint');\n}\n`;
const WRITTEN = 'export const readVarint = () => 1;\n';

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'gregor-borrowed-'));
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function viewOf(files: Record<string, string>, name: View['name'] = 'chapter'): View {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }
  return { name, learnerTree: tree, learnerFiles: Object.keys(files) };
}

test('a task that is not begun is borrowed, and its behaviours are not run', () => {
  const view = viewOf({ 'protocol/varint.ts': stubOf('0.1'), 'protocol/reader.ts': WRITTEN });
  expect(borrowing(chapter, view)).toEqual({
    view: { ...view, learnerFiles: ['protocol/reader.ts'] },
    tasks: ['0.1'],
    behaviours: ['two', 'three'],
  });
});

test('a file that a begun task shares stays the learner’s', () => {
  const view = viewOf({ 'protocol/varint.ts': WRITTEN, 'protocol/reader.ts': stubOf('0.3') });
  expect(borrowing(chapter, view)).toEqual({ view, tasks: ['0.3'], behaviours: ['one', 'two'] });
});

test('nothing is borrowed where nothing is begun, where all is, or where no learner is', () => {
  const stubs = viewOf({ 'protocol/varint.ts': stubOf('0.1'), 'protocol/reader.ts': WRITTEN });
  expect(borrowing(chapter, { ...stubs, name: 'solution', learnerFiles: [] })).toBeUndefined();
  const all = viewOf({ 'protocol/varint.ts': WRITTEN, 'protocol/reader.ts': WRITTEN });
  expect(borrowing(chapter, all)).toBeUndefined();
  const one = madeChapter([{ behaviours: ['one'], file: 'protocol/varint.ts' }]);
  expect(borrowing(one, viewOf({ 'protocol/varint.ts': stubOf('0.1') }))).toBeUndefined();
});

test('in the integrated view, what nobody touched is borrowed and earns nothing', () => {
  const view = viewOf({ 'protocol/reader.ts': WRITTEN }, 'integrated');
  expect(borrowing(chapter, view)?.tasks).toEqual(['0.1']);
});

test('what was borrowed is not started, whatever happened, and a milestone waits for it', () => {
  const happenings = passed('one', 'two', 'three');
  const { tasks, points } = judge(milestone, { happenings, borrowed: ['0.1'] });
  expect(tasks.map(({ state, waitsFor }) => [state, waitsFor])).toEqual([
    ['not started', undefined],
    ['passed', undefined],
    ['waits', '0.1'],
  ]);
  expect(points).toBe(tasks[1]?.ofPoints);
});

test('what fails over borrowed tasks is a mistake of its own, and so explained', () => {
  const happenings = [...failed('two'), ...passed('three')];
  const { tasks } = judge(chapter, { happenings, borrowed: ['0.1'], unbegun: ['0.1'] });
  expect(tasks.map(({ state }) => state)).toEqual(['not started', 'failed', 'passed']);
  expect(tasks[1]?.behaviours[0]).toMatchObject({ state: 'failed', failure: expect.anything() });
});
