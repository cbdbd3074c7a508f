/**
 * A small log directory of real Kafka with every kind of file in it, and what Kafka reads from it.
 *
 * Kafka writes the data set in two lives (a restart gives the second leader epoch), compacts one
 * topic, deletes records of another, and is stopped cleanly. What is then in its directory is
 * copied to tests/golden/kafka-4.3.1/logs/, file by file; tests/golden/kafka-4.3.1/expected/
 * says what Kafka's own classes and its dump tool read in each of them.
 *
 * Invariant: expected/ is derived from exactly the copied files, never from a second run.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JavaTools } from '../kafka/java-tools.ts';
import { startRealKafka } from '../kafka/real-kafka.ts';

const firstLife = [
  'codecs',
  'plain',
  'append-time',
  'segments',
  'transactions',
  'compacted',
  'delete-records',
];
const secondLife = ['more'];

const properties = {
  'log.cleaner.backoff.ms': '500',
  // Small, so that the metadata log is snapshotted once.
  'metadata.log.max.record.bytes.between.snapshots': '4096',
};

export async function captureLogs(
  dataDirectory: string,
  ports: { port: number; controllerPort: number },
  tools: JavaTools,
  target: string,
): Promise<void> {
  const start = () => startRealKafka({ dataDirectory, ...ports, properties });
  for (const parts of [firstLife, secondLife]) {
    const kafka = await start();
    const result = await tools.run({ tool: 'WriteDataSet', args: [kafka.bootstrap, ...parts] });
    if (result.exitCode !== 0) throw new Error(`${result.stdout}${result.stderr}`);
    await compacted(dataDirectory);
    await kafka.stop();
  }
  const logs = join(target, 'logs');
  rmSync(logs, { recursive: true, force: true });
  cpSync(dataDirectory, logs, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  await describe(logs, join(target, 'expected'), tools);
}

async function compacted(dataDirectory: string): Promise<void> {
  const checkpoint = join(dataDirectory, 'cleaner-offset-checkpoint');
  const deadline = Date.now() + 60_000;
  while (!existsSync(checkpoint) || !readFileSync(checkpoint, 'utf8').includes('compacted 0')) {
    if (Date.now() > deadline) throw new Error('Kafka did not compact within a minute');
    await sleep(200);
  }
}

/** All files below a directory, sorted, relative to it. */
export function filesBelow(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(directory, name)).isFile()).sort();
}

async function describe(logs: string, target: string, tools: JavaTools): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  const files = filesBelow(logs).filter((name) => statSync(join(logs, name)).size > 0);
  const batchFiles = files.filter((name) => /\.(log|checkpoint)$/.test(name));
  const isMetadata = (name: string): boolean => /^__cluster_metadata|^bootstrap/.test(name);
  const paths = batchFiles.map(
    (name) => `${isMetadata(name) ? 'metadata:' : ''}${join(logs, name)}`,
  );
  const dump = await tools.run({ tool: 'DumpSegments', args: paths });
  if (dump.exitCode !== 0) throw new Error(dump.stderr);
  const sections = dump.stdout.split(/^file .*\n/m).slice(1);
  for (const [index, name] of batchFiles.entries()) {
    const batches = (sections[index] as string).trim().split('\n');
    write(join(target, `${name}.json`), batches);
  }
  for (const name of files.filter((file) => /\.(index|timeindex|snapshot|txnindex)$/.test(file))) {
    write(join(target, `${name}.json`), await dumpLines(join(logs, name), tools));
  }
}

/** The `name: value` pairs of each line that DumpLogSegments prints of an index or a snapshot. */
async function dumpLines(path: string, tools: JavaTools): Promise<string[]> {
  const result = await tools.run({ tool: 'DumpLogSegments', args: ['--files', path] });
  if (result.exitCode !== 0) throw new Error(result.stderr);
  const lines = result.stdout
    .split('\n')
    .filter((line) => /^\w+: /.test(line) && !line.startsWith('Dumping'));
  return lines.map((line) => {
    const pairs = [...line.matchAll(/(\w+): (\S+)/g)].map(([, name, value]) => {
      const number = Number(value);
      return [name, Number.isNaN(number) ? value : number];
    });
    return JSON.stringify(Object.fromEntries(pairs));
  });
}

function write(path: string, items: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const body = items.filter((item) => item !== '').join(',\n');
  writeFileSync(path, body === '' ? '[]\n' : `[\n${body}\n]\n`);
}

/** For the report at the end of a capture: how much is kept in the repository. */
export function sizeBelow(directory: string): string {
  const files = filesBelow(directory);
  const bytes = files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  return `${relative(process.cwd(), directory)}: ${files.length} files, ${Math.round(bytes / 1024)} KB`;
}
