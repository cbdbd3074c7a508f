/**
 * Why a build failed, out of all that Astro says of it: the first fault that it names, without the
 * stack and the advice behind that.
 *
 *     13:17:11 [ERROR] Error: chapters/01-storage/lesson.mdx: <Source>: a symbol is like a/b.ts#C.d
 *         at complaint (file:///…
 */
import { stripVTControlCharacters } from 'node:util';

const FAULT = /\[ERROR\] (?:\[[\w-]+\] )?(?:Error: )?/;
/** What comes after the fault itself. */
const BEHIND = /^\s+at |^\s*(Hint|Stack trace|Location|Error reference|Caused by):/;
const MOST_LINES = 12;

/** A sentence or a few; of a build that names no fault, its last words. */
export function whyNotBuilt(output: string): string {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n');
  const first = lines.findIndex((line) => FAULT.test(line));
  if (first < 0) return lines.slice(-MOST_LINES).join('\n');
  const [named = '', ...after] = lines.slice(first);
  const end = after.findIndex((line) => BEHIND.test(line) || FAULT.test(line));
  const rest = end < 0 ? after : after.slice(0, end);
  const fault = named.slice(named.search(FAULT)).replace(FAULT, '');
  return [fault, ...rest].slice(0, MOST_LINES).join('\n').trimEnd();
}
