/**
 * A lesson as a tree: MDX read by remark, so that it can be checked, and shown without a site.
 *
 *     ---                       front matter     title, description
 *     import { Task } from …    imports          the names it uses
 *     ## Offset index           headings         slugs as the site makes them (github-slugger)
 *     <Task id="1.4" />         uses             name, props, line, what it stands in
 *
 * A syntax error throws with file, line and the parser's words. What is well-formed but wrong is
 * for check-lesson.ts.
 */
import GithubSlugger from 'github-slugger';
import type { Heading, Nodes, Parent, Root, RootContent } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { toString as plainText } from 'mdast-util-to-string';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

export type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;

export interface LessonHeading {
  readonly slug: string;
  readonly text: string;
  readonly depth: number;
  readonly line: number;
}

export interface Lesson {
  /** As in `chapters/01-storage/lesson.mdx`. */
  readonly path: string;
  readonly tree: Root;
  readonly headings: readonly LessonHeading[];
}

/** A heading and what follows it, up to the next heading that is as high or higher. */
export interface Section {
  readonly heading: LessonHeading;
  readonly nodes: readonly RootContent[];
}

const parser = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx);

/** Reads a lesson; a syntax error throws as `path:line: what`. */
export function readLesson(path: string, text: string): Lesson {
  const tree = parse(path, text);
  const slugger = new GithubSlugger();
  const headings = nodesIn(tree)
    .filter((node): node is Heading => node.type === 'heading')
    .map((node) => {
      const words = plainText(node);
      return { slug: slugger.slug(words), text: words, depth: node.depth, line: lineOf(node) };
    });
  return { path, tree, headings };
}

function parse(path: string, text: string): Root {
  try {
    return parser.parse(text);
  } catch (error) {
    const { line, reason } = error as { line?: number; reason?: string };
    throw new SyntaxError(`${path}:${line ?? 1}: ${reason ?? (error as Error).message}`);
  }
}

/** A node and all nodes below it, in the order of the text. */
export function nodesIn(node: Nodes): Nodes[] {
  return [node, ...childrenOf(node).flatMap(nodesIn)];
}

export function childrenOf(node: Nodes): RootContent[] {
  return 'children' in node ? ((node as Parent).children as RootContent[]) : [];
}

export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1;
}

export function isElement(node: Nodes): node is JsxElement {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
}

/** The elements of one name below some nodes, in the order of the text. */
export function elementsIn(nodes: readonly Nodes[], name: string): JsxElement[] {
  return nodes
    .flatMap(nodesIn)
    .filter(isElement)
    .filter((element) => element.name === name);
}

/** The section under a heading's slug, or undefined where there is no such heading. */
export function sectionOf({ tree, headings }: Lesson, slug: string): Section | undefined {
  const heading = headings.find((one) => one.slug === slug);
  if (heading === undefined) return undefined;
  const begin = tree.children.findIndex(
    (node) => node.type === 'heading' && lineOf(node) === heading.line,
  );
  const rest = tree.children.slice(begin + 1);
  const end = rest.findIndex((node) => node.type === 'heading' && node.depth <= heading.depth);
  return { heading, nodes: end < 0 ? rest : rest.slice(0, end) };
}

/** The lines of the front matter, `title: Storage`, as an object of strings. */
export function frontMatterOf({ tree }: Lesson): Record<string, string> {
  const yaml = tree.children.find((node) => node.type === 'yaml');
  const pairs = (yaml?.value ?? '').split('\n').map((line) => /^(\w+): (.+)$/.exec(line));
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1], pair[2]]] : [])));
}
