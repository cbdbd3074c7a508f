/**
 * `npm run ui chapter-01`: the chapter's graders in vitest's own interface, in the browser, on this
 * machine's loopback address only. It runs again what a save touches. Points are `npm test`'s.
 */
import type { Chapter } from '../chapter.ts';
import { loadChapters } from '../chapters.ts';
import { type ViewOptions, viewOf } from '../learner-views.ts';
import { findChapter } from '../names.ts';
import { learnerCommand, runLearnerCommand } from './learner-command.ts';

interface Options extends ViewOptions {
  readonly port: string;
  readonly open: boolean;
}

await runLearnerCommand(
  learnerCommand('ui', "Shows a chapter's graders in vitest's own interface, in the browser.")
    .argument('<chapter>', 'as chapter-01')
    .option('--port <number>', 'where it listens on 127.0.0.1', '51204')
    .option('--no-open', 'only print the address')
    .option('--integrated', 'over all files that you have touched, of every chapter')
    .option('--solution', 'over the reference')
    .option('--tree <directory>', 'over another tree than exercises/')
    .action(async (name: string, options: Options) => {
      const chapter = findChapter(await loadChapters(), name);
      await show(chapter, options);
    }),
);

async function show(chapter: Chapter, { port, open, ...options }: Options): Promise<void> {
  const { showInBrowser } = await import('../grading/show-in-browser.ts');
  const shown = { chapter, view: viewOf(options, chapter), port: Number(port), open };
  await showInBrowser(shown, (address) => {
    process.stdout.write(`${chapter.title}: ${address} (Ctrl-C ends it)\n`);
  });
}
