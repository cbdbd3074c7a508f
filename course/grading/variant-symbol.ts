/**
 * Where a symbol stands in a file: what a variant may change by name.
 *
 *     lookup                 a function, a class, a constant, a type: its whole statement
 *     OffsetIndex.lookup     a method, a getter, a field
 *     OffsetIndex.#entries   a private one: the reference's own, so of use for edits only
 *     OffsetIndex.constructor
 */
import { isNode, type Node, type SourceFile } from '../source/syntax.ts';
import { declarationsOf, membersOf } from '../stubs/edit-symbol.ts';

export interface FoundSymbol {
  readonly name: string;
  /** The range of its text, `export` included, the comment before it not. */
  readonly start: number;
  readonly end: number;
  /** The braces of a function, with what is between them. */
  readonly body?: Node;
}

/** Throws where the file has no such symbol, and says which ones it has. */
export function findSymbol(file: SourceFile, name: string): FoundSymbol {
  const [outer = '', inner] = name.split('.');
  const statement = file.program.body.find((one) => declaredNames(one).includes(outer));
  const declaration = [...(statement === undefined ? [] : declarationsOf(statement))].find(
    ([declared]) => declared === outer,
  )?.[1];
  if (statement === undefined || declaration === undefined) {
    const there = file.program.body.flatMap(declaredNames).join(', ');
    throw new Error(`${file.name} has no ${outer}; it has ${there}`);
  }
  if (inner === undefined) return symbolAt(name, statement, bodyOf(declaration));
  const member = membersOf(declaration).find((one) => memberName(one) === inner);
  if (member !== undefined) return symbolAt(name, member, bodyOf(member));
  const there = membersOf(declaration).map(memberName).join(', ');
  throw new Error(`${outer} in ${file.name} has no ${inner}; it has ${there}`);
}

function declaredNames(statement: Node): string[] {
  return [...declarationsOf(statement)].map(([declared]) => declared);
}

function memberName({ key }: Node): string | undefined {
  if (!isNode(key)) return undefined;
  const { name } = key as unknown as { name: string };
  return key.type === 'PrivateIdentifier' ? `#${name}` : name;
}

function symbolAt(name: string, { start, end }: Node, body: Node | undefined): FoundSymbol {
  return body === undefined ? { name, start, end } : { name, start, end, body };
}

/** The block of a function, a method, or a constant or a field that holds a function. */
function bodyOf(node: Node): Node | undefined {
  for (const holder of [node.init, node.value]) if (isNode(holder)) return bodyOf(holder);
  return isNode(node.body) && node.body.type === 'BlockStatement' ? node.body : undefined;
}
