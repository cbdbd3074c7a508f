/**
 * `npm run watch`: what a save touches, and that a mistake is no end.
 */

import { fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Chapter, filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { behavioursOf, behavioursTouched } from '../../course/grading/touched-behaviours.ts';
import { ChapterWatch } from '../../course/grading/watch-chapter.ts';
import { chapterView } from '../../course/learner-views.ts';
import { root } from '../../course/view.ts';
import { madeChapter } from './verdicts.ts';

/** Processes are counted as they are started. */
vi.mock('node:child_process', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:child_process')>();
  return { ...original, fork: vi.fn(original.fork) };
});

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
  tree = treeOf(chapter);
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

/** The reference's files of a chapter, as somebody's work. */
function treeOf(whole: Chapter): string {
  const directory = mkdtempSync(join(tmpdir(), 'gregor-watch-'));
  for (const file of filesOf(whole)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    cpSync(join(root, 'solution', file), join(directory, file));
  }
  return directory;
}

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
  expect(answer).toContain(`${count} of ${count} behaviours that were asked for hold`);
}, 60_000);

/**
 * A task, one apart from it, and one built on the first. The file of the last never comes back from
 * being loaded once the first one's exports `endless`: its behaviours are still being graded when
 * the next save comes. No loop guard ends a regular expression.
 */
describe('while dependents are graded', () => {
  const FIRST = 'protocol/varint.ts';
  const SECOND = 'protocol/codec-tagged.ts';
  const APART = 'protocol/frame-reader.ts';
  const ENDLESS = 'export const endless = true;';
  let chosen: Chapter;
  let work: string;
  let text: string;
  let told: string[] = [];

  beforeAll(async () => {
    const [wire] = await loadChapters();
    const taskOf = (file: string, buildsOn: string[] = []) => {
      const task = wire!.tasks.find(({ files }) => files[0]?.file === file)!;
      return { ...task, files: task.files.filter((one) => one.file === file), buildsOn };
    };
    const first = taskOf(FIRST);
    chosen = { ...wire!, tasks: [first, taskOf(APART), taskOf(SECOND, [first.id])] };
    work = treeOf(chosen);
    text = readFileSync(join(work, FIRST), 'utf8');
    const hangs = "if ('endless' in first) /^(a+)+$/.test('a'.repeat(60) + 'b');";
    const own = readFileSync(join(work, SECOND), 'utf8');
    writeFileSync(join(work, SECOND), `import * as first from '#${FIRST}';\n${own}\n${hangs}\n`);
  });

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  function watchChosen(): ChapterWatch {
    told = [];
    return new ChapterWatch({
      chapter: chosen,
      viewOf: () => chapterView(chosen, work),
      print: (line) => told.push(line),
    });
  }

  function saveFirst(line: string): void {
    writeFileSync(join(work, FIRST), `${text}\n${line}\n`);
  }

  /** The files of the answers so far, each with how long it took. */
  const answers = () => told.filter((line) => /: [\d,]+ ms\n/.test(line));
  const untilAnswers = (count: number) =>
    expect.poll(() => answers().length, { timeout: 60_000, interval: 10 }).toBe(count);

  test('a save cancels them and is answered first; what was cancelled comes behind it', async () => {
    saveFirst('');
    const watching = watchChosen();
    try {
      await watching.begin();
      const started = vi.mocked(fork).mock.calls.length;
      saveFirst(ENDLESS);
      await untilAnswers(2);
      writeFileSync(join(work, APART), `${readFileSync(join(work, APART), 'utf8')}// saved\n`);
      await untilAnswers(3);
      saveFirst('// mended');
      await untilAnswers(5);
      const [, ...answered] = answers().map((line) => line.split(':')[0]);
      expect(answered).toEqual([FIRST, APART, FIRST, FIRST]);
      expect(told.join('')).not.toMatch(/never came back|cancelled/);
      expect(vi.mocked(fork).mock.calls.length, 'the process stays').toBe(started);
    } finally {
      watching.end();
    }
  }, 120_000);

  test('ended in the middle of a run, it starts no process any more and tells nothing', async () => {
    saveFirst('');
    const watching = watchChosen();
    const begun = watching.begin();
    const started = vi.mocked(fork).mock.calls.length;
    watching.end();
    await begun;
    expect(vi.mocked(fork).mock.calls.length).toBe(started);
    expect(told).toEqual([]);
  }, 60_000);
});
