/**
 * `npm start`: the course in the browser. Its pages, your own results beside each task as you save,
 * hints, resets, your broker: course/workbench/ does it. Ctrl-C ends all of it.
 *
 *     npm start -- --port 5000     on that port and no other
 *     npm start -- --no-open       opens no browser
 *     npm start -- --tree DIR      over another tree than exercises/; its progress is noted nowhere
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlainError } from '../plain-error.ts';
import { root } from '../view.ts';
import { learnerCommand, runLearnerCommand } from './learner-command.ts';

enableCompileCache(join(root, '.gregor', 'cache', 'node'));

interface Options {
  readonly port?: string;
  readonly open: boolean;
  readonly tree?: string;
}

await runLearnerCommand(
  learnerCommand('start', 'Opens the course in the browser, with your own results beside it.')
    .option('--port <number>', 'this port and no other')
    .option('--no-open', 'open no browser')
    .option('--tree <directory>', 'over another tree than exercises/')
    .action(start),
);

async function start({ port, open, tree }: Options): Promise<void> {
  const { Workbench } = await import('../workbench/workbench.ts');
  const { runningInstance } = await import('../workbench/instance.ts');
  const home = join(root, '.gregor');
  const named = port === undefined ? undefined : portNamed(port);
  const known = await runningInstance(home);
  if (known !== undefined) return goThere(known.port, open);
  const learner = await learnerOf(tree);
  const started = await Workbench.start({
    ...learner,
    home,
    port: named,
    buildSite,
    broker: { args: learner.brokerArgs, host: '127.0.0.1', port: 9092 },
    print: (line) => process.stdout.write(`${line}\n`),
  });
  if (!(started instanceof Workbench)) {
    learner.forget();
    return goThere(started.port, open);
  }
  endBySignal(started, learner.forget);
  started.opened().catch((error: unknown) => endByFault(started, learner.forget, error));
  if (open) await show(started.url);
}

/** Whose work is graded, and where their progress is noted. */
async function learnerOf(tree: string | undefined) {
  if (tree === undefined) {
    const { progressPath } = await import('../progress/progress.ts');
    return { tree: 'exercises', progress: progressPath(), brokerArgs: [], forget: () => {} };
  }
  const { viewOf } = await import('../learner-views.ts');
  const { learnerTree } = viewOf({ tree });
  const notes = mkdtempSync(join(tmpdir(), 'gregor-progress-'));
  return {
    tree: learnerTree,
    progress: join(notes, 'progress.json'),
    brokerArgs: ['--tree', learnerTree],
    forget: () => rmSync(notes, { recursive: true, force: true }),
  };
}

function portNamed(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new PlainError(`--port ${text}: a port is a whole number up to 65535.`);
}

/** Loaded where it is needed alone: a warm start builds nothing. */
async function buildSite(out: string, signal: AbortSignal): Promise<void> {
  const { buildSite: build } = await import('../../site/build/build-site.ts');
  await build({ out, signal, isQuiet: true });
}

async function goThere(port: number, open: boolean): Promise<void> {
  const url = `http://127.0.0.1:${port}/`;
  process.stdout.write(`The workbench of this clone runs already: ${url}\n`);
  if (open) await show(url);
}

/** A browser for who looks at this terminal; a program that started this gets none. */
async function show(url: string): Promise<void> {
  if (process.stdout.isTTY !== true) return;
  const { openInBrowser } = await import('../workbench/editor/open.ts');
  if (!(await openInBrowser(url))) process.stdout.write('Open that address in your browser.\n');
}

/** A manifest with a merge's marks in it, for one: told without the calls that led there. */
async function endByFault(workbench: Ending, forget: () => void, error: unknown): Promise<void> {
  const [words] =
    error instanceof Error ? (error.stack ?? error.message).split('\n    at ') : [error];
  process.stderr.write(`✘ The course can't be loaded:\n${words}\n`);
  await workbench.end();
  forget();
  process.exit(1);
}

interface Ending {
  end(): Promise<void>;
  kill(): void;
}

/** The first signal ends all in good order, a second one at once. */
function endBySignal(workbench: Ending, forget: () => void): void {
  let isEnding = false;
  const end = async () => {
    if (isEnding) workbench.kill();
    else {
      isEnding = true;
      await workbench.end();
    }
    forget();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
