/**
 * The learner's tree: which files of it are generated stubs, and which hold the learner's work.
 *
 * exercises/stubs.json remembers the hash of every stub as it was generated. A file with another
 * hash has been touched: from then on it is the learner's. Line ends don't count (an editor or git
 * may have turned them).
 *
 * Invariant: nothing here ever overwrites a touched file.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { didYouMean } from '../nearest.ts';
import { parseSource } from '../source/syntax.ts';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';
import { generateStub } from './generate-stub.ts';
import { hashOf, type StubHashes, stubHashes } from './touched.ts';

/** Every stub that the chapters ask for, by its file; throws where the reference lacks a symbol. */
export function generateStubs(chapters: readonly Chapter[]): Map<string, string> {
  const stubs = new Map<string, string>();
  for (const [file, { asked, given }] of stubRequests(chapters)) {
    const name = `solution/${file}`;
    const path = join(root, name);
    if (!existsSync(path)) {
      const tasks = [...new Set(asked.values())].join(' and ');
      const near = didYouMean(file, sourceFiles('solution'));
      throw new Error(`There is no ${name}, which task ${tasks} asks for.${near}`);
    }
    stubs.set(file, generateStub(parseSource(name, readFileSync(path, 'utf8')), asked, given));
  }
  return stubs;
}

export interface StubRequest {
  /** Each symbol with the task that asks for it. */
  readonly asked: Map<string, string>;
  readonly given: Set<string>;
}

/** What is to become of each file, whichever tasks it comes from. */
export function stubRequests(chapters: readonly Chapter[]): Map<string, StubRequest> {
  const files = new Map<string, StubRequest>();
  for (const task of chapters.flatMap(({ tasks }) => tasks)) {
    for (const { file, symbols, given } of task.files) {
      const request = files.get(file) ?? { asked: new Map(), given: new Set() };
      for (const symbol of symbols) request.asked.set(symbol, task.id);
      for (const symbol of given) request.given.add(symbol);
      files.set(file, request);
    }
  }
  for (const { asked, given } of files.values()) {
    for (const symbol of asked.keys()) given.delete(symbol);
  }
  return files;
}

export interface StubState {
  readonly file: string;
  /**
   * `stale`: an old stub. `touched`: somebody's work. `leftover`: an untouched stub that no task
   * asks for any more.
   */
  readonly state: 'current' | 'missing' | 'stale' | 'touched' | 'leftover';
}

/** How the files in a learner's tree stand to the stubs as they should be. */
export function compareStubs(stubs: ReadonlyMap<string, string>, tree = 'exercises'): StubState[] {
  const hashes = readableHashes(tree);
  const hashIn = (file: string) => {
    const path = resolve(root, tree, file);
    return existsSync(path) ? hashOf(readFileSync(path, 'utf8')) : undefined;
  };
  const leftover = Object.keys(hashes)
    .filter((file) => !stubs.has(file) && hashIn(file) === hashes[file])
    .map((file) => ({ file, state: 'leftover' as const }));
  const asked = [...stubs].map(([file, stub]): StubState => {
    const found = hashIn(file);
    if (found === undefined) return { file, state: 'missing' };
    const isOld = hashes[file] === found;
    if (found === hashOf(stub)) return { file, state: isOld ? 'current' : 'stale' };
    return { file, state: isOld ? 'stale' : 'touched' };
  });
  return [...asked, ...leftover];
}

/** A broken record is as good as none: what is not today's stub may be somebody's work. */
function readableHashes(tree: string): StubHashes {
  try {
    return stubHashes(tree);
  } catch {
    return {};
  }
}

/** Writes the stubs that are missing or stale, removes leftovers, and writes the record of all. */
export function writeStubs(stubs: ReadonlyMap<string, string>, tree = 'exercises'): StubState[] {
  const states = compareStubs(stubs, tree);
  for (const { file, state } of states) {
    const path = resolve(root, tree, file);
    if (state === 'leftover') rmSync(path);
    if (state !== 'missing' && state !== 'stale') continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, stubs.get(file) as string);
  }
  const hashes = Object.fromEntries([...stubs].map(([file, stub]) => [file, hashOf(stub)]));
  mkdirSync(resolve(root, tree), { recursive: true });
  writeFileSync(resolve(root, tree, 'stubs.json'), `${JSON.stringify(hashes, null, 2)}\n`);
  return states;
}
