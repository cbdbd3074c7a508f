/**
 * `npm run reset 1.4`: the task begins anew. What was there is put aside first; the message says
 * where.
 */
import { resolveTask } from '../chapters.ts';
import { resetTask } from '../learner/reset-task.ts';
import { learnerCommand, printLines, runLearnerCommand } from './learner-command.ts';

await runLearnerCommand(
  learnerCommand('reset', 'Puts a task back to its stub, and what you had aside.')
    .argument('<task>', 'as 1.4')
    .action(async (name: string) => printLines(resetTask(await resolveTask(name)))),
);
