/**
 * `npm run sim -- [--workload name] [--seeds n] [--first seed]`: lives through as many simulated
 * lives as one likes, on all cores. `npm test` does the same with few (tests/sim/workloads.ts).
 *
 *     npm run sim                                               log directories that crash
 *     npm run sim -- --workload groups --seeds 5000             groups, seeds 1 to 5000
 *     npm run sim -- --workload groups --seeds 1 --first 4711   how a failure is replayed
 *
 * Every seed is a world of its own, so the seeds are dealt out to one process a core. A failure
 * prints its seed, what was violated, what came before it and the command that replays it. Exit code
 * 0 only when every promise was kept.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { replayOf, type Workload, workloads } from '../../tests/sim/workloads.ts';
import { keepTrace, traceNamer } from '../grading/kept-traces.ts';
import { PlainError } from '../plain-error.ts';
import { learnerCommand, runLearnerCommand } from './learner-command.ts';

interface Options {
  readonly workload: string;
  readonly seeds?: string;
  readonly first: string;
  /** In a child: how far apart its seeds are. */
  readonly step?: string;
}

const TELL_EACH_MS = 30_000;
const names = workloads.map(({ name }) => name).join(', ');
const about = workloads.map(({ name, about, seeds }) => `${name}: ${about} (${seeds} seeds)`);

await runLearnerCommand(
  learnerCommand('sim', `Lives through simulated lives, one a seed. ${about.join('; ')}.`)
    .argument('[seeds]', 'the same as --seeds')
    .option('--workload <name>', names, 'storage')
    .option('--seeds <number>', 'how many seeds')
    .option('--first <seed>', 'the first of them', '1')
    .addOption(new Option('--step <number>').hideHelp())
    .action(simulate),
);

async function simulate(positional: string | undefined, options: Options): Promise<void> {
  const workload = workloads.find(({ name }) => name === options.workload);
  if (workload === undefined) {
    throw new PlainError(`There is no workload "${options.workload}". There are: ${names}.`);
  }
  const seeds = wholeNumber('--seeds', options.seeds ?? positional ?? String(workload.seeds));
  const first = wholeNumber('--first', options.first);
  if (seeds < 1) throw new PlainError(`--seeds is how many: 1 or more, not ${seeds}.`);
  if (options.step === undefined) await dealOut(workload, seeds, first);
  else await live(workload, seeds, first, Number(options.step));
}

function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(number)) return number;
  throw new PlainError(`${flag} takes a whole number, not "${text}".`);
}

/** The parent: a process a core, each with every n-th seed. */
async function dealOut({ name }: Workload, seeds: number, first: number): Promise<void> {
  const processes = Math.min(availableParallelism(), seeds);
  const started = performance.now();
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, index) => {
      const share = Math.ceil((seeds - index) / processes);
      return liveInChild([
        `--workload=${name}`,
        `--seeds=${share}`,
        `--first=${first + index}`,
        `--step=${processes}`,
      ]);
    }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const violated = codes.some((code) => code !== 0);
  const end = violated ? 'not all of them well' : 'every promise was kept';
  console.log(`${name}: ${seeds} seeds from ${first} on, in ${seconds} s: ${end}.`);
  if (violated) process.exitCode = 1;
}

function liveInChild(args: readonly string[]): Promise<number> {
  const file = process.argv[1] as string;
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A child: `seeds` seeds from `first` on, `step` apart. */
async function live(
  { name, run }: Workload,
  seeds: number,
  first: number,
  step: number,
): Promise<void> {
  let toldAtMs = performance.now();
  for (let seed = first, left = seeds; left > 0; seed += step, left--) {
    try {
      await run(seed);
    } catch (error) {
      console.log(`seed ${seed}: ${error instanceof Error ? error.stack : error}`);
      console.log(`replay it: ${replayOf(name, seed)}`);
      console.log(`trace:     ${await keepStory(name, seed, error)}\n`);
      process.exitCode = 1;
    }
    if (performance.now() - toldAtMs < TELL_EACH_MS) continue;
    toldAtMs = performance.now();
    console.log(`${name}: seed ${seed} is done; this process has ${left - 1} to go`);
  }
}

/** Keeps what came before a failure for the trace viewer, and says where it is to be seen. */
async function keepStory(workload: string, seed: number, error: unknown): Promise<string> {
  const [why = '', ...lines] = (error as Error).message.split('\n');
  const id = `sim-${workload}-${seed}`;
  keepTrace(id, {
    title: `The simulation of ${workload}`,
    ...{ why, seed, again: replayOf(workload, seed), lines: lines.length > 0 ? lines : [why] },
  });
  return (await traceNamer())(id);
}
