/**
 * A file of solution/ cut into tokens: what is coloured, and what leads somewhere.
 *
 *     return lastSlotWhere(this.count, …)
 *     keyword name         keyword
 *            └ refers to: lastSlotWhere, which the file imports
 *
 * The syntax tree says what each identifier is and what it means; comments come from the parser. What
 * no node and no comment claims is punctuation and keywords, and a word among these is a keyword. So
 * no lexer of ours has to tell a regular expression from a division.
 *
 * Invariant: tokens do not overlap, and are in the order of the text.
 */
import { freeIdentifiers } from '../../../course/source/free-names.ts';
import { childrenOf, isNode, type Node, type SourceFile } from '../../../course/source/syntax.ts';

export type TokenKind = 'comment' | 'keyword' | 'string' | 'number' | 'type' | 'function' | 'plain';

export interface Token {
  readonly from: number;
  readonly to: number;
  readonly kind: TokenKind;
  /** What it refers to: a name at the top of the file, `Class.member`, or an imported file's `#…`. */
  readonly refersTo?: string;
}

/** @param declared where the names of its declarations stand: these are kept, coloured or not. */
export function tokensOf(file: SourceFile, declared: ReadonlySet<number>): Token[] {
  const found = new Map<number, Token>();
  const put = (token: Token) => {
    if (found.get(token.from)?.refersTo === undefined) found.set(token.from, token);
  };
  for (const { start, end } of file.comments) put({ from: start, to: end, kind: 'comment' });
  const outer = topLevelReferences(file);
  visit(file.program, { file, outer, called: new Set() }, put);
  const claimed = [...found.values()].sort((one, other) => one.from - other.from);
  return [...withKeywords(claimed, file.text)].filter(
    ({ kind, refersTo, from }) => kind !== 'plain' || refersTo !== undefined || declared.has(from),
  );
}

interface Walk {
  readonly file: SourceFile;
  /** The identifiers that mean something declared at the top of the file, imports included. */
  readonly outer: ReadonlySet<Node>;
  /** What is called: it is coloured as a function. */
  readonly called: Set<unknown>;
  readonly inClass?: string;
}

function visit(node: Node, walk: Walk, put: (token: Token) => void): void {
  const token = tokenOf(node, walk);
  if (token !== undefined) put(token);
  noteCalled(node, walk.called);
  const own = ownReference(node, walk);
  if (own !== undefined) put(own);
  const inner = isClass(node) ? { ...walk, inClass: nameOf(node.id) } : walk;
  for (const [, child] of childrenOf(node)) visit(child, inner, put);
}

function tokenOf(node: Node, { outer, called }: Walk): Token | undefined {
  const { start: from, end } = node;
  switch (node.type) {
    case 'TemplateElement':
      return { from, to: end, kind: 'string' };
    case 'Literal':
      return literalToken(node);
    case 'Identifier':
    case 'PrivateIdentifier': {
      const name = String(node.name);
      const to = from + name.length + (node.type === 'PrivateIdentifier' ? 1 : 0);
      const kind = called.has(node) ? 'function' : kindOfName(name);
      return { from, to, kind, ...(outer.has(node) ? { refersTo: name } : {}) };
    }
    default:
      return undefined;
  }
}

function literalToken({ start: from, end: to, value }: Node): Token | undefined {
  if (typeof value === 'boolean' || value === null) return undefined;
  if (typeof value === 'number' || typeof value === 'bigint') return { from, to, kind: 'number' };
  const file = typeof value === 'string' && /^#[a-z0-9/-]+\.ts$/.test(value) ? value : undefined;
  return { from, to, kind: 'string', ...(file === undefined ? {} : { refersTo: file }) };
}

/** `this.lookup` of a class: its own member. */
function ownReference(node: Node, { file, inClass, called }: Walk): Token | undefined {
  if (inClass === undefined || node.type !== 'MemberExpression' || node.computed) return undefined;
  const { object, property } = node as unknown as { object: Node; property: Node };
  if (object.type !== 'ThisExpression') return undefined;
  const kind = called.has(property) ? 'function' : 'plain';
  const name = file.text.slice(property.start, property.end);
  return { from: property.start, to: property.end, kind, refersTo: memberAnchor(inClass, name) };
}

/** How a member is called in an anchor: a private one as a lesson names it, without `#`. */
export function memberAnchor(className: string, member: string): string {
  return `${className}.${member.replace('#', '')}`;
}

function noteCalled(node: Node, called: Set<unknown>): void {
  if (node.type === 'CallExpression') {
    const callee = node.callee as Node;
    called.add(callee.type === 'MemberExpression' ? callee.property : callee);
  } else if (node.type === 'MethodDefinition' || node.type === 'TSMethodSignature') {
    called.add(node.key);
  } else if (node.type === 'FunctionDeclaration' || node.type === 'TSDeclareFunction') {
    called.add(node.id);
  } else if (isNode(node.value) && /Function/.test(node.value.type)) {
    called.add(node.key);
  }
}

function isClass({ type }: Node): boolean {
  return type === 'ClassDeclaration';
}

/** A type by the house's spelling; constants are spelt in capitals. */
function kindOfName(name: string): TokenKind {
  return /^[A-Z]([A-Za-z0-9]*[a-z][A-Za-z0-9]*)?$/.test(name) ? 'type' : 'plain';
}

function topLevelReferences({ program }: SourceFile): Set<Node> {
  const found = new Set<Node>();
  for (const statement of program.body) {
    for (const identifier of freeIdentifiers(statement)) found.add(identifier);
  }
  return found;
}

function nameOf(id: unknown): string {
  return isNode(id) ? String(id.name) : '';
}

/** The tokens, with the words between them. */
function* withKeywords(tokens: readonly Token[], text: string): Generator<Token> {
  let at = 0;
  for (const token of [...tokens, undefined]) {
    const end = token?.from ?? text.length;
    for (const { index, 0: word } of text.slice(at, end).matchAll(/[a-z]+/g)) {
      yield { from: at + index, to: at + index + word.length, kind: 'keyword' };
    }
    if (token === undefined) return;
    yield token;
    at = token.to;
  }
}
