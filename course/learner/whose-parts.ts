/**
 * Which parts of a broker are the learner's, in lines: by domain, file and task.
 *
 *     Yours
 *       protocol   reader.ts (0.1, 0.3), varint.ts (0.2)
 *       storage    crc32c.ts (1.1)
 *     Not written yet in these: Reader.string (0.3).
 *     The rest is the reference.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { wrap } from '../lesson/wrap.ts';
import { root, type View } from '../view.ts';
import { WIDTH } from './describe-task.ts';

export function whoseParts(view: View, chapters: readonly Chapter[]): string[] {
  if (view.name === 'solution') return ['All of it is the reference.'];
  if (view.learnerFiles.length === 0) {
    return [`Nothing in ${view.learnerTree} is touched yet: all of it is the reference.`];
  }
  const domains = [...new Set(view.learnerFiles.map(domainOf))];
  const width = Math.max(...domains.map((domain) => domain.length)) + 4;
  return [
    view.learnerTree === 'exercises' ? 'Yours' : `Of ${view.learnerTree}`,
    ...domains.flatMap((domain) => {
      const files = view.learnerFiles.filter((file) => domainOf(file) === domain);
      const words = files.map((file) => described(file, domain, chapters)).join(', ');
      const [first = '', ...rest] = wrap(words, WIDTH - width);
      return [`  ${domain}`.padEnd(width) + first, ...rest.map((line) => ' '.repeat(width) + line)];
    }),
    ...wrap(notWritten(unwrittenIn(view)), WIDTH),
    'The rest is the reference.',
  ];
}

function domainOf(file: string): string {
  const at = file.lastIndexOf('/');
  return at < 0 ? '.' : file.slice(0, at);
}

function described(file: string, domain: string, chapters: readonly Chapter[]): string {
  const tasks = chapters
    .flatMap((chapter) => chapter.tasks)
    .filter(({ files }) => files.some((one) => one.file === file))
    .map(({ id }) => id);
  const name = domain === '.' ? file : file.slice(domain.length + 1);
  return `${name} (${tasks.length === 0 ? 'added' : tasks.join(', ')})`;
}

interface Unwritten {
  readonly task: string;
  readonly symbol: string;
}

/** The stubs that still stand in the learner's files. */
function unwrittenIn({ learnerTree, learnerFiles }: View): Unwritten[] {
  return learnerFiles.flatMap((file) => {
    const path = resolve(root, learnerTree, file);
    if (!existsSync(path)) return [];
    const text = readFileSync(path, 'utf8');
    const stubs = text.matchAll(/^\s*throw new NotImplemented\('([^']+)', '([^']+)'\)/gm);
    return [...stubs].map(([, task = '', symbol = '']) => ({ task, symbol }));
  });
}

/** More than can be taken in at a glance are counted. */
const MOST = 6;

function notWritten(unwritten: readonly Unwritten[]): string {
  if (unwritten.length === 0) return '';
  const tasks = [...new Set(unwritten.map(({ task }) => task))].sort(byNumber);
  const parts = [...new Set(unwritten.map(({ task, symbol }) => `${symbol} (${task})`))];
  const what =
    parts.length > MOST ? `${parts.length} parts, of task ${tasks.join(', ')}` : parts.join(', ');
  return `Not written yet in these: ${what}.`;
}

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
