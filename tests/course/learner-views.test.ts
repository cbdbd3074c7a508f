/**
 * The views with a learner in them: course/learner-views.ts, and how a process takes one on.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import {
  chapterView,
  integratedView,
  learnerPath,
  missingFiles,
  type ViewOptions,
  viewOf,
} from '../../course/learner-views.ts';
import { generateStubs } from '../../course/stubs/exercises.ts';
import { hashOf } from '../../course/stubs/touched.ts';
import { root } from '../../course/view.ts';

const VARINT = 'protocol/varint.ts';
const [wire] = await loadChapters();
if (wire === undefined) throw new Error('the course has no chapter');
const stub = generateStubs([wire]).get(VARINT) as string;
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'gregor-learner-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(tree, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

describe('the integrated view', () => {
  test('leaves an untouched stub to the reference, whatever its line ends', () => {
    write(VARINT, stub);
    expect(integratedView(tree).learnerFiles).toEqual([]);
    write(VARINT, stub.replaceAll('\n', '\r\n'));
    expect(integratedView(tree).learnerFiles).toEqual([]);
  });

  test('takes what the learner has touched or added', () => {
    write(VARINT, `${stub}// begun\n`);
    write('protocol/seven-bits.ts', 'export const SEVEN = 7;\n');
    expect(integratedView(tree).learnerFiles).toEqual(['protocol/seven-bits.ts', VARINT]);
  });
});

describe("a chapter's view", () => {
  test('takes its stubs, touched or not, and what the learner added', () => {
    write(VARINT, stub);
    write('protocol/seven-bits.ts', 'export const SEVEN = 7;\n');
    expect(chapterView(wire, tree).learnerFiles).toEqual([
      ...filesOf(wire),
      'protocol/seven-bits.ts',
    ]);
  });

  test("leaves other chapters' files to the reference", () => {
    write(VARINT, stub);
    write('storage/crc32c.ts', 'broken');
    expect(chapterView(wire, tree).learnerFiles).toEqual(filesOf(wire));
  });
});

describe('a tree', () => {
  test('set aside, hidden or of packages belongs to no view', () => {
    write('.set-aside/2026-11-22T10-11-12/protocol/varint.ts', 'old');
    write('node_modules/x/index.ts', 'package');
    write('protocol/.history/varint.ts', 'old');
    expect(integratedView(tree).learnerFiles).toEqual([]);
    expect(chapterView(wire, tree).learnerFiles).not.toContain('node_modules/x/index.ts');
  });

  test('of an older day has its own record of what its stubs were', () => {
    const old = `${stub}// as it was then\n`;
    write(VARINT, old);
    write('stubs.json', JSON.stringify({ [VARINT]: hashOf(old) }));
    expect(integratedView(tree).learnerFiles).toEqual([]);
  });

  test('whose record is broken is refused with the command that mends it', () => {
    write(VARINT, stub);
    write('stubs.json', '<<<<<<< HEAD');
    expect(() => integratedView(tree)).toThrow(/stubs\.json.* is broken .*`npm run stubs`/);
  });

  test('that lacks a file of the chapter is told from one that has it', () => {
    write(VARINT, stub);
    const missing = missingFiles(chapterView(wire, tree));
    expect(missing).not.toContain(VARINT);
    expect(missing).toHaveLength(filesOf(wire).length - 1);
  });

  test('has its files named from the root, or in full where it lies elsewhere', () => {
    expect(learnerPath(chapterView(wire), VARINT)).toBe('exercises/protocol/varint.ts');
    expect(learnerPath(chapterView(wire, tree), VARINT)).toBe(join(tree, VARINT));
  });
});

describe("a command line's view", () => {
  const names = (options: ViewOptions) => viewOf(options, wire).name;

  test("is the chapter's, unless an option says otherwise; without a chapter the integrated", () => {
    expect(names({})).toBe('chapter');
    expect(names({ integrated: true })).toBe('integrated');
    expect(names({ solution: true })).toBe('solution');
    expect(viewOf({}).name).toBe('integrated');
  });

  test('takes another tree from where the user stands, also where that is a whole clone', () => {
    write(`clone/exercises/${VARINT}`, stub);
    vi.stubEnv('INIT_CWD', tree);
    expect(viewOf({ tree: 'clone/exercises' }, wire).learnerTree).toBe(
      join(tree, 'clone/exercises'),
    );
    expect(viewOf({ tree: 'clone' }, wire).learnerTree).toBe(join(tree, 'clone/exercises'));
    expect(viewOf({ tree: join(tree, 'clone') }, wire).learnerTree).toBe(
      join(tree, 'clone/exercises'),
    );
  });

  test('is refused for a tree that is not there, or has nothing in it', () => {
    vi.stubEnv('INIT_CWD', tree);
    expect(() => viewOf({ tree: 'nowhere' }, wire)).toThrow('there is no directory');
    expect(() => viewOf({ tree: '.' }, wire)).toThrow('there is no TypeScript file');
  });

  test('is refused for the reference together with a learner', () => {
    expect(() => viewOf({ solution: true, integrated: true })).toThrow("--integrated can't go");
    expect(() => viewOf({ solution: true, tree: '.' })).toThrow("--tree can't go");
  });
});

test('a process in a view runs the files of the learner, under everything that imports them', () => {
  const mine = readFileSync(join(root, 'solution', VARINT), 'utf8');
  write(VARINT, mine.replace('return value >>> 0;', 'return 4711;'));
  const url = (file: string) => JSON.stringify(pathToFileURL(join(root, file)).href);
  const program = `
    import { integratedView } from ${url('course/learner-views.ts')};
    import { useView } from ${url('course/view-hooks.ts')};
    useView(integratedView(${JSON.stringify(tree)}));
    const { Reader } = await import(${url('solution/protocol/reader.ts')});
    console.log(new Reader(Uint8Array.of(5)).unsignedVarint());
  `;
  const args = ['--input-type=module', '--eval', program];
  expect(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })).toBe('4711\n');
});
