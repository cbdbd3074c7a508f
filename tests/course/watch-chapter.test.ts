/**
 * `npm run watch`: what a save touches, and that a mistake is no end.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chapter, filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import {
  behavioursOf,
  behavioursTouched,
  ChapterWatch,
} from '../../course/grading/watch-chapter.ts';
import { chapterView } from '../../course/learner-views.ts';
import { root } from '../../course/view.ts';
import { madeChapter } from './verdicts.ts';

const made = madeChapter([
  { behaviours: ['one'], file: 'protocol/varint.ts' },
  { behaviours: ['two'], file: 'protocol/reader.ts', buildsOn: ['0.1'] },
  { behaviours: ['three'], file: 'protocol/writer.ts' },
  { behaviours: ['all'], buildsOn: ['0.2'] },
]);

test('a save touches the tasks of the file and all that build on them', () => {
  expect(behavioursTouched(made, ['protocol/varint.ts'])).toEqual(['one', 'two', 'all']);
  expect(behavioursTouched(made, ['protocol/reader.ts'])).toEqual(['two', 'all']);
  expect(behavioursTouched(made, ['protocol/writer.ts'])).toEqual(['three']);
});

test('a save is answered by the tasks of the file first', () => {
  expect(behavioursOf(made, ['protocol/varint.ts'])).toEqual(['one']);
  expect(behavioursOf(made, ['notes.ts'])).toEqual([]);
});

test('a save of a file that no task asks for may touch anything', () => {
  expect(behavioursTouched(made, ['notes.ts'])).toEqual(['one', 'two', 'three', 'all']);
});

/** A chapter of one task, so that a run is short. */
let chapter: Chapter;
let tree: string;
let watch: ChapterWatch;
let printed = '';

beforeAll(async () => {
  const [wire] = await loadChapters();
  const task = wire!.tasks.find(({ files }) => files.length === 1)!;
  chapter = { ...wire!, tasks: [{ ...task, buildsOn: [] }] };
  tree = mkdtempSync(join(tmpdir(), 'gregor-watch-'));
  for (const file of filesOf(chapter)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(root, 'solution', file), join(tree, file));
  }
  watch = new ChapterWatch({
    chapter,
    viewOf: () => chapterView(chapter, tree),
    print: (text) => {
      printed += text;
    },
  });
  await watch.begin();
}, 60_000);

afterAll(() => {
  watch.end();
  rmSync(tree, { recursive: true, force: true });
});

/** Saves and waits for the answer: the line with the time it took. */
async function save(file: string, text: string): Promise<string> {
  printed = '';
  writeFileSync(join(tree, file), text);
  await expect.poll(() => printed, { timeout: 25_000, interval: 10 }).toMatch(/: [\d,]+ ms\n/);
  return printed;
}

test('a syntax error is told, and the next save is graded as if nothing had been', async () => {
  const [file] = filesOf(chapter) as [string];
  const text = readFileSync(join(tree, file), 'utf8');
  expect(await save(file, `${text}\nconst broken = [1]];\n`)).toContain('const broken = [1]];');
  const answer = await save(file, `${text}\n// mended\n`);
  const count = chapter.tasks[0]!.behaviours.length;
  expect(answer).toContain(`${count} of ${count} behaviours hold`);
}, 60_000);
