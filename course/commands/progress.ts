/**
 * `npm run progress`: what the learner has done, by chapter and task, as the last gradings found.
 */
import { loadChapters } from '../chapters.ts';
import { nextTask, showProgress } from '../learner/show-progress.ts';
import { readProgress } from '../progress/progress.ts';
import { learnerCommand, printLines, runLearnerCommand } from './learner-command.ts';

await runLearnerCommand(
  learnerCommand('progress', 'Shows all chapters and tasks, and what you have of each.').action(
    show,
  ),
);

async function show(): Promise<void> {
  const chapters = await loadChapters();
  const progress = readProgress();
  const next = nextTask(chapters, progress);
  const what =
    next === undefined
      ? 'Everything that is written so far has full points.'
      : `Next: ${next.task.id} ${next.task.title} (npm run next)`;
  printLines([...showProgress(chapters, progress), '', what]);
}
