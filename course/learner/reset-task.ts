/**
 * Begins a task anew: its stub comes back, and what the learner had is put aside first.
 *
 *     exercises/storage/offset-index.ts ──► exercises/.set-aside/2026-11-22T10-11-12/storage/…
 *
 * No view ever looks into .set-aside, and git ignores it. Where a file holds other tasks too, only
 * this task's symbols go back; where that can't be done (the file does not parse), the whole file
 * does, and the message says so.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chapterName, type Task } from '../chapter.ts';
import { learnerPath } from '../learner-views.ts';
import { wrap } from '../lesson/wrap.ts';
import type { FoundTask } from '../names.ts';
import { generateStubs } from '../stubs/exercises.ts';
import { hashOf } from '../stubs/touched.ts';
import { root } from '../view.ts';
import { indent, WIDTH } from './describe-task.ts';
import { putBackSymbols } from './put-back-symbols.ts';

const ASIDE = '.set-aside';

/** Does it, and says in lines what was done. */
export function resetTask(found: FoundTask, learnerTree = 'exercises', now = new Date()): string[] {
  const { chapter, task } = found;
  if (task.files.length === 0) return nothingToReset(found);
  const stubs = generateStubs([chapter]);
  const tree = resolve(root, learnerTree);
  const aside = freeFolder(join(tree, ASIDE, stampOf(now)));
  const results = task.files.map(({ file }) =>
    resetFile(found, { tree, file, stub: stubs.get(file) as string, aside }),
  );
  const kept = results.filter(({ wasKept }) => wasKept);
  const where = kept.map(({ file }) => `  ${learnerPath({ learnerTree: aside }, file)}`);
  return [
    `Task ${task.id}  ${task.title}`,
    '',
    ...results.flatMap(({ file, what }) => [
      learnerPath({ learnerTree }, file),
      ...indent(wrap(what, WIDTH - 4), 4),
    ]),
    ...(kept.length === 0 ? [] : ['', 'What you had is kept in', ...where]),
  ];
}

function nothingToReset({ chapter, task }: FoundTask): string[] {
  return wrap(
    `Task ${task.id} (${task.title}) has no file of its own, so there is nothing to reset: it ` +
      `looks at all the tasks before it. \`npm test ${chapterName(chapter)}\` shows which of ` +
      'them has a fault.',
    WIDTH,
  );
}

interface Reset {
  /** The learner's tree, absolute. */
  readonly tree: string;
  readonly file: string;
  readonly stub: string;
  /** Where to keep what was there. */
  readonly aside: string;
}

interface Done {
  readonly file: string;
  readonly what: string;
  readonly wasKept: boolean;
}

function resetFile({ chapter, task }: FoundTask, { tree, file, stub, aside }: Reset): Done {
  const path = join(tree, file);
  if (!existsSync(path)) {
    write(path, stub);
    return { file, what: 'was gone; the stub is back', wasKept: false };
  }
  const mine = readFileSync(path, 'utf8');
  if (hashOf(mine) === hashOf(stub)) {
    return { file, what: 'was untouched', wasKept: false };
  }
  keepAside(path, join(aside, file));
  const { text, what } = begunAnew({ chapter, task }, { file, mine, stub });
  write(path, text);
  return { file, what, wasKept: true };
}

interface Versions {
  readonly file: string;
  readonly mine: string;
  readonly stub: string;
}

/** The file with this task at its beginning, and what that did to it. */
function begunAnew(
  { chapter, task }: FoundTask,
  { file, mine, stub }: Versions,
): { text: string; what: string } {
  const symbolsOf = ({ files }: Task) =>
    files.flatMap((one) => (one.file === file ? one.symbols : []));
  const others = chapter.tasks.filter((one) => one !== task && symbolsOf(one).length > 0);
  if (others.length === 0) return { text: stub, what: 'is the stub again' };
  const tasks = `task ${others.map(({ id }) => id).join(' and ')}`;
  const symbols = symbolsOf(task);
  const put = putBackSymbols(file, { mine, stub }, symbols, others.flatMap(symbolsOf));
  if ('text' in put) {
    const what = `${symbols.join(', ')} went back to the stub; the rest, with ${tasks}, stays`;
    return { text: put.text, what };
  }
  const what = `is the stub again as a whole, with ${tasks}, because ${put.impossible}`;
  return { text: stub, what };
}

function keepAside(path: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(path, to);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** `2026-11-22T10-11-12` by the learner's own clock: a name that every file system takes. */
function stampOf(now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replaceAll(':', '-');
}

/** Two resets within one second have a folder each. */
function freeFolder(folder: string): string {
  for (let n = 1; ; n++) {
    const one = n === 1 ? folder : `${folder}-${n}`;
    if (!existsSync(one)) return one;
  }
}
