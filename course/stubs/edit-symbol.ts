/**
 * Finds a function, a class or a method of a file by its name, and gives it another body without
 * touching any other character.
 *
 *     readVarint              a function, or a constant that holds one
 *     OffsetIndex             a class
 *     OffsetIndex.lookup      a method, a static one, a getter and its setter, or a field that
 *                             holds a function; `OffsetIndex.constructor` too
 *
 * An overloaded function has one body below several signatures: the body is what is meant.
 *
 * Stubs are made with it, and so are the wrong solutions that graders are tested on.
 */
import type MagicString from 'magic-string';
import { namesBoundBy } from '../source/free-names.ts';
import { isNode, type Node, type SourceFile } from '../source/syntax.ts';

/** A function-like node: what has parameters and a body. */
export interface Callable {
  /** A block, or the expression that an arrow function returns. */
  readonly body: Node;
  /** How deep its own line is indented, in spaces. */
  readonly indent: number;
}

/** What a top-level statement declares, with `export` taken off: one node a name. */
export function* declarationsOf(statement: Node): Generator<[name: string, declaration: Node]> {
  const declared = isNode(statement.declaration) ? statement.declaration : statement;
  if (declared.type === 'VariableDeclaration') {
    for (const one of declared.declarations as Node[]) {
      for (const name of namesBoundBy(one.id)) yield [name, one];
    }
  } else if (isNode(declared.id)) {
    yield [(declared.id as unknown as { name: string }).name, declared];
  }
}

/** Everything of that name at the top of a file: overloads are several. */
export function declarationsNamed(file: SourceFile, name: string): Node[] {
  return file.program.body
    .flatMap((statement) => [...declarationsOf(statement)])
    .filter(([declared]) => declared === name)
    .map(([, node]) => node);
}

/** `OffsetIndex.lookup` as its two names; a member's own name may have dots (`[Symbol.iterator]`). */
export function splitSymbol(symbol: string): [name: string, member: string | undefined] {
  const at = symbol.indexOf('.');
  return at < 0 ? [symbol, undefined] : [symbol.slice(0, at), symbol.slice(at + 1)];
}

/** All that `name` or `Class.method` means: a getter and its setter are two of one name. */
export function findCallables(file: SourceFile, symbol: string): Callable[] {
  const [name, method] = splitSymbol(symbol);
  const declared = declarationsNamed(file, name);
  const found =
    method === undefined ? declared : declared.flatMap((one) => membersNamed(file, one, method));
  const indent = method === undefined ? 0 : 2;
  return found.flatMap((node) => {
    const body = bodyOf(node);
    return body === undefined ? [] : [{ body, indent }];
  });
}

/** Whole declarations of a symbol, `export` included: overloads and accessors are several. */
export function symbolNodes(file: SourceFile, symbol: string): Node[] {
  const [name, member] = splitSymbol(symbol);
  if (member !== undefined) {
    return declarationsNamed(file, name).flatMap((one) => membersNamed(file, one, member));
  }
  return file.program.body.filter((statement) =>
    [...declarationsOf(statement)].some(([declared]) => declared === name),
  );
}

export function findClass(file: SourceFile, name: string): Node | undefined {
  return declarationsNamed(file, name).find(({ type }) => type === 'ClassDeclaration');
}

export function membersOf(declaration: Node): Node[] {
  const { body } = declaration;
  return isNode(body) && body.type === 'ClassBody' ? (body.body as Node[]) : [];
}

export function membersNamed(file: SourceFile, declaration: Node, name: string): Node[] {
  return membersOf(declaration).filter((member) => memberName(file, member) === name);
}

/** `lookup`, `#slot`, `[Symbol.iterator]`; empty for what has no name (a static block). */
export function memberName(file: SourceFile, member: Node): string {
  const { key } = member;
  if (!isNode(key)) return '';
  if (member.computed === true) return `[${file.text.slice(key.start, key.end)}]`;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return String(key.type === 'Literal' ? key.value : key.name);
}

export function isConstructor(member: Node): boolean {
  return member.type === 'MethodDefinition' && member.kind === 'constructor';
}

export function isPrivate(member: Node): boolean {
  const key = member.key as Node | undefined;
  return key?.type === 'PrivateIdentifier' || member.accessibility === 'private';
}

/** Puts `lines` in place of a body; an empty text leaves an empty body. */
export function replaceBody(edit: MagicString, { body, indent }: Callable, lines: string): void {
  const margin = ' '.repeat(indent);
  const text = lines
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : `${margin}  ${line}`))
    .join('\n');
  edit.update(body.start, body.end, text === '' ? '{}' : `{\n${text}\n${margin}}`);
}

/** The body of a function, a method or a constant or field that holds a function. */
export function bodyOf(node: Node | undefined): Node | undefined {
  if (node === undefined) return undefined;
  if (isNode(node.init)) return bodyOf(node.init);
  if (isNode(node.value)) return bodyOf(node.value);
  const callable = /Function|Method/.test(node.type) && isNode(node.body);
  return callable ? (node.body as Node) : undefined;
}
