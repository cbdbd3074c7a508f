/**
 * The type check of a learner's tree: it asks for what is exported, and for nothing else.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOf } from '../../course/chapter.ts';
import { loadChapters } from '../../course/chapters.ts';
import { typeErrorsIn } from '../../course/grading/learner-types.ts';
import { chapterView } from '../../course/learner-views.ts';
import { root, type View } from '../../course/view.ts';

const reader = 'protocol/reader.ts';
let tree: string;
let view: View;
let files: readonly string[];

beforeAll(async () => {
  const wire = (await loadChapters())[0]!;
  files = filesOf(wire);
  tree = mkdtempSync(join(tmpdir(), 'gregor-types-'));
  for (const file of files) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(root, 'solution', file), join(tree, file));
  }
  view = chapterView(wire, tree);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test('private members of other names are no errors', async () => {
  const text = readFileSync(join(tree, reader), 'utf8');
  const renamed = text.replaceAll(/#(?=[a-z]\w*\b(?!\/))/g, '#my_');
  expect(renamed).not.toBe(text);
  writeFileSync(join(tree, reader), renamed);
  expect(await typeErrorsIn(view, files)).toEqual([]);
  writeFileSync(join(tree, reader), text);
}, 30_000);

test('another type than the contract says is one, in the file that has it', async () => {
  const text = readFileSync(join(tree, reader), 'utf8');
  writeFileSync(join(tree, reader), `${text}\nexport const wrong: number = 'text';\n`);
  expect(await typeErrorsIn(view, files)).toEqual([
    expect.stringMatching(/protocol\/reader\.ts:\d+ TS2322: Type 'string'/),
  ]);
  writeFileSync(join(tree, reader), text);
}, 30_000);

test.each([
  ['a syntax error', 'export const broken = [1, 2]];'],
  ['more than types', 'export enum Broken { one, two }'],
])(
  'nothing is said of a file with %s: its behaviours say why it can’t be loaded',
  async (_, code) => {
    const text = readFileSync(join(tree, reader), 'utf8');
    writeFileSync(join(tree, reader), `${text}\n${code}\n`);
    expect(await typeErrorsIn(view, files)).toEqual([]);
    writeFileSync(join(tree, reader), text);
  },
  30_000,
);

test('the editor’s program for exercises/ has neither graders nor tests in it', () => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', 'exercises', '--listFilesOnly'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const own = stdout
    .split('\n')
    .map((path) => path.replaceAll('\\', '/').slice(root.length))
    .filter((path) => path !== '' && !path.startsWith('node_modules/'));
  const domains = new Set(own.map((path) => path.split('/')[0]));
  expect([...domains].sort()).toEqual(['exercises', 'solution']);
  expect(own).toContain(`exercises/${reader}`);
  expect(own).not.toContain(`solution/${reader}`);
}, 30_000);
