/**
 * Which of a chapter's behaviours show on the wire, so that any broker can be asked for them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { type Node, nodesOf, parseSource } from '../source/syntax.ts';
import { root } from '../view.ts';
import { graderFiles } from './grader-files.ts';

/** Their ids, as `wireBehaviour('…')` states them, in the manifest's order. */
export function wireBehaviours(chapter: Chapter): string[] {
  const stated = new Set(
    graderFiles(chapter).flatMap(({ file }) => {
      const { program } = parseSource(file, readFileSync(join(root, file), 'utf8'));
      return [...nodesOf(program)].filter(isWireBehaviour).map((call) => idOf(call, file));
    }),
  );
  const ids = chapter.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
  return ids.filter((id) => stated.has(id));
}

function isWireBehaviour({ type, callee }: Node): boolean {
  return (
    type === 'CallExpression' && (callee as { name?: string } | undefined)?.name === 'wireBehaviour'
  );
}

function idOf(call: Node, file: string): string {
  const [first] = call.arguments as { value?: unknown }[];
  if (typeof first?.value === 'string') return first.value;
  throw new Error(`${file}: wireBehaviour takes its id as a plain string`);
}
