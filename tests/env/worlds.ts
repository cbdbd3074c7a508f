/**
 * The two worlds that the conformance suite runs against: each has an `Env`, a directory of its own
 * and a way to wait. In the simulation, waiting is what makes time pass.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Env } from '#env/env.ts';
import { createNodeEnv } from '#env/node/node-env.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld, type SimWorldOptions } from '#env/sim/sim-world.ts';

export interface TestWorld {
  readonly env: Env;
  /** An empty directory. */
  readonly directory: string;
  until<T>(work: Promise<T>): Promise<T>;
  close(): void;
}

export const worlds: readonly (readonly [name: string, make: () => TestWorld])[] = [
  ['the real world', realWorld],
  ['the simulation', simulatedWorld],
];

function realWorld(): TestWorld {
  const directory = mkdtempSync(join(tmpdir(), 'gregor-env-')).replaceAll('\\', '/');
  return {
    env: createNodeEnv(),
    directory,
    until: (work) => work,
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function simulatedWorld(): TestWorld {
  const world = simWorld(1);
  const { env } = world.node('node-1');
  env.disk.makeDirectory('data');
  return {
    env,
    directory: 'data',
    until: (work) => world.complete(work),
    close: () => {},
  };
}

export function simWorld(seed: number, options: Partial<SimWorldOptions> = {}): SimWorld {
  return new SimWorld({ seed, ...nodeHost, ...options });
}
