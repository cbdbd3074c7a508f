/**
 * What is said of a learner's files before a broker runs on them: course/learner/learner-faults.ts,
 * whose-parts.ts, and the command.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { viewArguments } from '../../course/commands/view-arguments.ts';
import { learnerFaults } from '../../course/learner/learner-faults.ts';
import { whoseParts } from '../../course/learner/whose-parts.ts';
import { integratedView } from '../../course/learner-views.ts';
import { generateStubs } from '../../course/stubs/exercises.ts';
import { root, solutionView } from '../../course/view.ts';

const chapters = await loadChapters();
const VARINT = 'protocol/varint.ts';
const CRC = 'storage/crc32c.ts';
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'gregor-faults-'));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function reference(file: string): string {
  return readFileSync(join(root, 'solution', file), 'utf8');
}

/** What is said of a file that is the reference with something above it, without the tree's name. */
function faultsOf(file: string, above: string, below = ''): string[] {
  write(file, `${above}\n${reference(file)}${below}`);
  return learnerFaults(integratedView(tree)).map(({ says }) => says.replace(`${tree}/`, ''));
}

describe('a file of a learner', () => {
  test('that is the reference with a comment has no fault', () => {
    expect(faultsOf(VARINT, '// mine')).toEqual([]);
  });

  test('that does not parse is named with the line', () => {
    expect(faultsOf(VARINT, '\nconst = 1;')).toEqual([
      expect.stringMatching(/^protocol\/varint\.ts:2: /),
    ]);
  });

  test('that has lost an export is named with it', () => {
    write(CRC, reference(CRC).replace('export function crc32c', 'export function crc32'));
    const [fault] = learnerFaults(integratedView(tree));
    expect(fault?.file).toBe(CRC);
    expect(fault?.says).toContain('it does not export crc32c any more');
  });

  test.each([
    ["import { a } from './int64.ts';", "Write '#protocol/int64.ts'"],
    ["import { a } from '#protocol/int46.ts';", 'Did you mean #protocol/int64.ts?'],
    [
      "import { readInt46 } from '#storage/big-endian.ts';",
      "'#storage/big-endian.ts' does not export readInt46. Did you mean readInt64?",
    ],
    ["import { Disk } from '#env/disk.ts';", 'Disk is a type. Write `type Disk`'],
    ['enum Kind { A }', 'taking the types away, and this is more: an enum'],
    ['class A { constructor(private readonly a: number) {} }', 'a parameter property'],
  ])('that says `%s` is told what to write', (line, says) => {
    const [fault, ...others] = faultsOf(VARINT, line);
    expect(others).toEqual([]);
    expect(fault).toMatch(/^protocol\/varint\.ts:1: /);
    expect(fault).toContain(says);
  });

  test('may import types, packages and what it exports on', () => {
    const text =
      "import type { Disk } from '#env/disk.ts';\nimport { type Env } from '#env/env.ts';";
    expect(faultsOf(VARINT, text, "export * from '#storage/big-endian.ts';\n")).toEqual([]);
  });
});

describe('whose parts a broker has', () => {
  test('is said by domain and task, and what still is a stub in them', () => {
    const stub = generateStubs(chapters).get(VARINT) as string;
    write(VARINT, `${stub}// begun\n`);
    write(CRC, `${reference(CRC)}// mine\n`);
    write('storage/mine.ts', '');
    const said = whoseParts(integratedView(tree), chapters);
    expect(said[0]).toBe(`Of ${tree}`);
    expect(said).toContain('  protocol  varint.ts (0.2)');
    expect(said).toContain('  storage   crc32c.ts (1.1), mine.ts (added)');
    expect(said.join(' ')).toMatch(/Not written yet in these: \d+ parts, of task 0\.2\./);
    expect(said.at(-1)).toBe('The rest is the reference.');
  });

  test('is the reference where nothing is touched', () => {
    expect(whoseParts(solutionView, chapters)).toEqual(['All of it is the reference.']);
    expect(whoseParts(integratedView(tree), chapters)).toEqual([
      `Nothing in ${tree} is touched yet: all of it is the reference.`,
    ]);
  });
});

