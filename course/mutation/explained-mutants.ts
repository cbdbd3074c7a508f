/**
 * Changes of the reference that no behaviour can notice, each with the reason why: most often the
 * changed code does the same, at another price. Kept in graders/NN-name/mutants.ts.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Chapter } from '../chapter.ts';
import { root } from '../view.ts';
import { type GradedRange, gradedRanges } from './graded-ranges.ts';

export interface ExplainedMutant {
  /** As `storage/offset-index.ts`. */
  readonly file: string;
  /** What it is in: as the manifest names it, or a part that its stub drops (`locate`). */
  readonly symbol: string;
  /** The code that is changed, and what it becomes: as `npm run mutate` prints them. */
  readonly original: string;
  readonly replacement: string;
  /** Why nobody outside can tell. */
  readonly reason: string;
}

export async function loadExplained(chapter: Chapter): Promise<readonly ExplainedMutant[]> {
  const path = join(root, 'graders', chapter.folder, 'mutants.ts');
  if (!existsSync(path)) return [];
  const { explained } = (await import(pathToFileURL(path).href)) as {
    explained: readonly ExplainedMutant[];
  };
  return explained;
}

/** What is explained of code that is no longer there: cheap enough for `npm test`. */
export function staleExplanations(
  chapter: Chapter,
  explained: readonly ExplainedMutant[],
): string[] {
  const ranges = gradedRanges(chapter);
  return explained
    .filter((one) => !ranges.some((range) => isIn(range, one)))
    .map(({ file, symbol, original }) => `${file} has no '${original}' in ${symbol} any more`);
}

function isIn(range: GradedRange, { file, symbol, original }: ExplainedMutant): boolean {
  return (
    range.file === file &&
    range.symbol === symbol &&
    inOneLine(range.text).includes(inOneLine(original))
  );
}

/** Code with all white space as single spaces: as it is compared and printed. */
export function inOneLine(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim();
}
