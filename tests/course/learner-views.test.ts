/**
 * The views with a learner in them: course/learner-views.ts, and how a process takes one on.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { chapterView, integratedView } from '../../course/learner-views.ts';
import { generateStubs } from '../../course/stubs/exercises.ts';
import { root } from '../../course/view.ts';

const VARINT = 'protocol/varint.ts';
const [wire] = await loadChapters();
if (wire === undefined) throw new Error('the course has no chapter');
const stub = generateStubs([wire]).get(VARINT) as string;
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'gregor-learner-'));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

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
    expect(chapterView(wire, tree).learnerFiles).toEqual([VARINT, 'protocol/seven-bits.ts']);
  });

  test("leaves other chapters' files to the reference", () => {
    write(VARINT, stub);
    write('protocol/reader.ts', 'broken');
    expect(chapterView(wire, tree).learnerFiles).toEqual([VARINT]);
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
