/**
 * The course's vocabulary, declared as data: Kafka's words, each with what it means and where it is
 * taught.
 *
 *     chapters/glossary.ts ── defineGlossary ──► the glossary's page, and cards over words in lessons
 *
 * A word stands in lessons under its own name or one of its others; plurals are found by themselves. A
 * word of two meanings is two entries, told apart in brackets, `committed (offset)`, and is found by its
 * other names alone.
 */
import { z } from 'zod';
import { Slug } from './slug.ts';

const Term = z.strictObject({
  /** The entry's anchor: `high-watermark`. */
  id: Slug,
  /** The word as Kafka has it. */
  word: z.string().min(2),
  /** Other words for the same, as they stand in lessons. */
  also: z.array(z.string().min(2)).default([]),
  /** What it is, in one to three sentences. Plain, with `code` in backticks. */
  says: z.string().min(40).max(420),
  /** The section that teaches it, `01-storage#segment`; of a chapter to come its folder, `04-isr`. */
  taught: z.string().regex(/^\d\d-[a-z]+(#[a-z0-9-]+)?$/),
});

const GlossaryShape = z.array(Term).superRefine((terms, context) => {
  const ids = new Set<string>();
  const words = new Map<string, string>();
  for (const { id, ...term } of terms) {
    if (ids.has(id)) context.addIssue(`${id}: there are two of that id`);
    ids.add(id);
    for (const name of namesOf(term)) {
      const other = words.get(name.toLowerCase());
      if (other !== undefined) context.addIssue(`${id}: '${name}' means ${other} already`);
      words.set(name.toLowerCase(), id);
    }
  }
});

export type Term = z.infer<typeof Term>;

/** Checks the glossary as it is loaded, and puts it in the order of its words. */
export function defineGlossary(terms: z.input<typeof GlossaryShape>): readonly Term[] {
  const checked = GlossaryShape.safeParse(terms);
  if (!checked.success) throw new Error(`chapters/glossary.ts: ${z.prettifyError(checked.error)}`);
  return checked.data.sort((one, other) => compare(one.word, other.word));
}

/** What a term is called where it stands in prose. */
export function namesOf({ word, also }: Pick<Term, 'word' | 'also'>): string[] {
  return word.includes('(') ? also : [word, ...also];
}

/** By letters alone, and the same on every machine. */
function compare(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}
