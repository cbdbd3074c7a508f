/**
 * What the learner's commands show, and how they take what is typed: course/learner/ and
 * course/commands/.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { optionsThatNpmKept } from '../../course/commands/learner-command.ts';
import { describeTask } from '../../course/learner/describe-task.ts';
import { giveHint } from '../../course/learner/give-hint.ts';
import { nextTask, showProgress } from '../../course/learner/show-progress.ts';
import { symbolPlace } from '../../course/learner/symbol-place.ts';
import { findTask } from '../../course/names.ts';
import type { Progress } from '../../course/progress/progress.ts';
import { withVerdict } from '../../course/progress/record-verdict.ts';
import { root } from '../../course/view.ts';

const chapters = await loadChapters();
const found = findTask(chapters, '1.4');
const nothing: Progress = { version: 1, chapters: {}, hintsShown: {} };
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gregor-commands-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The progress of somebody who has passed these tasks, and failed those. */
function progressWith(passed: readonly string[], failed: readonly string[] = []): Progress {
  return chapters.reduce((progress, chapter) => {
    const tasks = chapter.tasks
      .filter(({ id }) => passed.includes(id) || failed.includes(id))
      .map((task) => {
        const state = passed.includes(task.id) ? 'passed' : 'failed';
        return { task, state, points: state === 'passed' ? 5 : 2, ofPoints: 5 };
      });
    return withVerdict(progress, { chapter, tasks }, new Date('2026-11-22T10:00:00Z'));
  }, nothing);
}

const ids = chapters.flatMap(({ tasks }) => tasks.map(({ id }) => id));

