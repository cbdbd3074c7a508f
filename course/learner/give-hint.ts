/**
 * Hints, one more each time: from a nudge to nearly the answer. Which have been shown is noted in
 * the learner's progress.
 */
import type { Task } from '../chapter.ts';
import { wrap } from '../lesson/wrap.ts';
import type { Progress } from '../progress/progress.ts';
import { WIDTH } from './describe-task.ts';

export interface Hint {
  readonly lines: readonly string[];
  /** The progress with what has now been shown. */
  readonly progress: Progress;
}

/** @param all shows every hint at once, and counts them as shown. */
export function giveHint(task: Task, progress: Progress, all = false): Hint {
  const count = task.hints.length;
  const before = Math.min(progress.hintsShown[task.id] ?? 0, count);
  const shown = all ? count : Math.min(before + 1, count);
  const lines = [
    `Task ${task.id}  ${task.title}`,
    '',
    ...task.hints.slice(0, shown).flatMap((hint, at) => hintLines(at + 1, count, hint)),
    ...(shown < count ? more(task) : last(task, before === count && !all)),
  ];
  const hintsShown = { ...progress.hintsShown, [task.id]: shown };
  return { lines, progress: { ...progress, hintsShown } };
}

/** Whose hint would be next: to be told it takes another word than `npm run hint`. */
export function hintsWaiting({ id, title, hints }: Task, progress: Progress): string[] {
  const shown = Math.min(progress.hintsShown[id] ?? 0, hints.length);
  return [
    `Your next task is ${id}  ${title}; you have seen ${shown} of its ${hints.length} hints.`,
    shown < hints.length ? `One more: npm run hint ${id}` : `To see them again: npm run hint ${id}`,
  ];
}

function hintLines(number: number, count: number, hint: string): string[] {
  const label = `${number} of ${count}  `;
  const [first = '', ...rest] = wrap(hint, WIDTH - label.length);
  return [`${label}${first}`, ...rest.map((line) => ' '.repeat(label.length) + line), ''];
}

function more({ id }: Task): string[] {
  return [`One more: npm run hint ${id}`];
}

function last({ id, files }: Task, wasSeen: boolean): string[] {
  const seen = wasSeen ? 'You have seen them all.' : 'That was the last one.';
  return files.length === 0
    ? [seen]
    : [`${seen} How the reference does it: npm run diff ${id} -- --spoil`];
}
