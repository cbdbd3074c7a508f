/**
 * The simulations that `npm test` runs with some seeds each, and `npm run sim` with as many as one
 * likes. A seed is a world of its own, and always the same one.
 */
import { runBrokerCrash } from '../broker/broker-crash.ts';
import { runCompactionCrash } from '../storage/cleaner/compaction-crash.ts';
import { runGroups } from './groups-life.ts';
import { runStorageCrash } from './storage-crash.ts';

export interface Workload {
  readonly name: string;
  readonly about: string;
  /** How many seeds `npm run sim` runs unless it is told: some minutes on two cores. */
  readonly seeds: number;
  /** Runs one seed; throws with what was violated. */
  run(seed: number): Promise<unknown>;
}

export const workloads: readonly Workload[] = [
  {
    name: 'storage',
    about: 'a log directory through appends, cuts and crashes',
    seeds: 100_000,
    run: runStorageCrash,
  },
  {
    name: 'compaction',
    about: 'a compacted log that crashes while it is cleaned',
    seeds: 20_000,
    run: runCompactionCrash,
  },
  {
    name: 'broker',
    about: 'a broker with its clients, stopped, killed and without power',
    seeds: 2000,
    run: runBrokerCrash,
  },
  {
    name: 'groups',
    about: 'members of a group, while everything fails that can',
    seeds: 10_000,
    run: (seed) => runGroups(seed),
  },
];

export function findWorkload(name: string): Workload | undefined {
  return workloads.find((one) => one.name === name);
}

/** The command that runs one seed alone. */
export function replayOf(workload: string, seed: number): string {
  return `npm run sim -- --workload ${workload} --seeds 1 --first ${seed}`;
}

/** For tests: runs seeds one after the other; what fails is told with how to repeat it. */
export async function runSeeds(name: string, seeds: number, first = 1): Promise<void> {
  const workload = findWorkload(name);
  for (let seed = first; seed < first + seeds; seed++) {
    try {
      await workload?.run(seed);
    } catch (cause) {
      const { message } = cause as Error;
      throw new Error(`Seed ${seed}: ${message}\nReplay it: ${replayOf(name, seed)}`, { cause });
    }
  }
}
