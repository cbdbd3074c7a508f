/**
 * A chapter's manifest: what a learner writes in it, what is tested, and what each is worth.
 *
 *     chapter 00 ── task 0.1 ─┬─ files and symbols: what becomes a stub
 *                             ├─ a section of the lesson: where it is explained
 *                             └─ behaviours: what the graders look at, with points and a hint
 *
 * Everything else is derived from it: the stubs in exercises/, which of the learner's files a view
 * takes, the report after `npm test chapter-00`.
 */
import { z } from 'zod';

const Slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const TaskId = z.string().regex(/^\d+\.\d+$/);

const Behaviour = z.strictObject({
  /** Unique in the course; graders name it: `varints-moves-past`. */
  id: Slug,
  /** A whole claim: "reads 300 from ac 02". */
  says: z.string().min(10),
  points: z.int().positive(),
  /** What to think about when it fails; never the solution. */
  hint: z.string().min(20),
  /** The symbol to look at first: one that the task asks for, `Class.method` included. */
  symbol: z.string().min(1),
});

const TaskFile = z.strictObject({
  /** As in `protocol/varint.ts`. */
  file: z.string().regex(/^[a-z0-9/-]+\.ts$/),
  /** What the learner writes in it: functions, classes, or `Class.method`. */
  symbols: z.array(z.string().min(1)).min(1),
  /** What of the file is there already and worth knowing; it stays as the reference has it. */
  given: z.array(z.string().min(1)).default([]),
});

const Task = z.strictObject({
  id: TaskId,
  title: z.string().min(3),
  /** One sentence: what works when it is done. */
  outcome: z.string().min(20),
  /** The section of lesson.mdx that explains it: its heading's slug. */
  section: Slug,
  /** Earlier tasks of the chapter without which it can't be right. */
  buildsOn: z.array(TaskId).default([]),
  /** What a good programmer new to Kafka needs for it, reading included. */
  minutes: z.int().min(5).max(240),
  /** None where the task is to see the whole at work: its behaviours look at earlier tasks. */
  files: z.array(TaskFile),
  /** From a nudge to nearly the answer: `npm run hint 1.4` gives one after the other. */
  hints: z.array(z.string().min(20)).min(2).max(3),
  behaviours: z.array(Behaviour).min(1),
});

/** What each chapter's points add up to once all its tasks are there. */
export const CHAPTER_POINTS = 100;

const ChapterShape = z
  .strictObject({
    /** The folder in chapters/ and graders/: `00-wire`. */
    folder: z.string().regex(/^\d\d-[a-z]+$/),
    title: z.string().min(3),
    tasks: z.array(Task).min(1),
  })
  .superRefine((chapter, context) => {
    const number = String(Number(chapter.folder.slice(0, 2)));
    const asked = new Set(chapter.tasks.flatMap(symbolsOf));
    const before = new Set<string>();
    for (const { id, files, behaviours, buildsOn } of chapter.tasks) {
      const complain = (what: string) => context.addIssue(`task ${id}: ${what}`);
      if (!id.startsWith(`${number}.`)) complain(`it is in the chapter ${chapter.folder}`);
      if (before.has(id)) complain('there are two of that id');
      for (const earlier of buildsOn) {
        if (!before.has(earlier)) complain(`it builds on ${earlier}, which is no earlier task`);
      }
      before.add(id);
      const own = files.length === 0 ? asked : new Set(files.flatMap((one) => one.symbols));
      for (const behaviour of behaviours) {
        if (!own.has(behaviour.symbol) && !own.has(behaviour.symbol.split('.')[0] ?? '')) {
          complain(`it does not ask for ${behaviour.symbol}, where ${behaviour.id} looks`);
        }
      }
    }
  });

function symbolsOf({ files }: z.infer<typeof Task>): string[] {
  return files.flatMap(({ symbols }) => symbols);
}

export type Chapter = z.infer<typeof ChapterShape>;
export type Task = z.infer<typeof Task>;
export type Behaviour = z.infer<typeof Behaviour>;

/** What a manifest may leave out has its default afterwards. */
export type ChapterInput = z.input<typeof ChapterShape>;
export type TaskInput = z.input<typeof Task>;

/** One task in a file of its own, chapters/NN-name/tasks/; `defineChapter` checks it. */
export function defineTask(task: TaskInput): TaskInput {
  return task;
}

/** Checks a manifest as it is loaded; the error lists every fault with its path. */
export function defineChapter(chapter: ChapterInput): Chapter {
  const checked = ChapterShape.safeParse(chapter);
  if (checked.success) return checked.data;
  throw new Error(`chapters/${chapter.folder}/chapter.ts: ${z.prettifyError(checked.error)}`);
}

/** `chapter-00`, as it is named on the command line. */
export function chapterName(chapter: Chapter): string {
  return `chapter-${chapter.folder.slice(0, 2)}`;
}

/** The files that the chapter's tasks ask for, as `protocol/varint.ts`. */
export function filesOf(chapter: Chapter): string[] {
  return [...new Set(chapter.tasks.flatMap(({ files }) => files.map(({ file }) => file)))];
}
