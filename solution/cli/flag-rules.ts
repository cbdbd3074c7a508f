/**
 * Rules between flags, with the sentences of Kafka's CommandLineUtils.
 */
import { type CommandLine, UsageError } from '#cli/command-line.ts';

/** Every one of these flags has to be there. */
export function requireFlags<F extends string>(line: CommandLine<F>, ...flags: F[]): void {
  for (const flag of flags) {
    if (!line.has(flag)) throw new UsageError(`Missing required argument "[${flag}]"`);
  }
}

/** Where `flag` is, none of `others` may be. */
export function forbidBeside<F extends string>(
  line: CommandLine<F>,
  flag: F,
  others: readonly F[],
): void {
  if (!line.has(flag)) return;
  const other = others.find((one) => line.has(one));
  if (other === undefined) return;
  throw new UsageError(`Option "[${flag}]" can't be used with option "[${other}]"`);
}
