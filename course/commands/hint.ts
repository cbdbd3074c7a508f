/**
 * `npm run hint 1.4`: one more hint each time; `-- --all` shows them all. Without a task it tells
 * whose hint would be next, and shows none; `-- --next` does.
 */
import { loadChapters } from '../chapters.ts';
import { giveHint, hintsWaiting } from '../learner/give-hint.ts';
import { nextTask } from '../learner/show-progress.ts';
import { findTask } from '../names.ts';
import { PlainError } from '../plain-error.ts';
import { readProgress, writeProgress } from '../progress/progress.ts';
import { learnerCommand, printLines, runLearnerCommand } from './learner-command.ts';

await runLearnerCommand(
  learnerCommand('hint', 'Shows one more hint for a task each time it is called.')
    .argument('[task]', 'as 1.4; without it, only the next task is named')
    .option('--next', "one more of the next task's")
    .option('--all', 'all hints of the task at once')
    .action(show),
);

interface Options {
  readonly all?: boolean;
  readonly next?: boolean;
}

async function show(
  name: string | undefined,
  { all = false, next = false }: Options,
): Promise<void> {
  const chapters = await loadChapters();
  const before = readProgress();
  const found = name === undefined ? nextTask(chapters, before) : findTask(chapters, name);
  if (found === undefined)
    throw new PlainError('You have full points everywhere: no hint is left.');
  if (name === undefined && !next && !all) return printLines(hintsWaiting(found.task, before));
  const { lines, progress } = giveHint(found.task, before, all);
  writeProgress(progress);
  printLines(lines);
}
