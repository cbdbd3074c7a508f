/**
 * `npm run client -- kafka-console-consumer …`: one of the tools with the learner's code in it, as
 * `npm run broker` is the broker with it. `npx kafka-console-consumer …` is the reference's alone.
 */

import { runTool } from '../image/run-tool.ts';
import { viewOf } from '../learner-views.ts';
import { runPlainly } from './run-plainly.ts';
import { viewArguments } from './view-arguments.ts';

const USAGE = `Usage: npm run client -- TOOL [its flags] [options]

  --solution   the reference alone, as npx TOOL
  --tree DIR   another learner's work than exercises/

TOOL is kafka-console-consumer, kafka-verifiable-consumer, or any other of the tools.
`;

await runPlainly(main);

async function main(): Promise<void> {
  const { options, rest } = viewArguments(process.argv.slice(2), process.env);
  const [tool] = rest;
  if (tool === undefined || tool.startsWith('-')) {
    process.stderr.write(USAGE);
    process.exitCode = tool === '--help' || tool === '-h' ? 0 : 1;
    return;
  }
  const view = viewOf(options);
  process.argv.splice(2, Infinity, ...rest);
  if (view.learnerFiles.length === 0) return runTool();
  const { runMixed } = await import('../learner/run-mixed.ts');
  await runMixed(view, { what: tool, alone: `npx ${tool}`, uses: () => true });
}
