/**
 * `npm run broker [server.properties] [--override key=value ...]`: runs a broker until it is told to
 * stop.
 *
 * Without a file it is a broker to play with: data in ./data, clients on 127.0.0.1:9092, formatted at
 * the first start. With one it is Kafka's kafka-server-start: the directories must have been
 * formatted by kafka-storage.
 *
 * Exit codes: 0 after SIGINT or SIGTERM, 1 when it can't start or can't go on.
 */
import { Broker } from '#broker/broker.ts';
import { logDirectoryPaths, metadataDirectoryPath } from '#broker/log-directories.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import { ConfigError } from '#config/config-problem.ts';
import { listenersOf } from '#config/listeners.ts';
import { MalformedProperties, parseProperties } from '#config/server-properties.ts';
import { UnsupportedMetadata } from '#controller/activation.ts';
import { DiskError } from '#env/disk.ts';
import type { Env } from '#env/env.ts';
import { NetworkError } from '#env/network.ts';
import type { Terminal } from '#env/terminal.ts';
import { formatStorage } from '#metadata/format-storage.ts';
import { UnreadableMetadata } from '#metadata/metadata-record.ts';
import { WrongQuorum } from '#metadata/quorum-of-one.ts';
import { CorruptQuorumState } from '#metadata/quorum-state.ts';
import { CorruptSnapshot } from '#metadata/snapshot-file.ts';
import { readFile } from '#storage/durable-file.ts';
import { randomUuid, UnusableLogDirectory } from '#storage/meta-properties.ts';

const USAGE = 'Usage: npm run broker -- [server.properties] [--override key=value ...]\n';

/** What a broker without a file runs with. */
const PLAYGROUND: ReadonlyMap<string, string> = new Map([
  ['process.roles', 'broker,controller'],
  ['node.id', '1'],
  ['log.dirs', './data'],
  ['listeners', 'PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093'],
  ['controller.listener.names', 'CONTROLLER'],
  ['controller.quorum.bootstrap.servers', '127.0.0.1:9093'],
  ['offsets.topic.replication.factor', '1'],
  ['group.initial.rebalance.delay.ms', '0'],
]);

interface Arguments {
  readonly file: string | undefined;
  readonly overrides: ReadonlyMap<string, string>;
}

export async function main(env: Env, terminal: Terminal): Promise<number> {
  const args = parseArguments(terminal.args);
  if (typeof args === 'string') {
    terminal.err(`${args}\n${USAGE}`);
    return 1;
  }
  try {
    const config = readConfig(env, args);
    tellKeys(env, config);
    if (args.file === undefined) await formatAtFirstStart(env, config, terminal);
    return await runUntilInterrupted(env, config, args, terminal);
  } catch (error) {
    if (!isForeseen(error)) throw error;
    terminal.err(`The broker can't start.\n${error.message}\n`);
    return 1;
  }
}

function parseArguments(args: readonly string[]): Arguments | string {
  const overrides = new Map<string, string>();
  let file: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--override') {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(args[++at] ?? '') ?? [];
      if (key === undefined || value === undefined) return '--override wants key=value.';
      overrides.set(key.trim(), value);
    } else if (arg.startsWith('-')) {
      return `There is no option ${arg}.`;
    } else if (file === undefined) {
      file = arg;
    } else {
      return `One file is enough: ${file}, ${arg}.`;
    }
  }
  return { file, overrides };
}

function readConfig(env: Env, { file, overrides }: Arguments): BrokerConfig {
  const bytes = file === undefined ? undefined : readFile(env.disk, file);
  if (file !== undefined && bytes === undefined) {
    throw new DiskError('missing', file, `There is no file ${file}.`);
  }
  const base = bytes === undefined ? PLAYGROUND : parseProperties(bytes);
  return new BrokerConfig(new Map([...base, ...overrides]));
}

function tellKeys(env: Env, config: BrokerConfig): void {
  for (const key of config.unknownKeys()) {
    env.log.warn('Kafka has no such configuration key: misspelt?', { key });
  }
  const inert = config.inertKeys();
  if (inert.length > 0) {
    env.log.info('Keys that are accepted, but change nothing here yet', { keys: inert.join(' ') });
  }
}

/** Only the playground formats by itself: elsewhere an empty directory may be a missing disk. */
async function formatAtFirstStart(
  env: Env,
  config: BrokerConfig,
  terminal: Terminal,
): Promise<void> {
  const listeners = listenersOf(config).filter(({ controller }) => controller);
  const formatted = await formatStorage(env, {
    clusterId: randomUuid(env),
    nodeId: config.get('node.id'),
    logDirectories: logDirectoryPaths(config),
    metadataDirectory: metadataDirectoryPath(config),
    controllerEndpoints: listeners.map(({ name, advertised }) => ({ name, ...advertised })),
    ignoreFormatted: true,
  });
  for (const path of formatted) terminal.out(`Formatted ${path} for a new cluster.\n`);
}

async function runUntilInterrupted(
  env: Env,
  config: BrokerConfig,
  { file }: Arguments,
  terminal: Terminal,
): Promise<number> {
  let end: (exitCode: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  terminal.onInterrupt(() => end(0));
  const broker = await Broker.start(env, {
    config,
    onFatal: (cause) => {
      env.log.error('the metadata log failed; the broker stops at once', { error: cause });
      end(1);
    },
  });
  greet(broker, file === undefined, terminal);
  const exitCode = await ended;
  return exitCode === 0 ? stop(broker, terminal) : exitCode;
}

/** Stops in order. What could not be made durable is recovered by the next start. */
async function stop(broker: Broker, terminal: Terminal): Promise<number> {
  try {
    await broker.stop();
    return 0;
  } catch (error) {
    if (!isForeseen(error)) throw error;
    terminal.err(`The broker has stopped, but not in order.\n${error.message}\n`);
    return 1;
  }
}

function greet(broker: Broker, isPlayground: boolean, terminal: Terminal): void {
  const doors = [...broker.addresses].map(([name, { host, port }]) => `${name}://${host}:${port}`);
  const { nodeId, clusterId } = broker.services;
  terminal.out(`Broker ${nodeId} of cluster ${clusterId} is listening on ${doors.join(', ')}.\n`);
  if (!isPlayground) return;
  const [address] = broker.addresses.values();
  if (address === undefined) return;
  const at = `--bootstrap-server ${address.host}:${address.port}`;
  terminal.out(
    [
      'Try, in another terminal:',
      `  npx kafka-topics ${at} --create --topic greetings --partitions 3`,
      `  echo hello | npx kafka-console-producer ${at} --topic greetings`,
      `  npx kafka-console-consumer ${at} --topic greetings --from-beginning --max-messages 1`,
      'Ctrl-C stops the broker.',
      '',
    ].join('\n'),
  );
}

/** Errors that say by themselves what to do. */
const FORESEEN = [
  ConfigError,
  MalformedProperties,
  UnusableLogDirectory,
  NetworkError,
  DiskError,
  CorruptQuorumState,
  CorruptSnapshot,
  UnreadableMetadata,
  UnsupportedMetadata,
  WrongQuorum,
];

function isForeseen(error: unknown): error is Error {
  return FORESEEN.some((kind) => error instanceof kind);
}
