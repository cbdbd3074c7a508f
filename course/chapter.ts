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

const Behaviour = z.strictObject({
  /** Unique in the course; graders name it: `varints-moves-past`. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** A whole claim: "reads 300 from ac 02". */
  says: z.string().min(10),
  points: z.int().positive(),
  /** What to think about when it fails; never the solution. */
  hint: z.string().min(20),
  /** The symbol to look at first. */
  symbol: z.string().min(1),
});

const Task = z.strictObject({
  id: z.string().regex(/^\d+\.\d+$/),
  title: z.string().min(3),
  /** The section of lesson.mdx that explains it: its heading's slug. */
  section: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  files: z
    .array(
      z.strictObject({
        /** As in `protocol/varint.ts`. */
        file: z.string().regex(/^[a-z0-9/-]+\.ts$/),
        /** What the learner writes in it: functions, classes, or `Class.method`. */
        symbols: z.array(z.string().min(1)).min(1),
      }),
    )
    .min(1),
  behaviours: z.array(Behaviour).min(1),
});

const ChapterShape = z
  .strictObject({
    /** The folder in chapters/ and graders/: `00-wire`. */
    folder: z.string().regex(/^\d\d-[a-z]+$/),
    title: z.string().min(3),
    tasks: z.array(Task).min(1),
  })
  .superRefine((chapter, context) => {
    const number = String(Number(chapter.folder.slice(0, 2)));
    for (const { id, files, behaviours } of chapter.tasks) {
      if (!id.startsWith(`${number}.`)) {
        context.addIssue(`task ${id} is in the chapter ${chapter.folder}`);
      }
      const symbols = files.flatMap((one) => one.symbols);
      for (const behaviour of behaviours) {
        if (!symbols.includes(behaviour.symbol)) {
          context.addIssue(`${behaviour.id}: task ${id} does not ask for ${behaviour.symbol}`);
        }
      }
    }
  });

export type Chapter = z.infer<typeof ChapterShape>;
export type Task = z.infer<typeof Task>;
export type Behaviour = z.infer<typeof Behaviour>;

/** Checks a manifest as it is loaded; the error lists every fault with its path. */
export function defineChapter(chapter: Chapter): Chapter {
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
