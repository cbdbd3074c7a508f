/**
 * A real Apache Kafka, one node in combined mode (broker and controller), from the jars.
 *
 * Invariant: the directory is formatted at most once; later starts open what is there, whoever
 * wrote it. So the same function starts Kafka on its own directory and on one of ours.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrokerOptions, type BrokerProcess, startBrokerProcess } from './broker-process.ts';
import { classPath } from './java-tools.ts';

/** A cluster id is 16 bytes in base64url; a fixed one keeps captured files the same. */
export const CLUSTER_ID = 'R3JlZ29yLWludGVyb3AtMQ';

export interface RealKafkaOptions extends BrokerOptions {
  /** Which JVM settings: a quick start, or those of kafka-server-start. */
  readonly purpose?: 'checks' | 'measuring';
  /** slf4j level of the broker's log; `warn` is enough to hear complaints. */
  readonly logLevel?: 'error' | 'warn' | 'info';
}

/** server.properties of a node of one, the same for Kafka and Gregor. */
export function nodeProperties(options: BrokerOptions): string {
  const broker = `PLAINTEXT://127.0.0.1:${options.port}`;
  const controller = `CONTROLLER://127.0.0.1:${options.controllerPort}`;
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${options.controllerPort}`,
    listeners: `${broker},${controller}`,
    'advertised.listeners': `${broker},${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': options.dataDirectory,
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    ...options.properties,
  };
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
  return lines.join('');
}

/** Writes server.properties beside the data directory and returns its path. */
export function writeProperties(options: BrokerOptions, name = 'server.properties'): string {
  mkdirSync(options.dataDirectory, { recursive: true });
  const path = `${options.dataDirectory}.${name}`;
  writeFileSync(path, nodeProperties(options));
  return path;
}

/** For checks: up quickly. For measuring: what Kafka's own kafka-server-start passes. */
const jvmFor = {
  checks: ['-Xms256m', '-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
  measuring: [
    '-Xms1G',
    '-Xmx1G',
    '-server',
    '-XX:+UseG1GC',
    '-XX:MaxGCPauseMillis=20',
    '-XX:InitiatingHeapOccupancyPercent=35',
    '-XX:+ExplicitGCInvokesConcurrent',
    '-Djava.awt.headless=true',
  ],
};

const logging = (level: string): string[] => [
  `-Dorg.slf4j.simpleLogger.defaultLogLevel=${level}`,
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
];

/** Whether some broker's kafka-storage has been here; with several log.dirs the first one tells. */
export function isFormatted(options: BrokerOptions): boolean {
  const [first] = (options.properties?.['log.dirs'] ?? options.dataDirectory).split(',');
  return existsSync(join(first as string, 'meta.properties'));
}

/** Kafka's own kafka-storage format, as a cluster of one. */
export function formatWithKafka(config: string): void {
  const flags = ['-XX:TieredStopAtLevel=1', '-cp', classPath(), 'kafka.tools.StorageTool'];
  const format = ['format', '-t', CLUSTER_ID, '-c', config, '--standalone'];
  execFileSync('java', [...flags, ...format], { stdio: 'ignore' });
}

/** Formats the directory when it is new, starts Kafka on it, and waits until it answers. */
export async function startRealKafka(options: RealKafkaOptions): Promise<BrokerProcess> {
  const config = writeProperties(options);
  const jars = classPath();
  if (!isFormatted(options)) formatWithKafka(config);
  const flags = [...jvmFor[options.purpose ?? 'checks'], ...logging(options.logLevel ?? 'warn')];
  return startBrokerProcess({
    kind: 'kafka',
    command: 'java',
    args: [...flags, '-cp', jars, 'kafka.Kafka', config],
    host: '127.0.0.1',
    port: options.port,
    dataDirectory: options.dataDirectory,
  });
}
