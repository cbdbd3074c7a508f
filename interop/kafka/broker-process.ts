/**
 * A broker that runs as a process of its own: real Kafka or Gregor, handled alike.
 *
 * Everything in interop/ and bench/ is written against this one interface, so that each check can
 * be run against the real Kafka first: a check that Kafka itself fails is a wrong check.
 *
 * Invariant: after `stop()` or `kill()` has returned the process is gone, and its ports are free.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { waitUntilServing } from './probe.ts';

export interface BrokerProcess {
  readonly kind: BrokerKind;
  readonly host: string;
  readonly port: number;
  /** `host:port`, as tools take it. */
  readonly bootstrap: string;
  readonly dataDirectory: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to its first Metadata answer. */
  readonly startedAfterMs: number;
  /** What it wrote to stdout and stderr until now. */
  output(): string;
  /** Whether the process is still there. */
  alive(): boolean;
  /** SIGTERM, and waits for the end. Returns the exit code (143 where the JVM reports the signal). */
  stop(): Promise<number>;
  /** kill -9, and waits for the end. */
  kill(): Promise<void>;
}

export type BrokerKind = 'kafka' | 'gregor';

export interface BrokerOptions {
  readonly dataDirectory: string;
  /** Kept across restarts of one directory: the voter set in a log directory names the port. */
  readonly port: number;
  readonly controllerPort: number;
  /** Lines of server.properties beside the usual ones. */
  readonly properties?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130));
}

/** Starts a process and waits until it answers Metadata. Throws with its last output otherwise. */
export async function startBrokerProcess(options: {
  kind: BrokerKind;
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  host: string;
  port: number;
  dataDirectory: string;
  timeoutMs?: number;
}): Promise<BrokerProcess> {
  const startedAt = performance.now();
  const child = spawn(options.command, [...options.args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  running.add(child);
  const pieces: string[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece.toString('utf8')));
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece.toString('utf8')));
  const ended = once(child, 'close').finally(() => running.delete(child));
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  try {
    const timeoutMs = options.timeoutMs ?? 60_000;
    await waitUntilServing(options.host, options.port, { timeoutMs, alive });
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    throw new Error(`${(error as Error).message}\n${pieces.join('').slice(-4000)}`);
  }
  return {
    kind: options.kind,
    host: options.host,
    port: options.port,
    bootstrap: `${options.host}:${options.port}`,
    dataDirectory: options.dataDirectory,
    pid: child.pid as number,
    startedAfterMs: performance.now() - startedAt,
    output: () => pieces.join(''),
    alive,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode ?? 143;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

let nextPort = Number(process.env.GREGOR_INTEROP_PORT ?? 19_092);

/** The next port that nobody listens on; counting starts at GREGOR_INTEROP_PORT (19092). */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort++;
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
