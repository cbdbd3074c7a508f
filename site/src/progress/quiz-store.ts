/**
 * Which answers a reader has chosen, kept in the browser. Nothing of it leaves it.
 *
 *     gregor.quiz.1 = {"01-storage/why-segments": {"chosen": ["k3x9a1"], "right": true}, …}
 *
 * The 1 is the form's version. Whatever else stands there (rubbish, another version's, nothing, or a
 * browser that lets nothing be stored) reads as no answers; the lesson goes on.
 */
export interface Answers {
  /** The options chosen, the first first, by their keys. */
  readonly chosen: readonly string[];
  /** Whether the right one is among them. */
  readonly right: boolean;
}

/** What localStorage has of this; tests have their own. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'gregor.quiz.1';

/** Every question that was answered, by its key. */
export function readAnswers(shelf: Shelf | undefined): ReadonlyMap<string, Answers> {
  const answers = new Map<string, Answers>();
  for (const [question, value] of Object.entries(stored(shelf))) {
    const { chosen, right } = (value ?? {}) as Partial<Answers>;
    if (!Array.isArray(chosen) || typeof right !== 'boolean') continue;
    answers.set(question, { chosen: chosen.filter((one) => typeof one === 'string'), right });
  }
  return answers;
}

/** Adds a choice to what is kept, and gives what is known of the question then. */
export function recordAnswer(
  shelf: Shelf | undefined,
  question: string,
  option: string,
  isRight: boolean,
): Answers {
  const answers = readAnswers(shelf);
  const { chosen, right } = answers.get(question) ?? { chosen: [], right: false };
  const now = {
    chosen: chosen.includes(option) ? chosen : [...chosen, option],
    right: right || isRight,
  };
  const all = Object.fromEntries([...answers, [question, now]]);
  try {
    shelf?.setItem(KEY, JSON.stringify(all));
  } catch {
    // It is full or closed: the answer is shown, and forgotten with the page.
  }
  return now;
}

/** How many of these questions have their right answer. */
export function countRight(shelf: Shelf | undefined, questions: readonly string[]): number {
  const answers = readAnswers(shelf);
  return questions.filter((question) => answers.get(question)?.right === true).length;
}

function stored(shelf: Shelf | undefined): object {
  try {
    const value: unknown = JSON.parse(shelf?.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
