/**
 * Another solution than the reference's, told by how it differs: graders are tested on these.
 *
 *     change: { 'storage/offset-index.ts': {
 *       'OffsetIndex.lookup': { replace: 'low <= high', by: 'low < high' },   an edit in a symbol
 *       'OffsetIndex.append': 'this.#entries.push(offset);',                  another body
 *       'OffsetIndex': { declaration: 'export class OffsetIndex { … }' },     the whole of it anew
 *       '+': "import { x } from '#…'; function mine() { … }",                 what it needs besides
 *     } }
 *
 * It is put together by the syntax tree of the reference as it is today. What names a symbol or a
 * text that is no longer there fails aloud, so variants can't drift from the code they vary.
 *
 * Invariant: outside of the named symbols and of what '+' adds, no character is changed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MagicString from 'magic-string';
import { parseSource, type SourceFile } from '../source/syntax.ts';
import { root } from '../view.ts';
import { addCode } from './variant-additions.ts';
import { type FoundSymbol, findSymbol } from './variant-symbol.ts';

export interface Variant {
  /** What is different about it, after "it …": `forgets zigzag's sign`. */
  readonly name: string;
  /** Exactly the behaviours that fail; absent where the variant is right. */
  readonly breaks?: readonly string[];
  /** By file, as `protocol/varint.ts`. A file that the reference does not have is all '+'. */
  readonly change: Readonly<Record<string, Readonly<Record<string, Change>>>>;
  /** Why it need not pass the type check, where the mistake is one that TypeScript sees. */
  readonly typeErrors?: string;
}

/** Another body (its statements), edits within the symbol, or its declaration anew. */
export type Change = string | Edit | readonly Edit[] | { readonly declaration: string };

/** `replace` must occur exactly once in the symbol's text. */
export interface Edit {
  readonly replace: string;
  readonly by: string;
}

/** The variant's files, whole: those it changes and no others. */
export function filesOfVariant({ name, change }: Variant): Map<string, string> {
  const files = new Map<string, string>();
  for (const [file, changes] of Object.entries(change)) {
    try {
      files.set(file, changedFile(file, changes));
    } catch (cause) {
      const { message } = cause as Error;
      throw new Error(`the variant that ${name}: ${message}`, { cause });
    }
  }
  return files;
}

function changedFile(file: string, changes: Readonly<Record<string, Change>>): string {
  const { '+': added, ...symbols } = changes;
  const path = join(root, 'solution', file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const edit = new MagicString(text);
  const source = parseSource(file, text);
  for (const [symbol, change] of Object.entries(symbols)) applyChange(edit, source, symbol, change);
  const edited = edit.toString();
  if (edited === text && added === undefined) throw new Error(`it changes nothing in ${file}`);
  const whole = typeof added === 'string' ? addCode(parseSource(file, edited), added) : edited;
  parseSource(file, whole);
  return whole;
}

function applyChange(edit: MagicString, source: SourceFile, name: string, change: Change): void {
  const symbol = findSymbol(source, name);
  if (typeof change === 'string') replaceBody(edit, source, symbol, change);
  else if ('declaration' in change)
    edit.update(symbol.start, symbol.end, change.declaration.trim());
  else for (const one of [change].flat()) replaceOnce(edit, source, symbol, one);
}

function replaceBody(
  edit: MagicString,
  { name }: SourceFile,
  symbol: FoundSymbol,
  body: string,
): void {
  if (symbol.body === undefined) {
    throw new Error(`${symbol.name} in ${name} has no body: give its declaration instead`);
  }
  edit.update(symbol.body.start, symbol.body.end, `{\n${body.trim()}\n}`);
}

function replaceOnce(
  edit: MagicString,
  { name, text }: SourceFile,
  symbol: FoundSymbol,
  { replace, by }: Edit,
): void {
  const own = text.slice(symbol.start, symbol.end);
  const times = own.split(replace).length - 1;
  if (times !== 1) {
    throw new Error(`'${replace}' is ${times} times in ${symbol.name} (${name}), not once`);
  }
  const at = symbol.start + own.indexOf(replace);
  edit.update(at, at + replace.length, by);
}
