/**
 * Gives a function or a method of a file another body, and touches no other character of it.
 *
 * Stubs are made with it, and so are the wrong solutions that graders are tested on.
 */
import type MagicString from 'magic-string';
import { isNode, type Node, type SourceFile } from '../source/syntax.ts';

/** A function-like node: what has parameters and a body. */
export interface Callable {
  readonly body: Node;
  /** How deep its own line is indented, in spaces. */
  readonly indent: number;
}

/** What a top-level statement declares, with `export` taken off: one node a name. */
export function* declarationsOf(statement: Node): Generator<[name: string, declaration: Node]> {
  const declared = isNode(statement.declaration) ? statement.declaration : statement;
  if (declared.type === 'VariableDeclaration') {
    for (const one of declared.declarations as Node[]) {
      yield [(one.id as { name: string }).name, one];
    }
  } else if (isNode(declared.id)) {
    yield [(declared.id as unknown as { name: string }).name, declared];
  }
}

/** The callable that `name` or `Class.method` means; throws where the file has none. */
export function findCallable(file: SourceFile, symbol: string): Callable {
  const [name, method] = symbol.split('.');
  for (const statement of file.program.body) {
    for (const [declaredName, node] of declarationsOf(statement)) {
      if (declaredName !== name) continue;
      const body = method === undefined ? bodyOf(node) : bodyOf(findMethod(node, method));
      if (body !== undefined) return { body, indent: method === undefined ? 0 : 2 };
    }
  }
  throw new Error(`${file.name} has no function ${symbol}`);
}

/** The methods of a class that anybody may call: not the private ones, not the constructor. */
export function publicMethods(declaration: Node): string[] {
  return membersOf(declaration)
    .filter((member) => member.type === 'MethodDefinition' && member.kind !== 'constructor')
    .filter((member) => !isPrivate(member))
    .map((member) => (member.key as { name: string }).name);
}

export function membersOf(declaration: Node): Node[] {
  const { body } = declaration;
  return isNode(body) && body.type === 'ClassBody' ? (body.body as Node[]) : [];
}

export function isPrivate(member: Node): boolean {
  const key = member.key as Node | undefined;
  return key?.type === 'PrivateIdentifier' || member.accessibility === 'private';
}

/** Puts `lines` in place of a body's statements. */
export function replaceBody(edit: MagicString, { body, indent }: Callable, lines: string): void {
  const margin = ' '.repeat(indent);
  const text = lines
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : `${margin}  ${line}`))
    .join('\n');
  edit.update(body.start, body.end, `{\n${text}\n${margin}}`);
}

function findMethod(declaration: Node, name: string): Node | undefined {
  return membersOf(declaration).find(
    (member) => !isPrivate(member) && (member.key as { name?: string }).name === name,
  );
}

/** The body of a function, a method or a constant that holds an arrow function. */
function bodyOf(node: Node | undefined): Node | undefined {
  if (node === undefined) return undefined;
  if (isNode(node.init)) return bodyOf(node.init);
  if (isNode(node.value)) return bodyOf(node.value);
  return isNode(node.body) && node.body.type !== 'ClassBody' ? node.body : undefined;
}
