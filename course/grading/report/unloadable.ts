/**
 * The learner's files that could not be loaded, told once and first: everything that needs them
 * fails with them, in whichever task.
 *
 *     ✘ exercises/storage/time-index.ts:76:31 Expected a semicolon …
 *         > 76    this.#last = [timestamp, offset]];
 *                                                 ^
 *       8 behaviours can't run without it.
 */
import type { View } from '../../view.ts';
import type { Failure } from '../failure.ts';
import type { ChapterVerdict } from '../verdict.ts';
import { excerpt } from './excerpt.ts';
import { breakLine, indent, type Paint, WIDTH } from './page.ts';

/** Whether a failure says that a file could not be loaded, and which. */
export function isUnloadable(failure: Failure | undefined): boolean {
  return failure?.name === 'SyntaxError' || failure?.name === 'MissingFile';
}

export function unloadableFiles({ tasks }: ChapterVerdict, view: View, paint: Paint): string[] {
  const found = new Map<string, { failure: Failure; hit: number }>();
  for (const { failure } of tasks.flatMap(({ behaviours }) => behaviours)) {
    if (failure === undefined || !isUnloadable(failure)) continue;
    const before = found.get(failure.message);
    found.set(failure.message, { failure, hit: (before?.hit ?? 0) + 1 });
  }
  return [...found.values()].flatMap(({ failure, hit }) => {
    const [first = '', ...rest] = breakLine(failure.message, WIDTH - 2);
    const code =
      failure.place === undefined || failure.name === 'MissingFile'
        ? []
        : excerpt(view, failure.place);
    return [
      paint('red', `✘ ${first}`),
      ...indent(2, rest),
      ...indent(4, code),
      `  ${hit} ${hit === 1 ? 'behaviour' : 'behaviours'} can’t run without it.`,
      '',
    ];
  });
}
