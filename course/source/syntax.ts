/**
 * A TypeScript file as a syntax tree, and the two walks that everything else here needs.
 *
 * oxc-parser gives ESTree nodes (https://github.com/estree/estree, with TypeScript's own node
 * types as in typescript-eslint's AST). TypeScript 7 has no JavaScript API, and a regular
 * expression can't tell `Date` the global from `Date` in a string.
 */
import { type Comment, parseSync } from 'oxc-parser';

/** Any node of the tree: a type, a range of the text, and fields that hold further nodes. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly program: Node & { readonly body: readonly Node[] };
  readonly comments: readonly Comment[];
  /** What the file imports or re-exports from, types included; undefined where it is computed. */
  readonly specifiers: readonly Located<string | undefined>[];
}

export interface Located<Value> {
  readonly value: Value;
  /** The line, from 1. */
  readonly line: number;
}

/** Parses a file; a syntax error throws with the file's name, the line and the parser's words. */
export function parseSource(name: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(name, text);
  const [error] = errors;
  if (error !== undefined) {
    const line = lineAt(text, error.labels[0]?.start ?? 0);
    throw new SyntaxError(`${name}:${line}: ${error.message}`);
  }
  const root = program as unknown as SourceFile['program'];
  return { name, text, program: root, comments, specifiers: specifiersOf(root, text) };
}

/** The line, from 1, of a position in a text. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The nodes directly below a node, each with the name of the field that holds it. */
export function* childrenOf(node: Node): Generator<[field: string, child: Node]> {
  for (const [field, value] of Object.entries(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield [field, item];
    } else if (isNode(value)) {
      yield [field, value];
    }
  }
}

/** A node and all below it, parents first, without `left` and what lies below that. */
export function* nodesOf(node: Node, left: ReadonlySet<Node> = new Set()): Generator<Node> {
  yield node;
  for (const [, child] of childrenOf(node)) if (!left.has(child)) yield* nodesOf(child, left);
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function specifiersOf(program: Node, text: string): Located<string | undefined>[] {
  const found: Located<string | undefined>[] = [];
  for (const node of nodesOf(program)) {
    if (!IMPORTING.has(node.type) || node.source === null) continue;
    const source = node.source as { value?: unknown } | undefined;
    const value = typeof source?.value === 'string' ? source.value : undefined;
    found.push({ value, line: lineAt(text, node.start) });
  }
  return found;
}
