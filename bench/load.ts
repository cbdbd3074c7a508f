/**
 * The loads: Kafka's own performance tools, each run in a fresh JVM, and what they print.
 *
 * A fresh JVM a run makes runs alike: both brokers meet a client that is equally cold.
 */
import { fileURLToPath } from 'node:url';
import type { BrokerProcess } from '../interop/kafka/broker-process.ts';
import { classPath, compileJava, ownPrograms } from '../interop/kafka/java-tools.ts';
import { runProcess } from '../interop/kafka/run-process.ts';
import { cpuSeconds } from './process-figures.ts';

export interface ProduceLoad {
  readonly topic: string;
  readonly records: number;
  readonly recordBytes: number;
  /** Records a second, or -1 for as fast as it goes. */
  readonly throughput: number;
  readonly properties: Readonly<Record<string, string>>;
  /** The first records, whose latencies are the cold client's own: left out of the summary. */
  readonly warmUpRecords?: number;
}

export interface Produced {
  readonly recordsPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor seconds of the broker for each GB (10^9 bytes) of values. */
  readonly cpuSecondsPerGb: number;
}

export interface Consumed {
  readonly megabytesPerSecond: number;
  readonly cpuSecondsPerGb: number;
}

const GB = 1e9;

async function runJava(mainClass: string, args: string[], timeoutMs: number): Promise<string> {
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error';
  const classes = classPath(compileJava(ownPrograms));
  const flags = ['-Xmx512m', quiet, '-cp', classes];
  const result = await runProcess('java', [...flags, mainClass, ...args], { timeoutMs });
  const said = result.stdout.toString('utf8');
  if (result.exitCode === 0) return said;
  throw new Error(`${mainClass} exits ${result.exitCode}: ${said.slice(-500)}${result.stderr}`);
}

export async function createTopic(
  broker: BrokerProcess,
  topic: string,
  partitions = 1,
): Promise<void> {
  await topicCommand(broker, ['--create', '--topic', topic, '--partitions', String(partitions)]);
}

export async function deleteTopic(broker: BrokerProcess, topic: string): Promise<void> {
  await topicCommand(broker, ['--delete', '--topic', topic]);
}

async function topicCommand(broker: BrokerProcess, args: string[]): Promise<void> {
  const bootstrap = ['--bootstrap-server', broker.bootstrap];
  await runJava('org.apache.kafka.tools.TopicCommand', [...bootstrap, ...args], 60_000);
}

/** Runs ProducerPerformance and measures the broker meanwhile. */
export async function produce(broker: BrokerProcess, load: ProduceLoad): Promise<Produced> {
  const before = cpuSeconds(broker.pid);
  const properties = Object.entries(load.properties).map(([key, value]) => `${key}=${value}`);
  const said = await runJava(
    'org.apache.kafka.tools.ProducerPerformance',
    [
      ...['--bootstrap-server', broker.bootstrap, '--topic', load.topic],
      ...['--num-records', String(load.records), '--record-size', String(load.recordBytes)],
      ...['--throughput', String(load.throughput)],
      ...['--warmup-records', String(load.warmUpRecords ?? 0)],
      ...['--command-property', ...properties],
    ],
    300_000,
  );
  const summary = said.trim().split('\n').at(-1) as string;
  const figure = (pattern: RegExp): number => Number(pattern.exec(summary)?.[1]);
  return {
    recordsPerSecond: figure(/([\d.]+) records\/sec/),
    megabytesPerSecond: (figure(/([\d.]+) records\/sec/) * load.recordBytes) / 1e6,
    p50Ms: figure(/(\d+) ms 50th/),
    p99Ms: figure(/(\d+) ms 99th/),
    cpuSecondsPerGb: perGb(before, broker, load.records * load.recordBytes),
  };
}

/** Reads a topic from its start with Kafka's consumer and measures the broker meanwhile. */
export async function consume(
  broker: BrokerProcess,
  topic: string,
  records: number,
): Promise<Consumed> {
  const before = cpuSeconds(broker.pid);
  const args = [broker.bootstrap, topic, String(records)];
  const said = await runJava('ConsumerThroughput', args, 120_000);
  return consumed(said, before, broker);
}

/** The same with our own consumer. */
export async function consumeWithOurs(
  broker: BrokerProcess,
  topic: string,
  records: number,
): Promise<Consumed> {
  const before = cpuSeconds(broker.pid);
  const program = fileURLToPath(new URL('own-consumer.ts', import.meta.url));
  const args = [program, broker.bootstrap, topic, String(records)];
  const result = await runProcess(process.execPath, args, { timeoutMs: 120_000 });
  if (result.exitCode !== 0) throw new Error(`our consumer fails: ${result.stderr.slice(-500)}`);
  return consumed(result.stdout.toString('utf8'), before, broker);
}

/** Both programs print records, bytes and milliseconds. */
function consumed(said: string, cpuBefore: number, broker: BrokerProcess): Consumed {
  const [, bytes = 0, milliseconds = 0] = said.trim().split(' ').map(Number);
  return {
    megabytesPerSecond: bytes / 1e6 / (milliseconds / 1000),
    cpuSecondsPerGb: perGb(cpuBefore, broker, bytes),
  };
}

function perGb(before: number, broker: BrokerProcess, bytes: number): number {
  return (cpuSeconds(broker.pid) - before) / (bytes / GB);
}
