/**
 * What learners do, as small files of their own and graders for them: a chapter that is made for a
 * test, outside of the repository's own chapters, and graded as they are.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Chapter } from '../../course/chapter.ts';
import { root, type View } from '../../course/view.ts';

export interface BadFile {
  /** As in `bad/loop.ts`; each exports `run`. */
  readonly file: string;
  /** Undefined for a file that was deleted. */
  readonly text: string | undefined;
}

export interface BadChapter {
  readonly chapter: Chapter;
  readonly view: View;
  remove(): void;
}

/** A task for each file, 9.1, 9.2, …, with the behaviours `<name>` and `<name>-after`. */
export function badChapter(files: readonly BadFile[]): BadChapter {
  const directory = mkdtempSync(join(tmpdir(), 'gregor-bad-'));
  const learnerTree = join(directory, 'exercises');
  const graders = join(directory, 'graders');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [at, { file, text }] of files.entries()) {
    if (text !== undefined) write(join(learnerTree, file), text);
    const number = String(at + 1).padStart(2, '0');
    write(join(graders, `9-${number}.grader.ts`), graderOf(file));
  }
  const folder = relative(join(root, 'graders'), graders).replaceAll('\\', '/');
  return {
    chapter: { folder, title: 'Bad code', tasks: files.map(({ file }, at) => taskOf(file, at)) },
    view: { name: 'chapter', learnerTree, learnerFiles: files.map(({ file }) => file) },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export function nameOf(file: string): string {
  return file.replace(/^bad\//, '').replace(/\.ts$/, '');
}

function graderOf(file: string): string {
  const grading = join(root, 'course', 'grading').replaceAll('\\', '/');
  return `
    import { run } from '#${file}';
    import { behaviour } from '${grading}/behaviour.ts';
    import { expectEqual } from '${grading}/expect.ts';
    behaviour('${nameOf(file)}', async () => expectEqual(await run(3), 3, 'what run(3) gives'));
    behaviour('${nameOf(file)}-after', () => expectEqual(1 + 1, 2, 'one and one'));
  `;
}

function taskOf(file: string, at: number): Chapter['tasks'][number] {
  const name = nameOf(file);
  return {
    id: `9.${at + 1}`,
    title: `The file ${name}`,
    outcome: 'Something is learned about bad code.',
    section: name,
    buildsOn: [],
    minutes: 5,
    files: [{ file, symbols: ['run'], given: [] }],
    hints: ['Look at it once more, slowly.', 'Look at it with somebody else.'],
    behaviours: [name, `${name}-after`].map((id) => ({
      id,
      says: `gives back what it was given (${id})`,
      points: 1,
      hint: 'It has nothing to do but to give it back.',
      symbol: 'run',
    })),
  };
}
