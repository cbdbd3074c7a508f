/**
 * `npm run diff 1.4`: the learner's code beside the reference's, once the task has passed.
 * `-- --spoil` shows it before.
 */
import { styleText } from 'node:util';
import { chapterName } from '../chapter.ts';
import { resolveTask } from '../chapters.ts';
import { type ComparedLine, compareTask } from '../learner/compare-task.ts';
import { PlainError } from '../plain-error.ts';
import { hasPassed, readProgress } from '../progress/progress.ts';
import { learnerCommand, printLines, runLearnerCommand } from './learner-command.ts';

const COLOURS = { heading: 'bold', mine: 'red', reference: 'green' } as const;

await runLearnerCommand(
  learnerCommand('diff', 'Shows your code beside the reference, once a task has passed.')
    .argument('<task>', 'as 1.4')
    .option('--spoil', 'show it though the task has not passed yet')
    .action(show),
);

async function show(name: string, { spoil = false }: { spoil?: boolean }): Promise<void> {
  const found = await resolveTask(name);
  const { task, chapter } = found;
  if (task.files.length === 0) {
    throw new PlainError(`Task ${task.id} has nothing to write, so there is nothing to compare.`);
  }
  if (!spoil && !hasPassed(readProgress(), task.id)) {
    throw new PlainError(
      `Task ${task.id} (${task.title}) has not passed yet, so the reference stays hidden.\n` +
        [
          [`  npm test ${chapterName(chapter)}`, 'has it graded'],
          [`  npm run hint ${task.id}`, 'gives a hint'],
          [`  npm run diff ${task.id} -- --spoil`, 'shows it all the same'],
        ]
          .map(([command = '', what]) => `${command.padEnd(34)}${what}`)
          .join('\n'),
    );
  }
  printLines(compareTask(found).map(coloured));
}

/** Colours where standard output is a terminal that wants them (NO_COLOR says it does not). */
function coloured({ kind, line }: ComparedLine): string {
  return kind === 'text' ? line : styleText(COLOURS[kind], line, { stream: process.stdout });
}
