/**
 * `npm run watch chapter-01`: grades the chapter, then each save: its tasks and those that build
 * on them. Ctrl-C ends it.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { loadChapters } from '../chapters.ts';
import { nextTask } from '../learner/show-progress.ts';
import { type ViewOptions, viewOf } from '../learner-views.ts';
import { findChapterAround } from '../names.ts';
import { PlainError } from '../plain-error.ts';
import { readProgress } from '../progress/progress.ts';
import { root } from '../view.ts';
import { learnerCommand, runLearnerCommand } from './learner-command.ts';

enableCompileCache(join(root, '.gregor', 'cache', 'node'));

await runLearnerCommand(
  learnerCommand('watch', 'Grades a chapter, and after each save what the saved file touches.')
    .argument('[chapter]', 'as chapter-01, or a task of it; without it, the one of your next task')
    .option('--tree <directory>', 'over another tree than exercises/')
    .action(watchChapter),
);

async function watchChapter(name: string | undefined, options: ViewOptions): Promise<void> {
  const chapter = chosen(await loadChapters(), name);
  viewOf(options, chapter); // Where there is no such tree, it is said before anything starts.
  const { ChapterWatch } = await import('../grading/watch-chapter.ts');
  const watch = new ChapterWatch({
    chapter,
    viewOf: () => viewOf(options, chapter),
    print: (text) => process.stdout.write(text),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      watch.end();
      process.exit(0);
    });
  }
  await watch.begin();
}

function chosen(chapters: readonly Chapter[], name: string | undefined): Chapter {
  if (name !== undefined) return findChapterAround(chapters, name);
  const next = nextTask(chapters, readProgress())?.chapter ?? chapters[0];
  if (next === undefined) throw new PlainError('There is no chapter to watch.');
  return next;
}
