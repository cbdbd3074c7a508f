/**
 * The learner's tree: which files of it are generated stubs, and which hold the learner's work.
 *
 * exercises/stubs.json remembers the hash of every stub as it was generated. A file with another
 * hash has been touched: from then on it is the learner's. Line ends don't count (an editor or git
 * may have turned them).
 *
 * Invariant: nothing here ever overwrites a touched file.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { didYouMean } from '../nearest.ts';
import { parseSource } from '../source/syntax.ts';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';
import { generateStub } from './generate-stub.ts';
import { hashOf, type StubHashes, stubHashes } from './touched.ts';

const record = join(root, 'exercises', 'stubs.json');

/** Every stub that the chapters ask for, by its file; throws where the reference lacks a symbol. */
export function generateStubs(chapters: readonly Chapter[]): Map<string, string> {
  const stubs = new Map<string, string>();
  for (const [file, { asked, given }] of requestsOf(chapters)) {
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

interface Request {
  /** Each symbol with the task that asks for it. */
  readonly asked: Map<string, string>;
  readonly given: Set<string>;
}

/** What is to become of each file, whichever tasks it comes from. */
function requestsOf(chapters: readonly Chapter[]): Map<string, Request> {
  const files = new Map<string, Request>();
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
  /** `stale`: an old stub. `touched`: somebody's work. */
  readonly state: 'current' | 'missing' | 'stale' | 'touched';
}

/** A broken record is as good as none: what is not today's stub may be somebody's work. */
function readableHashes(): StubHashes {
  try {
    return stubHashes();
  } catch {
    return {};
  }
}

/** How the files in exercises/ stand to the stubs as they should be. */
export function compareStubs(stubs: ReadonlyMap<string, string>): StubState[] {
  const hashes = readableHashes();
  return [...stubs].map(([file, stub]) => {
    const path = join(root, 'exercises', file);
    if (!existsSync(path)) return { file, state: 'missing' };
    const found = hashOf(readFileSync(path, 'utf8'));
    if (found === hashOf(stub)) {
      return { file, state: hashes[file] === found ? 'current' : 'stale' };
    }
    return { file, state: hashes[file] === found ? 'stale' : 'touched' };
  });
}

/** Writes the stubs that are missing or stale, and the record of all. */
export function writeStubs(stubs: ReadonlyMap<string, string>): StubState[] {
  const states = compareStubs(stubs);
  const hashes: Record<string, string> = {};
  for (const { file, state } of states) {
    const stub = stubs.get(file) as string;
    hashes[file] = hashOf(stub);
    if (state === 'missing' || state === 'stale') {
      const path = join(root, 'exercises', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, stub);
    }
  }
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, `${JSON.stringify(hashes, null, 2)}\n`);
  return states;
}
