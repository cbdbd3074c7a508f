/**
 * Gregor as a process of its own, handled like real Kafka: `npm run broker` on a server.properties.
 *
 * The same properties file that real Kafka gets. A new directory is formatted with our own
 * kafka-storage first, in the way that Kafka's is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildImage, freshImage } from '../../course/image/tool-image.ts';
import { type BrokerOptions, type BrokerProcess, startBrokerProcess } from './broker-process.ts';
import { repositoryRoot } from './jars.ts';
import { CLUSTER_ID, isFormatted, writeProperties } from './real-kafka.ts';
import { runProcess } from './run-process.ts';

/** What `npm run broker` runs. */
const broker = join(repositoryRoot, 'course/commands/broker.ts');
/** The tools without a start image: a profile then names the functions of solution/. */
const plainTools = join(repositoryRoot, 'solution/cli/run.ts');

export interface GregorOptions extends BrokerOptions {
  /** Flags of Node itself, such as a profiler's; the broker then runs from its sources. */
  readonly nodeFlags?: readonly string[];
}

/** Whether there is a broker to start, or why not. */
export function findGregor(): { readonly reason: string | undefined } {
  const file = join(repositoryRoot, 'solution/cli/broker.ts');
  if (existsSync(file)) return { reason: undefined };
  return { reason: 'solution/cli/broker.ts is not there: this clone has no broker yet' };
}

/** Brings the start image up to date, so that no start is measured while one is being built. */
export async function prepareGregor(): Promise<void> {
  if (freshImage() === undefined) await buildImage();
}

/** Formats the directory when it is new, starts Gregor on it, and waits until it answers. */
export async function startGregor(options: GregorOptions): Promise<BrokerProcess> {
  const config = writeProperties(options);
  if (!isFormatted(options)) await formatWithGregor(config);
  const flags = options.nodeFlags ?? [];
  const command =
    flags.length === 0 ? [...scriptFlags(), broker] : [...flags, plainTools, 'broker'];
  return startBrokerProcess({
    kind: 'gregor',
    command: process.execPath,
    args: [...command, config],
    host: '127.0.0.1',
    port: options.port,
    dataDirectory: options.dataDirectory,
  });
}

/** The flags that `npm run broker` gives to Node. */
function scriptFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  return scripts.broker.split(' ').filter((word: string) => word.startsWith('--'));
}

/** Our kafka-storage format, as a cluster of one. */
export async function formatWithGregor(config: string): Promise<void> {
  const format = ['kafka-storage', 'format', '-t', CLUSTER_ID, '-c', config, '--standalone'];
  const { exitCode, stdout, stderr } = await runProcess(process.execPath, [plainTools, ...format]);
  if (exitCode === 0) return;
  throw new Error(`kafka-storage format exits ${exitCode}: ${stdout}${stderr}`);
}
