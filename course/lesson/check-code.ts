/**
 * Whether a lesson's code blocks are its own: code of the reference is quoted by name.
 *
 * Pasted code is right on the day it is pasted. Four lines in a row that a file of solution/ has
 * in a row too, indentation apart, count as pasted; less is what anybody would write.
 */
import type { Code } from 'mdast';
import type { Fault } from './check-lesson.ts';
import { type Lesson, lineOf, nodesIn } from './lesson.ts';
import type { Surroundings } from './surroundings.ts';

const ROW = 4;
const WIDEST = 78;

export function checkCode({ tree }: Lesson, { referenceRows }: Surroundings): Fault[] {
  return nodesIn(tree).flatMap((node) => {
    if (node.type !== 'code') return [];
    const line = lineOf(node);
    const faults = shapeFaults(node).map((says) => ({ line, says }));
    for (const row of rowsOf(node.value)) {
      const file = referenceRows().get(row);
      if (file === undefined) continue;
      const says = `these lines stand in solution/${file}: quote them by <Source> or <Region>`;
      return [...faults, { line, says }];
    }
    return faults;
  });
}

/** It stands in an 80-column terminal too, two columns in. */
function shapeFaults({ lang, value }: Code): string[] {
  const faults = lang ? [] : ['a code block names its language: text, sh'];
  const widest = Math.max(...value.split('\n').map((line) => [...line].length));
  return widest <= WIDEST ? faults : [...faults, `it is ${widest} wide; ${WIDEST} columns fit`];
}

/** Every four lines in a row of a text, blank ones left out, as one string each. */
export function rowsOf(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.slice(0, Math.max(0, lines.length - ROW + 1)).flatMap((_, at) => {
    const row = lines.slice(at, at + ROW).join('\n');
    return row.length < 40 ? [] : [row];
  });
}
