/**
 * Which files of solution/ mention something: a configuration key, an error code. One pass over all
 * texts finds all of them. What a comment names is an example, and no mention.
 */
import type { SourceIndex } from './source-index.ts';

/** The files by what `pattern` (with one group) finds in them, in reading order, each once. */
export function mentions(index: SourceIndex, pattern: RegExp): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { file, text } of index.files) {
    const names = new Set(
      [...withoutComments(text).matchAll(pattern)].map(([, name = '']) => name),
    );
    for (const name of names) found.set(name, [...(found.get(name) ?? []), file]);
  }
  return found;
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
}
