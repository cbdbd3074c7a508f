/**
 * Why a grader could not be loaded: nearly always the learner's file that it imports can't be
 * parsed, or is gone. In the loader's words that is a page; here it is a sentence and a place.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { learnerPath } from '../learner-views.ts';
import { root, type View } from '../view.ts';
import { describeFailure } from './describe-failure.ts';
import type { Failure } from './failure.ts';

export function describeLoadFailure(thrown: Error, view: View): Failure {
  const failure = describeFailure(thrown, view, []);
  const message = stripVTControlCharacters(failure.message);
  return (
    syntaxFailure(failure, message, view) ??
    unerasable(failure, thrown, view) ??
    missingFile(failure, message, view) ?? { ...failure, message }
  );
}

/** `[PARSE_ERROR] Expected a semicolon …` and, somewhere below it, `path/to/file.ts:2:31`. */
function syntaxFailure(failure: Failure, message: string, view: View): Failure | undefined {
  const { words } = /\[PARSE_ERROR\]\s*(?<words>.*)/.exec(message)?.groups ?? {};
  if (words === undefined) return undefined;
  for (const { groups } of message.matchAll(
    /(?<path>[^\s[\]]+\.ts):(?<line>\d+):(?<column>\d+)/g,
  )) {
    const path = resolve(root, groups?.path ?? '');
    const file = view.learnerFiles.find((one) => resolve(root, view.learnerTree, one) === path);
    if (file === undefined) continue;
    const place = { file, line: Number(groups?.line), column: Number(groups?.column) };
    const at = `${learnerPath(view, file)}:${place.line}:${place.column}`;
    return { ...failure, name: 'SyntaxError', message: `${at}: ${words.trim()}`, stack: '', place };
  }
  return undefined;
}

/** An enum or a namespace: the stack of Node's error begins with `path/to/file.ts:2`. */
function unerasable(failure: Failure, thrown: Error, view: View): Failure | undefined {
  const { code, message } = thrown as Error & { code?: string };
  if (code?.endsWith('_TYPESCRIPT_SYNTAX') !== true) return undefined;
  const words = `${message}: Node runs TypeScript by taking the types away, and this is more`;
  return syntaxFailure(failure, `[PARSE_ERROR] ${words}\n${frameOf(thrown)}:1`, view);
}

function frameOf({ stack = '' }: Error): string {
  const [first = ''] = stack.split('\n');
  return first.startsWith('file:') ? fileURLToPath(first) : first;
}

function missingFile(failure: Failure, message: string, view: View): Failure | undefined {
  const gone = view.learnerFiles.find((file) => {
    const path = resolve(root, view.learnerTree, file);
    return !existsSync(path) && message.replaceAll('\\', '/').includes(path.replaceAll('\\', '/'));
  });
  if (gone === undefined) return undefined;
  const words = `${learnerPath(view, gone)} is gone; npm run stubs writes its stub anew`;
  return {
    ...failure,
    name: 'MissingFile',
    message: words,
    stack: '',
    place: { file: gone, line: 1 },
  };
}
