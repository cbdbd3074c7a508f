/**
 * A node's log lines, kept for tests to ask about, and part of the trace: a run that says
 * something else is another run.
 */
import type { Log, LogFields } from '#env/log.ts';
import type { SimScheduler } from '#env/sim/sim-scheduler.ts';
import type { SimTrace } from '#env/sim/sim-trace.ts';

export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: LogFields;
}

/** Older lines than these are dropped. */
const KEPT_LINES = 1000;

export class SimLog implements Log {
  readonly lines: LogLine[] = [];
  readonly #scheduler: SimScheduler;
  readonly #trace: SimTrace;
  readonly #node: string;

  constructor(scheduler: SimScheduler, trace: SimTrace, node: string) {
    this.#scheduler = scheduler;
    this.#trace = trace;
    this.#node = node;
  }

  debug(message: string, fields: LogFields = {}): void {
    this.#say('debug', message, fields);
  }

  info(message: string, fields: LogFields = {}): void {
    this.#say('info', message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#say('warn', message, fields);
  }

  error(message: string, fields: LogFields = {}): void {
    this.#say('error', message, fields);
  }

  #say(level: keyof Log, message: string, fields: LogFields): void {
    this.lines.push({ level, message, fields });
    if (this.lines.length > KEPT_LINES) this.lines.shift();
    const text = `${message} ${JSON.stringify(fields, plainValue)}`;
    this.#trace.note(this.#scheduler.nowMs, this.#node, `log.${level}`, text, 0);
  }
}

/** An error's message without its stack, whose paths differ from machine to machine. */
function plainValue(_name: string, value: unknown): unknown {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === 'bigint' ? value.toString() : value;
}
