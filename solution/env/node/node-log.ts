/**
 * The log of a running program: JSON lines by pino for machines, one plain line for a person.
 *
 *   person   10:15:02.113 INFO  Loaded 12 logs partitions=12 tookMs=38
 *   machine  {"level":30,"time":1789...,"partitions":12,"tookMs":38,"msg":"Loaded 12 logs"}
 *
 * Loading pino costs some 30 ms, a tenth of what a start may take. So JSON lines are kept for the
 * first half second and written when it is over, at the first error, or when the process ends,
 * whichever comes first; each bears the time at which it was said.
 */
import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import type { Log, LogFields } from '#env/log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface NodeLogOptions {
  /** The lowest level that is written; `info` when left out. */
  readonly level?: LogLevel;
  /** Where lines go; standard error when left out, so that a tool's output stays clean. */
  readonly to?: 'stdout' | 'stderr';
  /** Lines for a person or for machines; when left out, a terminal means a person. */
  readonly format?: 'human' | 'json';
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** How long the first JSON lines may wait for pino to be loaded. */
const PINO_DELAY_MS = 500;

export function createNodeLog(options: NodeLogOptions = {}): Log {
  const stream = process[options.to ?? 'stderr'];
  const human = options.format === undefined ? stream.isTTY : options.format === 'human';
  const write = human ? (line: Line) => void stream.write(humanLine(line)) : jsonWriter(stream.fd);
  const lowest = LEVELS.indexOf(options.level ?? 'info');
  const say = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (LEVELS.indexOf(level) >= lowest) write({ timeMs: Date.now(), level, message, fields });
  };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

interface Line {
  readonly timeMs: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields | undefined;
}

function humanLine({ timeMs, level, message, fields = {} }: Line): string {
  const time = new Date(timeMs).toISOString().slice(11, 23);
  let line = `${time} ${level.toUpperCase().padEnd(5)} ${message}`;
  for (const [name, value] of Object.entries(fields)) line += ` ${name}=${humanValue(value)}`;
  const { error } = fields;
  // An error of no kind of ours is a bug, and its stack is what finds it.
  const isBug = level === 'error' && error instanceof Error && !('kind' in error);
  return isBug ? `${line}\n${error.stack}\n` : `${line}\n`;
}

function humanValue(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  if (typeof value === 'string') return /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function jsonWriter(fd: number): (line: Line) => void {
  let waiting: Line[] | undefined = [];
  let logger: Logger | undefined;
  let timeMs = 0;
  const emit = (line: Line): void => {
    logger ??= loadPino(fd, () => `,"time":${timeMs}`);
    timeMs = line.timeMs;
    logger[line.level](line.fields ?? {}, line.message);
  };
  const flush = (): void => {
    const lines = waiting ?? [];
    waiting = undefined;
    for (const line of lines) emit(line);
  };
  return (line) => {
    if (waiting === undefined) return emit(line);
    waiting.push(line);
    if (line.level === 'error') return flush();
    if (waiting.length > 1) return;
    setTimeout(flush, PINO_DELAY_MS).unref();
    process.once('exit', flush);
  };
}

function loadPino(fd: number, timestamp: () => string): Logger {
  const { pino } = createRequire(import.meta.url)('pino') as typeof import('pino');
  const serializers = { error: pino.stdSerializers.err };
  // Synchronous, so that the last lines before a crash are there.
  return pino({ level: 'debug', timestamp, serializers }, pino.destination({ fd, sync: true }));
}