describe('the next task', () => {
  test('is the first without full points, though later ones have them', () => {
    expect(nextTask(chapters, nothing)?.task.id).toBe('0.1');
    expect(nextTask(chapters, progressWith(['0.1', '0.3'], ['0.2']))?.task.id).toBe('0.2');
    expect(nextTask(chapters, progressWith(ids))).toBeUndefined();
    const tasks = [
      { task: { id: '1.1' }, state: 'waits', points: 0, ofPoints: 6 },
      { task: { id: '1.2' }, state: 'failed', points: 1, ofPoints: 10 },
    ];
    const storage = { chapter: { folder: '01-storage' }, tasks };
    const graded = withVerdict(progressWith(['0.1']), storage, new Date('2030-01-01'));
    expect(nextTask(chapters, graded)?.task.id).toBe('1.2');
  });

  test('comes with its files and lines, every behaviour word for word, and what to type', () => {
    const text = describeTask(found, { progress: nothing, learnerTree: 'exercises' }).join('\n');
    expect(text).toMatch(/exercises\/storage\/offset-index\.ts:\d+ +OffsetIndex/);
    const words = text.replaceAll(/\s+/g, ' ');
    for (const { says } of found.task.behaviours) expect(words).toContain(says);
    expect(text).toMatch(/chapters\/01-storage\/lesson\.mdx:\d+/);
    expect(text).toContain('npm test chapter-01');
    expect(text).toContain('npm run hint 1.4');
  });

  test.each(ids)('fits 80 columns (%s)', (id) => {
    const standing = { progress: progressWith(ids), learnerTree: 'exercises' };
    const lines = describeTask(findTask(chapters, id), standing);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('says of a file that is gone, or broken, or lacks the symbol, what it is', () => {
    const place = (file: string) => symbolPlace(directory, file, 'lookup');
    expect(place('a.ts').trouble).toBe('the file is gone');
    writeFileSync(join(directory, 'b.ts'), 'export function (');
    expect(place('b.ts').trouble).toMatch(/^does not parse: .*b\.ts:1: /);
    writeFileSync(join(directory, 'c.ts'), 'export function look() {}');
    expect(place('c.ts').trouble).toBe('no lookup in it');
    writeFileSync(join(directory, 'd.ts'), '\n\nexport const lookup = () => 1;');
    expect(place('d.ts')).toEqual({ at: `${join(directory, 'd.ts')}:3` });
  });
});

describe('progress', () => {
  const lines = showProgress(chapters, progressWith(['0.1'], ['0.2']));

  test('shows each task with its sign, and the chapters that are still to come', () => {
    expect(lines.find((line) => line.includes(' 0.1 '))).toMatch(/^ {2}✔ 0\.1 .* 5 of 5/);
    expect(lines.find((line) => line.includes(' 0.2 '))).toMatch(/^ {2}✘ 0\.2 .* 2 of 5/);
    expect(lines.find((line) => line.includes(' 0.3 '))).toMatch(/^ {2}○ 0\.3 .*minutes/);
    expect(lines.find((line) => line.startsWith('chapter-00'))).toContain('7 of 100 points');
    expect(lines).toContainEqual(expect.stringMatching(/^chapter-08 {2}transactions +not written/));
  });

  test('says of a task that once passed when that was', () => {
    const broken = withVerdict(
      progressWith(['0.1']),
      {
        chapter: chapters[0]!,
        tasks: [{ task: { id: '0.1' }, state: 'failed', points: 1, ofPoints: 5 }],
      },
      new Date(),
    );
    const line = showProgress(chapters, broken).find((one) => one.includes(' 0.1 '));
    expect(line).toMatch(/✘ 0\.1 .* 1 of 5, had passed 2026-11-22/);
  });

  test('fits 80 columns', () => {
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('hints', () => {
  test('come one at a time, and the last says that it is', () => {
    const { task } = found;
    let progress = nothing;
    for (let n = 1; n <= task.hints.length; n++) {
      const hint = giveHint(task, progress);
      expect(hint.lines.filter((line) => / of \d /.test(line.slice(0, 7)))).toHaveLength(n);
      progress = hint.progress;
      expect(progress.hintsShown[task.id]).toBe(n);
    }
    expect(giveHint(task, progress).lines.at(-1)).toContain('You have seen them all');
    expect(giveHint(task, nothing).lines.at(-1)).toBe('One more: npm run hint 1.4');
  });

  test('come all at once where that is asked for, and count as seen', () => {
    const { task } = found;
    const { lines, progress } = giveHint(task, nothing, true);
    const words = lines.join(' ').replaceAll(/\s+/g, ' ');
    for (const hint of task.hints) expect(words).toContain(hint.replaceAll(/\s+/g, ' '));
    expect(progress.hintsShown[task.id]).toBe(task.hints.length);
  });
});

describe('an option that npm kept for itself', () => {
  const known = [new Option('--all'), new Option('--tree <dir>')];

  test('is put back', () => {
    expect(optionsThatNpmKept(known, { npm_config_all: 'true' })).toEqual(['--all']);
    expect(optionsThatNpmKept(known, { npm_config_tree: 'x', npm_config_y: 'z' })).toEqual([
      '--tree',
      'x',
    ]);
  });

  test('is asked for again where npm lost its value', () => {
    expect(() => optionsThatNpmKept(known, { npm_config_tree: 'true' })).toThrow('Put -- before');
  });
});

describe('typed in another folder', () => {
  const type = (command: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'bootstrap.mjs'), command, ...args], {
      cwd: directory,
      encoding: 'utf8',
      env: {
        ...process.env,
        GREGOR_PROGRESS: join(directory, 'progress.json'),
        npm_lifecycle_event: undefined,
      },
    });

  test('next, hint and progress work, and hint remembers what it showed', () => {
    expect(type('next')).toMatchObject({ status: 0, stderr: '' });
    expect(type('hint').stdout).toContain('you have seen 0 of');
    expect(type('hint', '--next').stdout).toMatch(/^1 of/m);
    expect(type('hint').stdout).toContain('you have seen 1 of');
    expect(type('hint', '1.4').stdout).toContain('1 of');
    expect(type('hint', '01-04').stdout).toContain('2 of');
    expect(type('progress')).toMatchObject({ status: 0, stderr: '' });
  });

  test('an unknown task is answered with the nearest, and exit code 1', () => {
    const { status, stdout, stderr } = type('hint', '1.44');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^There is no task 1\.44\. Did you mean 1\.4\?/);
    expect(type('reset', '5.1').stderr).toMatch(/chapter 05\s\(kraft\) is not written yet/);
  });

  test('diff hides the reference until the task has passed, or somebody wants it spoilt', () => {
    const hidden = type('diff', '1.1');
    expect(hidden).toMatchObject({ status: 1, stdout: '' });
    expect(hidden.stderr).toContain('npm run diff 1.1 -- --spoil');
    expect(type('diff', '1.1', '--spoil').status).toBe(0);
    writeFileSync(join(directory, 'progress.json'), JSON.stringify(progressWith(['1.1'])));
    expect(type('diff', '1.1').stdout).toContain('solution/storage/crc32c.ts:');
  });
});
