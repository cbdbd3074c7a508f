/**
 * What is wrong with a lesson: each fault with its line.
 *
 *     the tree ──┬── components, imports          here
 *                ├── tasks and their sections     check-sections.ts
 *                ├── links, headings, pictures    check-links.ts
 *                └── code                         check-code.ts
 */
import { z } from 'zod';
import { checkCode } from './check-code.ts';
import { checkLinks } from './check-links.ts';
import { checkSections } from './check-sections.ts';
import { componentOf, isComponent } from './components.ts';
import {
  childrenOf,
  frontMatterOf,
  isElement,
  type JsxElement,
  type Lesson,
  lineOf,
  nodesIn,
} from './lesson.ts';
import { propsOf } from './props.ts';
import type { Surroundings } from './surroundings.ts';

export interface Fault {
  /** The line of the lesson, from 1. */
  readonly line: number;
  readonly says: string;
}

const FrontMatter = z.strictObject({ title: z.string().min(3), description: z.string().min(20) });

/** Every fault of a lesson, in the order of its lines. */
export function checkLesson(lesson: Lesson, around: Surroundings): Fault[] {
  const faults = [
    ...checkFrontMatter(lesson),
    ...checkImports(lesson),
    ...checkUses(lesson, around),
    ...checkSections(lesson, around),
    ...checkLinks(lesson, around),
    ...checkCode(lesson, around),
  ];
  return faults.sort((one, other) => one.line - other.line);
}

function checkFrontMatter(lesson: Lesson): Fault[] {
  const { error } = FrontMatter.safeParse(frontMatterOf(lesson));
  return (error?.issues ?? []).map(({ path, message }) => ({
    line: 1,
    says: `the front matter's ${path.join('.') || 'keys'}: ${message}`,
  }));
}

/** What is imported is used, what is used is imported, and all of it from '#lesson'. */
function checkImports({ tree }: Lesson): Fault[] {
  const faults: Fault[] = [];
  const imported = new Map<string, number>();
  for (const node of tree.children) {
    if (node.type !== 'mdxjsEsm') continue;
    const names = /^import \{([^}]*)\} from '#lesson';$/.exec(node.value.trim())?.[1];
    if (names === undefined) {
      faults.push({ line: lineOf(node), says: "a lesson holds import { … } from '#lesson' only" });
    }
    for (const name of (names ?? '').split(',').map((one) => one.trim())) {
      if (name !== '') imported.set(name, lineOf(node));
    }
  }
  const used = new Set<string>();
  for (const element of nodesIn(tree).filter(isElement)) {
    const name = element.name ?? '';
    if (!imported.has(name) && !used.has(name) && isComponent(name)) {
      faults.push({ line: lineOf(element), says: `<${name}> is not imported from '#lesson'` });
    }
    used.add(name);
  }
  for (const [name, line] of imported) {
    if (!isComponent(name)) faults.push({ line, says: `'#lesson' has no ${name}` });
    else if (!used.has(name)) faults.push({ line, says: `${name} is imported and not used` });
  }
  return faults;
}

function checkUses({ tree }: Lesson, around: Surroundings): Fault[] {
  const faults: Fault[] = [];
  for (const parent of nodesIn(tree)) {
    if (parent.type === 'mdxFlowExpression' || parent.type === 'mdxTextExpression') {
      faults.push({
        line: lineOf(parent),
        says: `{${parent.value}} would have to be run: a brace in prose is written \`{\``,
      });
    }
    for (const element of childrenOf(parent).filter(isElement)) {
      const outer = isElement(parent) ? (parent.name ?? undefined) : undefined;
      const says = faultOf(element, outer, around);
      faults.push(...says.map((one) => ({ line: lineOf(element), says: one })));
    }
  }
  return faults;
}

function faultOf(element: JsxElement, outer: string | undefined, around: Surroundings): string[] {
  const name = element.name ?? '';
  if (!isComponent(name)) return [`there is no component <${name}>`];
  const { props, holdsText, within, lacks } = componentOf(name);
  if (element.type === 'mdxJsxTextElement') return [`<${name}> stands on lines of its own`];
  if (within !== undefined && outer !== within) return [`<${name}> stands directly in <${within}>`];
  const isEmpty = element.children.length === 0;
  if (holdsText && isEmpty) return [`<${name}> is empty`];
  if (!holdsText && !isEmpty) return [`<${name} /> holds no text`];
  try {
    const checked = props.safeParse(propsOf(element));
    if (!checked.success) return checked.error.issues.map((issue) => propFault(name, issue));
    const missing = lacks(checked.data, around);
    return missing === undefined ? [] : [missing];
  } catch (error) {
    return [(error as Error).message];
  }
}

function propFault(name: string, { path, message }: z.core.$ZodIssue): string {
  const prop = path.length > 0 ? ` ${path.join('.')}` : '';
  return `<${name}>${prop}: ${message}`;
}
