/**
 * `npm run next`: the next task, and all that is to be known before it. `npm run next 1.4` shows
 * that one; `npm run next -- --all` lists them all.
 */
import { loadChapters } from '../chapters.ts';
import { describeTask } from '../learner/describe-task.ts';
import { nextTask, showProgress } from '../learner/show-progress.ts';
import { findTask } from '../names.ts';
import { readProgress } from '../progress/progress.ts';
import { learnerCommand, printLines, runLearnerCommand } from './learner-command.ts';

await runLearnerCommand(
  learnerCommand('next', 'Shows the next task: what to write, and what is tested.')
    .argument('[task]', 'another task than the next, as 1.4')
    .option('--all', 'list every task instead')
    .action(show),
);

async function show(name: string | undefined, { all }: { all?: true }): Promise<void> {
  const chapters = await loadChapters();
  const progress = readProgress();
  if (all) return printLines(showProgress(chapters, progress));
  const found = name === undefined ? nextTask(chapters, progress) : findTask(chapters, name);
  if (found === undefined) {
    return printLines([
      'Every task that is written so far has full points. `npm run broker` runs the broker you',
      'built; `npm run progress` shows what you did, and which chapters are still to come.',
    ]);
  }
  printLines(describeTask(found, { progress, learnerTree: 'exercises' }));
}
