/**
 * Where in the learner's tree a symbol stands, as an editor opens it: `exercises/a/b.ts:31`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { learnerPath } from '../learner-views.ts';
import { lineAt, parseSource, type SourceFile } from '../source/syntax.ts';
import { symbolNodes } from '../stubs/edit-symbol.ts';
import { root } from '../view.ts';

export interface Place {
  /** `exercises/storage/crc32c.ts:31`, without a line where the file does not have the symbol. */
  readonly at: string;
  /** What stands in the way: the file is gone, can't be parsed, or has no such symbol. */
  readonly trouble?: string;
}

export function symbolPlace(learnerTree: string, file: string, symbol: string): Place {
  const at = learnerPath({ learnerTree }, file);
  const path = resolve(root, learnerTree, file);
  if (!existsSync(path)) return { at, trouble: 'the file is gone' };
  const parsed = parseLearnerFile(at, readFileSync(path, 'utf8'));
  if (parsed instanceof SyntaxError) return { at, trouble: `does not parse: ${parsed.message}` };
  const [node] = symbolNodes(parsed, symbol);
  if (node === undefined) return { at, trouble: `no ${symbol} in it` };
  return { at: `${at}:${lineAt(parsed.text, node.start)}` };
}

/** A learner's file, or what is wrong with its syntax. */
export function parseLearnerFile(name: string, text: string): SourceFile | SyntaxError {
  try {
    return parseSource(name, text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}
