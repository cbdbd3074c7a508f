/**
 * What is known of every task: the note of the learner's progress, and over it whatever was graded
 * since this workbench began.
 */
import type { Chapter, Task } from '../../chapter.ts';
import type { GradedChapter } from '../../grading/grade-chapter.ts';
import { type TaskVerdict, wholeTasks } from '../../grading/verdict.ts';
import { nextTask } from '../../learner/show-progress.ts';
import { type Progress, taskProgress } from '../../progress/progress.ts';
import type { View } from '../../view.ts';
import type { BehaviourNews, ChapterNews, TaskNews } from '../messages.ts';
import { behaviourNews } from './behaviour-news.ts';

/** Of a task's verdict what a page shows, and no note of progress knows. */
interface Found {
  readonly state: TaskVerdict['state'];
  readonly waitsFor?: string;
  readonly points: number;
  readonly behaviours: readonly BehaviourNews[];
  readonly output?: NonNullable<TaskNews['output']>;
}

export class CourseNews {
  readonly #chapters: readonly Chapter[];
  readonly #found = new Map<string, Found>();

  constructor(chapters: readonly Chapter[]) {
    this.#chapters = chapters;
  }

  /** Takes in a run; the ids of the tasks that it says something of. */
  take({ verdict, view }: GradedChapter): string[] {
    const { tasks } = wholeTasks(verdict);
    for (const one of tasks) this.#found.set(one.task.id, foundOf(one, view));
    return tasks.map(({ task }) => task.id);
  }

  task(id: string, progress: Progress): TaskNews | undefined {
    for (const chapter of this.#chapters) {
      const task = chapter.tasks.find((one) => one.id === id);
      if (task !== undefined) return this.#newsOf(chapter, task, progress);
    }
    return undefined;
  }

  tasks(progress: Progress): TaskNews[] {
    return this.#chapters.flatMap((chapter) =>
      chapter.tasks.map((task) => this.#newsOf(chapter, task, progress)),
    );
  }

  chapters(progress: Progress): ChapterNews[] {
    return this.#chapters.map((chapter) => {
      const tasks = chapter.tasks.map((task) => this.#newsOf(chapter, task, progress));
      const sum = (of: 'points' | 'ofPoints') => tasks.reduce((all, task) => all + task[of], 0);
      const { folder, title } = chapter;
      return { folder, title, points: sum('points'), ofPoints: sum('ofPoints') };
    });
  }

  next(progress: Progress): string | undefined {
    return nextTask(this.#chapters, progress)?.task.id;
  }

  #newsOf(chapter: Chapter, task: Task, progress: Progress): TaskNews {
    const noted = taskProgress(progress, task.id);
    const found = this.#found.get(task.id);
    const { passedAt } = noted ?? {};
    const shown = Math.min(progress.hintsShown[task.id] ?? 0, task.hints.length);
    return {
      id: task.id,
      title: task.title,
      chapter: chapter.folder,
      state: found?.state ?? noted?.state ?? 'not graded',
      points: found?.points ?? noted?.points ?? 0,
      ofPoints: task.behaviours.reduce((sum, { points }) => sum + points, 0),
      files: task.files.map(({ file }) => file),
      behaviours: found?.behaviours ?? [],
      hints: task.hints.slice(0, shown),
      ofHints: task.hints.length,
      ...(passedAt === undefined ? {} : { passedAt }),
      ...(found?.waitsFor === undefined ? {} : { waitsFor: found.waitsFor }),
      ...(found?.output === undefined ? {} : { output: found.output }),
    };
  }
}

function foundOf(verdict: TaskVerdict, view: View): Found {
  const { task, state, waitsFor, points, behaviours } = verdict;
  const outputs = behaviours.flatMap(({ output }) => (output === undefined ? [] : [output]));
  const lines = outputs.flatMap((one) => one.lines);
  const more = outputs.reduce((sum, one) => sum + one.more, 0);
  const told = new Set<string>();
  return {
    state,
    points,
    behaviours: behaviours.map((one) => behaviourNews(one, task, view, told)),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(lines.length === 0 ? {} : { output: { lines, more } }),
  };
}
