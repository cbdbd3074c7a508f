/**
 * What the broker tells its operator. One line a happening, with its facts as fields.
 */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Facts of a log line; an `error` field holds what was caught. */
export type LogFields = Readonly<Record<string, unknown>>;
