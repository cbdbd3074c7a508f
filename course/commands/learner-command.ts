/**
 * What the learner's commands have in common on the command line.
 *
 * npm takes an option for a setting of its own unless `--` stands before it: of `npm run hint 1.4
 * --all` the script sees `1.4`, and the environment variable npm_config_all. What npm kept is put
 * back, so that both ways of typing it work.
 *
 * Mistakes are sentences: a PlainError is printed as it is, with exit code 1.
 */
import { Command, type Option } from 'commander';
import { WIDTH } from '../learner/describe-task.ts';
import { wrap } from '../lesson/wrap.ts';
import { PlainError } from '../plain-error.ts';

/** A command that calls itself `npm run <name>`; give it arguments, options and an action. */
export function learnerCommand(name: string, summary: string): Command {
  const typed = ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;
  return new Command(typed)
    .description(summary)
    .showHelpAfterError(`(${typed} -- --help shows what it takes)`)
    .configureHelp({ helpWidth: WIDTH })
    .configureOutput({ getErrHelpWidth: () => WIDTH, getOutHelpWidth: () => WIDTH });
}

/** Runs it with this process's arguments. */
export async function runLearnerCommand(command: Command): Promise<void> {
  try {
    const args = [...process.argv.slice(2), ...optionsThatNpmKept(command.options, process.env)];
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    process.stderr.write(`${error.message.split('\n').flatMap(wrapped).join('\n')}\n`);
    process.exitCode = 1;
  }
}

/**
 * The options among `known` that npm has taken out of its command line.
 *
 * @throws PlainError where npm took an option for a switch of its own and left its value behind.
 */
export function optionsThatNpmKept(
  known: readonly Option[],
  variables: Readonly<Record<string, string | undefined>>,
): string[] {
  return known.flatMap(({ long, required, optional }) => {
    if (long === undefined || long === null) return [];
    // Of `--no-open` npm keeps an `open` that is empty.
    if (long.startsWith('--no-')) {
      return variables[`npm_config_${long.slice(5).replaceAll('-', '_')}`] === '' ? [long] : [];
    }
    const kept = variables[`npm_config_${long.slice(2).replaceAll('-', '_')}`];
    if (kept === undefined || kept === '' || kept === 'false') return [];
    if (!required && !optional) return [long];
    if (kept !== 'true') return [long, kept];
    throw new PlainError(`npm kept ${long} for itself. Put -- before it, as in: -- ${long} …`);
  });
}

/** Long sentences in lines; what is laid out in lines already stays. */
function wrapped(line: string): string[] {
  return line.length <= WIDTH ? [line] : wrap(line, WIDTH);
}

/** Prints lines as one piece. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
