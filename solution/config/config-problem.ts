/**
 * What is wrong with a configuration: which key, which value, and what is allowed instead. All
 * problems of a file are told together, so one start is enough to find them.
 */
import type { ConfigKey } from '#config/config-key.ts';

export interface ConfigProblem {
  readonly key: string;
  readonly value: string | null;
  readonly message: string;
}

/** A configuration can't be used; `message` lists every problem, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

/** One problem as a sentence: `Invalid value x for configuration k: must be ...`. */
export function problemText({ key, value, message }: ConfigProblem): string {
  return `Invalid value ${value} for configuration ${key}: ${message}`;
}

/** The problem of `text` as a value of `key`, or undefined where it is fine. */
export function checkValue(
  name: string,
  key: ConfigKey<unknown>,
  text: string,
): ConfigProblem | undefined {
  const result = key.schema.safeParse(text);
  if (result.success) return undefined;
  const message = result.error.issues.map((issue) => issue.message).join('; ');
  return { key: name, value: key.type === 'password' ? '[hidden]' : text, message };
}
