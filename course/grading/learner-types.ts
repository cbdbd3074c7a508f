/**
 * What TypeScript says about the learner's files, with the reference for all that the learner has
 * not: neither graders nor tests are in it. It costs no points: code with a type error runs,
 * and whether it is right the behaviours say. But it is often the first trace of a mistake.
 *
 * Invariant: nothing is said of a file that can't be loaded. Why not is what its behaviours fail with.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { learnerPath } from '../learner-views.ts';
import { run } from '../process.ts';
import { parseSource } from '../source/syntax.ts';
import { root, type View } from '../view.ts';

const LIMIT_MS = 20_000;

/** One complaint of TypeScript's. */
export interface TypeFault {
  /** In the learner's tree: `storage/crc32c.ts`. */
  readonly file: string;
  readonly line: number;
  /** As the terminal shows it, file and line first. */
  readonly text: string;
}

/** Each check writes its configuration into a place of its own: two may be under way at once. */
let checks = 0;

/** The complaints, a line each, about files in the learner's tree; none where nobody could ask. */
export async function typeErrorsIn(view: View, touched: readonly string[]): Promise<string[]> {
  return (await findTypeFaults(view, touched)).map(({ text }) => text);
}

/** The complaints themselves; of a check that the signal ends, none. */
export async function findTypeFaults(
  view: Pick<View, 'learnerTree'>,
  touched: readonly string[],
  signal?: AbortSignal,
): Promise<TypeFault[]> {
  if (touched.length === 0) return [];
  const tree = resolve(root, view.learnerTree);
  const place = join(root, '.gregor', 'types', `${process.pid}-${++checks}`);
  mkdirSync(place, { recursive: true });
  const path = join(place, 'tsconfig.json');
  writeFileSync(path, JSON.stringify(projectOf(tree, touched, place)));
  const ways = { output: 'collect', limitMs: LIMIT_MS, signal } as const;
  const { output } = await run('tsc', ['-p', path], ways);
  rmSync(place, { recursive: true, force: true });
  if (signal?.aborted) return [];
  const faults = output.split('\n').flatMap((line) => faultsIn(line, view, touched));
  const named = new Set(faults.map(({ file }) => file));
  const loaded = new Set([...named].filter((file) => canBeLoaded(join(tree, file))));
  return faults.filter(({ file }) => loaded.has(file));
}

/** Whether it can be parsed, and is there still, and is not more than JavaScript with types. */
function canBeLoaded(path: string): boolean {
  try {
    const text = readFileSync(path, 'utf8');
    parseSource(path, text);
    stripTypeScriptTypes(text);
    return true;
  } catch {
    return false;
  }
}

/** The project of some files of a tree, as it is written from a place below the root. */
function projectOf(tree: string, files: readonly string[], place: string): object {
  const from = (path: string) => relative(place, path).split(sep).join('/');
  const solution = `${from(join(root, 'solution'))}/*`;
  return {
    extends: from(join(root, 'tsconfig.json')),
    compilerOptions: {
      // Whatever package.json lies above the learner's tree, its files are modules.
      module: 'esnext',
      moduleResolution: 'bundler',
      paths: { '#*': [`${from(tree)}/*`, solution], 'reference:*': [solution] },
    },
    include: [],
    files: files.map((file) => from(join(tree, file))),
  };
}

/** `exercises/storage/crc32c.ts(31,7): error TS2322: Type 'string' is not …`, of a file that counts. */
function faultsIn(
  line: string,
  view: Pick<View, 'learnerTree'>,
  files: readonly string[],
): TypeFault[] {
  const [, named, at, words = ''] = /^(\S.*?)\((\d+),\d+\): error (.*)$/.exec(line) ?? [];
  if (named === undefined) return [];
  const tree = resolve(root, view.learnerTree);
  const full = resolve(root, named);
  const file = full.startsWith(tree + sep) ? relative(tree, full).split(sep).join('/') : '';
  if (!files.includes(file)) return [];
  return [{ file, line: Number(at), text: `${learnerPath(view, file)}:${at} ${words}` }];
}
