/**
 * `npm run lesson 1.4`: the section of a task in the terminal; `npm run lesson chapter-01`: the
 * whole lesson; without a name, the next task's. `-- --spoil` opens what is folded away: how the
 * reference does it.
 */
import type { Chapter } from '../chapter.ts';
import { loadChapters } from '../chapters.ts';
import { paintFor } from '../grading/report/page.ts';
import { WIDTH } from '../learner/describe-task.ts';
import { nextTask } from '../learner/show-progress.ts';
import { sectionOf } from '../lesson/lesson.ts';
import { loadLesson } from '../lesson/load-lessons.ts';
import { type ShowOptions, showLesson, showSection } from '../lesson/terminal/show-lesson.ts';
import { type FoundTask, findChapter, findTask } from '../names.ts';
import { readProgress } from '../progress/progress.ts';
import { learnerCommand, printLines, runLearnerCommand } from './learner-command.ts';

await runLearnerCommand(
  learnerCommand('lesson', 'Shows the section of a task, or the lesson of a chapter.')
    .argument('[task-or-chapter]', 'as 1.4 or chapter-01; without it, the next task')
    .option('--spoil', 'shows how the reference does it too')
    .action(show),
);

async function show(
  name: string | undefined,
  { spoil = false }: { spoil?: boolean },
): Promise<void> {
  const chapters = await loadChapters();
  const found = name === undefined ? nextTask(chapters, readProgress()) : find(chapters, name);
  if (found === undefined)
    return printLines(['You have full points everywhere. Read what you like.']);
  const shown = 'task' in found ? found.task.id : (name ?? '');
  const command = `npm run lesson ${shown} -- --spoil`;
  const paint = paintFor(process.stdout);
  const bold = (text: string) => paint('bold', text);
  printLines(await linesOf(found, chapters, { width: WIDTH, spoil, command, bold }));
}

/** A task by its number or its section, else a chapter. */
function find(chapters: readonly Chapter[], name: string): FoundTask | { chapter: Chapter } {
  const isSection = chapters.some(({ tasks }) => tasks.some(({ section }) => section === name));
  if (isSection || /^\d+[.-]\d+$/.test(name)) return findTask(chapters, name);
  return { chapter: findChapter(chapters, name) };
}

async function linesOf(
  found: FoundTask | { chapter: Chapter },
  chapters: readonly Chapter[],
  options: ShowOptions,
): Promise<string[]> {
  const { lesson, around } = await loadLesson(found.chapter, chapters);
  if (!('task' in found)) return showLesson(lesson, around, options);
  const section = sectionOf(lesson, found.task.section);
  if (section !== undefined) return showSection(section, around, options);
  return [`${lesson.path} has no section #${found.task.section}.`];
}
