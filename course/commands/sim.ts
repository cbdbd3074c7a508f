/**
 * `npm run sim [-- [seeds] [--first seed]]`: lives through as many crashes as one likes, 100,000 by
 * default, on all cores. `npm test` does the same with few.
 *
 *     npm run sim -- 5000              seeds 1 to 5000
 *     npm run sim -- 1 --first 4711    seed 4711 alone: how a failure is replayed
 *
 * Every seed is a world of its own, so the seeds are dealt out to one process a core. A failure
 * prints its seed, what was violated and the command that replays it.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runStorageCrash } from '../../tests/sim/storage-crash.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { first: { type: 'string', default: '1' }, step: { type: 'string' } },
});
const seeds = Number(positionals[0] ?? 100_000);
const first = Number(values.first);
if (!Number.isInteger(seeds) || seeds < 1 || !Number.isInteger(first)) {
  console.error('npm run sim -- [seeds] [--first seed]: both are whole numbers.');
  process.exit(1);
}
if (values.step === undefined) await dealOut();
else await live(Number(values.step));

/** The parent: a process a core, each with every n-th seed. */
async function dealOut(): Promise<void> {
  const processes = Math.min(availableParallelism(), seeds);
  const started = performance.now();
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, index) => liveInChild(index, processes)),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const violated = codes.some((code) => code !== 0);
  const end = violated ? 'not all of them well' : 'every promise was kept';
  console.log(`${seeds} seeds from ${first} on, in ${seconds} s: ${end}.`);
  if (violated) process.exitCode = 1;
}

function liveInChild(index: number, step: number): Promise<number> {
  const share = Math.ceil((seeds - index) / step);
  const args = [String(share), '--first', String(first + index), '--step', String(step)];
  const file = process.argv[1] as string;
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A child: `seeds` seeds from `first` on, `step` apart. */
async function live(step: number): Promise<void> {
  for (let seed = first, left = seeds; left > 0; seed += step, left--) {
    try {
      await runStorageCrash(seed);
    } catch (error) {
      console.log(`seed ${seed}: ${error instanceof Error ? error.stack : error}`);
      console.log(`replay it: npm run sim -- 1 --first ${seed}\n`);
      process.exitCode = 1;
    }
    if (left % 5000 === 0) console.log(`seed ${seed}; this process has ${left} to go`);
  }
}
