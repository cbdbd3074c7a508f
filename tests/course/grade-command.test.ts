/**
 * `npm test chapter-00 …`: which behaviours the words mean; and once for real, as a process, what
 * it prints, writes and ends with.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { findAssigned } from '../../course/grading/grade-command.ts';
import { GradingReportSchema } from '../../course/grading/report-schema.ts';
import { root } from '../../course/view.ts';

const chapters = await loadChapters();
const wire = chapters[0]!;

describe('the words of npm test', () => {
  test('name chapters, and with --only behaviours and tasks of theirs', () => {
    expect(findAssigned(chapters, ['00'], [])).toEqual([{ chapter: wire, only: undefined }]);
    const [first, second] = wire.tasks;
    const behaviour = second!.behaviours[0]!.id;
    const ids = first!.behaviours.map(({ id }) => id);
    expect(findAssigned(chapters, ['00'], ['0.1', behaviour])).toEqual([
      { chapter: wire, only: [...ids, behaviour] },
    ]);
  });

  test('name tasks and behaviours without a chapter, and then mean just these', () => {
    const ids = wire.tasks.slice(0, 2).flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
    expect(findAssigned(chapters, ['0.1', '0.2'], [])).toEqual([{ chapter: wire, only: ids }]);
    expect(findAssigned(chapters, ['chapter-00', '0.1', '0.2'], [])).toEqual([
      { chapter: wire, only: ids },
    ]);
    expect(findAssigned(chapters, [ids[0]!], [])).toEqual([{ chapter: wire, only: [ids[0]] }]);
  });

  test('find the chapter that holds what --only names', () => {
    const assigned = findAssigned(chapters, [], ['1.1']);
    expect(assigned.map(({ chapter }) => chapter.folder)).toEqual(['01-storage']);
  });

  test('guess what was meant', () => {
    const { id } = wire.tasks[1]!.behaviours[0]!;
    expect(() => findAssigned(chapters, [], [id.slice(1)])).toThrow(`Did you mean ${id}?`);
  });
});

describe('the command', () => {
  let directory: string;
  const [task] = wire.tasks.filter(({ files }) => files.length === 1);
  const file = task!.files[0]!.file;
  const [mine, theirs] = [task!.behaviours[0]!.id, wire.tasks[0]!.behaviours[0]!.id];

  function grade(...args: readonly string[]) {
    const command = join(root, 'course', 'commands', 'test.ts');
    const all = [command, 'chapter-00', '--tree', 'mine', '--json', 'out/report.json', ...args];
    // As npm does it: in the package's folder, and the user's own one in a variable.
    const env = { ...process.env, INIT_CWD: directory, NO_COLOR: '1' };
    const { status, stdout } = spawnSync(process.execPath, all, {
      cwd: root,
      encoding: 'utf8',
      env,
    });
    const text = readFileSync(join(directory, 'out', 'report.json'), 'utf8');
    return { status, stdout, data: GradingReportSchema.parse(JSON.parse(text)) };
  }

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'gregor-command-'));
    for (const name of filesOf(wire)) {
      const path = join(directory, 'mine', name);
      mkdirSync(dirname(path), { recursive: true });
      cpSync(join(root, 'solution', name), path);
    }
    const own = join(directory, 'mine', file);
    writeFileSync(own, `${readFileSync(own, 'utf8')}\nconst broken = [1]];\n`);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('grades what it was asked for, writes it as data, and ends with 0 only if all holds', () => {
    const { status, stdout, data } = grade('--only', theirs, mine);
    expect(status).toBe(1);
    expect(stdout).toContain(`${file}:`);
    expect(stdout).toContain('const broken = [1]];');
    const behaviours = data.chapters[0]!.tasks.flatMap((one) => one.behaviours);
    const ran = behaviours.filter(({ state }) => state !== 'not run');
    expect(ran.map(({ id, state }) => [id, state])).toEqual([
      [theirs, 'passed'],
      [mine, 'failed'],
    ]);
    expect(data.broken).toBeNull();
  });

  test('writes the data also where grading itself breaks down', () => {
    const { status, data } = grade('--only', 'no-such-behaviour');
    expect(status).toBe(1);
    expect(data).toMatchObject({ broken: expect.stringContaining('no-such-'), chapters: [] });
  });
});
