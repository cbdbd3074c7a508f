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
  readonly properties: Readonly<Record<string, string>>;
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

/** Starts a broker of one kind or the other. */
export type Start = (options: StartOptions) => Promise<BrokerProcess>;

interface WriteOptions {
  readonly name: string;
  readonly parts: readonly string[];
  /** Whether the second life ends by kill -9. */
  readonly kill?: boolean;
  /** Lines of server.properties for these brokers; `log.dirs` too. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Has a broker write the data set in two lives, and stops it cleanly (or by kill -9). */
export async function writeDataSet(
  context: CheckContext,
  start: Start,
  options: WriteOptions,
): Promise<WrittenDirectory> {
  const directory = join(context.world.workDirectory, options.name);
  const ports = { port: await freePort(), controllerPort: await freePort() };
  const { properties = {} } = options;
  const first = await start({ dataDirectory: directory, ...ports, properties });
  try {
    await context.program('WriteDataSet', [first.bootstrap, ...options.parts]);
  } finally {
    await first.stop();
  }
  const second = await start({ dataDirectory: directory, ...ports, properties });
  try {
    await context.program('WriteDataSet', [second.bootstrap, 'more']);
    const served = await readEverything(context, second);
    return { directory, ports, properties, served };
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

type Origin = 'target' | 'kafka' | 'killed';
const written = new WeakMap<object, Map<Origin, Promise<WrittenDirectory>>>();

function write(context: CheckContext, origin: Origin): Promise<WrittenDirectory> {
  const { startKafka, startTarget } = context.world;
  const name = `data-set-of-${origin}`;
  // Transactions come later to Gregor; of Kafka's it must understand every byte now.
  const parts = origin === 'kafka' ? [...basicParts, 'transactions'] : basicParts;
  const kill = origin === 'killed';
  return writeDataSet(context, origin === 'kafka' ? startKafka : startTarget, {
    name,
    parts,
    kill,
  });
}

/**
 * A copy of the data set's directory, as its writer left it: the broker that is checked, real
 * Kafka, or the broker that is checked after kill -9. Written once in a run.
 */
export async function writtenBy(
  context: CheckContext,
  origin: Origin,
  copy: string,
): Promise<WrittenDirectory> {
  const { world } = context;
  const byOrigin = written.get(world) ?? new Map<Origin, Promise<WrittenDirectory>>();
  written.set(world, byOrigin);
  const original = byOrigin.get(origin) ?? write(context, origin);
  byOrigin.set(origin, original);
  const { directory, ...rest } = await original;
  const target = join(world.workDirectory, copy);
  cpSync(directory, target, { recursive: true });
  return { directory: target, ...rest };
}
