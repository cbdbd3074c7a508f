/**
 * A log directory with every shape of log in it, and what its broker served from it.
 *
 * The data set is that of the golden files (interop/java/WriteDataSet.java), written in two lives
 * of the broker: the second one opens what the first has closed, and writes a second leader epoch.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckContext, StartOptions } from '../check.ts';
import { type BrokerProcess, freePort } from '../kafka/broker-process.ts';

export interface WrittenDirectory {
  readonly directory: string;
  readonly ports: { readonly port: number; readonly controllerPort: number };
  /** Every topic, partition and record (ReadTopics), as the writer served them at the end. */
  readonly served: Served;
}

export interface Served {
  readonly uncommitted: string;
  readonly committed: string;
}

export const basicParts = [
  'codecs',
  'plain',
  'append-time',
  'segments',
  'compacted',
  'delete-records',
];

type Start = (options: StartOptions) => Promise<BrokerProcess>;

/** Has a broker write the data set in two lives, and stops it cleanly (or by kill -9). */
export async function writeDataSet(
  context: CheckContext,
  start: Start,
  options: { name: string; parts: readonly string[]; kill?: boolean },
): Promise<WrittenDirectory> {
  const directory = join(context.world.workDirectory, options.name);
  const ports = { port: await freePort(), controllerPort: await freePort() };
  const first = await start({ dataDirectory: directory, ...ports });
  try {
    await context.program('WriteDataSet', [first.bootstrap, ...options.parts]);
  } finally {
    await first.stop();
  }
  const second = await start({ dataDirectory: directory, ...ports });
  try {
    await context.program('WriteDataSet', [second.bootstrap, 'more']);
    const served = await readEverything(context, second);
    return { directory, ports, served };
  } finally {
    await (options.kill === true ? second.kill() : second.stop());
  }
}

/** Everything that a broker serves, at both isolation levels. */
export async function readEverything(
  context: CheckContext,
  broker: BrokerProcess,
): Promise<Served> {
  const read = async (isolation: string): Promise<string> =>
    (await context.program('ReadTopics', [broker.bootstrap, isolation])).stdout;
  return {
    uncommitted: await read('read_uncommitted'),
    committed: await read('read_committed'),
  };
}

const written = new WeakMap<object, Promise<WrittenDirectory>>();

/** The directory of the broker that is checked; written once in a run, copied for each use. */
export async function targetDirectory(
  context: CheckContext,
  copy: string,
): Promise<WrittenDirectory> {
  const { world } = context;
  const original =
    written.get(world) ??
    writeDataSet(context, world.startTarget, { name: 'data-set', parts: basicParts });
  written.set(world, original);
  const { directory, ports, served } = await original;
  const target = join(world.workDirectory, copy);
  cpSync(directory, target, { recursive: true });
  return { directory: target, ports, served };
}
