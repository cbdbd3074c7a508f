/**
 * `npm run lesson 1.4`: the section of a task in the terminal; `npm run lesson chapter-01`: the
 * whole lesson. `-- --spoil` opens what is folded away: how the reference does it.
 */
import type { Chapter } from '../chapter.ts';
import { findChapter, loadChapters } from '../chapters.ts';
import { sectionOf } from '../lesson/lesson.ts';
import { loadLesson } from '../lesson/load-lessons.ts';
import { showLesson, showSection } from '../lesson/terminal/show-lesson.ts';
import { didYouMean } from '../nearest.ts';

const WIDTH = 80;

try {
  const args = process.argv.slice(2);
  const spoil = args.includes('--spoil');
  const [name] = args.filter((one) => !one.startsWith('--'));
  if (name === undefined) throw new Error('Which one? npm run lesson 1.4, or chapter-01');
  const lines = await show(name, spoil);
  process.stdout.write(`${lines.join('\n')}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function show(name: string, spoil: boolean): Promise<string[]> {
  const chapters = await loadChapters();
  const options = { width: WIDTH, spoil, command: `npm run lesson ${name} -- --spoil` };
  const isTask = /^\d+\.\d+$/.test(name);
  const chapter = isTask ? chapterOf(name, chapters) : findChapter(chapters, name);
  const { lesson, around } = await loadLesson(chapter, chapters);
  if (!isTask) return showLesson(lesson, around, options);
  const slug = chapter.tasks.find(({ id }) => id === name)?.section ?? '';
  const section = sectionOf(lesson, slug);
  if (section === undefined) throw new Error(`${lesson.path} has no section #${slug}`);
  return showSection(section, around, options);
}

function chapterOf(id: string, chapters: readonly Chapter[]): Chapter {
  const found = chapters.find(({ tasks }) => tasks.some((task) => task.id === id));
  if (found !== undefined) return found;
  const ids = chapters.flatMap(({ tasks }) => tasks.map((task) => task.id));
  throw new Error(`There is no task '${id}'.${didYouMean(id, ids)} There are: ${ids.join(', ')}.`);
}
