/**
 * `npm run broker [server.properties] [-- --override key=value]`: the broker that the learner has
 * built so far; the reference supplies what is not begun yet. `-- --solution` runs the reference
 * alone, `-- --tree DIR` another learner's work.
 *
 * With nothing touched nothing stands between Node and the reference: what only a learner's files
 * need (the parser, the manifests) is loaded for them alone.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { runTool } from '../image/run-tool.ts';
import { standingIn, viewOf } from '../learner-views.ts';
import { PlainError } from '../plain-error.ts';
import type { View } from '../view.ts';
import { runPlainly } from './run-plainly.ts';
import { viewArguments } from './view-arguments.ts';

const USAGE = `Usage: npm run broker -- [server.properties] [options]

  --override key=value  a key of the configuration; may be given again
  --solution            the reference alone
  --tree DIR            another learner's work than exercises/
  --help                print this

Without a file: data in ./data, clients on 127.0.0.1:9092, formatted at the first start.
`;

await runPlainly(main);

async function main(): Promise<void> {
  // npm takes `--override k=v` for a setting of its own, unless `--` stands before it.
  if (process.env.npm_config_override !== undefined) {
    throw new PlainError(
      'npm kept --override for itself. Put -- before it: npm run broker -- --override key=value',
    );
  }
  const { options, rest } = viewArguments(process.argv.slice(2), process.env);
  if (rest.some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(USAGE);
    return;
  }
  const view = viewOf(options);
  process.argv.splice(2, Infinity, 'broker', ...rest.map(fromWhereTheUserStands));
  if (view.learnerFiles.length > 0) return runWithMine(view);
  const alone = options.solution === true || options.tree !== undefined;
  const why = alone ? '' : ': nothing in exercises/ is touched yet';
  process.stderr.write(`This is the reference alone${why}.\n`);
  await runTool();
}

/** The learner's files over the reference. What only clients use, the broker has no use for. */
async function runWithMine(view: View): Promise<void> {
  const { runMixed } = await import('../learner/run-mixed.ts');
  const alone = 'npm run broker -- --solution';
  const uses = (file: string) => !file.startsWith('clients/');
  await runMixed(view, { what: 'The broker', alone, uses });
}

/** npm runs this in the package's folder; a file is named from where the user stands. */
function fromWhereTheUserStands(argument: string): string {
  const path = resolve(standingIn(), argument);
  return !argument.startsWith('-') && existsSync(path) ? path : argument;
}
