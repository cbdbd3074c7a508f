/**
 * What a page may have done: a hint, a reset, a look at the reference, a file opened, a run. Each as
 * its command does it (`npm run hint`, `reset`, `diff`), and with the same notes of progress.
 *
 * Tasks and files are named as the manifests name them, and nothing else is understood: no path that
 * a request holds is ever used as one.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Chapter } from '../chapter.ts';
import { giveHint } from '../learner/give-hint.ts';
import type { FoundTask } from '../names.ts';
import { hasPassed, readProgress, writeProgress } from '../progress/progress.ts';
import { root } from '../view.ts';
import { BadRequest } from './http/read-json.ts';
import { pathInside } from './inside-tree.ts';
import type { Compared, Told } from './messages.ts';

export interface ActionsOptions {
  readonly chapters: readonly Chapter[];
  /** The learner's tree: from the root, or absolute. */
  readonly tree: string;
  /** The file of the learner's progress. */
  readonly progress: string;
  readonly openFile: (path: string, line: number) => Promise<void>;
}

const OfTask = z.strictObject({ task: z.string() });
const Diff = z.strictObject({ task: z.string(), spoil: z.boolean().default(false) });
const Open = z.strictObject({
  file: z.string(),
  line: z.int().positive().max(1_000_000).default(1),
});
const Run = z.union([OfTask, z.strictObject({ chapter: z.string() })]);

export class LearnerActions {
  readonly #options: ActionsOptions;

  constructor(options: ActionsOptions) {
    this.#options = options;
  }

  /** One more hint, which counts as seen from now on. */
  hint(body: unknown): Told & { readonly task: string } {
    const { task } = this.#taskIn(body);
    const { progress: file } = this.#options;
    const { lines, progress } = giveHint(task, readProgress(file));
    writeProgress(progress, file);
    return { task: task.id, lines };
  }

  /** The task's stubs again; the lines say where what was there has gone. */
  async reset(body: unknown): Promise<Told> {
    const found = this.#taskIn(body);
    const { tree } = this.#options;
    const path = resolve(root, tree);
    for (const { file } of found.task.files) pathInside(path, file);
    pathInside(path, '.set-aside/any');
    const { resetTask } = await import('../learner/reset-task.ts');
    return { lines: resetTask(found, tree) };
  }

  /** The learner's code beside the reference's. */
  async diff(body: unknown): Promise<Compared> {
    const { task: name, spoil } = read(Diff, body);
    const found = this.#task(name);
    const { task } = found;
    if (task.files.length === 0) {
      throw new BadRequest(422, `Task ${task.id} has nothing to write, so nothing to compare.`);
    }
    if (!spoil && !hasPassed(readProgress(this.#options.progress), task.id)) {
      const says =
        `Task ${task.id} has not passed yet. To see how the reference does it takes the task away ` +
        'from you: a hint leaves more of it.';
      throw new BadRequest(409, says, 'spoils');
    }
    for (const { file } of task.files) pathInside(resolve(root, this.#options.tree), file);
    const { compareTask } = await import('../learner/compare-task.ts');
    return { lines: compareTask(found, this.#options.tree) };
  }

  /** Opens a file that some task asks for, or that the learner added. */
  async open(body: unknown): Promise<Told> {
    const { file, line } = read(Open, body);
    const { tree, openFile } = this.#options;
    if (!(await this.#isKnown(file))) throw new BadRequest(404, `No task asks for ${file}.`);
    await openFile(pathInside(resolve(root, tree), file), line);
    return { lines: [`Opened ${file}:${line}.`] };
  }

  /** What is to be graded now. */
  toRun(body: unknown): { readonly chapter: Chapter; readonly only?: readonly string[] } {
    const asked = read(Run, body);
    if ('task' in asked) {
      const { chapter, task } = this.#task(asked.task);
      return { chapter, only: task.behaviours.map(({ id }) => id) };
    }
    const chapter = this.#options.chapters.find(({ folder }) => folder === asked.chapter);
    if (chapter === undefined) throw new BadRequest(404, 'There is no such chapter.');
    return { chapter };
  }

  async #isKnown(file: string): Promise<boolean> {
    const { chapters, tree } = this.#options;
    const tasks = chapters.flatMap((chapter) => chapter.tasks);
    if (tasks.some(({ files }) => files.some((one) => one.file === file))) return true;
    const { sourceFiles } = await import('../source/tree.ts');
    return sourceFiles(tree).includes(file);
  }

  #taskIn(body: unknown): FoundTask {
    return this.#task(read(OfTask, body).task);
  }

  #task(id: string): FoundTask {
    for (const chapter of this.#options.chapters) {
      const task = chapter.tasks.find((one) => one.id === id);
      if (task !== undefined) return { chapter, task };
    }
    throw new BadRequest(404, 'There is no such task.');
  }
}

export function read<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const checked = shape.safeParse(body);
  if (checked.success) return checked.data;
  throw new BadRequest(400, `That is no such request: ${z.prettifyError(checked.error)}`);
}
