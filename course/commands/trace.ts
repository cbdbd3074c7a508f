/**
 * `npm run trace join-waits`: what happened before a behaviour failed, as a sequence diagram in the
 * browser. Reports name it; the workbench (`npm start`) shows it.
 */
import { HOME, keptTrace, tracePage } from '../grading/kept-traces.ts';
import { PlainError } from '../plain-error.ts';
import { runningInstance } from '../workbench/instance.ts';
import { learnerCommand, printLines, runLearnerCommand } from './learner-command.ts';

await runLearnerCommand(
  learnerCommand('trace', 'Opens what happened before a failure, as a sequence diagram.')
    .argument('<name>', 'a behaviour, as a report names it')
    .option('--no-open', 'only say where it is')
    .action(show),
);

async function show(name: string, { open }: { readonly open: boolean }): Promise<void> {
  if (keptTrace(name) === undefined) {
    throw new PlainError(
      `No trace of "${name}" is kept. One is kept when a behaviour fails that tells what happened; the report names it.`,
    );
  }
  const running = await runningInstance(HOME);
  if (running === undefined) {
    throw new PlainError(
      `The workbench shows it, and none runs. In another terminal:\n    npm start\nThen again:\n    npm run trace ${name}`,
    );
  }
  const page = tracePage(running.port, name);
  printLines([page]);
  if (!open || process.stdout.isTTY !== true) return;
  const { openInBrowser } = await import('../workbench/editor/open.ts');
  await openInBrowser(page);
}