function typed(command: string, ...args: string[]) {
  return spawnSync(process.execPath, [join(root, 'bootstrap.mjs'), command, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: tmpdir(), npm_lifecycle_event: undefined },
  });
}

describe('npm run client', () => {
  const RANGE = 'clients/assignors/range.ts';
  const consumer = (...args: string[]) =>
    typed('client', 'kafka-verifiable-consumer', '--tree', tree, ...args);

  test('runs a tool with the learner’s client in it, and says what of it is theirs', () => {
    write(RANGE, `${reference(RANGE)}console.error('mine is loaded');\n`);
    const { stderr, stdout } = consumer('--help');
    expect(stderr).toContain('  clients/assignors  range.ts (2.6)\nThe rest is the reference.\n');
    expect(`${stderr}${stdout}`).toContain('--group-id');
    expect(stderr).toContain('mine is loaded');
  });

  test('does not run with files that can not be loaded', () => {
    write(RANGE, 'export function (');
    const { status, stderr } = consumer('--help');
    expect(status).toBe(1);
    expect(stderr).toContain("kafka-verifiable-consumer can't start with these:");
    expect(stderr).toContain('`npx kafka-verifiable-consumer` runs the reference alone.');
  });

  test('wants the name of a tool', () => {
    expect(typed('client')).toMatchObject({ status: 1 });
    expect(typed('client', '--help')).toMatchObject({ status: 0 });
    expect(typed('client', 'kafka-nonsense').stderr).toContain("no tool 'kafka-nonsense'");
  });
});

describe('npm run broker', () => {
  const broker = (...args: string[]) => typed('broker', ...args);

  test('has no use for what only clients run', () => {
    write('clients/assignors/range.ts', 'export function (');
    const { status, stderr } = broker('--tree', tree, '--override', 'node.id=x');
    expect(stderr).not.toContain('range.ts');
    expect(stderr).toContain('node.id');
    expect(status).toBe(1);
  });

  test('tells how it is used, and ends with 0, where that is asked', () => {
    const { status, stdout } = broker('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: npm run broker -- [server.properties]');
    expect(stdout).toContain('--override key=value');
  });

  test('does not start on files that can not be loaded, and says why in sentences', () => {
    write(VARINT, 'export function (');
    const { status, stderr } = broker('--tree', tree);
    expect(status).toBe(1);
    expect(stderr).toContain('  protocol  varint.ts (0.2)\nThe rest is the reference.\n');
    expect(stderr).toContain(`${VARINT}:1: `);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('says once which task is not written yet, and ends where it can not go on', () => {
    const stub = generateStubs(chapters).get('storage/crc32c.ts') as string;
    write(CRC, `${stub}// begun\n`);
    const { status, stderr } = broker(
      ...['--tree', tree, '--override', `log.dirs=${join(tree, 'data')}`],
      ...['--override', 'listeners=PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:0'],
    );
    expect(status).toBe(1);
    expect(stderr.match(/^Not written yet: .*, of task 1\.1, was just needed/gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/it is task 1\.1|\.\./);
    expect(stderr).toContain('npm run broker -- --solution');
  });
});

describe('the options that choose a view', () => {
  test('are taken out of the command line, wherever they stand', () => {
    const args = ['my.properties', '--tree', 'there', '--override', 'a=b', '--integrated'];
    expect(viewArguments(args, {})).toEqual({
      options: { solution: false, integrated: true, tree: 'there' },
      rest: ['my.properties', '--override', 'a=b'],
    });
  });

  test('are also those that npm kept for itself', () => {
    const kept = { npm_config_solution: 'true', npm_config_tree: undefined };
    expect(viewArguments([], kept).options.solution).toBe(true);
    expect(viewArguments([], { npm_config_tree: 'there' }).options.tree).toBe('there');
  });

  test('are refused where --tree has no directory', () => {
    expect(() => viewArguments(['--tree'], {})).toThrow('--tree wants a directory');
    expect(() => viewArguments([], { npm_config_tree: 'true' })).toThrow('wants a directory');
  });
});
