/**
 * A chapter's quiz: questions that make one think about why, declared as data.
 *
 *     chapters/NN-name/quiz.ts ── defineQuiz ──► <Quiz id="…" /> in the lesson shows one question
 *
 * A question has one right option, and every option says why it is right or wrong: a wrong answer
 * is where a reader learns most. Texts are plain, with `code` in backticks.
 */
import { z } from 'zod';
import { Slug } from './slug.ts';

const Option = z.strictObject({
  /** The answer as one could give it. */
  says: z.string().min(1),
  right: z.boolean().default(false),
  /** Why it is right, or what the reader who chose it has mixed up. */
  because: z.string().min(30),
});

const Question = z
  .strictObject({
    /** Unique in the chapter: `<Quiz id="replay-after-a-bug" />`. */
    id: Slug,
    asks: z.string().min(20),
    options: z.array(Option).min(2).max(5),
  })
  .superRefine(({ id, options }, context) => {
    const right = options.filter((option) => option.right).length;
    if (right !== 1) context.addIssue(`question ${id}: ${right} options are right, and one should`);
    const different = new Set(options.map(({ says }) => says)).size;
    if (different < options.length) context.addIssue(`question ${id}: two options say the same`);
  });

const QuizShape = z
  .strictObject({
    /** The chapter's folder. */
    folder: z.string().regex(/^\d\d-[a-z]+$/),
    questions: z.array(Question),
  })
  .superRefine(({ questions }, context) => {
    const seen = new Set<string>();
    for (const { id } of questions) {
      if (seen.has(id)) context.addIssue(`question ${id}: there are two of that id`);
      seen.add(id);
    }
  });

export type Quiz = z.infer<typeof QuizShape>;
export type Question = z.infer<typeof Question>;

/** Checks a quiz as it is loaded; the error lists every fault with its path. */
export function defineQuiz(quiz: z.input<typeof QuizShape>): Quiz {
  const checked = QuizShape.safeParse(quiz);
  if (checked.success) return checked.data;
  throw new Error(`chapters/${quiz.folder}/quiz.ts: ${z.prettifyError(checked.error)}`);
}
