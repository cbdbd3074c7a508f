/**
 * Gregor as a process of its own, handled like real Kafka: `npm run broker` on a server.properties.
 *
 * The same properties file that real Kafka gets. A new directory is formatted with our own
 * kafka-storage first, in the way that Kafka's is.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrokerOptions, type BrokerProcess, startBrokerProcess } from './broker-process.ts';
import { repositoryRoot } from './jars.ts';
import { CLUSTER_ID, writeProperties } from './real-kafka.ts';
import { runProcess } from './run-process.ts';

const entry = join(repositoryRoot, 'solution/cli/run.ts');

export interface GregorOptions extends BrokerOptions {
  /** Flags of Node itself, such as a profiler's. */
  readonly nodeFlags?: readonly string[];
}

/** Whether there is a broker to start, or why not. */
export function findGregor(): { readonly reason: string | undefined } {
  const file = join(repositoryRoot, 'solution/cli/broker.ts');
  if (existsSync(file)) return { reason: undefined };
  return { reason: 'solution/cli/broker.ts is not there: this clone has no broker yet' };
}

/** Formats the directory when it is new, starts Gregor on it, and waits until it answers. */
export async function startGregor(options: GregorOptions): Promise<BrokerProcess> {
  const config = writeProperties(options);
  if (!existsSync(join(options.dataDirectory, 'meta.properties'))) {
    const format = ['kafka-storage', 'format', '-t', CLUSTER_ID, '-c', config, '--standalone'];
    const result = await runProcess(process.execPath, [entry, ...format]);
    if (result.exitCode !== 0) {
      throw new Error(
        `kafka-storage format exits ${result.exitCode}: ${result.stdout}${result.stderr}`,
      );
    }
  }
  return startBrokerProcess({
    kind: 'gregor',
    command: process.execPath,
    args: [...(options.nodeFlags ?? []), entry, 'broker', config],
    host: '127.0.0.1',
    port: options.port,
    dataDirectory: options.dataDirectory,
  });
}
