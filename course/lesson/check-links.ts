/**
 * Whether every link of a lesson leads somewhere, and every heading can be linked to.
 *
 *     #segment                          a heading of this lesson
 *     ../00-wire/lesson.mdx#varints     a heading of another one
 *     ../../ARCHITECTURE.md             a file of the repository
 *     https://…                         elsewhere: the form is checked, nobody is asked
 */
import { posix } from 'node:path';
import type { Fault } from './check-lesson.ts';
import { type Lesson, lineOf, nodesIn } from './lesson.ts';
import type { Surroundings } from './surroundings.ts';

export function checkLinks(lesson: Lesson, around: Surroundings): Fault[] {
  return [...checkHeadings(lesson), ...checkTargets(lesson, around)];
}

/** The page's own title is the only heading of the first degree. */
function checkHeadings({ headings }: Lesson): Fault[] {
  const seen = new Map<string, number>();
  return headings.flatMap(({ text, depth, line }) => {
    const first = seen.get(text.toLowerCase());
    seen.set(text.toLowerCase(), line);
    if (depth === 1) return [{ line, says: `"# ${text}": the front matter's title is the only #` }];
    return first === undefined
      ? []
      : [{ line, says: `"${text}" is a heading in line ${first} too` }];
  });
}

function checkTargets(lesson: Lesson, around: Surroundings): Fault[] {
  return nodesIn(lesson.tree).flatMap((node) => {
    const line = lineOf(node);
    if (node.type === 'image') {
      return [{ line, says: 'a picture is a <Diagram src="…" alt="…" />' }];
    }
    if (node.type === 'linkReference' || node.type === 'definition') {
      return [{ line, says: 'a link is written in place: [text](target)' }];
    }
    if (node.type !== 'link') return [];
    const says = targetFault(node.url, lesson.path, around);
    return says === undefined ? [] : [{ line, says }];
  });
}

function targetFault(url: string, path: string, around: Surroundings): string | undefined {
  if (/^https:\/\/[^/]+/.test(url)) return undefined;
  if (/^[a-z]+:/.test(url)) return `a link outside begins with https://, not as ${url}`;
  const [target = '', anchor] = url.split('#');
  const file = target === '' ? path : posix.join(posix.dirname(path), target);
  if (!around.exists(file)) return `the link ${url} leads to ${file}, which does not exist`;
  if (anchor === undefined) return undefined;
  const folder = /^chapters\/([^/]+)\/lesson\.mdx$/.exec(file)?.[1] ?? '';
  if (around.anchors.get(folder)?.has(anchor) === true) return undefined;
  return `the link ${url} leads to no heading of ${file}`;
}
