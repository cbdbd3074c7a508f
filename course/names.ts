/**
 * What people call chapters and tasks on a command line, and what is said when there is no such
 * thing.
 *
 *     chapter-05  05  5  wire  00-wire  chapters/00-wire/     a chapter
 *     1.4  01.4  1-4  offset-index                            a task; the last by its section
 *
 * Errors are sentences for people, to be printed as they are: they say what there is, what was
 * probably meant, and of a chapter that is only announced what it will be about.
 */
import { type AnnouncedChapter, announcedChapters } from './announced-chapters.ts';
import { type Chapter, chapterName, type Task } from './chapter.ts';
import { didYouMean } from './nearest.ts';
import { PlainError } from './plain-error.ts';

/** A name that means nothing, or something else than what was asked for. */
export class UnknownName extends PlainError {
  override readonly name = 'UnknownName';
}

export interface FoundTask {
  readonly chapter: Chapter;
  readonly task: Task;
}

/** The chapter of that name; throws UnknownName. */
export function findChapter(chapters: readonly Chapter[], name: string): Chapter {
  const bare = bareName(name);
  const found = chapters.find(({ folder }) => isCalled(folder, bare));
  if (found !== undefined) return found;
  const announced = announcedChapters.find(({ folder }) => isCalled(folder, bare));
  if (announced !== undefined) {
    throw new UnknownName(`Chapter ${notWritten(announced)} ${whatThereIs(chapters)}`);
  }
  const task = taskCalled(chapters, bare);
  if (task !== undefined) {
    const { id, title } = task.task;
    throw new UnknownName(`${id} (${title}) is a task of ${chapterName(task.chapter)}.`);
  }
  const near = didYouMean(name, announcedChapters.flatMap(namesOf));
  throw new UnknownName(`There is no chapter '${name}'.${near} ${whatThereIs(chapters)}`);
}

/** The chapter of that name, or the one that has the task of that name; throws UnknownName. */
export function findChapterAround(chapters: readonly Chapter[], name: string): Chapter {
  return taskCalled(chapters, bareName(name))?.chapter ?? findChapter(chapters, name);
}

/** The task of that name, with its chapter; throws UnknownName. */
export function findTask(chapters: readonly Chapter[], name: string): FoundTask {
  const bare = bareName(name);
  const found = taskCalled(chapters, bare);
  if (found !== undefined) return found;
  const whole = chapters.find(({ folder }) => isCalled(folder, bare));
  if (whole !== undefined) {
    throw new UnknownName(`${chapterName(whole)} is a chapter. ${tasksOf(whole)}`);
  }
  const number = /^(\d+)[.-]\d/.exec(bare)?.[1] ?? bare;
  const chapter = chapters.find(({ folder }) => isCalled(folder, number));
  const announced = announcedChapters.find(({ folder }) => isCalled(folder, number));
  if (chapter === undefined && announced !== undefined) {
    const why = `chapter ${notWritten(announced)}`;
    throw new UnknownName(`There is no task ${name}: ${why} ${whatThereIs(chapters)}`);
  }
  const names = allTasks(chapters).flatMap(({ task }) => [task.id, task.section]);
  const near = didYouMean(bare, names);
  const tasks = (chapter === undefined ? chapters : [chapter]).map(tasksOf).join(' ');
  throw new UnknownName(`There is no task ${name}.${near} ${tasks}`);
}

/** As it is typed, without what people put before and after it. */
function bareName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(\.\/)?chapters\//, '')
    .replace(/^(chapter|task)[- ]?/, '')
    .replace(/\/+$/, '');
}

function isCalled(folder: string, bare: string): boolean {
  const digits = /^\d+$/.test(bare) && Number(bare) === Number(folder.slice(0, 2));
  return digits || bare === folder || bare === folder.slice(3);
}

function taskCalled(chapters: readonly Chapter[], bare: string): FoundTask | undefined {
  const [, chapter, number] = /^(\d+)[.-](\d+)(?:-[a-z0-9-]+)?$/.exec(bare) ?? [];
  const id = `${Number(chapter)}.${Number(number)}`;
  return allTasks(chapters).find(({ task }) => task.id === id || task.section === bare);
}

function allTasks(chapters: readonly Chapter[]): FoundTask[] {
  return chapters.flatMap((chapter) => chapter.tasks.map((task) => ({ chapter, task })));
}

/** What one may have meant to type: `chapter-05`, `05-kraft`, `kraft`. */
function namesOf({ folder }: AnnouncedChapter): string[] {
  return [`chapter-${folder.slice(0, 2)}`, folder, folder.slice(3)];
}

function notWritten({ folder, builds }: AnnouncedChapter): string {
  const name = `${folder.slice(0, 2)} (${folder.slice(3)})`;
  return `${name} is not written yet. It will be about ${builds}.`;
}

function whatThereIs(chapters: readonly Chapter[]): string {
  const names = chapters.map((one) => `${chapterName(one)} (${one.title})`);
  return `There ${names.length === 1 ? 'is' : 'are'} ${joinWords(names)}.`;
}

function tasksOf(chapter: Chapter): string {
  const ids = chapter.tasks.map(({ id }) => id);
  const range = ids.length < 2 ? ids.join('') : `${ids[0]} to ${ids.at(-1)}`;
  return `The tasks of ${chapterName(chapter)} are ${range}.`;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
